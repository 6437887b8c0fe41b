import type { Complaint } from '../../shared/domain/complaint.ts'
import { isEmployed } from '../../shared/domain/staff.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/complaints.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { confirmed, disputed } from '../../shared/due/plans/complaint-heard.ts'
import {
  uncounted,
  type ComplaintContext,
  type PlannedComplaint,
} from '../../shared/due/plans/complaint-filing.ts'
import { complaintWrites } from '../../shared/due/plans/complaint-writes.ts'
import type { CareStore } from '../../shared/store/care-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { complaintLists } from './complaint-lists.ts'
import * as steps from './complaint-steps.ts'
import { complaintView } from './complaint-view.ts'
import { corrected } from './correct-complaint.ts'
import { fileComplaint } from './file-complaint.ts'

export interface ComplaintsDependencies {
  readonly store: CareStore
  readonly clock: Clock
}

/** A call of a route that changes one complaint. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly complaintId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.ComplaintView>) => Write[]
}

type Context = ComplaintContext & { readonly store: CareStore }

/** What answers the routes of complaints. */
export function complaintsApi({ store, clock }: ComplaintsDependencies): Implementation[] {
  const answer = (complaint: Complaint): Answer<routes.ComplaintView> => ({
    body: complaintView(complaint, clock.now()),
    version: complaint.version,
  })
  const contextOf = async (caller: Caller): Promise<Context> => {
    const dealer = await store.dealers.byId(caller.dealerId)
    if (dealer === undefined) throw new NotFound()
    return { store, dealer, stamp: stampOf(caller, clock.now()) }
  }
  const changed = async (
    { caller, params: { complaintId }, version, remember }: ChangeCall,
    action: string,
    change: (complaint: Complaint, context: Context) => PlannedComplaint | Promise<PlannedComplaint>,
  ) => {
    const context = await contextOf(caller)
    const { record } = await untilCommitted(store, async () => {
      const before = asSeen(await store.complaints.byId(caller.dealerId, complaintId), version)
      const planned = await change(before, context)
      const saved = await complaintWrites({ action, before, after: planned.complaint }, context)
      const also = saved.writes.length === 0 ? [] : planned.writes
      return { record: saved.record, writes: [...saved.writes, ...also, ...remember(answer(saved.record))] }
    })
    return answer(record)
  }
  const only = (complaint: Complaint): PlannedComplaint => ({ complaint, writes: [] })

  return [
    implement(routes.fileComplaint, async ({ caller, body, remember }) => {
      const { dealer, stamp } = await contextOf(caller)
      return answer(
        await fileComplaint(store, dealer, body, stamp, (complaint) => remember(answer(complaint))),
      )
    }),
    ...complaintLists({ store, clock }),
    implement(routes.changeComplaint, (call) =>
      changed(call, 'changed', (complaint, context) => corrected(complaint, call.body, context)),
    ),
    implement(routes.handOnComplaint, (call) =>
      changed(call, 'handed-on', async (complaint, { dealer, stamp }) => {
        const { ownerId } = call.body
        const owner = await store.staff.byId(dealer.dealerId, ownerId)
        if (owner === undefined || !isEmployed(owner, dateIn(stamp.at, dealer.zone)))
          throw new FieldsInvalid([{ path: 'body.ownerId', reason: 'not-a-choice' }])
        return only(steps.handedOn(complaint, ownerId))
      }),
    ),
    implement(routes.pauseComplaint, (call) =>
      changed(call, 'paused', (complaint, { stamp }) =>
        only(steps.paused(complaint, call.body.reason, stamp)),
      ),
    ),
    implement(routes.resumeComplaint, (call) =>
      changed(call, 'resumed', (complaint, { stamp }) => only(steps.resumed(complaint, stamp))),
    ),
    implement(routes.answerComplaint, (call) =>
      changed(call, 'answered', (complaint, { stamp }) =>
        only(steps.answered(complaint, call.body.text, stamp)),
      ),
    ),
    implement(routes.confirmComplaint, (call) =>
      changed(call, 'confirmed', (complaint, { stamp }) => only(confirmed(complaint, call.body, stamp))),
    ),
    implement(routes.disputeComplaint, (call) =>
      changed(call, 'disputed', (complaint, { stamp }) => only(disputed(complaint, call.body, stamp))),
    ),
    implement(routes.closeComplaint, (call) =>
      changed(call, 'closed', (complaint, { stamp }) =>
        only(steps.closed(complaint, call.body.reason, stamp)),
      ),
    ),
    implement(routes.withdrawComplaint, (call) =>
      changed(call, 'withdrawn', async (complaint, context) => ({
        complaint: steps.withdrawn(complaint, call.body.reason, context.stamp),
        writes: await uncounted(complaint, context),
      })),
    ),
  ]
}
