import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { openingHoursOf, type OpeningHours } from '../../shared/domain/working-time.ts'
import { deadlineSubject, planDeadline, REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { deadlineWrites } from '../../shared/due/plans/deadline-writes.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  acknowledgeDeadline,
  closeDeadline,
  pauseDeadline,
  reopenDeadline,
  resumeDeadline,
  type DeadlineView,
} from '../../shared/http/routes/deadlines.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { DutiesDependencies } from './api.ts'
import * as verbs from './deadline-verbs.ts'
import { deadlineView } from './deadline-view.ts'
import { standingTo, type Standing } from '../../shared/due/may-close.ts'
import { readTeam, teamOf } from './team.ts'

/** A call of a route that changes one deadline. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly deadlineId: string }
  readonly version: number
  readonly remember: (answer: Answer<DeadlineView>) => Write[]
}

interface Doing {
  /** A verb in the past. */
  readonly action: string
  readonly isAllowed: (standing: Standing) => boolean
  readonly change: (deadline: Deadline, stamp: Stamp, hours: OpeningHours) => Deadline
}

const whoMayClose = ({ mayClose }: Standing) => mayClose.allowed

/** What answers the routes that change deadlines: record, who did it, timer and answer are one transaction. */
export function deadlineVerbs(dependencies: DutiesDependencies): Implementation[] {
  const { store, clock } = dependencies
  const changed = async (
    { caller, params: { deadlineId }, version, remember }: ChangeCall,
    { action, isAllowed, change }: Doing,
  ): Promise<Answer<DeadlineView>> => {
    const { dealerId } = caller
    const { dealer, staff } = await readTeam(dependencies, dealerId)
    const stamp = stampOf(caller, clock.now())
    const team = teamOf(dealer, staff, stamp.at)
    const hours = openingHoursOf(dealer)
    const { answer } = await untilCommitted(store, async () => {
      const [known, item] = await Promise.all([
        store.deadlines.byId(dealerId, deadlineId),
        store.dueItems.bySubject(dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId)),
      ])
      if (known === undefined) throw new NotFound()
      if (!isAllowed(standingTo(known, caller, staff, team.today))) throw new NotAllowed('not-your-deadline')
      const before = asSeen(known, version)
      const after = change(before, stamp, hours)
      const writes = deadlineWrites({ action, before, after, item }, hours, stamp)
      const written = asWritten(before, after, stamp)
      const timer = planDeadline(after, item, hours, stamp) ?? item
      const told = { body: deadlineView(written, timer, team), version: written.version }
      return { answer: told, writes: [...writes, ...remember(told)] }
    })
    return answer
  }
  return [
    implement(closeDeadline, (call) =>
      changed(call, {
        action: 'done',
        isAllowed: whoMayClose,
        change: (deadline, stamp) => verbs.asDone(deadline, call.body.proof, stamp),
      }),
    ),
    implement(reopenDeadline, (call) =>
      changed(call, { action: 'reopened', isAllowed: whoMayClose, change: verbs.reopened }),
    ),
    implement(acknowledgeDeadline, async (call) => {
      const { staffId } = call.caller
      if (staffId === undefined) throw new NotAllowed('no-staff-record')
      return changed(call, {
        action: 'acknowledged',
        isAllowed: ({ mayAcknowledge }) => mayAcknowledge,
        change: (deadline, stamp) => verbs.acknowledged(deadline, staffId, stamp),
      })
    }),
    implement(pauseDeadline, (call) =>
      changed(call, {
        action: 'paused',
        isAllowed: whoMayClose,
        change: (deadline, stamp) => verbs.paused(deadline, call.body.reason, stamp),
      }),
    ),
    implement(resumeDeadline, (call) =>
      changed(call, {
        action: 'resumed',
        isAllowed: whoMayClose,
        change: (deadline, stamp, hours) => verbs.resumed(deadline, hours, stamp),
      }),
    ),
  ]
}
