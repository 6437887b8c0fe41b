import { isMaintenance, linesOf, type RepairOrder } from '../../shared/domain/order.ts'
import { daysBetween, type CalendarDate } from '../../shared/domain/time.ts'

export type ReworkVerdict =
  | {
      readonly rework: true
      readonly orderId: RepairOrder['orderId']
      readonly because: 'same-operation' | 'same-complaint'
    }
  | { readonly rework: false; readonly reason: 'nothing-earlier' | 'too-long-ago' | 'other-matter' }

/**
 * Whether an order mends again what an earlier one should have mended (返修): the same car is back within so many days
 * of its delivery for the same operation or the same complaint. The latest such order counts, the operation before the
 * complaint. What a customer wants of a maintenance is always the same, so its complaint tells nothing.
 * @param earlier other orders of the same vehicle, in any order
 */
export function isRework(
  order: RepairOrder,
  earlier: readonly RepairOrder[],
  { withinDays, today }: { readonly withinDays: number; readonly today: CalendarDate },
): ReworkVerdict {
  const delivered = earlier
    .flatMap((each) =>
      each.orderId !== order.orderId && each.deliveredOn !== undefined
        ? [{ order: each, on: each.deliveredOn }]
        : [],
    )
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.order.orderId < b.order.orderId ? 1 : -1))
  if (delivered.length === 0) return { rework: false, reason: 'nothing-earlier' }
  const recent = delivered.filter(({ on }) => daysBetween(on, today) <= withinDays)
  if (recent.length === 0) return { rework: false, reason: 'too-long-ago' }
  const operations = operationsOf(order)
  const again = recent.find((each) => operationsOf(each.order).some((code) => operations.includes(code)))
  if (again !== undefined) {
    return { rework: true, orderId: again.order.orderId, because: 'same-operation' }
  }
  const complaint = matterOf(order)
  const same = recent.find((each) => complaint !== undefined && matterOf(each.order) === complaint)
  if (same !== undefined) return { rework: true, orderId: same.order.orderId, because: 'same-complaint' }
  return { rework: false, reason: 'other-matter' }
}

function operationsOf(order: RepairOrder): string[] {
  return linesOf(order).labor.map(({ code }) => code.toUpperCase())
}

/** The complaint without what people write differently each time: case, width, blanks, points. */
function matterOf({ kind, intake }: RepairOrder): string | undefined {
  if (isMaintenance(kind) || intake === undefined) return undefined
  const matter = intake.complaint
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{P}\p{Z}\p{C}\p{S}]/gu, '')
  return matter === '' ? undefined : matter
}
