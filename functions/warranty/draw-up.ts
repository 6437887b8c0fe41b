import {
  firstDayOf,
  lastDayOf,
  monthBefore,
  monthOf,
  type CalendarMonth,
} from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { letters } from '../../shared/domain/ids.ts'
import { warrantyMailOf } from '../../shared/domain/manufacturer.ts'
import type { ReturnedPart } from '../../shared/domain/returned-part.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import {
  isTaken,
  type Manifest,
  type ManifestSums,
  type WarrantyMailing,
} from '../../shared/domain/warranty-mailing.ts'
import type { ClaimLineOfIndex } from '../../shared/store/warranty-claims.ts'
import { warrantyMailingIdOf } from '../../shared/store/warranty-mailings.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import {
  documentContents,
  documentsOf,
  itemIdsOf,
  partContents,
  sumsOf,
  type DocumentsMissing,
  type PartMissing,
} from './manifest-contents.ts'
import { mailingTerm } from './what-is-due.ts'

/** So many months after its own a thing still finds a mailing: what lacks a signature for longer is a matter of its claim. */
export const LOOK_BACK_MONTHS = 3

export type NamedMailing = Pick<WarrantyMailing, 'manufacturer' | 'kind' | 'month'>

/** A manifest as the records say it now. */
export interface DrawnUp {
  readonly manifest: Manifest
  readonly sums: ManifestSums
  /** Names the manifest by what is in it. */
  readonly digest: string
  readonly itemIds: string[]
  readonly missing: readonly (DocumentsMissing | PartMissing)[]
  /** How many did not fit. */
  readonly left: number
  /** The other mailings that might have taken the same things: as they were, or not drafted at all. */
  readonly others: readonly (WarrantyMailing | { readonly undrafted: string })[]
}

type Sources = Pick<MailingStore, 'warrantyClaims' | 'returnedParts' | 'warrantyMailings'>

/** What the mailings of one dealer take from, each list read once. */
export class MailingSources {
  readonly #store: Sources
  readonly #dealer: Dealer
  readonly #today: CalendarDate
  readonly #from: CalendarDate
  #claims: Promise<readonly ClaimLineOfIndex[]> | undefined
  #parts: Promise<readonly ReturnedPart[]> | undefined

  /** @param oldest the first month of which a mailing is drawn up */
  constructor(store: Sources, dealer: Dealer, today: CalendarDate, oldest: CalendarMonth) {
    this.#store = store
    this.#dealer = dealer
    this.#today = today
    this.#from = firstDayOf(monthsBefore(oldest, LOOK_BACK_MONTHS))
  }

  /** Those of whom there is anything that might be mailed. */
  async manufacturers(kind: WarrantyMailing['kind']): Promise<string[]> {
    const things = kind === 'documents' ? await this.#claimLines() : await this.#allParts()
    return [...new Set(things.map(({ manufacturer }) => manufacturer))].sort()
  }

  /** Draws the manifest up from what no other mailing has taken. */
  async drawUp(named: NamedMailing): Promise<DrawnUp> {
    const { dealerId, settings } = this.#dealer
    const mail = warrantyMailOf(settings.manufacturers, named.manufacturer)
    const { upTo } = mailingTerm(mail, named, settings.workingDayOverrides)
    // What is older may stand in mailings that are not looked at below.
    const from = firstDayOf(monthsBefore(named.month, LOOK_BACK_MONTHS))
    const others = await this.#others(named)
    const taken = new Set(
      others.flatMap((other) => ('undrafted' in other || !isTaken(other) ? [] : other.itemIds)),
    )
    if (named.kind === 'documents') {
      const lines = (await this.#claimLines()).filter(
        ({ manufacturer, kind, claimId, deliveredOn }) =>
          manufacturer === named.manufacturer &&
          from <= deliveredOn &&
          deliveredOn <= upTo &&
          documentsOf({ kind }, mail).length > 0 &&
          !taken.has(claimId),
      )
      const claims = await this.#store.warrantyClaims.byIds(
        dealerId,
        lines.map(({ claimId }) => claimId),
      )
      const { ready, missing, left } = documentContents([...claims.values()], mail, { upTo, taken })
      return drawnUp({ kind: 'documents', lines: [...ready] }, missing, left, others)
    }
    const parts = (await this.#allParts()).filter(
      ({ manufacturer, returnedPartId, removedOn }) =>
        manufacturer === named.manufacturer &&
        from <= removedOn &&
        removedOn <= upTo &&
        !taken.has(returnedPartId),
    )
    const claims = await this.#store.warrantyClaims.byIds(
      dealerId,
      parts.map(({ claimId }) => claimId),
    )
    const { ready, missing, left } = partContents(parts, claims, { upTo, taken })
    return drawnUp({ kind: 'returned_parts', lines: [...ready] }, missing, left, others)
  }

  #claimLines() {
    return (this.#claims ??= this.#store.warrantyClaims.linesSince(this.#dealer.dealerId, this.#from))
  }

  #allParts() {
    const { dealerId } = this.#dealer
    const days = { from: this.#from, until: this.#today }
    return (this.#parts ??= everyPage((paging) => this.#store.returnedParts.removed(dealerId, days, paging)))
  }

  async #others({ manufacturer, kind, month }: NamedMailing): Promise<DrawnUp['others']> {
    const { dealerId } = this.#dealer
    const months = [
      ...Array.from({ length: LOOK_BACK_MONTHS }, (_, index) => monthsBefore(month, index + 1)),
      ...monthsAfter(month, monthOf(this.#today)),
    ]
    const ids = months.map((each) => warrantyMailingIdOf(dealerId, { manufacturer, kind, month: each }))
    const found = await this.#store.warrantyMailings.byIds(dealerId, ids)
    return ids.map((id) => found.get(id) ?? { undrafted: id })
  }
}

function drawnUp(
  manifest: Manifest,
  missing: DrawnUp['missing'],
  left: number,
  others: DrawnUp['others'],
): DrawnUp {
  return {
    manifest,
    sums: sumsOf(manifest),
    digest: letters(26, [manifest]),
    itemIds: itemIdsOf(manifest),
    missing,
    left,
    others,
  }
}

function monthsBefore(month: CalendarMonth, count: number): CalendarMonth {
  return count === 0 ? month : monthsBefore(monthBefore(month), count - 1)
}

/** Those behind it, up to the one after that of today. */
function monthsAfter(month: CalendarMonth, ofToday: CalendarMonth): CalendarMonth[] {
  const next = monthOf(addDays(lastDayOf(month), 1))
  return month > ofToday ? [] : [next, ...monthsAfter(next, ofToday)]
}
