import type { Complaint } from '../../shared/domain/complaint.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { addDays, instantAt, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'
import { endedBetween, toldBy } from './read-bulletin.ts'
import { remarksOf } from './remarks.ts'
import type { RepairQualityBulletin } from './repair-quality-mail.ts'
import {
  aboutRepairs,
  complaintsIn,
  REPAIR_QUALITY,
  repairQualityOf,
  repairQuestions,
  reworkIn,
} from './repair-quality.ts'
import { callsIn } from './satisfaction.ts'
import { questionsOf } from './usual-questions.ts'

type RepairStore = Pick<DropStore, 'followUpCalls' | 'complaints' | 'orders' | 'customers'>

/**
 * What is told of the repairs of the last of these periods, counted from the records; all of them anew. Undefined where in
 * all of them nobody was to be called and nobody complained of a repair.
 * @param periods oldest first
 */
export async function readRepairQuality(
  store: RepairStore,
  dealer: Dealer,
  periods: readonly BulletinPeriod[],
  now: Instant,
): Promise<Omit<RepairQualityBulletin, 'readerName'> | undefined> {
  const { dealerId, zone, settings } = dealer
  const [oldest] = periods
  const period = periods.at(-1)
  if (oldest === undefined || period === undefined) return undefined
  const whole = { from: oldest.from, last: period.last }
  const [calls, complaints] = await Promise.all([
    endedBetween(store, dealerId, whole, zone),
    repairComplaints(store, dealerId, whole, zone),
  ])
  const { badScore } = settings.followUps
  const questions = questionsOf(settings.followUps)
  const rules = { badScore, questions, now }
  const trend = periods.map((each) => ({
    period: each,
    figures: repairQualityOf(callsIn(calls, each, zone), complaintsIn(complaints, each, zone), rules),
  }))
  const isNothing = trend.every(({ figures }) => figures.owed === 0 && figures.complaints.opened === 0)
  if (isNothing) return undefined
  const before = periods.at(-2)
  const delivered = await deliveredSince(store, dealerId, before?.from ?? period.from)
  const { worst } = remarksOf(
    aboutRepairs(callsIn(calls, period, zone), repairQuestions(questions)),
    badScore,
  )
  const told = await toldBy(store, dealerId, worst)
  return {
    dealerName: dealer.name,
    badScore,
    reworkDays: settings.repairs.reworkDays,
    trend,
    rework: reworkIn(delivered, period),
    reworkBefore: before && reworkIn(delivered, before),
    worst: worst.flatMap(told),
  }
}

async function repairComplaints(
  { complaints }: Pick<RepairStore, 'complaints'>,
  dealerId: string,
  { from, last }: { readonly from: CalendarDate; readonly last: CalendarDate },
  zone: Zone,
): Promise<Complaint[]> {
  const which = {
    from: instantAt(from, '00:00', zone),
    until: instantAt(addDays(last, 1), '00:00', zone),
    matter: REPAIR_QUALITY,
  } as const
  return everyPage((paging) => complaints.filed(dealerId, which, paging))
}

/** What was delivered since a day, each as it is now: what is rework stands in the order itself. */
async function deliveredSince(
  { orders }: Pick<RepairStore, 'orders'>,
  dealerId: string,
  since: CalendarDate,
) {
  const counted = await orders.countedSince(dealerId, since)
  const delivered = counted.filter(({ deliveredOn }) => deliveredOn !== undefined)
  const found = await orders.byIds(
    dealerId,
    delivered.map(({ orderId }) => orderId),
  )
  return delivered.map(({ orderId, deliveredOn }) => ({
    deliveredOn,
    // Without an order a person has said that it mends nothing again.
    isRework: found.get(orderId)?.rework?.orderId !== undefined,
  }))
}
