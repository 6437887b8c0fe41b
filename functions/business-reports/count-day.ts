import type { DayFigures, ShopFigures, Turnover } from '../../shared/domain/business-report.ts'
import { settledOn, type CountedOrder } from '../../shared/domain/counted-order.ts'
import { dateIn, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { CountedCall } from '../../shared/store/audit.ts'
import type { CountedRenewal } from '../../shared/store/policies.ts'
import { noTurnover } from './turnover.ts'

/** What days are counted from: all that touches the first of them or any later one. */
export interface DayFacts {
  readonly zone: Zone
  readonly orders: readonly CountedOrder[]
  readonly renewals: readonly CountedRenewal[]
  readonly calls: readonly CountedCall[]
}

/**
 * A day's figures as the records say them (the rules in words: `counting-rules.ts`). Pure, and blind to the order in
 * which the records came.
 * @param at the moment of which the workshop's figures are: not after the day's end
 * @param sms what became of the SMS that were decided on the day
 */
export function countDay(
  { zone, orders, renewals, calls }: DayFacts,
  { date, at }: { readonly date: CalendarDate; readonly at: Instant },
  sms: Turnover['sms'],
): DayFigures {
  const day = { ...noTurnover(), sms }
  for (const order of orders) {
    const kind = day.byKind[order.kind]
    if (order.receivedOn === date) {
      day.visits += 1
      kind.visits += 1
    }
    if (order.deliveredOn === date) day.delivered += 1
    if (settledOn(order, zone) === date) {
      for (const sum of [day, kind]) {
        sum.settled += 1
        sum.laborFen += order.laborFen
        sum.partsFen += order.partsFen
        sum.totalFen += order.totalFen
      }
    }
  }
  for (const { at: recordedAt, premiumFen } of renewals) {
    if (dateIn(recordedAt, zone) !== date) continue
    day.renewals.policies += 1
    day.renewals.premiumFen += premiumFen
  }
  for (const { at: calledAt, outcome } of calls) {
    if (dateIn(calledAt, zone) === date) day.calls[outcome] = (day.calls[outcome] ?? 0) + 1
  }
  return { ...day, ...inShop(orders, date, at) }
}

function inShop(orders: readonly CountedOrder[], date: CalendarDate, at: Instant): ShopFigures {
  const there = orders.filter(
    ({ receivedOn, deliveredOn }) => receivedOn <= date && (deliveredOn === undefined || deliveredOn > date),
  )
  const promised = there.flatMap(({ promisedAt }) => promisedAt ?? [])
  return {
    inShop: there.length,
    promised: promised.length,
    late: promised.filter((promisedAt) => promisedAt < at).length,
  }
}
