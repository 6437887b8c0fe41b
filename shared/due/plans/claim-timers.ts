import { instantAt, TimeOfDay } from '../../domain/time.ts'
import type { WarrantyClaim } from '../../domain/warranty-claim.ts'
import { claimDaysOf } from '../../domain/warranty/claim-days.ts'
import { endOfWorkingDay, openingHoursOf } from '../../domain/working-time.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, type TimerContext } from './running-timers.ts'
import { claimWord, provedBy, rescueReportOf, submissionOf } from './timer-names.ts'
import { startTimer } from './timers.ts'

const MIDNIGHT = TimeOfDay.parse('00:00')

/**
 * What a claim's change means for its timers: its first submission, and the report of a rescue. A claim that the morning
 * job opens from an import has neither: the export tells of the past.
 */
export async function claimTimerWrites(
  before: WarrantyClaim | undefined,
  after: WarrantyClaim,
  context: TimerContext,
): Promise<readonly Write[]> {
  return [
    ...(await submissionWrites(before, after, context)),
    ...(await rescueReportWrites(before, after, context)),
  ]
}

async function submissionWrites(
  before: WarrantyClaim | undefined,
  after: WarrantyClaim,
  context: TimerContext,
): Promise<readonly Write[]> {
  if (before === undefined) {
    return startTimer(
      {
        ...submissionOf(after),
        startedAt: after.openedAt,
        about: after.number,
        ...submissionDue(after, context),
      },
      context,
    )
  }
  if (before.status !== 'opened' || after.status === 'opened') return []
  const end = after.status === 'withdrawn' ? { reason: after.status } : provedBy(claimWord(after))
  return endTimer(submissionOf(after), end, context)
}

/** Where the dealer's settings give more than the day itself: by closing time of the last one. */
function submissionDue({ next }: WarrantyClaim, { dealer }: TimerContext) {
  if (next === undefined || claimDaysOf(dealer.settings).submitWithinDays === 0) return {}
  const midnight = instantAt(next.dueOn, MIDNIGHT, dealer.zone)
  return { dueAt: endOfWorkingDay(midnight, openingHoursOf(dealer)) }
}

async function rescueReportWrites(
  before: WarrantyClaim | undefined,
  after: WarrantyClaim,
  context: TimerContext,
): Promise<readonly Write[]> {
  const [was, is] = [before !== undefined && owesReport(before), owesReport(after)]
  if (was === is) return []
  const timer = rescueReportOf(after)
  if (is) return startTimer({ ...timer, startedAt: context.stamp.at, about: after.number }, context)
  const end = hasReport(after)
    ? provedBy(claimWord(after))
    : { reason: after.rescued ? after.status : 'no-rescue' }
  return endTimer(timer, end, context)
}

/** The report is owed as long as the claim may still be given up for want of it. */
function owesReport(claim: WarrantyClaim): boolean {
  return claim.rescued && !hasReport(claim) && claim.status !== 'withdrawn' && claim.status !== 'settled'
}

function hasReport({ evidence }: WarrantyClaim): boolean {
  return evidence.some(({ kind }) => kind === 'rescue_report')
}
