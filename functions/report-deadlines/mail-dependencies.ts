import type { OnDamaged } from '../../shared/due/leave-out-damaged.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Files } from '../../shared/store/files.ts'
import type { DeadlineJobStore } from '../../shared/store/deadline-job-store.ts'

/** What writes the mails about deadlines. */
export interface DeadlineMailDependencies {
  readonly store: DeadlineJobStore
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
  /** Hears of deadlines that cannot be read, which are left out; without it they are thrown. */
  readonly onDamaged?: OnDamaged
}
