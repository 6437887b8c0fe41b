import { ownerRoleOf, type Complaint, type ComplaintChannel } from '../../domain/complaint.ts'
import { complaintMachine } from '../../domain/complaint-machine.ts'
import { severityOf, type ComplaintMatter, type ComplaintSeverity } from '../../domain/complaint-severity.ts'
import { earlierOfMatter, tallyWith, tallyWithout } from '../../domain/complaint-tally.ts'
import type { Customer } from '../../domain/customer.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { ownNumber } from '../../domain/own-number.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import type { Staff } from '../../domain/staff.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { holdersOf } from '../../domain/who-holds.ts'
import type { CareStore } from '../../store/care-store.ts'
import { complaintIdOf, complaintTallyRecord } from '../../store/complaints.ts'
import { customerRecord } from '../../store/customers.ts'
import type { Write } from '../../store/table-client.ts'
import { answerDueFrom } from './complaint-reply.ts'

/** What a complaint is worked out on. */
export interface ComplaintContext {
  readonly store: Pick<CareStore, 'complaints' | 'staff'>
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/** What is told of a complaint that is new. */
export interface FiledComplaint {
  readonly customer: Customer
  readonly vehicle: Vehicle | undefined
  readonly orderId?: Complaint['orderId']
  readonly callId?: Complaint['callId']
  readonly filedAt: Instant
  readonly channel: ComplaintChannel
  readonly reference?: string | undefined
  readonly matter: ComplaintMatter
  readonly media: boolean
  readonly severity?: ComplaintSeverity | undefined
  readonly description: string
  /** Whoever answers for the matter when it is not given. */
  readonly ownerId?: Complaint['ownerId']
}

/** A complaint that is to be written, and what its transaction writes and checks besides. */
export interface PlannedComplaint {
  readonly complaint: Complaint
  readonly writes: readonly Write[]
}

/**
 * A new complaint: its owner, and its class by the earlier ones of the same matter. They are counted in the tallies of
 * customer and vehicle, which are written with it: of two filed at once the later one counts the other.
 */
export async function complaintOf(
  told: FiledComplaint,
  { store, dealer, stamp }: ComplaintContext,
): Promise<PlannedComplaint> {
  const { dealerId, zone } = dealer
  const { customer, vehicle, severity: severitySaid, ownerId, ...rest } = told
  const today = dateIn(stamp.at, zone)
  const ownerRole = ownerRoleOf(told.matter)
  const staff = ownerId === undefined ? await store.staff.ofDealer(dealerId) : []
  const number = ownNumber('TS', today)
  const filed: Complaint = {
    ...unwritten(stamp),
    ...rest,
    dealerId,
    complaintId: complaintIdOf(dealerId, number),
    number,
    customerId: customer.customerId,
    vehicleId: vehicle?.vehicleId,
    filedBy: stamp.by,
    severitySaid,
    severity: 'ordinary',
    severityBecause: 'usual',
    earlier: [],
    status: complaintMachine.starts[0],
    ownerRole,
    ownerId: ownerId ?? ownerOn(ownerRole, staff, dealer, stamp),
    openedAt: told.filedAt,
    answerDueAt: answerDueFrom(told.filedAt),
    answers: [],
    pauses: [],
  }
  const { complaint, writes } = await counted(filed, { customer, vehicle }, { store, dealer, stamp })
  return { complaint, writes: [...writes, customerRecord.check(customer)] }
}

/** Who is to look after complaints of a role today; undefined when nobody is employed from there to the top. */
export function ownerOn(
  role: Complaint['ownerRole'],
  staff: readonly Staff[],
  { zone }: Pick<Dealer, 'zone'>,
  { at }: Stamp,
): Complaint['ownerId'] {
  return holdersOf(role, staff, dateIn(at, zone))[0]?.staffId
}

/**
 * A complaint in the class of its matter, and the tallies in which it stands with that. Who was merged is counted under
 * all of their records.
 */
export async function counted(
  complaint: Complaint,
  { customer, vehicle }: Pick<FiledComplaint, 'customer' | 'vehicle'>,
  { store, dealer, stamp }: ComplaintContext,
): Promise<PlannedComplaint> {
  const { dealerId, settings } = dealer
  const own = subjectsOf(complaint)
  const ids = new Set([
    ...own,
    ...customer.mergedFrom.map(({ customerId }) => customerId),
    ...(vehicle?.absorbed ?? []),
  ])
  const tallies = await store.complaints.talliesOf(dealerId, ids)
  const earlier = earlierOfMatter(tallies.values(), complaint, settings.complaints.repeatDays)
  const { severity, because } = severityOf({
    matter: complaint.matter,
    media: complaint.media,
    said: complaint.severitySaid,
    earlier: earlier.length,
  })
  return {
    complaint: { ...complaint, earlier, severity, severityBecause: because },
    writes: own.map((subjectId) =>
      complaintTallyRecord.put(
        tallyWith(tallies.get(subjectId), { dealerId, subjectId }, complaint, stamp),
        stamp,
      ),
    ),
  }
}

/** What takes a complaint that is withdrawn out of the tallies: it is counted no more. */
export async function uncounted(
  complaint: Complaint,
  { store, dealer, stamp }: ComplaintContext,
): Promise<readonly Write[]> {
  const tallies = await store.complaints.talliesOf(dealer.dealerId, subjectsOf(complaint))
  return [...tallies.values()].map((tally) =>
    complaintTallyRecord.put(tallyWithout(tally, complaint.complaintId), stamp),
  )
}

function subjectsOf({ customerId, vehicleId }: Complaint) {
  return vehicleId === undefined ? [customerId] : [customerId, vehicleId]
}
