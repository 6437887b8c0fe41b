import type { Clock } from '../../shared/runtime/clock.ts'
import type { Files } from '../../shared/store/files.ts'
import type { DeadlineJobStore } from '../../shared/store/deadline-job-store.ts'

/** What writes the mails about deadlines. */
export interface DeadlineMailDependencies {
  readonly store: DeadlineJobStore
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
}
