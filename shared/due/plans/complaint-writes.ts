import type { Complaint } from '../../domain/complaint.ts'
import { changed, type Changed } from '../../http/change-record.ts'
import type { Change } from '../../store/audit.ts'
import { complaintRecord } from '../../store/complaints.ts'
import { complaintReplyWrites } from './complaint-reply.ts'
import { secondCallWrites, type SecondCallContext } from './second-call.ts'

/**
 * What one person's change of a complaint writes: the record, who changed what, and all that follows from it.
 * @param byCall the second call in which the customer said what changes it
 */
export async function complaintWrites(
  { action, before, after }: Omit<Change<Complaint>, 'id'>,
  context: SecondCallContext,
  byCall?: string,
): Promise<Changed<Complaint>> {
  const change = { id: after.complaintId, action, before, after }
  const { record, writes } = changed(complaintRecord, change, context.stamp)
  const [ofCall, ofReply] = await Promise.all([
    secondCallWrites(before, after, context, byCall),
    complaintReplyWrites(before, after, context),
  ])
  return { record, writes: [...writes, ...ofCall, ...ofReply] }
}
