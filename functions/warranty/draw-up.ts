import {
  firstDayOf,
  lastDayOf,
  monthBefore,
  monthOf,
  type CalendarMonth,
} from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { letters } from '../../shared/domain/ids.ts'
import { nameToday, warrantyMailOf } from '../../shared/domain/manufacturer.ts'
import { isHere } from '../../shared/domain/returned-part.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import type { Manifest, ManifestSums, WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import type { ClaimLineOfIndex } from '../../shared/store/warranty-claims.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import {
  documentContents,
  documentsOf,
  itemIdsOf,
  partContents,
  sumsOf,
  type DocumentsMissing,
  type PartMissing,
} from './manifest-contents.ts'
import { otherMailings, takenBy, type OtherMailing } from './other-mailings.ts'
import { partsToMail, type PartsToMail } from './parts-to-mail.ts'
import { mailingTerm } from './what-is-due.ts'

/**
 * So many months after its own a claim's papers still find a mailing: what lacks a signature for longer is a matter of its
 * claim. A part that lies here finds one however long that takes.
 */
export const LOOK_BACK_MONTHS = 3

/** Mailings of so many months at most are looked at: each is one write of the transaction that drafts another. */
const MOST_MONTHS_BACK = 60

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
  /** More parts lie here than were looked at. */
  readonly more: boolean
  /** The other mailings that might have taken the same things: as they were, or not drafted at all. */
  readonly others: readonly OtherMailing[]
}

type Sources = Pick<MailingStore, 'warrantyClaims' | 'returnedParts' | 'warrantyMailings'>

/** What the mailings of one dealer take from, each list read once. */
export class MailingSources {
  readonly #store: Sources
  readonly #dealer: Dealer
  readonly #today: CalendarDate
  readonly #from: CalendarDate
  #claims: Promise<readonly ClaimLineOfIndex[]> | undefined
  #parts: Promise<PartsToMail> | undefined

  /** @param oldest the first month of which a mailing is drawn up */
  constructor(store: Sources, dealer: Dealer, today: CalendarDate, oldest: CalendarMonth) {
    this.#store = store
    this.#dealer = dealer
    this.#today = today
    this.#from = firstDayOf(monthsBefore(oldest, LOOK_BACK_MONTHS))
  }

  /** Those of whom there is anything that might be mailed, as the settings name them today. */
  async manufacturers(kind: WarrantyMailing['kind']): Promise<string[]> {
    const things = kind === 'documents' ? await this.#claimLines() : (await this.#allParts()).parts
    return [...new Set(things.map(({ manufacturer }) => this.#nameToday(manufacturer)))].sort()
  }

  /** Draws the manifest up from what no other mailing has taken. */
  async drawUp(named: NamedMailing): Promise<DrawnUp> {
    const { dealerId, settings } = this.#dealer
    const mail = warrantyMailOf(settings.manufacturers, named.manufacturer)
    const { upTo } = mailingTerm(mail, named, settings.workingDayOverrides)
    const from = firstDayOf(monthsBefore(named.month, LOOK_BACK_MONTHS))
    const name = this.#nameToday(named.manufacturer)
    if (named.kind === 'documents') {
      const { others, taken } = await this.#takenFrom(named, from)
      const lines = (await this.#claimLines()).filter(
        ({ manufacturer, kind, claimId, deliveredOn }) =>
          this.#nameToday(manufacturer) === name &&
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
      return drawnUp({ kind: 'documents', lines: [...ready] }, { missing, left, more: false, others })
    }
    const { parts: all, more } = await this.#allParts()
    const owed = all.filter(
      (part) =>
        this.#nameToday(part.manufacturer) === name &&
        part.removedOn <= upTo &&
        (from <= part.removedOn || isHere(part)),
    )
    // An old one may stand in a mailing as old as it is.
    const oldest = owed.reduce((day, { removedOn }) => (removedOn < day ? removedOn : day), from)
    const { others, taken } = await this.#takenFrom(named, oldest)
    const parts = owed.filter(({ returnedPartId }) => !taken.has(returnedPartId))
    const claims = await this.#store.warrantyClaims.byIds(
      dealerId,
      parts.map(({ claimId }) => claimId),
    )
    const { ready, missing, left } = partContents(parts, claims, { upTo, taken })
    return drawnUp({ kind: 'returned_parts', lines: [...ready] }, { missing, left, more, others })
  }

  #claimLines() {
    return (this.#claims ??= this.#store.warrantyClaims.linesSince(this.#dealer.dealerId, this.#from))
  }

  #allParts() {
    const { dealerId } = this.#dealer
    const days = { from: this.#from, until: this.#today }
    return (this.#parts ??= partsToMail(this.#store, dealerId, days))
  }

  /** The other mailings that may have what was delivered or taken out since a day, and what they have. */
  async #takenFrom(named: NamedMailing, since: CalendarDate) {
    const farthest = monthsBefore(named.month, MOST_MONTHS_BACK)
    const first = monthOf(since) < farthest ? farthest : monthOf(since)
    const months = monthsFrom(first, monthAfter(monthOf(this.#today)))
    const others = await otherMailings(this.#store, this.#dealer, named, months)
    return { others, taken: takenBy(others) }
  }

  #nameToday(name: string): string {
    return nameToday(this.#dealer.settings.manufacturers, name)
  }
}

function drawnUp(manifest: Manifest, rest: Pick<DrawnUp, 'missing' | 'left' | 'more' | 'others'>): DrawnUp {
  return {
    manifest,
    sums: sumsOf(manifest),
    digest: letters(26, [manifest]),
    itemIds: itemIdsOf(manifest),
    ...rest,
  }
}

function monthsBefore(month: CalendarMonth, count: number): CalendarMonth {
  return count === 0 ? month : monthsBefore(monthBefore(month), count - 1)
}

function monthAfter(month: CalendarMonth): CalendarMonth {
  return monthOf(addDays(lastDayOf(month), 1))
}

/** From the one up to and with the other. */
function monthsFrom(month: CalendarMonth, last: CalendarMonth): [CalendarMonth, ...CalendarMonth[]] {
  return [month, ...(month < last ? monthsFrom(monthAfter(month), last) : [])]
}
