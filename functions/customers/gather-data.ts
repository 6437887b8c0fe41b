import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { CampaignVehicle } from '../../shared/domain/campaign.ts'
import type { ContactPoint } from '../../shared/domain/contact-point.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { mobilesOf, type Customer, type CustomerRecord } from '../../shared/domain/customer.ts'
import type { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import type { Message } from '../../shared/domain/message.ts'
import { withoutContactData, type RepairOrder } from '../../shared/domain/order.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { dateIn, type CalendarDate, type Zone } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import type { Listed, Paging } from '../../shared/store/read.ts'
import { everOwned, followUpsOf, ordersInTheirTime } from './each-of.ts'
import { marksOf, withoutReason } from './erase-campaigns.ts'
import { numbersOfTheirs } from './erase-numbers.ts'
import { messagesTo } from './erase-messages.ts'
import { isOwnedOn } from './owned-by.ts'
import { policyWithout, vehicleWithout } from './what-stays.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'
import { everyPage } from '../../shared/store/every-page.ts'

/** Everything that is held about a person. */
export interface PersonalData {
  readonly customer: Customer
  readonly records: readonly CustomerRecord[]
  readonly contacts: readonly ContactPoint[]
  readonly vehicles: readonly Vehicle[]
  /** Once the person's, by now somebody else's. */
  readonly formerVehicles: readonly Vehicle[]
  readonly policies: readonly Policy[]
  readonly messages: readonly Message[]
  /** What came of calls, of which vehicle. */
  readonly calls: readonly AuditEntry[]
  readonly visits: readonly FieldServiceOrder[]
  readonly complaints: readonly Complaint[]
  readonly followUps: readonly FollowUpCall[]
  /** What campaigns say of the vehicles that are the person's. */
  readonly campaigns: readonly CampaignVehicle[]
  readonly orders: readonly RepairOrder[]
  readonly changes: readonly AuditEntry[]
}

export async function gatherData(
  store: CustomerRecords,
  customer: Customer,
  zone: Zone,
): Promise<PersonalData> {
  const { dealerId, customerId, mergedFrom } = customer
  const duplicateIds = mergedFrom.map((each) => each.customerId)
  const ids = [customerId, ...duplicateIds] as const
  const records = [...(await store.customers.recordsByIds(dealerId, duplicateIds)).values()]
  const known = records.flatMap((record) => (record.state === 'merged' ? [record] : []))
  const mobiles = [customer, ...known].flatMap(mobilesOf)
  const [owned, own] = await Promise.all([
    everOwned(store, dealerId, ids),
    numbersOfTheirs(store, dealerId, mobiles, new Set(ids)),
  ])
  const [contacts, policies, messages, calls, visits, complaints, followUps, orders, changes] =
    await Promise.all([
      store.contactPoints.byAddresses(dealerId, mobiles),
      ofEach(owned, ({ vehicleId }, paging) => store.policies.ofVehicle(dealerId, vehicleId, paging)),
      messagesTo(store, dealerId, { vehicles: owned, mobiles }, ({ recipient, address = '' }) =>
        recipient.kind === 'customer' ? ids.includes(recipient.id) : own.has(address),
      ),
      ofEach(owned, ({ vehicleId }, paging) =>
        store.audit.newestOf(dealerId, callEntryRecord.entity, vehicleId, paging),
      ),
      everyPage((paging) => store.fieldService.ofCustomer(dealerId, ids, paging)),
      everyPage((paging) => store.complaints.ofCustomer(dealerId, ids, paging)),
      followUpsOf(store, dealerId, owned, ids),
      ordersInTheirTime(store, dealerId, owned, ids),
      ofEach(ids, (id, paging) => store.audit.newestOf(dealerId, customerRecord.entity, id, paging)),
    ])
  const isTheirs = ({ customerId: owner }: Vehicle) => ids.includes(owner)
  const campaigns = await Promise.all(
    owned.filter(isTheirs).map(async (vehicle) => {
      const marks = await marksOf(store, dealerId, vehicle)
      return marks.map((mark) => withoutReason(mark, (at) => !isOwnedOn(vehicle, ids, dateIn(at, zone))))
    }),
  )
  const changesOf = changes.flatMap(({ found }) => found)
  return {
    ...{ customer, records, messages, visits, complaints, followUps, changes: changesOf },
    campaigns: campaigns.flat(),
    contacts: [...contacts.values()],
    vehicles: owned
      .filter(isTheirs)
      .map((vehicle) => vehicleWithout(vehicle, (on) => !isOwnedOn(vehicle, ids, on))),
    formerVehicles: owned.filter((vehicle) => !isTheirs(vehicle)),
    policies: inTheirTime(policies, ids, ({ startsOn, endsOn }) => [startsOn, endsOn], policyWithout),
    calls: inTheirTime(calls, ids, ({ createdAt }) => [dateIn(createdAt, zone)]),
    orders: orders.map((order) => withoutOthers(order, mobiles)),
  }
}

interface FoundOf<Of, Value> {
  readonly of: Of
  readonly found: readonly Value[]
}

function ofEach<Of, Value>(
  all: readonly Of[],
  ask: (of: Of, paging: Paging) => Promise<Listed<Value>>,
): Promise<FoundOf<Of, Value>[]> {
  return Promise.all(all.map(async (of) => ({ of, found: await everyPage((paging) => ask(of, paging)) })))
}

/** What happened to a vehicle before or after it was the person's, and was said of it then, is somebody else's. */
function inTheirTime<Value>(
  all: readonly FoundOf<Vehicle, Value>[],
  customerIds: readonly string[],
  daysOf: (value: Value) => readonly CalendarDate[],
  without: (value: Value, isDropped: (on: CalendarDate) => boolean) => Value = (value) => value,
): Value[] {
  return all.flatMap(({ of, found }) =>
    found
      .filter((value) => daysOf(value).some((on) => isOwnedOn(of, customerIds, on)))
      .map((value) => without(value, (on) => !isOwnedOn(of, customerIds, on))),
  )
}

/** Who else brought the car is nobody's business but theirs. */
function withoutOthers(order: RepairOrder, mobiles: readonly string[]): RepairOrder {
  const { mobile } = order.contact?.presenter ?? {}
  return mobile !== undefined && mobiles.includes(mobile) ? order : withoutContactData(order)
}
