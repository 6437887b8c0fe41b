import type { JobDue } from '../../events/job-due.v1.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log, LogLine } from '../runtime/logger.ts'
import type { JobStore } from '../store/job-store.ts'
import type { WaitingDueItem } from '../domain/due-item.ts'
import { MOST_FAILURES } from './apply-decision.ts'
import type { Purpose } from './purpose.ts'
import { sweep, type SweepReport } from './sweep.ts'

/** The lines of every sweep; `job` says whose. */
const lines = {
  started: { code: 'SWEEP_STARTED', sentence: 'a sweep of what is due begins' },
  completed: { code: 'SWEEP_COMPLETED', sentence: 'the sweep has decided all that is due' },
  importing: {
    code: 'SWEEP_WAITS_FOR_IMPORT',
    sentence: 'an import is half in: the dealer’s customers wait for the next sweep',
  },
  braked: {
    code: 'SWEEP_BRAKED',
    sentence: 'more customer messages are due than the dealer allows in one sweep: none was decided',
  },
  threw: {
    code: 'DECISION_THREW',
    sentence: 'a decision could not be made: it is tried again later, five times in all',
  },
  failed: {
    code: 'DECISION_FAILED',
    sentence: 'a decision could not be made five times: its item is failed',
  },
  damaged: { code: 'DUE_ITEMS_DAMAGED', sentence: 'due items that cannot be read: nothing becomes of them' },
} as const satisfies Record<string, LogLine>

/** A sweep with its log lines; a braked dealer is a warning that an alarm listens to. */
export async function loggedSweep<Facts>(
  purpose: Purpose<Facts>,
  { zone, scheduledAt }: JobDue,
  { store, clock, log }: { store: JobStore; clock: Clock; log: Log },
): Promise<SweepReport> {
  log.info(lines.started, { job: purpose.name, zone, scheduledAt })
  const onThrow = ({ dealerId, subject, step, failures }: WaitingDueItem, error: unknown) => {
    const line = failures + 1 < MOST_FAILURES ? lines.threw : lines.failed
    log.error(line, error, { job: purpose.name, dealerId, subject, step })
  }
  const report = await sweep(purpose, { store, clock, by: purpose.name, onThrow })
  const { decided, putOff, byOutcome, damaged } = report
  if (damaged > 0) log.warn(lines.damaged, { job: purpose.name, damaged })
  for (const { dealerId, due, because } of report.held) {
    if (because === 'brake') log.warn(lines.braked, { job: purpose.name, dealerId, due })
    else log.info(lines.importing, { job: purpose.name, dealerId, due })
  }
  log.info(lines.completed, { job: purpose.name, decided, putOff, byOutcome })
  return report
}
