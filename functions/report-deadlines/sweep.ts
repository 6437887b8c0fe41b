import type { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import { lines as shared } from './log-lines.ts'
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

const kindsOfMail = [
  ['notices', sendNotices],
  ['morning', sendMorningMails],
  ['on-time', sendOnTimeBulletins],
] as const

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
  const warned = new Set<string>()
  const yearUnknown = (dealerId: string, year: number) => {
    const name = `${dealerId} ${String(year)}`
    if (!warned.has(name)) log.warn(shared.calendarMissing, { dealerId, years: String(year) })
    warned.add(name)
  }
  let decided = 0
  let last: number
  do {
    // What is opened late may be late itself, and stand where this sweep has been already.
    last = await leavingOutDamaged(log, { kind: 'opening' }, async (damaged) => {
      const purpose = reportDeadlines(store, { damaged, yearUnknown })
      return (await loggedSweep(purpose, job, { store, clock, log })).decided
    })
    decided += last
  } while (last > 0)
  let mails = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    // Each by itself: what one of them cannot read must not silence the others.
    for (const [kind, send] of kindsOfMail) {
      try {
        const planned = await leavingOutDamaged(
          log,
          { dealerId, kind },
          async (onDamaged) => (await send(dealer, { ...dependencies, onDamaged })).mails,
        )
        if (planned > 0) log.info(lines.planned, { dealerId, kind, mails: planned })
        mails += planned
      } catch (error) {
        failed += 1
        log.error(lines.failed, error, { dealerId, kind })
      }
    }
  }
  if (failed > 0) throw new DeadlineMailsFailed(`${String(failed)} dealers`)
  return { decided, mails }
}
