import { isHere, type ReturnedPart } from '../../shared/domain/returned-part.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Place } from '../../shared/store/read.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'

/** Of the parts that lie here so many are looked at, those that are kept the shortest in front; what is beyond is told. */
export const MOST_PARTS_HERE = 3000
const AT_ONCE = 100

/** What a notice of parts takes from. */
export interface PartsToMail {
  readonly parts: readonly ReturnedPart[]
  /** More lie here than were looked at. */
  readonly more: boolean
}

/**
 * The parts of which a notice may be owed, each as it is now: those that were taken out in a period, wherever they are, and
 * those that still lie here, however long ago that was.
 */
export async function partsToMail(
  { returnedParts }: Pick<MailingStore, 'returnedParts'>,
  dealerId: string,
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
): Promise<PartsToMail> {
  const [recent, here] = await Promise.all([
    everyPage((paging) => returnedParts.removed(dealerId, { from, until }, paging)),
    oldHere({ returnedParts }, dealerId, from),
  ])
  // The index of what lies here may be a little late.
  const old = await returnedParts.byIds(dealerId, here.ids)
  return { parts: [...recent, ...[...old.values()].filter(isHere)], more: here.more }
}

/** Those that were taken out before a day and lie here. */
async function oldHere(
  { returnedParts }: Pick<MailingStore, 'returnedParts'>,
  dealerId: string,
  before: CalendarDate,
): Promise<{ readonly ids: readonly string[]; readonly more: boolean }> {
  const ids: string[] = []
  let seen = 0
  let after: Place | undefined
  do {
    const page = await returnedParts.here(dealerId, {}, { limit: AT_ONCE, after })
    ids.push(
      ...page.items.filter(({ removedOn }) => removedOn < before).map(({ returnedPartId }) => returnedPartId),
    )
    seen += page.items.length
    after = page.next
  } while (after !== undefined && seen < MOST_PARTS_HERE)
  return { ids, more: after !== undefined }
}
