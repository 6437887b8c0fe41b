import * as z from 'zod'
import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import { CallOutcome, LostReason } from '../../shared/domain/call-list.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { PolicyId } from '../../shared/domain/ids.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { dateIn, instantAt, type Zone } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { TimelineEntryView } from '../../shared/http/routes/vehicle-timeline.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import type { CareRecords } from '../../shared/store/care-store.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { placeOfVehicle } from '../../shared/store/complaints.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import { messageRecord } from '../../shared/store/messages.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { placeIn, type Listed } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { knownList, type Source } from './merge-pages.ts'
import { onDay, ownPast } from './own-past.ts'
import {
  callWords,
  complaintWords,
  followUpWords,
  messageWords,
  orderWords,
  policyWords,
} from './timeline-words.ts'

type MessageEntry = Extract<TimelineEntryView, { kind: 'message' }>
type TimelineStore = Pick<Store, 'audit' | 'messages' | 'orders' | 'policies'> & CareRecords

/**
 * The lists that make up a vehicle's timeline. What was told and said about records that went into this one stands under
 * their ids, and behind this one's lists, so that a page's cursor still fits when another record goes in.
 */
export async function timelineSources(
  store: TimelineStore,
  vehicle: Vehicle,
  zone: Zone,
): Promise<Source<TimelineEntryView>[]> {
  const { dealerId, vehicleId, absorbed } = vehicle
  const policies = await everyPolicy(store, vehicle)
  const ofBooks = policies.map((policy) => onDay(policy.startsOn, zone, policy.policyId, policyEntry(policy)))
  return [
    knownList([...ownPast(vehicle, zone), ...ofBooks]),
    async (paging) =>
      placed(await store.orders.ofVehicle(dealerId, vehicleId, paging), (order) => ({
        at: instantAt(order.receivedOn, '00:00', zone),
        entry: orderEntry(order),
        place: placeIn(repairOrderRecord, 'related', order),
      })),
    async (paging) =>
      placed(await store.complaints.ofVehicle(dealerId, [vehicleId, ...absorbed], paging), (complaint) => ({
        at: complaint.filedAt,
        entry: complaintEntry(complaint, zone),
        place: placeOfVehicle(complaint),
      })),
    async (paging) =>
      placed(await store.followUpCalls.ofVehicle(dealerId, [vehicleId, ...absorbed], paging), (call) => ({
        at: instantAt(call.since, '00:00', zone),
        entry: followUpEntry(call),
        place: placeIn(followUpCallRecord, 'related', call),
      })),
    ...[vehicleId, ...absorbed].flatMap((id) => toldAndSaid(store, dealerId, id, zone)),
  ]
}

function toldAndSaid(
  store: TimelineStore,
  dealerId: string,
  vehicleId: string,
  zone: Zone,
): Source<TimelineEntryView>[] {
  return [
    async (paging) =>
      placed(await store.messages.ofSubject(dealerId, `vehicle#${vehicleId}`, paging), (message) => ({
        at: message.createdAt,
        entry: messageEntry(message, zone),
        place: placeIn(messageRecord, 'lookup', message),
      })),
    async (paging) =>
      placed(await store.audit.newestOf(dealerId, callEntryRecord.entity, vehicleId, paging), (call) => ({
        at: call.createdAt,
        entry: callEntry(call, zone),
        place: placeIn(auditRecord, undefined, call),
      })),
  ]
}

function placed<Value, Entry>({ items, next }: Listed<Value>, view: (value: Value) => Entry): Listed<Entry> {
  return { items: items.map(view), next }
}

/** They are listed by the day on which they end and told on the day on which they begin: few, and read whole. */
async function everyPolicy(store: TimelineStore, { dealerId, vehicleId }: Vehicle): Promise<Policy[]> {
  return everyPage((paging) => store.policies.ofVehicle(dealerId, vehicleId, paging))
}

function orderEntry(order: RepairOrder): TimelineEntryView {
  const { orderId, number, kind, status, receivedOn, deliveredOn, odometerKm } = order
  return {
    kind: 'order',
    on: receivedOn,
    orderId,
    number,
    repairKind: kind,
    status,
    deliveredOn,
    odometerKm,
    ...orderWords(order),
  }
}

function complaintEntry(complaint: Complaint, zone: Zone): TimelineEntryView {
  const { complaintId, number, matter, severity, status, filedAt } = complaint
  return {
    kind: 'complaint',
    on: dateIn(filedAt, zone),
    at: filedAt,
    complaintId,
    number,
    matter,
    severity,
    status,
    ...complaintWords(complaint),
  }
}

/** It stands on the day of the delivery, or of the answer that it asks about. */
function followUpEntry(call: FollowUpCall): TimelineEntryView {
  const { followUpCallId, kind, status, score, since } = call
  return {
    kind: 'follow_up',
    on: since,
    followUpCallId,
    callKind: kind,
    status,
    score,
    ...followUpWords(call),
  }
}

function policyEntry(policy: Policy): TimelineEntryView {
  const { policyId, kind, insurer, startsOn, endsOn } = policy
  return { kind: 'policy', on: startsOn, policyId, policyKind: kind, insurer, endsOn, ...policyWords(policy) }
}

function messageEntry(message: Message, zone: Zone): TimelineEntryView {
  const { messageId, purpose, channel, status, reason, recipient, createdAt } = message
  return {
    kind: 'message',
    on: dateIn(createdAt, zone),
    at: createdAt,
    messageId,
    purpose,
    channel,
    status,
    reason,
    ...readerOf(recipient),
    ...messageWords(message),
  }
}

function readerOf({
  kind,
  id,
}: Message['recipient']): Pick<MessageEntry, 'customerId' | 'staffId' | 'orderId'> {
  switch (kind) {
    case 'customer':
      return { customerId: id }
    case 'staff':
      return { staffId: id }
    case 'presenter':
      return { orderId: id }
    case 'manufacturer':
      return {}
  }
}

/** What the history of calls keeps of one, until it is erased with the customer's data. */
const Said = z.object({ outcome: CallOutcome, lostReason: LostReason.optional() })
const Before = z.object({ policyId: PolicyId })

function callEntry({ createdAt, createdBy, before, after }: AuditEntry, zone: Zone): TimelineEntryView {
  const said = Said.safeParse(after).data
  return {
    kind: 'call',
    on: dateIn(createdAt, zone),
    at: createdAt,
    by: createdBy,
    policyId: Before.safeParse(before).data?.policyId,
    ...said,
    ...callWords(said?.outcome),
  }
}
