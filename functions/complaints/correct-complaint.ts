import { ownerRoleOf, type Complaint } from '../../shared/domain/complaint.ts'
import { complaintMachine } from '../../shared/domain/complaint-machine.ts'
import {
  counted,
  ownerOn,
  type ComplaintContext,
  type PlannedComplaint,
} from '../../shared/due/plans/complaint-filing.ts'
import type { ChangedComplaint } from '../../shared/http/routes/complaints.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { CareStore } from '../../shared/store/care-store.ts'

/**
 * The complaint with what was put right. Another matter is counted anew, and goes to whoever answers for it where that is
 * another role.
 * @throws Refused
 */
export async function corrected(
  complaint: Complaint,
  { severity, ...told }: ChangedComplaint,
  context: ComplaintContext & { readonly store: CareStore },
): Promise<PlannedComplaint> {
  const { store, dealer, stamp } = context
  const { dealerId } = dealer
  const status = stateAfter(complaintMachine, complaint.status, 'change')
  const [customer, vehicle] = await Promise.all([
    store.customers.byId(dealerId, complaint.customerId),
    complaint.vehicleId === undefined ? undefined : store.vehicles.byId(dealerId, complaint.vehicleId),
  ])
  if (customer === undefined) throw new Refused('customer-erased')
  const after: Complaint = {
    ...complaint,
    status,
    matter: told.matter ?? complaint.matter,
    media: told.media ?? complaint.media,
    description: told.description ?? complaint.description,
    reference: told.reference ?? complaint.reference,
    severitySaid: severity ?? complaint.severitySaid,
  }
  const ownerRole = ownerRoleOf(after.matter)
  const moved =
    ownerRole === complaint.ownerRole
      ? {}
      : { ownerRole, ownerId: ownerOn(ownerRole, await store.staff.ofDealer(dealerId), dealer, stamp) }
  const planned = await counted({ ...after, ...moved }, { customer, vehicle }, context)
  // Its place in the tallies is what it was.
  return after.matter === complaint.matter ? { ...planned, writes: [] } : planned
}
