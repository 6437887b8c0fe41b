import { daysFrom, firstDayOf, monthBefore, monthOf } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  dateIn,
  epochMilliseconds,
  instantAt,
  type Instant,
  type TimeOfDay,
} from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import { countDays } from './count-days.ts'

export const BUSINESS_REPORTS = 'business-reports'

const lines = {
  drafted: { code: 'DAILY_REPORTS_COUNTED', sentence: 'a dealer’s daily business reports were counted' },
  failed: {
    code: 'DAILY_REPORTS_FAILED',
    sentence: 'a dealer’s daily business reports could not be counted',
  },
} as const satisfies Record<string, LogLine>

export interface DraftingDependencies {
  readonly store: ReportStore
  readonly clock: Clock
  readonly log: Log
}

/** Some dealers' reports were not drafted: the function is run again, and drafts only those. */
export class DraftsFailed extends Error {
  override readonly name = 'DraftsFailed'
}

/**
 * Drafts the day's report of each dealer that has closed, and counts the days of this month and of the one before anew:
 * what was delivered yesterday may be in the records only today.
 */
export async function draftDailyReports({
  store,
  clock,
  log,
}: DraftingDependencies): Promise<{ written: number }> {
  const now = clock.now()
  let written = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      if (!(await isToBeCounted(store, dealer, now))) continue
      const today = dateIn(now, dealer.zone)
      const days = daysFrom(firstDayOf(monthBefore(monthOf(today))), today)
      const counted = await countDays(store, dealer, days, { at: now, by: BUSINESS_REPORTS })
      written += counted.written.length
      log.info(lines.drafted, {
        dealerId,
        date: today,
        written: counted.written.length,
        contested: counted.contested,
      })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new DraftsFailed(`${String(failed)} dealers without a daily report`)
  return { written }
}

/**
 * Within an hour of any closing time the job fires twice, the second time for what the indexes did not show yet; ten
 * minutes more for a fire that comes late.
 */
const COUNTED_AFTER_CLOSING_MS = 70 * 60_000

/** The hours at which the evening's fires begin and end (`schedules.ts`). */
const FIRST_HOUR = '16:00'
const LAST_HOUR = '23:00'

/**
 * The job fires all evening, as dealers close at different hours. A dealer's turn is just after closing; later only where
 * the day has no report yet, since the job did not run then.
 */
async function isToBeCounted(
  { businessReports }: Pick<ReportStore, 'businessReports'>,
  { dealerId, zone, settings }: Dealer,
  now: Instant,
): Promise<boolean> {
  const today = dateIn(now, zone)
  const turn = instantAt(today, turnOf(settings.closingTime), zone)
  const since = epochMilliseconds(now) - epochMilliseconds(turn)
  if (since < 0) return false
  if (since < COUNTED_AFTER_CLOSING_MS) return true
  if (!isWorkingDay(today, settings.workingDayOverrides)) return false
  return (await businessReports.daily(dealerId, today)) === undefined
}

/** From when on a dealer is counted: at closing, or at the nearest hour at which the job fires. */
function turnOf(closingTime: TimeOfDay): TimeOfDay {
  if (closingTime < FIRST_HOUR) return FIRST_HOUR
  return closingTime > LAST_HOUR ? LAST_HOUR : closingTime
}
