import { CalendarFeed } from '../../shared/domain/calendar-feed.ts'
import { CallEntry } from '../../shared/domain/call-list.ts'
import { Complaint } from '../../shared/domain/complaint.ts'
import { Consent } from '../../shared/domain/consent.ts'
import { ContactPoint } from '../../shared/domain/contact-point.ts'
import { Customer, ErasedCustomer, MergedCustomer } from '../../shared/domain/customer.ts'
import { Deadline, deadlineIdOf, DeadlineNotice } from '../../shared/domain/deadline.ts'
import { DealerSettings, newDealer, type Dealer } from '../../shared/domain/dealer.ts'
import { DueItem, isWaiting, type WaitingDueItem } from '../../shared/domain/due-item.ts'
import { Duty } from '../../shared/domain/duty.ts'
import { EquipmentCheck } from '../../shared/domain/equipment-check.ts'
import { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { Meeting } from '../../shared/domain/meeting.ts'
import type { Message } from '../../shared/domain/message.ts'
import { RepairOrder } from '../../shared/domain/order.ts'
import { PartsOrder } from '../../shared/domain/parts-order.ts'
import { PartPrice } from '../../shared/domain/part-price.ts'
import { Policy } from '../../shared/domain/policy.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { StatutoryRequest } from '../../shared/domain/statutory-request.ts'
import { Staff } from '../../shared/domain/staff.ts'
import { StaffChange } from '../../shared/domain/staff-change.ts'
import { addMinutes, CalendarDate, Instant, instantAt } from '../../shared/domain/time.ts'
import { Cover, Vehicle, Visit } from '../../shared/domain/vehicle.ts'
import { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import { ClaimWithheld } from '../../shared/domain/claim-withheld.ts'
import { ReturnedPart } from '../../shared/domain/returned-part.ts'
import { complaintIdOf } from '../../shared/store/complaints.ts'
import { fieldServiceOrderIdOf } from '../../shared/store/field-service-orders.ts'
import { followUpCallIdOf } from '../../shared/store/follow-up-calls.ts'
import { partsOrderIdOf } from '../../shared/store/parts-orders.ts'

/** Valid records with made-up values; what a test is about, it gives itself. */

export const day = (text: string): CalendarDate => CalendarDate.parse(text)
export const instant = (text: string): Instant => Instant.parse(text)
/** A local time of the dealer's zone, `2026-11-23 09:00`. */
export function local(text: string, zone = 'Asia/Shanghai'): Instant {
  return instantAt(day(text.slice(0, 10)), text.slice(11), zone)
}

export const stampAt = (at: Instant): Stamp => ({ at, by: 'test' })
const longAgo = stampAt(instant('2026-01-01T00:00:00.000Z'))

export const customerIdOf = (name: string) => idFor('customer', name)
export const vehicleIdOf = (name: string) => idFor('vehicle', name)
export const policyIdOf = (name: string) => idFor('policy', name)
export const orderIdOf = (name: string) => idFor('order', name)
export const staffIdOf = (name: string) => idFor('staff', name)
export const absenceIdOf = (name: string) => idFor('absence', name)

/** A setting that is an object is laid over its default. */
export type SettingsChange = {
  [Name in keyof DealerSettings]?: Partial<DealerSettings[Name]> | DealerSettings[Name]
}

export function dealerOf(
  settings: SettingsChange = {},
  more: Partial<Omit<Dealer, 'settings'>> = {},
): Dealer {
  const defaults: DealerSettings = DealerSettings.parse({})
  const laidOver = Object.entries(settings).map(([name, value]) => {
    const known = defaults[name as keyof DealerSettings]
    return [
      name,
      typeof value !== 'object' || Array.isArray(value) ? value : { ...(known as object), ...value },
    ]
  })
  return {
    ...newDealer(
      {
        dealerId: 'D001',
        name: '测试汽车销售服务有限公司',
        signature: '测试汽车',
        phone: '0571-88880000',
        zone: 'Asia/Shanghai',
      },
      longAgo,
    ),
    ...more,
    settings: DealerSettings.parse({ ...defaults, ...Object.fromEntries(laidOver) }),
  }
}

export function customerOf(name = 'anna', more: Partial<Customer> = {}): Customer {
  return Customer.parse({
    dealerId: 'D001',
    customerId: customerIdOf(name),
    number: `C-${name}`,
    name: '王芳',
    mobile: mobileOf(name),
    ...unwritten(longAgo),
    ...more,
  })
}

/** A record that was merged into another one. */
export function mergedOf(name: string, into: string, more: Partial<MergedCustomer> = {}): MergedCustomer {
  return MergedCustomer.parse({
    ...customerOf(name),
    state: 'merged',
    mergedInto: customerIdOf(into),
    movedVehicles: [],
    ...more,
  })
}

export function erasedOf(name: string, more: Partial<ErasedCustomer> = {}): ErasedCustomer {
  return ErasedCustomer.parse({
    dealerId: 'D001',
    customerId: customerIdOf(name),
    state: 'erased',
    begunAt: longAgo.at,
    begunBy: 'test',
    erasedAt: longAgo.at,
    duplicates: [],
    ...unwritten(longAgo),
    ...more,
  })
}

/** A mobile of its own for each name. */
export function mobileOf(name: string): string {
  let number = 0
  for (const character of idFor('customer', name))
    number = (number * 31 + character.charCodeAt(0)) % 100_000_000
  return `+86138${String(number).padStart(8, '0')}`
}

export function vehicleOf(name = 'anna', more: Partial<Vehicle> = {}): Vehicle {
  return Vehicle.parse({
    dealerId: 'D001',
    vehicleId: vehicleIdOf(name),
    vin: 'LGWEF4A53HF000001',
    plate: '浙A12345',
    brand: '长城',
    model: '哈弗H6',
    soldOn: '2026-01-10',
    customerId: customerIdOf(name),
    status: 'active',
    serviceStatus: 'active',
    visits: [],
    cover: {},
    ...unwritten(longAgo),
    ...more,
  })
}

export function visitOf(
  deliveredOn: string | undefined,
  more: Partial<Visit> & { name?: string } = {},
): Visit {
  const { name = `visit ${String(deliveredOn)}`, ...rest } = more
  return Visit.parse({
    orderId: orderIdOf(name),
    maintenance: true,
    receivedOn: deliveredOn,
    deliveredOn,
    ...rest,
  })
}

export function coverOf(name: string, endsOn: string, more: Partial<Cover> = {}): Cover {
  return Cover.parse({ policyId: policyIdOf(name), insurer: '平安', endsOn, premiumFen: 300_000, ...more })
}

export function policyOf(name: string, more: Partial<Policy> = {}): Policy {
  return Policy.parse({
    dealerId: 'D001',
    policyId: policyIdOf(name),
    number: `P-${name.toUpperCase()}`,
    insurer: '平安',
    kind: 'commercial',
    vehicleId: vehicleIdOf('anna'),
    startsOn: '2025-12-01',
    endsOn: '2026-11-30',
    premiumFen: 300_000,
    ...unwritten(longAgo),
    ...more,
  })
}

export function staffOf(name: string, more: Partial<Staff> = {}): Staff {
  return Staff.parse({
    dealerId: 'D001',
    staffId: staffIdOf(name),
    number: name,
    name: '李专员',
    role: 'renewal_specialist',
    email: 'specialist@example.com',
    ...unwritten(longAgo),
    ...more,
  })
}

export function staffChangeOf(staff: string, more: Partial<StaffChange> = {}): StaffChange {
  return StaffChange.parse({
    dealerId: 'D001',
    staffChangeId: idFor('staffChange', staff),
    staffId: staffIdOf(staff),
    kind: 'joined',
    on: '2026-11-23',
    roles: ['service_advisor'],
    status: 'to_file',
    filings: [{ system: 1, zh: '长城', en: 'Great Wall Motor' }],
    ...unwritten(longAgo),
    ...more,
  })
}

export function meetingOf(name: string, more: Partial<Meeting> = {}): Meeting {
  return Meeting.parse({
    dealerId: 'D001',
    meetingId: idFor('meeting', name),
    kind: 'meeting',
    topic: '晨会',
    heldAt: local('2026-11-23 08:30'),
    durationMinutes: 20,
    ledBy: staffIdOf('W1'),
    attended: [staffIdOf('W1')],
    absent: [],
    actions: [],
    photos: [],
    results: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function equipmentCheckOf(name: string, more: Partial<EquipmentCheck> = {}): EquipmentCheck {
  return EquipmentCheck.parse({
    dealerId: 'D001',
    equipmentCheckId: idFor('equipmentCheck', name),
    team: '机修一组',
    on: '2026-11-23',
    occasion: 'closing',
    lines: [{ tool: '扭力扳手', quantity: 1, problem: 'missing' }],
    signedBy: staffIdOf('T1'),
    signedAt: local('2026-11-23 17:40'),
    status: 'list_owed',
    ...unwritten(longAgo),
    ...more,
  })
}

export function consentOf(more: Partial<Consent> = {}): Consent {
  const state = more.state ?? 'given'
  return Consent.parse({
    purpose: 'maintenance-reminders',
    channel: 'sms',
    state,
    history: [{ state, source: 'import', at: longAgo.at }],
    ...more,
  })
}

/** An address whose holder has agreed to maintenance reminders. */
export function contactPointOf(address: string, more: Partial<ContactPoint> = {}): ContactPoint {
  return ContactPoint.parse({
    dealerId: 'D001',
    address,
    consents: [consentOf()],
    suppressions: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function repairOrderOf(name: string, more: Partial<RepairOrder> = {}): RepairOrder {
  return RepairOrder.parse({
    dealerId: 'D001',
    orderId: orderIdOf(name),
    number: `RO-${name}`,
    vehicleId: vehicleIdOf('anna'),
    kind: 'maintenance',
    status: 'delivered',
    receivedOn: '2026-05-01',
    deliveredOn: '2026-05-02',
    laborFen: 10_000,
    partsFen: 20_000,
    totalFen: 30_000,
    settlement: 'customer',
    ...unwritten(longAgo),
    ...more,
  })
}

/** A part whose limit the desk has named. */
export function partPriceOf(partNumber: string, more: Partial<PartPrice> = {}): PartPrice {
  const limit = { limitFen: 51_000, source: '通知', confirmed: false, setAt: longAgo.at, setBy: longAgo.by }
  return PartPrice.parse({
    dealerId: 'D001',
    partNumber,
    limits: [{ ...limit, fromOn: '2026-01-01' }],
    ...unwritten(longAgo),
    ...more,
  })
}

export function partsOrderOf(name: string, more: Partial<PartsOrder> = {}): PartsOrder {
  return PartsOrder.parse({
    dealerId: 'D001',
    partsOrderId: partsOrderIdOf(more.dealerId ?? 'D001', `PO-${name}`),
    number: `PO-${name}`,
    orderClass: 'E',
    status: 'placed',
    orderedOn: '2026-05-01',
    orderId: orderIdOf('repair'),
    expectedChanges: [],
    lines: [{ line: 1, partNumber: '1234', partName: '前大灯', quantity: 1 }],
    receipts: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function fieldServiceOrderOf(name: string, more: Partial<FieldServiceOrder> = {}): FieldServiceOrder {
  return FieldServiceOrder.parse({
    dealerId: 'D001',
    fieldServiceOrderId: fieldServiceOrderIdOf('any', `FS-${name}`),
    number: `FS-${name}`,
    customerId: customerIdOf('anna'),
    status: 'requested',
    request: '更换裁切板',
    contact: { name: '王芳', mobile: mobileOf('anna'), addresses: [{ label: '门店', text: '文三路1号' }] },
    lines: [{ line: 1, kind: 'replacement', item: '裁切板', quantity: 2, unit: '块' }],
    assignedTo: staffIdOf('F1'),
    requestedAt: '2026-11-23T01:00:00.000Z',
    attempts: [],
    appointments: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function callEntryOf(staff: string, vehicle: string, more: Partial<CallEntry> = {}): CallEntry {
  return CallEntry.parse({
    dealerId: 'D001',
    staffId: staffIdOf(staff),
    vehicleId: vehicleIdOf(vehicle),
    policyId: policyIdOf(vehicle),
    step: 'd45',
    listedOn: '2026-11-02',
    listedSince: '2026-11-02',
    ...unwritten(longAgo),
    ...more,
  })
}

export function dueItemOf(name = 'anna', more: Partial<DueItem> = {}): DueItem {
  return DueItem.parse({
    dealerId: 'D001',
    purpose: 'maintenance-reminders',
    subject: `vehicle#${vehicleIdOf(name)}`,
    cycle: 'sale',
    step: 'before',
    dueAt: '2026-11-23T01:00:00.000Z',
    plannedAt: more.dueAt ?? '2026-11-23T01:00:00.000Z',
    decided: [],
    failures: 0,
    ...unwritten(longAgo),
    ...more,
  })
}

export function waitingItem(name = 'anna', more: Partial<DueItem> = {}): WaitingDueItem {
  const item = dueItemOf(name, more)
  if (!isWaiting(item)) throw new Error('the item of this test does not wait')
  return item
}

/** A ledger row that only lacks its delivery. */
export function messageRowOf(name: string, more: Partial<Message> = {}): Omit<Message, 'deliveryId'> {
  return {
    dealerId: 'D001',
    messageId: idFor('message', name),
    purpose: 'maintenance-reminders',
    messageClass: 'service',
    channel: 'sms',
    recipient: { kind: 'customer', id: customerIdOf(name) },
    subject: `vehicle#${vehicleIdOf(name)}`,
    cycle: 'sale',
    step: 'before',
    template: { name: 'maintenance-before', version: 1 },
    text: '【测试汽车】您的爱车该保养了',
    status: 'planned',
    segments: 1,
    attempts: [],
    ...unwritten(longAgo),
    ...more,
  }
}

export function complaintOf(name: string, more: Partial<Complaint> = {}): Complaint {
  const number = `TS-${name}`
  const filedAt = more.filedAt ?? longAgo.at
  return Complaint.parse({
    dealerId: 'D001',
    complaintId: complaintIdOf('any', number),
    number,
    customerId: customerIdOf('anna'),
    vehicleId: vehicleIdOf('anna'),
    filedAt,
    filedBy: 'test',
    channel: 'phone',
    matter: 'repair_quality',
    media: false,
    description: '刹车仍有异响',
    severity: 'ordinary',
    severityBecause: 'usual',
    earlier: [],
    status: 'open',
    ownerRole: 'workshop_supervisor',
    ownerId: staffIdOf('W1'),
    openedAt: filedAt,
    answerDueAt: addMinutes(filedAt, 24 * 60),
    answers: [],
    pauses: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function followUpCallOf(name: string, more: Partial<FollowUpCall> = {}): FollowUpCall {
  return FollowUpCall.parse({
    dealerId: 'D001',
    followUpCallId: followUpCallIdOf('any', orderIdOf(name)),
    kind: 'post_repair',
    orderId: orderIdOf(name),
    vehicleId: vehicleIdOf('anna'),
    customerId: customerIdOf('anna'),
    status: 'waiting',
    since: '2026-11-20',
    dueOn: '2026-11-23',
    lastOn: '2026-12-05',
    attempts: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function dutyOf(code = 'morning-meeting', more: Partial<Duty> = {}): Duty {
  return Duty.parse({
    dealerId: 'D001',
    code,
    role: 'workshop_supervisor',
    zh: '车间晨会',
    en: 'Workshop morning meeting',
    rrule: 'FREQ=DAILY',
    dueTime: '08:30',
    remindBefore: ['PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
    shift: 'skip',
    adoptedOn: '2026-01-01',
    ofCatalogue: false,
    rests: [],
    ...unwritten(longAgo),
    ...more,
  })
}

/** The deadline of one occurrence of the workshop's morning meeting, open on Tuesday, 24 November 2026. */
export function deadlineOf(occurrence = '2026-11-24T08:30', more: Partial<Deadline> = {}): Deadline {
  const { dealerId = 'D001', cause = { kind: 'duty', code: 'morning-meeting', occurrence } } = more
  return Deadline.parse({
    dealerId,
    deadlineId: deadlineIdOf(dealerId, cause),
    cause,
    zh: '车间晨会',
    en: 'Workshop morning meeting',
    role: 'workshop_supervisor',
    dueOn: occurrence.slice(0, 10),
    dueAt: local(occurrence.replace('T', ' ')),
    moves: 0,
    remindBefore: ['PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
    state: 'open',
    escalations: [],
    pauses: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function deadlineNoticeOf(occurrence: string, more: Partial<DeadlineNotice> = {}): DeadlineNotice {
  const { dealerId, deadlineId, dueAt } = deadlineOf(
    occurrence,
    more.dealerId === undefined ? {} : { dealerId: more.dealerId },
  )
  return DeadlineNotice.parse({
    dealerId,
    staffId: staffIdOf('supervisor'),
    deadlineId,
    step: 'remind-PT0S',
    kind: 'reminder',
    slot: dueAt,
    ...unwritten(longAgo),
    ...more,
  })
}

export function calendarFeedOf(name: string, more: Partial<CalendarFeed> = {}): CalendarFeed {
  return CalendarFeed.parse({
    dealerId: 'D001',
    feedId: idFor('calendarFeed', name),
    role: 'workshop_supervisor',
    secretHash: '0'.repeat(64),
    ...unwritten(longAgo),
    ...more,
  })
}

/** The part of the first line of a claim, taken out on the day of its delivery. */
export function returnedPartOf(name: string, more: Partial<ReturnedPart> = {}): ReturnedPart {
  return ReturnedPart.parse({
    dealerId: 'D001',
    returnedPartId: idFor('returnedPart', name),
    tag: `JJ-${name.toUpperCase()}`,
    claimId: idFor('warrantyClaim', name),
    claimLine: 1,
    orderId: orderIdOf(name),
    vehicleId: vehicleIdOf('anna'),
    manufacturer: '长城',
    partNumber: 'P-1000',
    name: '轴承',
    quantity: 1,
    removedOn: '2026-11-20',
    status: 'kept',
    place: 'A-1',
    keptUntil: '2027-02-18',
    moves: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function claimWithheldOf(name: string, more: Partial<ClaimWithheld> = {}): ClaimWithheld {
  return ClaimWithheld.parse({
    dealerId: 'D001',
    orderId: orderIdOf(name),
    number: `RO-${name}`,
    vehicleId: vehicleIdOf('anna'),
    deliveredOn: '2026-11-20',
    reason: 'accident',
    ...unwritten(longAgo),
    ...more,
  })
}

export function claimStatementOf(number: string, more: Partial<ClaimStatement> = {}): ClaimStatement {
  return ClaimStatement.parse({
    dealerId: 'D001',
    statementId: idFor('claimStatement', number),
    manufacturer: '长城',
    number,
    statedOn: '2026-11-20',
    status: 'shown',
    lines: [{ row: 1, claimNumber: 'SP-ONE', amountFen: 30_000 }],
    ...unwritten(longAgo),
    ...more,
  })
}

export function statutoryRequestOf(name: string, more: Partial<StatutoryRequest> = {}): StatutoryRequest {
  return StatutoryRequest.parse({
    dealerId: 'D001',
    requestId: idFor('statutoryRequest', name),
    vehicleId: vehicleIdOf('anna'),
    vin: 'LGWEF4A53HF000001',
    askedOn: '2026-11-20',
    wants: 'return',
    ground: 'repair-days',
    status: 'asked',
    answerBy: '2026-12-04',
    doneBy: '2026-12-18',
    article: '28',
    source: 'SAMR Order 43',
    answers: [],
    ...unwritten(longAgo),
    ...more,
  })
}
