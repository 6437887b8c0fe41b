import type { SmsFigures, Turnover } from '../../shared/domain/business-report.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Message } from '../../shared/domain/message.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import {
  addDays,
  epochMilliseconds,
  fromEpochMilliseconds,
  instantAt,
  type CalendarDate,
  type Instant,
} from '../../shared/domain/time.ts'
import { fateOf, messagesOf, type Fate } from '../../shared/due/account.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import type { DayFacts } from './count-day.ts'

/** What the figures of a day and of all later ones are counted from. */
export async function readDayFacts(
  store: Pick<ReportStore, 'orders' | 'policies' | 'audit'>,
  { dealerId, zone }: Dealer,
  since: CalendarDate,
): Promise<DayFacts> {
  const from = startOf(since, zone)
  const [orders, renewals, calls] = await Promise.all([
    store.orders.countedSince(dealerId, since),
    store.policies.renewalsSince(dealerId, from),
    store.audit.callOutcomesSince(dealerId, from),
  ])
  return { zone, orders, renewals, calls }
}

/** The moment of which a day's workshop figures are: now, and of a day that is over, its end. To the second. */
export function countedAt(date: CalendarDate, now: Instant, zone: Dealer['zone']): Instant {
  const end = startOf(addDays(date, 1), zone)
  return now < end ? toTheSecond(now) : end
}

/** As reports tell it: nobody reads more of it. */
export function toTheSecond(at: Instant): Instant {
  return fromEpochMilliseconds(Math.floor(epochMilliseconds(at) / 1000) * 1000)
}

function startOf(date: CalendarDate, zone: Dealer['zone']): Instant {
  return instantAt(date, '00:00', zone)
}

const columns = {
  sent: 'sent',
  deferred: 'waiting',
  failed: 'failed',
  suppressed: 'withheld',
} as const satisfies Record<Fate, keyof SmsFigures>

/** What has become by now of the SMS that were decided on a day, by purpose: as the day's account has them. */
export async function readSms(
  { messages }: Pick<ReportStore, 'messages'>,
  dealerId: string,
  date: CalendarDate,
): Promise<Turnover['sms']> {
  const counted = await Promise.all(
    ContactPurpose.options.map(async (purpose) => {
      const journals = await messages.decidedOn(dealerId, purpose, date)
      // A row that cannot be read rings with the nightly account; the report goes out without it.
      const { rows } = await messages.readableByIds(dealerId, messagesOf(journals))
      const sms = [...rows.values()].filter(({ channel }) => channel === 'sms')
      return sms.length === 0 ? [] : [[purpose, fatesOf(sms)] as const]
    }),
  )
  return Object.fromEntries(counted.flat())
}

function fatesOf(rows: readonly Message[]): SmsFigures {
  const figures = { sent: 0, waiting: 0, failed: 0, withheld: 0 }
  for (const row of rows) figures[columns[fateOf({ outcome: 'message' }, row).fate]] += 1
  return figures
}
