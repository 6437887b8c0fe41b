import { visitOfOrder, type RepairOrder } from './order.ts'
import { dateIn, type CalendarDate, type Instant, type Zone } from './time.ts'

/** What the business reports count of a repair order whose car has come. */
export interface CountedOrder extends Pick<
  RepairOrder,
  'orderId' | 'kind' | 'receivedOn' | 'laborFen' | 'partsFen' | 'totalFen'
> {
  /** When its invoice was made; absent before, and of what an old system has settled. */
  readonly settledAt?: Instant | undefined
  readonly deliveredOn?: CalendarDate | undefined
  readonly promisedAt?: Instant | undefined
}

/** Undefined while the car has not come, and when nothing became of it. */
export function countedOf(order: RepairOrder): CountedOrder | undefined {
  if (visitOfOrder(order) === undefined) return undefined
  const { orderId, kind, receivedOn, laborFen, partsFen, totalFen, invoice, promise } = order
  return {
    orderId,
    kind,
    receivedOn,
    laborFen,
    partsFen,
    totalFen,
    settledAt: invoice?.at,
    // An export may tell that a car is back without telling since when.
    deliveredOn: order.status === 'delivered' ? (order.deliveredOn ?? receivedOn) : undefined,
    promisedAt: promise?.at,
  }
}

/**
 * The day on which its revenue counts (营业额按结算日): that of its invoice. Exports know no invoice, and hand a car over
 * only once it is settled: there it is the day of the delivery.
 */
export function settledOn(
  { settledAt, deliveredOn }: Pick<CountedOrder, 'settledAt' | 'deliveredOn'>,
  zone: Zone,
): CalendarDate | undefined {
  return settledAt === undefined ? deliveredOn : dateIn(settledAt, zone)
}
