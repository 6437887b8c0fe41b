import type { Complaint } from '../../shared/domain/complaint.ts'
import { complaintMachine } from '../../shared/domain/complaint-machine.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { ComplaintSummary, ComplaintView } from '../../shared/http/routes/complaints.ts'

/** A complaint as it stands in a list. */
export function complaintSummary(complaint: Complaint, now: Instant): ComplaintSummary {
  const { status, answerDueAt, version } = complaint
  return { ...complaint, etag: etagOf(version), overdue: status === 'open' && answerDueAt < now }
}

/** A complaint with everything that was said and done about it. */
export function complaintView(complaint: Complaint, now: Instant): ComplaintView {
  return {
    ...complaint,
    ...complaintSummary(complaint, now),
    allowed: verbsFrom(complaintMachine, complaint.status),
  }
}
