import type { CalendarMonth } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { nameToday } from '../../shared/domain/manufacturer.ts'
import { isTaken, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import { warrantyMailingIdOf } from '../../shared/store/warranty-mailings.ts'

/** A mailing as it was read, or that nobody has drafted it. */
export type OtherMailing = WarrantyMailing | { readonly undrafted: string }

/**
 * The other mailings of one manufacturer and kind, which may have taken the same things: those that its name of today
 * makes, drafted or not, and those that were drafted under a name that it had before.
 */
export async function otherMailings(
  { warrantyMailings }: Pick<MailingStore, 'warrantyMailings'>,
  { dealerId, settings: { manufacturers } }: Dealer,
  { manufacturer, kind, month: own }: Pick<WarrantyMailing, 'manufacturer' | 'kind' | 'month'>,
  months: readonly [CalendarMonth, ...CalendarMonth[]],
): Promise<readonly OtherMailing[]> {
  const name = nameToday(manufacturers, manufacturer)
  const itself = warrantyMailingIdOf(dealerId, { manufacturer, kind, month: own })
  const ids = months
    .map((month) => warrantyMailingIdOf(dealerId, { manufacturer: name, kind, month }))
    .filter((id) => id !== itself)
  const isFormer = (word: string) => word !== name && nameToday(manufacturers, word) === name
  const [known, former] = await Promise.all([
    warrantyMailings.byIds(dealerId, ids),
    everyPage((paging) =>
      warrantyMailings.ofKindSince(dealerId, { kind, month: months[0], manufacturer: isFormer }, paging),
    ),
  ])
  return [
    ...ids.map((id) => known.get(id) ?? { undrafted: id }),
    ...former.filter(({ mailingId }) => mailingId !== itself),
  ]
}

/** What stands in a mailing that was sent, or waits for its yes. */
export function takenBy(others: readonly OtherMailing[]): Set<string> {
  return new Set(others.flatMap((other) => ('undrafted' in other || !isTaken(other) ? [] : other.itemIds)))
}
