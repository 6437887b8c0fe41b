import type { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { DeadlineMailDependencies } from './mail-dependencies.ts'
import { reportDeadlines } from './purpose.ts'
import { sendMorningMails } from './send-morning-mails.ts'
import { sendOnTimeBulletins } from './send-on-time-bulletin.ts'
import { sendNotices } from './send-notices.ts'

const lines = {
  planned: { code: 'DEADLINE_MAILS_PLANNED', sentence: 'mails about deadlines were planned' },
  failed: {
    code: 'DEADLINE_MAILS_FAILED',
    sentence: 'a dealer’s mails about deadlines could not be written',
  },
} as const satisfies Record<string, LogLine>

/** Some dealers' mails were not written: the job is run again, and writes only those. */
export class DeadlineMailsFailed extends Error {
  override readonly name = 'DeadlineMailsFailed'
}

/**
 * Every ten minutes: what is due of all deadlines, then the mails that tell of it, each morning the day's, and on the
 * first of a month how much of the last one was done in time.
 */
export async function sweepDeadlines(
  job: JobDue,
  dependencies: DeadlineMailDependencies & { readonly log: Log },
): Promise<{ readonly decided: number; readonly mails: number }> {
  const { store, clock, log } = dependencies
  let decided = 0
  let last: number
  do {
    // What is opened late may be late itself, and stand where this sweep has been already.
    last = (await loggedSweep(reportDeadlines(store), job, { store, clock, log })).decided
    decided += last
  } while (last > 0)
  let mails = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const told = await sendNotices(dealer, dependencies)
      const morning = await sendMorningMails(dealer, dependencies)
      const onTime = await sendOnTimeBulletins(dealer, dependencies)
      const planned = { notices: told.mails, morning: morning.mails, onTime: onTime.mails }
      const sum = told.mails + morning.mails + onTime.mails
      if (sum > 0) log.info(lines.planned, { dealerId, ...planned })
      mails += sum
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new DeadlineMailsFailed(`${String(failed)} dealers`)
  return { decided, mails }
}
