import type { Dealer } from '../../shared/domain/dealer.ts'
import { AccountedPurpose, PurposeName } from '../../shared/domain/purpose.ts'
import { addDays, addMinutes, dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { isCalendarKnown } from '../../shared/domain/working-days.ts'
import { addUp, messagesOf, missingFrom, type Account } from '../../shared/due/account.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import { SHARDS } from '../../shared/store/shards.ts'
import { lines } from './log-lines.ts'

/** The furthest that a contact is planned ahead of its working day. */
const CALENDAR_DAYS_AHEAD = 45

export interface DayAccount extends Account {
  readonly dealerId: string
  readonly purpose: AccountedPurpose
  readonly date: CalendarDate
  /** Messages that were written with their decision and have no row in the ledger: the day does not balance. */
  readonly missing: number
  /** Items that have been due for hours and still wait: a job did not run. */
  readonly behind: number
}

/**
 * Adds up the day of every dealer and job. What does not balance, and a job that left yesterday's items
 * waiting, are warnings that alarms listen to.
 */
export async function accountForDay({
  store,
  clock,
  log,
}: {
  store: JobStore
  clock: Clock
  log: Log
}): Promise<DayAccount[]> {
  const now = clock.now()
  const dealers = await store.dealers.all()
  const accounts: DayAccount[] = []
  const ahead = new Set(
    dealers.map(({ zone }) => Number(addDays(dateIn(now, zone), CALENDAR_DAYS_AHEAD).slice(0, 4))),
  )
  for (const year of ahead) if (!isCalendarKnown(year)) log.warn(lines.calendarUnknown, { year })
  for (const purpose of AccountedPurpose.options) {
    const behind = await leftBehind(store, purpose, now)
    for (const dealer of dealers) {
      const account = await accountFor(store, dealer, purpose, now, behind.get(dealer.dealerId) ?? 0)
      accounts.push(account)
      const { suppressed, ...counts } = account
      if (account.missing > 0) log.warn(lines.unbalanced, counts)
      if (account.behind > 0) log.warn(lines.behind, counts)
      log.info(lines.accounted, { ...counts, suppressed })
    }
  }
  return accounts
}

async function accountFor(
  store: JobStore,
  { dealerId, zone }: Dealer,
  purpose: AccountedPurpose,
  now: Instant,
  behind: number,
): Promise<DayAccount> {
  const date = dateIn(now, zone)
  const journals = await store.messages.decidedOn(dealerId, purpose, date)
  // A row that cannot be read is missing from the account, which rings; it keeps nobody else from being accounted for.
  const { rows: messages } = await store.messages.readableByIds(dealerId, messagesOf(journals))
  const missing = missingFrom(journals, messages)
  return { dealerId, purpose, date, missing, behind, ...addUp(journals, messages, now) }
}

/** A job fires three times within the hour of its items: what waits for so long was looked at by none of them. */
const LEFT_AFTER_MINUTES = 180

/**
 * Items whose time has come hours ago and that nothing was decided about, by dealer: today's too, so that one missed run
 * is told of the same evening. A braked dealer's are among them. What follows at once from a person's work never waits
 * for a job.
 */
async function leftBehind(store: JobStore, of: AccountedPurpose, now: Instant): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const { data: purpose } = PurposeName.safeParse(of)
  if (purpose === undefined) return counts
  const before = addMinutes(now, -LEFT_AFTER_MINUTES)
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const [dealerId, count] of await store.dueItems.dealersOfDue(purpose, shard, before)) {
      counts.set(dealerId, (counts.get(dealerId) ?? 0) + count)
    }
  }
  return counts
}
