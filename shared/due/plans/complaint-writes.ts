import type { Complaint } from '../../domain/complaint.ts'
import type { Stamp } from '../../domain/record.ts'
import { changed, type Changed } from '../../http/change-record.ts'
import type { Change } from '../../store/audit.ts'
import { complaintRecord } from '../../store/complaints.ts'

/** What one person's change of a complaint writes: the record, who changed what, and all that follows from it. */
export function complaintWrites(
  { action, before, after }: Omit<Change<Complaint>, 'id'>,
  stamp: Stamp,
): Changed<Complaint> {
  return changed(complaintRecord, { id: after.complaintId, action, before, after }, stamp)
}
