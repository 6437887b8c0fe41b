import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { complaintOf } from '../../shared/due/plans/complaint-filing.ts'
import { confirmed, disputed } from '../../shared/due/plans/complaint-heard.ts'
import { complaintWrites } from '../../shared/due/plans/complaint-writes.ts'
import type { ReachedBody } from '../../shared/http/routes/follow-up-calls.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { answered, heardBack } from './call-steps.ts'
import type { CallContext } from './change-call.ts'
import { answerFaults, judged, type Dissatisfaction } from './judge-answers.ts'
import { questionsOf } from './usual-questions.ts'

/** A call as it is to be, and what else its transaction writes. */
export interface PlannedCall {
  readonly call: FollowUpCall
  readonly writes: readonly Write[]
}

/**
 * The customer was reached. What they are not content with becomes a complaint, which names the call as the call names it.
 * @throws Refused, FieldsInvalid
 */
export async function reached(
  call: FollowUpCall,
  { answers: given, complaintAbout, remark }: ReachedBody,
  context: CallContext,
): Promise<PlannedCall> {
  const { followUps } = context.dealer.settings
  const questions = questionsOf(followUps)
  const faults = answerFaults(questions, given)
  if (faults.length > 0) throw new FieldsInvalid(faults)
  const verdict = judged(questions, given, followUps.badScore, complaintAbout)
  const after = answered(call, verdict, remark, context)
  return verdict.complaint === undefined
    ? { call: after, writes: [] }
    : withComplaint(after, verdict.complaint, context)
}

async function withComplaint(
  call: FollowUpCall,
  told: Dissatisfaction,
  context: CallContext,
): Promise<PlannedCall> {
  const { store, dealer, stamp } = context
  const { dealerId } = dealer
  const { orderId, vehicleId, followUpCallId: callId } = call
  const [customer, vehicle] = await Promise.all([
    store.customers.byId(dealerId, call.customerId),
    store.vehicles.byId(dealerId, vehicleId),
  ])
  if (customer === undefined) throw new Refused('customer-erased')
  const about = { customer, vehicle, orderId, callId, media: false, filedAt: stamp.at, ...told }
  const filed = await complaintOf({ ...about, channel: 'follow_up_call' }, context)
  const saved = await complaintWrites({ action: 'filed', before: undefined, after: filed.complaint }, context)
  return {
    call: { ...call, complaintId: saved.record.complaintId },
    writes: [...saved.writes, ...filed.writes],
  }
}

/**
 * The customer said whether the answer helped: the complaint ends, or another answer is owed.
 * @throws Refused
 */
export async function heardBackOf(
  call: FollowUpCall,
  told: {
    readonly content: boolean
    readonly words?: string | undefined
    readonly remark?: string | undefined
  },
  context: CallContext,
): Promise<PlannedCall> {
  const { store, dealer, stamp } = context
  const after = heardBack(call, told, context)
  const { followUpCallId: callId, complaintId = '' } = call
  const before = await store.complaints.byId(dealer.dealerId, complaintId)
  if (before === undefined) return { call: after, writes: [] }
  const said = { words: told.words, callId }
  const heard = told.content ? confirmed(before, said, stamp) : disputed(before, said, stamp)
  const action = told.content ? 'confirmed' : 'disputed'
  const { writes } = await complaintWrites({ action, before, after: heard }, context, callId)
  return { call: after, writes }
}
