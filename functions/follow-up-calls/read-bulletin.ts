import type { Dealer } from '../../shared/domain/dealer.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import {
  addDays,
  dateIn,
  instantAt,
  type CalendarDate,
  type Instant,
  type Zone,
} from '../../shared/domain/time.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'
import { remarksOf, type Remark } from './remarks.ts'
import { callsIn, satisfactionOf } from './satisfaction.ts'
import type { SatisfactionBulletin, ToldRemark } from './satisfaction-bulletin.ts'
import { questionsOf } from './usual-questions.ts'
import { withoutNames } from './without-names.ts'

type BulletinStore = Pick<DropStore, 'followUpCalls' | 'complaints' | 'orders' | 'customers'>

/**
 * What is told of the last of these periods, counted from the records; all of them anew, so that the trend agrees with what
 * they say by now. Undefined where in all of them nobody was to be called, nor is today: who does not follow up hears
 * nothing. A single period without calls is told, as that is news.
 * @param periods oldest first
 */
export async function readBulletin(
  store: BulletinStore,
  dealer: Dealer,
  periods: readonly BulletinPeriod[],
  now: Instant,
): Promise<Omit<SatisfactionBulletin, 'readerName'> | undefined> {
  const { dealerId, zone, settings } = dealer
  const [oldest] = periods
  const period = periods.at(-1)
  if (oldest === undefined || period === undefined) return undefined
  const today = dateIn(now, zone)
  const [calls, waiting] = await Promise.all([
    endedBetween(store, dealerId, { from: oldest.from, last: period.last }, zone),
    store.followUpCalls.waiting(dealerId, today),
  ])
  const stillWaiting = waiting.filter(({ kind, lastOn }) => kind === 'post_repair' && lastOn >= today).length
  const complaints = await store.complaints.byIds(
    dealerId,
    calls.flatMap(({ complaintId }) => complaintId ?? []),
  )
  const { badScore } = settings.followUps
  const rules = { badScore, questions: questionsOf(settings.followUps), now }
  const trend = periods.map((each) => ({
    period: each,
    figures: satisfactionOf(callsIn(calls, each, zone), complaints, rules),
  }))
  if (stillWaiting === 0 && trend.every(({ figures }) => figures.owed === 0)) return undefined
  const { worst, best } = remarksOf(callsIn(calls, period, zone), badScore)
  const told = await toldBy(store, dealerId, [...worst, ...best])
  return {
    dealerName: dealer.name,
    badScore,
    stillWaiting,
    trend,
    worst: worst.flatMap(told),
    best: best.flatMap(told),
  }
}

/** The calls that ended on these days, both included. */
export async function endedBetween(
  { followUpCalls }: Pick<BulletinStore, 'followUpCalls'>,
  dealerId: string,
  { from, last }: { readonly from: CalendarDate; readonly last: CalendarDate },
  zone: Zone,
): Promise<FollowUpCall[]> {
  const between = { from: instantAt(from, '00:00', zone), until: instantAt(addDays(last, 1), '00:00', zone) }
  return everyPage((paging) => followUpCalls.ended(dealerId, between, paging))
}

/** Remarks as they may be passed on: by the order's number, and without the names of those who may have spoken. */
export async function toldBy(
  store: Pick<BulletinStore, 'orders' | 'customers'>,
  dealerId: string,
  remarks: readonly Remark[],
): Promise<(remark: Remark) => readonly ToldRemark[]> {
  const [orders, customers] = await Promise.all([
    store.orders.byIds(
      dealerId,
      remarks.flatMap(({ call }) => call.orderId ?? []),
    ),
    store.customers.byIds(
      dealerId,
      remarks.map(({ call }) => call.customerId),
    ),
  ])
  return ({ call, zh, score, words }) => {
    const order = call.orderId === undefined ? undefined : orders.get(call.orderId)
    const customer = customers.get(call.customerId)
    // Who is just being erased is not quoted any more; and without a name nobody could leave it out.
    if (order === undefined || customer === undefined) return []
    const names = [customer.name, order.contact?.presenter.name].flatMap((name) => name ?? [])
    return [{ orderNumber: order.number, question: zh, score, words: withoutNames(words, names) }]
  }
}
