import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CalendarMonth } from '../../shared/domain/calendar-month.ts'
import { campaignCounts } from '../../shared/domain/campaign.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import { Delivery, lastTriedAt, type Message } from '../../shared/domain/message.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { addDays, addMinutes } from '../../shared/domain/time.ts'
import { writesForMessages } from '../../shared/due/plan-deliveries.ts'
import { claimStatementRecord } from '../../shared/store/claim-statements.ts'
import { statutoryRequestRecord } from '../../shared/store/statutory-requests.ts'
import { calendarFeedRecord } from '../../shared/store/calendar-feeds.ts'
import {
  dailyReportRecord,
  monthlyReportRecord,
  monthTargetsRecord,
} from '../../shared/store/business-reports.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { openCampaignRecords, type CampaignRecords } from '../../shared/store/campaign-store.ts'
import { campaignRecord, campaignVehicleRecord, markName } from '../../shared/store/campaigns.ts'
import { openCareRecords, type CareRecords } from '../../shared/store/care-store.ts'
import { complaintRecord, complaintTallyRecord } from '../../shared/store/complaints.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord, rememberMobile } from '../../shared/store/customers.ts'
import { deadlineNoticeRecord, deadlineRecord } from '../../shared/store/deadlines.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import { equipmentCheckRecord } from '../../shared/store/equipment-checks.ts'
import { fieldServiceOrderIdOf, fieldServiceRecord } from '../../shared/store/field-service-orders.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import { takeName } from '../../shared/store/guards.ts'
import { auditRecord, CALL_OUTCOME } from '../../shared/store/audit.ts'
import { importRecord } from '../../shared/store/imports.ts'
import { meetingRecord } from '../../shared/store/meetings.ts'
import { journalRecord, messageRecord, type HeldPlace } from '../../shared/store/messages.ts'
import { repairOrderRecord, type OpenOrders } from '../../shared/store/orders.ts'
import { partPriceRecord } from '../../shared/store/part-prices.ts'
import { partsOrderIdOf, partsOrderRecord } from '../../shared/store/parts-orders.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import type { Listed, Paging, Place } from '../../shared/store/read.ts'
import { replanRecord } from '../../shared/store/replans.ts'
import { SHARDS, shardOf } from '../../shared/store/shards.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import { staffChangeRecord } from '../../shared/store/staff-changes.ts'
import { openEffectApiStore, type EffectApiStore } from '../../shared/store/effect-api-store.ts'
import { openNoticeStore, type NoticeStore } from '../../shared/store/notice-store.ts'
import { noticeEffectRecord } from '../../shared/store/notice-effects.ts'
import { noticeLinkRecord } from '../../shared/store/notice-links.ts'
import { proposedPricesRecord } from '../../shared/store/proposed-prices.ts'
import { noticeRoutingRecord, noticeRuleRecord } from '../../shared/store/notice-teachings.ts'
import { noticeRecord, receivedMailRecord, senderMailIdRecord } from '../../shared/store/notices.ts'
import { openStore, type Store as WholeStore } from '../../shared/store/store.ts'
import { returnedPartRecord } from '../../shared/store/returned-parts.ts'
import type { Write } from '../../shared/store/table-client.ts'
import {
  openStaffChangeRecords,
  openTeamRecords,
  type StaffChangeRecords,
  type TeamRecords,
} from '../../shared/store/team-store.ts'
import { claimIdOf, claimWithheldRecord, warrantyClaimRecord } from '../../shared/store/warranty-claims.ts'
import { openWarrantyRecords, type WarrantyRecords } from '../../shared/store/warranty-store.ts'
import { warrantyMailingIdOf, warrantyMailingRecord } from '../../shared/store/warranty-mailings.ts'
import { openMailingRecords, type MailingRecords } from '../../shared/store/mailing-store.ts'
import { formerOwnerWrites, rememberPlate, vehicleRecord } from '../../shared/store/vehicles.ts'
import {
  callEntryOf,
  calendarFeedOf,
  claimStatementOf,
  claimWithheldOf,
  complaintOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  day,
  deadlineNoticeOf,
  deadlineOf,
  dealerOf,
  dueItemOf,
  dutyOf,
  equipmentCheckOf,
  erasedOf,
  fieldServiceOrderOf,
  followUpCallOf,
  instant,
  local,
  meetingOf,
  mergedOf,
  messageRowOf,
  mobileOf,
  orderIdOf,
  partPriceOf,
  partsOrderOf,
  policyIdOf,
  policyOf,
  repairOrderOf,
  returnedPartOf,
  staffChangeOf,
  staffIdOf,
  staffOf,
  statutoryRequestOf,
  vehicleIdOf,
  vehicleOf,
} from '../support/builders.ts'
import { claimOf } from '../unit/warranty/claim-facts.ts'
import { campaignOf, campaignVehicleOf, vinOf } from '../support/campaign-builders.ts'
import { startEngineTable, type EngineTable } from '../support/engine.ts'
import {
  noticeEffectOf,
  noticeLinkOf,
  noticeOf,
  noticeRoutingOf,
  noticeRuleOf,
  receivedMailOf,
  senderMailIdRecordOf,
  proposedPricesOf,
} from '../support/notice-builders.ts'
import { mailingOf } from '../support/mailing-builders.ts'
import { dailyReportOf, monthlyReportOf, monthTargetsOf } from '../support/report-builders.ts'
import { earlier, puts, save } from '../support/store.ts'

type Store = WholeStore &
  CareRecords &
  StaffChangeRecords &
  TeamRecords &
  Pick<NoticeStore, 'notices' | 'noticeEffects' | 'noticeLinks' | 'noticeTeachings'> &
  Pick<EffectApiStore, 'proposedPrices'> &
  WarrantyRecords &
  MailingRecords &
  CampaignRecords

const now = instant('2026-11-23T01:00:00.000Z')
const occurrence = '2026-11-23T08:30'
const deadlineId = idFor('deadline', 'the same in every dealer')
const subject = `vehicle#${vehicleIdOf('anna')}`
const messageId = idFor('message', 'anna')
const inWork = { status: 'in_work', deliveredOn: undefined } as const
const deliveryId = (dealerId: string) => idFor('delivery', dealerId, messageId)

/** The same ids, numbers and addresses for every dealer. */
function everythingOf(dealerId: string): Write[] {
  const owned = { dealerId }
  return [
    ...puts(dealerRecord, dealerOf({}, owned)),
    ...puts(staffRecord, staffOf('s1', owned), staffOf('s2', owned)),
    ...puts(
      meetingRecord,
      meetingOf('morning', owned),
      meetingOf('training', { ...owned, kind: 'training' }),
    ),
    ...puts(
      equipmentCheckRecord,
      equipmentCheckOf('missing', owned),
      equipmentCheckOf('complete', { ...owned, lines: [], status: 'complete' }),
    ),
    ...puts(
      staffChangeRecord,
      staffChangeOf('s1', owned),
      staffChangeOf('s2', { ...owned, status: 'settled' }),
    ),
    ...puts(
      warrantyMailingRecord,
      mailingOf({ ...owned, mailingId: warrantyMailingIdOf('any', mailingOf({ dealerId: 'any' })) }),
      mailingOf({ ...owned, month: CalendarMonth.parse('2026-10'), status: 'declined' }),
    ),
    ...puts(customerRecord, customerOf('anna', owned)),
    ...puts(
      vehicleRecord,
      vehicleOf('anna', owned),
      vehicleOf('second', { ...owned, customerId: customerIdOf('anna') }),
    ),
    ...puts(
      repairOrderRecord,
      repairOrderOf('repair', owned),
      repairOrderOf('older', { ...owned, receivedOn: day('2025-05-01') }),
      repairOrderOf('open', { ...owned, ...inWork, vehicleId: vehicleIdOf('second') }),
    ),
    ...puts(partPriceRecord, partPriceOf('PART-1', owned)),
    ...puts(
      partsOrderRecord,
      partsOrderOf('part', owned),
      partsOrderOf('done', { ...owned, status: 'closed' }),
      partsOrderOf('same id', { ...owned, partsOrderId: partsOrderIdOf('any', 'same id') }),
    ),
    ...puts(
      fieldServiceRecord,
      fieldServiceOrderOf('visit', owned),
      fieldServiceOrderOf('closed', { ...owned, status: 'closed' }),
      fieldServiceOrderOf('of another', { ...owned, assignedTo: staffIdOf('F2') }),
    ),
    ...puts(
      complaintRecord,
      complaintOf('open', owned),
      complaintOf('closed', { ...owned, status: 'closed' }),
      complaintOf('of another', { ...owned, ownerId: staffIdOf('F2'), matter: 'price' }),
    ),
    ...puts(complaintTallyRecord, {
      ...unwritten(earlier),
      dealerId,
      subjectId: vehicleIdOf('anna'),
      complaints: [complaintOf('open'), complaintOf('of another')],
    }),
    ...puts(
      followUpCallRecord,
      followUpCallOf('waiting', owned),
      followUpCallOf('later', { ...owned, dueOn: day('2026-11-24') }),
      followUpCallOf('reached', { ...owned, status: 'reached', endedAt: earlier.at }),
      followUpCallOf('refused', { ...owned, status: 'refused', endedAt: earlier.at }),
    ),
    ...puts(
      campaignRecord,
      campaignOf('S2026M0117V', owned),
      campaignOf('S2026M0118V', { ...owned, status: 'closed' }),
    ),
    ...puts(
      campaignVehicleRecord,
      campaignVehicleOf(vinOf(1), owned),
      campaignVehicleOf(vinOf(2), { ...owned, status: 'done_here' }),
      campaignVehicleOf(vinOf(3), { ...owned, vehicleId: undefined }),
      campaignVehicleOf(vinOf(1), { ...owned, campaignId: campaignOf('S2026M0118V').campaignId }),
    ),
    ...puts(
      noticeRecord,
      noticeOf('received', owned),
      noticeOf('closed', { ...owned, status: 'closed' }),
      noticeOf('of another', { ...owned, ownerId: staffIdOf('F2'), kind: 'recall' }),
    ),
    ...puts(
      receivedMailRecord,
      receivedMailOf('received', owned),
      receivedMailOf('closed', { ...owned, repeats: receivedMailOf('received').mailId }),
    ),
    ...puts(noticeRuleRecord, noticeRuleOf('大赛', owned), noticeRuleOf('行动', owned)),
    ...puts(noticeRoutingRecord, noticeRoutingOf('recall', owned), noticeRoutingOf('training', owned)),
    ...puts(senderMailIdRecord, senderMailIdRecordOf('received', owned)),
    ...puts(
      noticeEffectRecord,
      noticeEffectOf('received', owned),
      noticeEffectOf('closed', { ...owned, status: 'failed', dueAt: undefined }),
    ),
    ...puts(
      proposedPricesRecord,
      proposedPricesOf('received', ['P-1'], owned),
      proposedPricesOf('received', ['P-2'], { ...owned, page: 1 }),
    ),
    ...puts(noticeLinkRecord, noticeLinkOf('received', owned)),
    ...puts(
      warrantyClaimRecord,
      claimOf('due', { ...owned, next: { step: 'submit', dueOn: day('2026-11-20') } }),
      claimOf('waits', { ...owned, status: 'submitted' }),
      claimOf('settled', { ...owned, status: 'settled' }),
      // Found by the id that its dealer, order and kind give.
      claimOf('of order', { ...owned, claimId: claimIdOf(dealerId, orderIdOf('repair'), 'goodwill') }),
    ),
    ...puts(claimStatementRecord, claimStatementOf('one', owned), claimStatementOf('two', owned)),
    ...puts(statutoryRequestRecord, statutoryRequestOf('one', owned)),
    ...puts(claimWithheldRecord, claimWithheldOf('accident', owned)),
    ...puts(
      returnedPartRecord,
      returnedPartOf('kept', owned),
      returnedPartOf('shipped', { ...owned, status: 'shipped', place: undefined }),
    ),
    ...puts(policyRecord, policyOf('policy', owned)),
    ...puts(contactPointRecord, contactPointOf(mobileOf('anna'), owned)),
    ...puts(dutyRecord, dutyOf('morning-meeting', owned), dutyOf('stocktake', owned)),
    ...puts(
      deadlineRecord,
      // The id is the same in every dealer, as if it were forged.
      deadlineOf(occurrence, { ...owned, deadlineId }),
      deadlineOf('2026-11-24T08:30', { ...owned, state: 'done' }),
      deadlineOf('2026-11-25T08:30', {
        ...owned,
        pauses: [{ from: local('2026-11-20 10:00'), by: 'test', reason: '等客户回电' }],
      }),
    ),
    ...puts(deadlineNoticeRecord, deadlineNoticeOf(occurrence, owned)),
    ...puts(calendarFeedRecord, calendarFeedOf('of a role', owned)),
    ...puts(
      dailyReportRecord,
      dailyReportOf('2026-12-07', owned),
      dailyReportOf('2026-12-08', owned),
      dailyReportOf('2026-11-30', owned),
    ),
    ...puts(monthlyReportRecord, monthlyReportOf('2026-11', owned), monthlyReportOf('2026-10', owned)),
    ...puts(monthTargetsRecord, monthTargetsOf('2026-12', owned)),
    ...puts(dueItemRecord, dueItemOf('anna', owned)),
    ...puts(
      callEntryRecord,
      callEntryOf('s1', 'anna', owned),
      callEntryOf('s1', 'second', owned),
      callEntryOf('s2', 'anna', owned),
    ),
    ...writesForMessages(dealerId, [{ sendAfter: now, row: messageRowOf('anna', owned) }], {
      at: now,
      by: 'test',
    }),
    ...puts(messageRecord, {
      ...messageRowOf('held', {
        ...owned,
        status: 'held',
        address: mobileOf('held'),
        attempts: [{ at: now, outcome: 'in-doubt' }],
      }),
      deliveryId: deliveryId(dealerId),
    }),
    ...puts(journalRecord, {
      ...unwritten(earlier),
      dealerId,
      purpose: 'maintenance-reminders',
      date: '2026-11-23',
      journalId: 'j1',
      decided: [],
    }),
    ...puts(importRecord, {
      ...unwritten(earlier),
      dealerId,
      importId: 'import-1',
      status: 'done',
      dryRun: false,
      results: {},
    }),
    ...puts(replanRecord, {
      ...unwritten(earlier),
      dealerId,
      requestedAt: now,
      purpose: 'maintenance-reminders',
      looked: 0,
      moved: 0,
    }),
    ...puts(auditRecord, {
      ...unwritten(earlier),
      dealerId,
      recordKind: 'Vehicle',
      recordId: 'v1',
      entryId: 'e1',
      action: 'changed',
    }),
    rememberPlate(dealerId, '浙A00001', vehicleIdOf('anna'), earlier),
    rememberMobile(dealerId, mobileOf('former') as Mobile, customerIdOf('anna'), earlier),
    ...formerOwnerWrites(
      undefined,
      vehicleOf('anna', {
        ...owned,
        formerOwners: [{ customerId: customerIdOf('former'), until: day('2026-01-01'), by: 'test' }],
      }),
      earlier,
    ),
    takeName(dealerId, 'vin', 'VIN1', `vehicle of ${dealerId}`, earlier),
  ]
}

/** Every question of the store, as one dealer asks it, and how many records answer it. */
const questions: Record<
  string,
  [ask: (store: Store, dealerId: string) => Promise<unknown>, answers: number]
> = {
  'dealers.byId': [(store, dealerId) => store.dealers.byId(dealerId), 1],
  'dealers.byIds': [(store, dealerId) => store.dealers.byIds([dealerId]), 1],
  'staff.byId': [(store, dealerId) => store.staff.byId(dealerId, staffIdOf('s1')), 1],
  'staff.byIds': [
    (store, dealerId) => store.staff.byIds(dealerId, [staffIdOf('s1'), staffIdOf('nobody')]),
    1,
  ],
  'staff.ofDealer': [(store, dealerId) => store.staff.ofDealer(dealerId), 2],
  'customers.byIds': [(store, dealerId) => store.customers.byIds(dealerId, [customerIdOf('anna')]), 1],
  'customers.recordsByIds': [
    (store, dealerId) => store.customers.recordsByIds(dealerId, [customerIdOf('anna')]),
    1,
  ],
  'customers.byId': [(store, dealerId) => store.customers.byId(dealerId, customerIdOf('anna')), 1],
  'customers.recordById': [
    (store, dealerId) => store.customers.recordById(dealerId, customerIdOf('anna')),
    1,
  ],
  'customers.ofMobile': [
    (store, dealerId) => store.customers.ofMobile(dealerId, mobileOf('anna') as Mobile, { limit: 10 }),
    1,
  ],
  'customers.onceReached': [
    (store, dealerId) => store.customers.onceReached(dealerId, mobileOf('former') as Mobile, { limit: 10 }),
    1,
  ],
  'customers.named': [(store, dealerId) => store.customers.named(dealerId, '王', { limit: 10 }), 1],
  'vehicles.byId': [(store, dealerId) => store.vehicles.byId(dealerId, vehicleIdOf('anna')), 1],
  'vehicles.byIds': [(store, dealerId) => store.vehicles.byIds(dealerId, [vehicleIdOf('anna')]), 1],
  'vehicles.ofCustomer': [
    (store, dealerId) => store.vehicles.ofCustomer(dealerId, customerIdOf('anna'), { limit: 10 }),
    2,
  ],
  'vehicles.byPlate': [(store, dealerId) => store.vehicles.byPlate(dealerId, '浙A12345', { limit: 10 }), 2],
  'vehicles.onceOwned': [
    (store, dealerId) => store.vehicles.onceOwned(dealerId, customerIdOf('former'), { limit: 10 }),
    1,
  ],
  'vehicles.oncePlated': [(store, dealerId) => store.vehicles.oncePlated(dealerId, '浙A00001', 10), 1],
  'orders.byId': [(store, dealerId) => store.orders.byId(dealerId, orderIdOf('repair')), 1],
  'orders.open': [(store, dealerId) => store.orders.open(dealerId, {}, { limit: 10 }), 1],
  'partPrices.byNumber': [(store, dealerId) => store.partPrices.byNumber(dealerId, 'PART-1'), 1],
  'partPrices.byNumbers': [
    (store, dealerId) => store.partPrices.byNumbers(dealerId, ['PART-1', 'PART-2']),
    1,
  ],
  'partPrices.unconfirmed': [(store, dealerId) => store.partPrices.unconfirmed(dealerId, { limit: 10 }), 1],
  'orders.byIds': [(store, dealerId) => store.orders.byIds(dealerId, [orderIdOf('repair')]), 1],
  'orders.ofVehicle': [
    (store, dealerId) => store.orders.ofVehicle(dealerId, vehicleIdOf('anna'), { limit: 10 }),
    2,
  ],
  'partsOrders.byId': [
    (store, dealerId) => store.partsOrders.byId(dealerId, partsOrderIdOf('any', 'same id')),
    1,
  ],
  'partsOrders.byNumbers': [(store, dealerId) => store.partsOrders.byNumbers(dealerId, ['PO-part']), 1],
  'partsOrders.ofRepairOrder': [
    (store, dealerId) => store.partsOrders.ofRepairOrder(dealerId, orderIdOf('repair'), { limit: 10 }),
    3,
  ],
  'partsOrders.open': [(store, dealerId) => store.partsOrders.open(dealerId, { limit: 10 }), 2],
  'partsOrders.done': [(store, dealerId) => store.partsOrders.done(dealerId, { limit: 10 }), 1],
  'fieldService.byId': [
    (store, dealerId) => store.fieldService.byId(dealerId, fieldServiceOrderIdOf('any', 'FS-visit')),
    1,
  ],
  'fieldService.ofCustomer': [
    (store, dealerId) =>
      store.fieldService.ofCustomer(dealerId, [customerIdOf('anna'), customerIdOf('nobody')], { limit: 10 }),
    3,
  ],
  'fieldService.open': [(store, dealerId) => store.fieldService.open(dealerId, { limit: 10 }), 2],
  'policies.byIds': [(store, dealerId) => store.policies.byIds(dealerId, [policyIdOf('policy')]), 1],
  'policies.ofVehicle': [
    (store, dealerId) => store.policies.ofVehicle(dealerId, vehicleIdOf('anna'), { limit: 10 }),
    1,
  ],
  'contactPoints.byAddresses': [
    (store, dealerId) => store.contactPoints.byAddresses(dealerId, [mobileOf('anna')]),
    1,
  ],
  'duties.byCode': [(store, dealerId) => store.duties.byCode(dealerId, 'stocktake'), 1],
  'duties.byCodes': [(store, dealerId) => store.duties.byCodes(dealerId, ['stocktake']), 1],
  'deadlines.byId': [(store, dealerId) => store.deadlines.byId(dealerId, deadlineId), 1],
  'deadlines.byIds': [(store, dealerId) => store.deadlines.byIds(dealerId, [deadlineId]), 1],
  'deadlines.ofCause': [
    (store, dealerId) =>
      store.deadlines.ofCause(dealerId, {
        kind: 'duty',
        code: 'morning-meeting',
        occurrence: '2026-11-24T08:30',
      }),
    1,
  ],
  'deadlines.dueBetween': [
    (store, dealerId) =>
      store.deadlines.dueBetween(dealerId, {
        from: local('2026-11-23 08:30'),
        until: local('2026-11-25 08:30'),
        limit: 10,
      }),
    3,
  ],
  'deadlines.unfinished': [(store, dealerId) => store.deadlines.unfinished(dealerId, { limit: 10 }), 1],
  'deadlines.paused': [(store, dealerId) => store.deadlines.paused(dealerId, { limit: 10 }), 1],
  'deadlines.notices': [(store, dealerId) => store.deadlines.notices(dealerId), 1],
  'duties.ofDealer': [(store, dealerId) => store.duties.ofDealer(dealerId), 2],
  'calendarFeeds.byId': [
    (store, dealerId) => store.calendarFeeds.byId(dealerId, idFor('calendarFeed', 'of a role')),
    1,
  ],
  'calendarFeeds.ofDealer': [(store, dealerId) => store.calendarFeeds.ofDealer(dealerId), 1],
  'businessReports.daily': [(store, dealerId) => store.businessReports.daily(dealerId, day('2026-12-07')), 1],
  'businessReports.dailyOf': [
    (store, dealerId) => store.businessReports.dailyOf(dealerId, CalendarMonth.parse('2026-12')),
    2,
  ],
  'businessReports.monthly': [
    (store, dealerId) => store.businessReports.monthly(dealerId, CalendarMonth.parse('2026-11')),
    1,
  ],
  'businessReports.monthlyOf': [
    (store, dealerId) => store.businessReports.monthlyOf(dealerId, { limit: 10 }),
    2,
  ],
  'businessReports.targets': [
    (store, dealerId) => store.businessReports.targets(dealerId, CalendarMonth.parse('2026-12')),
    1,
  ],
  'meetings.byId': [(store, dealerId) => store.meetings.byId(dealerId, meetingOf('morning').meetingId), 1],
  'meetings.held': [
    (store, dealerId) =>
      store.meetings.held(dealerId, { from: earlier.at, until: now, kind: 'training', limit: 9 }),
    1,
  ],
  'equipmentChecks.byId': [
    (store, dealerId) => store.equipmentChecks.byId(dealerId, equipmentCheckOf('missing').equipmentCheckId),
    1,
  ],
  'equipmentChecks.inPeriod': [
    (store, dealerId) =>
      store.equipmentChecks.inPeriod(dealerId, {
        from: day('2026-11-23'),
        until: day('2026-11-23'),
        limit: 9,
      }),
    2,
  ],
  'equipmentChecks.listsOwed': [
    (store, dealerId) =>
      store.equipmentChecks.listsOwed(dealerId, {
        from: day('2026-11-23'),
        until: day('2026-11-23'),
        limit: 9,
      }),
    1,
  ],
  'staffChanges.byId': [
    (store, dealerId) => store.staffChanges.byId(dealerId, staffChangeOf('s1').staffChangeId),
    1,
  ],
  'staffChanges.toFile': [(store, dealerId) => store.staffChanges.toFile(dealerId, { limit: 9 }), 1],
  'staffChanges.inPeriod': [
    (store, dealerId) => store.staffChanges.inPeriod(dealerId, { until: day('2026-11-23'), limit: 9 }),
    2,
  ],
  'warrantyMailings.byId': [
    (store, dealerId) =>
      store.warrantyMailings.byId(dealerId, warrantyMailingIdOf('any', mailingOf({ dealerId: 'any' }))),
    1,
  ],
  'warrantyMailings.byIds': [
    (store, dealerId) =>
      store.warrantyMailings.byIds(dealerId, [
        warrantyMailingIdOf('any', mailingOf({ dealerId: 'any' })),
        idFor('warrantyMailing', 'none'),
      ]),
    1,
  ],
  'warrantyMailings.newest': [(store, dealerId) => store.warrantyMailings.newest(dealerId, { limit: 9 }), 2],
  'warrantyMailings.ofMonth': [
    (store, dealerId) =>
      store.warrantyMailings.ofMonth(dealerId, { month: CalendarMonth.parse('2026-11'), limit: 9 }),
    1,
  ],
  'warrantyMailings.ofKindSince': [
    (store, dealerId) =>
      store.warrantyMailings.ofKindSince(
        dealerId,
        { kind: 'documents', month: CalendarMonth.parse('2026-11'), manufacturer: () => true },
        { limit: 9 },
      ),
    1,
  ],
  'warrantyMailings.awaiting': [
    (store, dealerId) => store.warrantyMailings.awaiting(dealerId, { limit: 9 }),
    1,
  ],
  'complaints.byId': [
    (store, dealerId) => store.complaints.byId(dealerId, complaintOf('open').complaintId),
    1,
  ],
  'complaints.talliesOf': [
    (store, dealerId) => store.complaints.talliesOf(dealerId, [vehicleIdOf('anna'), vehicleIdOf('second')]),
    1,
  ],
  'complaints.ofCustomer': [
    (store, dealerId) => store.complaints.ofCustomer(dealerId, [customerIdOf('anna')], { limit: 9 }),
    3,
  ],
  'complaints.ofVehicle': [
    (store, dealerId) => store.complaints.ofVehicle(dealerId, [vehicleIdOf('anna')], { limit: 9 }),
    2,
  ],
  'complaints.open': [(store, dealerId) => store.complaints.open(dealerId, {}, { limit: 9 }), 2],
  'complaints.filed': [
    (store, dealerId) =>
      store.complaints.filed(dealerId, { from: earlier.at, until: now, matter: 'price' }, { limit: 9 }),
    1,
  ],
  'complaints.byIds': [
    (store, dealerId) =>
      store.complaints.byIds(dealerId, [complaintOf('open').complaintId, complaintOf('none').complaintId]),
    1,
  ],
  'followUpCalls.byId': [
    (store, dealerId) => store.followUpCalls.byId(dealerId, followUpCallOf('waiting').followUpCallId),
    1,
  ],
  'followUpCalls.byIds': [
    (store, dealerId) =>
      store.followUpCalls.byIds(dealerId, [
        followUpCallOf('waiting').followUpCallId,
        followUpCallOf('none').followUpCallId,
      ]),
    1,
  ],
  'followUpCalls.waiting': [(store, dealerId) => store.followUpCalls.waiting(dealerId, day('2026-11-23')), 1],
  'followUpCalls.ofVehicle': [
    (store, dealerId) => store.followUpCalls.ofVehicle(dealerId, [vehicleIdOf('anna')], { limit: 9 }),
    4,
  ],
  'followUpCalls.ended': [
    (store, dealerId) =>
      store.followUpCalls.ended(dealerId, { from: earlier.at, until: now, status: 'reached' }, { limit: 9 }),
    1,
  ],
  'campaigns.byId': [(store, dealerId) => store.campaigns.byId(dealerId, campaignOf().campaignId), 1],
  'campaigns.byIds': [
    (store, dealerId) =>
      store.campaigns.byIds(dealerId, [campaignOf().campaignId, campaignOf('none').campaignId]),
    1,
  ],
  'campaigns.inState': [(store, dealerId) => store.campaigns.inState(dealerId, 'open', { limit: 9 }), 1],
  'campaigns.marks': [
    (store, dealerId) =>
      store.campaigns.marks(
        dealerId,
        [vinOf(1), vinOf(9)].map((vin) => markName({ ...campaignOf(), vin })),
      ),
    1,
  ],
  'campaigns.ofVin': [(store, dealerId) => store.campaigns.ofVin(dealerId, vinOf(1)), 2],
  'campaigns.cars': [
    async (store, dealerId) => {
      const campaign = { ...campaignOf(), dealerId }
      const states = ['open', 'done_here', 'unknown_here'] as const
      const pages = await Promise.all(
        states.map((state) => store.campaigns.cars(campaign, state, { limit: 9 })),
      )
      return pages.flatMap(({ items }) => items)
    },
    3,
  ],
  'notices.byId': [(store, dealerId) => store.notices.byId(dealerId, noticeOf('received').noticeId), 1],
  'notices.byIds': [
    (store, dealerId) =>
      store.notices.byIds(dealerId, [noticeOf('received').noticeId, noticeOf('none').noticeId]),
    1,
  ],
  'notices.mailById': [
    (store, dealerId) => store.notices.mailById(dealerId, receivedMailOf('closed').mailId),
    1,
  ],
  'notices.mailsByIds': [
    (store, dealerId) =>
      store.notices.mailsByIds(dealerId, [receivedMailOf('closed').mailId, receivedMailOf('none').mailId]),
    1,
  ],
  'notices.underSenderId': [
    (store, dealerId) => store.notices.underSenderId(dealerId, 'received@oem-a.example'),
    1,
  ],
  'noticeEffects.ofNotice': [
    (store, dealerId) => store.noticeEffects.ofNotice(dealerId, noticeOf('received').noticeId),
    1,
  ],
  'noticeEffects.forPeople': [(store, dealerId) => store.noticeEffects.forPeople(dealerId), 1],
  'proposedPrices.byPages': [
    (store, dealerId) => store.proposedPrices.byPages(dealerId, noticeOf('received').noticeId, [1, 2]),
    1,
  ],
  'proposedPrices.ofNotice': [
    (store, dealerId) => store.proposedPrices.ofNotice(dealerId, noticeOf('received').noticeId, { limit: 9 }),
    2,
  ],
  'noticeLinks.byHash': [
    (store, dealerId) => store.noticeLinks.byHash(dealerId, noticeLinkOf('received').secretHash),
    1,
  ],
  'notices.open': [(store, dealerId) => store.notices.open(dealerId, { limit: 9 }), 2],
  'notices.received': [
    (store, dealerId) =>
      store.notices.received(dealerId, { from: earlier.at, until: now, kind: 'recall' }, { limit: 9 }),
    1,
  ],
  'notices.repetitions': [
    (store, dealerId) => store.notices.repetitions(dealerId, noticeOf('closed').noticeId, { limit: 9 }),
    1,
  ],
  'noticeTeachings.ruleById': [
    (store, dealerId) => store.noticeTeachings.ruleById(dealerId, noticeRuleOf('大赛').ruleId),
    1,
  ],
  'noticeTeachings.rules': [(store, dealerId) => store.noticeTeachings.rules(dealerId), 2],
  'noticeTeachings.routingOf': [(store, dealerId) => store.noticeTeachings.routingOf(dealerId, 'recall'), 1],
  'noticeTeachings.routings': [(store, dealerId) => store.noticeTeachings.routings(dealerId), 2],
  'notices.mailsReceived': [
    (store, dealerId) =>
      store.notices.mailsReceived(dealerId, { from: earlier.at, until: now }, { limit: 9 }),
    2,
  ],
  'warrantyClaims.byId': [
    (store, dealerId) => store.warrantyClaims.byId(dealerId, claimOf('due').claimId),
    1,
  ],
  'warrantyClaims.byIds': [
    (store, dealerId) =>
      store.warrantyClaims.byIds(dealerId, [claimOf('due').claimId, claimOf('none').claimId]),
    1,
  ],
  'warrantyClaims.ofOrder': [
    (store, dealerId) => store.warrantyClaims.ofOrder(dealerId, orderIdOf('repair')),
    1,
  ],
  'warrantyClaims.ofVehicle': [
    (store, dealerId) => store.warrantyClaims.ofVehicle(dealerId, [vehicleIdOf('anna')], { limit: 9 }),
    4,
  ],
  'warrantyClaims.open': [
    (store, dealerId) => store.warrantyClaims.open(dealerId, { dueBy: day('2026-11-20') }, { limit: 9 }),
    1,
  ],
  'warrantyClaims.delivered': [
    (store, dealerId) =>
      store.warrantyClaims.delivered(
        dealerId,
        { from: day('2026-11-20'), until: day('2026-11-20'), status: 'opened', manufacturer: '长城' },
        { limit: 9 },
      ),
    2,
  ],
  'warrantyClaims.linesSince': [
    (store, dealerId) => store.warrantyClaims.linesSince(dealerId, day('2026-11-20')),
    4,
  ],
  'warrantyClaims.withheldOf': [
    (store, dealerId) =>
      store.warrantyClaims.withheldOf(dealerId, [orderIdOf('accident'), orderIdOf('repair')]),
    1,
  ],
  'warrantyClaims.withheldSince': [
    (store, dealerId) =>
      store.warrantyClaims.withheldSince(dealerId, {
        from: day('2026-11-20'),
        until: day('2026-11-20'),
        limit: 9,
      }),
    1,
  ],
  'claimStatements.byId': [
    (store, dealerId) => store.claimStatements.byId(dealerId, claimStatementOf('one').statementId),
    1,
  ],
  'claimStatements.newest': [(store, dealerId) => store.claimStatements.newest(dealerId, { limit: 9 }), 2],
  'statutoryRequests.byId': [
    (store, dealerId) => store.statutoryRequests.byId(dealerId, statutoryRequestOf('one').requestId),
    1,
  ],
  'statutoryRequests.ofVehicle': [
    (store, dealerId) => store.statutoryRequests.ofVehicle(dealerId, [vehicleIdOf('anna')], { limit: 9 }),
    1,
  ],
  'returnedParts.byId': [
    (store, dealerId) => store.returnedParts.byId(dealerId, returnedPartOf('kept').returnedPartId),
    1,
  ],
  'returnedParts.byIds': [
    (store, dealerId) => store.returnedParts.byIds(dealerId, [returnedPartOf('kept').returnedPartId]),
    1,
  ],
  'returnedParts.ofClaim': [
    (store, dealerId) => store.returnedParts.ofClaim(dealerId, returnedPartOf('kept').claimId, { limit: 9 }),
    1,
  ],
  'returnedParts.removed': [
    (store, dealerId) =>
      store.returnedParts.removed(
        dealerId,
        { from: day('2026-11-20'), until: day('2026-11-20'), status: 'shipped' },
        { limit: 9 },
      ),
    1,
  ],
  'returnedParts.here': [
    (store, dealerId) => store.returnedParts.here(dealerId, { place: 'A-1' }, { limit: 9 }),
    1,
  ],
  'dueItems.bySubject': [
    (store, dealerId) => store.dueItems.bySubject(dealerId, 'maintenance-reminders', subject),
    1,
  ],
  'dueItems.bySubjects': [
    (store, dealerId) => store.dueItems.bySubjects(dealerId, 'maintenance-reminders', [subject]),
    1,
  ],
  'dueItems.ofPurpose': [
    (store, dealerId) => store.dueItems.ofPurpose(dealerId, 'maintenance-reminders', { limit: 10 }),
    1,
  ],
  'replans.ofDealer': [(store, dealerId) => store.replans.ofDealer(dealerId), 1],
  'messages.byId': [(store, dealerId) => store.messages.byId(dealerId, messageId), 1],
  'messages.byIds': [(store, dealerId) => store.messages.byIds(dealerId, [messageId]), 1],
  'messages.readableByIds': [
    async (store, dealerId) => (await store.messages.readableByIds(dealerId, [messageId])).rows,
    1,
  ],
  'messages.ofSubject': [(store, dealerId) => store.messages.ofSubject(dealerId, subject, { limit: 10 }), 1],
  'messages.held': [(store, dealerId) => store.messages.held(dealerId, 10), 1],
  'messages.deliveriesByIds': [
    (store, dealerId) => store.messages.deliveriesByIds(dealerId, [deliveryId('D001'), deliveryId('D002')]),
    1,
  ],
  'messages.decidedOn': [
    (store, dealerId) => store.messages.decidedOn(dealerId, 'maintenance-reminders', day('2026-11-23')),
    1,
  ],
  'callLists.of': [(store, dealerId) => store.callLists.of(dealerId, staffIdOf('s1')), 2],
  'callLists.entries': [
    (store, dealerId) =>
      store.callLists.entries(dealerId, [
        `${staffIdOf('s2')}/${vehicleIdOf('anna')}`,
        `${staffIdOf('s2')}/${vehicleIdOf('second')}`,
      ]),
    1,
  ],
  'audit.of': [(store, dealerId) => store.audit.of(dealerId, 'Vehicle', 'v1'), 1],
  'audit.newestOf': [(store, dealerId) => store.audit.newestOf(dealerId, 'Vehicle', 'v1', { limit: 10 }), 1],
  'imports.newest': [
    async (store, dealerId) => (await store.imports.newest(dealerId, { limit: 5 })).items,
    1,
  ],
  'imports.byId': [(store, dealerId) => store.imports.byId(dealerId, 'import-1'), 1],
}

/** Asked by jobs that go through all dealers, or answered without the dealer's id: tested by themselves below. */
const notOfOneDealer = [
  'dealers.all',
  'replans.pending',
  'noticeEffects.waiting',
  'dueItems.due',
  'dueItems.dealersOfDue',
  'messages.deliveriesNeedingAttention',
  'messages.triedTo',
  'guards.idsBehind',
  'orders.countedSince',
  'orders.claimableSince',
  'policies.renewalsSince',
  'audit.callOutcomesSince',
  'deadlines.countUnfinished',
  'campaigns.counted',
]

function isListed(answer: unknown): answer is Listed<unknown> {
  return typeof answer === 'object' && answer !== null && 'items' in answer
}

function dealersIn(answer: unknown): string[] {
  if (answer === undefined) return []
  const found = isListed(answer) ? answer.items : answer
  const records =
    found instanceof Map
      ? [...(found as Map<string, unknown>).values()]
      : Array.isArray(found)
        ? found
        : [found]
  return records.map((record) => (record as { dealerId: string }).dealerId)
}

let engine: EngineTable
let store: Store
beforeAll(async () => {
  engine = await startEngineTable()
  const { notices, noticeEffects, noticeLinks, noticeTeachings } = openNoticeStore(engine.client)
  store = {
    ...openStore(engine.client),
    ...openCareRecords(engine.client),
    ...openStaffChangeRecords(engine.client),
    ...openTeamRecords(engine.client),
    notices,
    noticeEffects,
    noticeLinks,
    noticeTeachings,
    proposedPrices: openEffectApiStore(engine.client).proposedPrices,
    ...openWarrantyRecords(engine.client),
    ...openMailingRecords(engine.client),
    ...openCampaignRecords(engine.client),
  }
  await save(store, ...everythingOf('D001'))
})
afterAll(() => engine.stop())

it('every question of the store is asked here', () => {
  const all = Object.entries(store).flatMap(([entity, asked]) =>
    typeof asked === 'function' ? [] : Object.keys(asked).map((question) => `${entity}.${question}`),
  )
  expect(all.sort()).toEqual([...Object.keys(questions), ...notOfOneDealer].sort())
})

describe.each(Object.entries(questions))('%s', (_, [ask, answers]) => {
  it('is answered for its dealer, and for no other with the same ids', async () => {
    expect(dealersIn(await ask(store, 'D001'))).toEqual(Array(answers).fill('D001'))
    expect(dealersIn(await ask(store, 'D003'))).toEqual([])
    expect(dealersIn(await ask(store, 'D00'))).toEqual([])
  })
})

describe('when another dealer has the same ids', () => {
  beforeAll(() => save(store, ...everythingOf('D002')))

  it.each(Object.entries(questions))('%s tells each dealer its own', async (_, [ask, answers]) => {
    expect(dealersIn(await ask(store, 'D001'))).toEqual(Array(answers).fill('D001'))
    expect(dealersIn(await ask(store, 'D002'))).toEqual(Array(answers).fill('D002'))
  })

  it('a guarded name is each dealer’s own', async () => {
    expect((await store.guards.idsBehind('D001', 'vin', ['VIN1'])).get('VIN1')).toBe('vehicle of D001')
    expect((await store.guards.idsBehind('D002', 'vin', ['VIN1'])).get('VIN1')).toBe('vehicle of D002')
    expect((await store.guards.idsBehind('D003', 'vin', ['VIN1'])).size).toBe(0)
  })

  it('jobs find all dealers, and the dealer of each thing that is due', async () => {
    expect((await store.dealers.all()).map(({ dealerId }) => dealerId)).toEqual(['D001', 'D002'])
    expect((await store.replans.pending()).map(({ dealerId }) => dealerId)).toEqual(['D001', 'D002'])
    const effects = await store.noticeEffects.waiting(now, () => undefined)
    expect(effects.map(({ dealerId }) => dealerId)).toEqual(['D001', 'D002'])
    const attention = await store.messages.deliveriesNeedingAttention(addMinutes(now, 10))
    expect(attention.map(({ dealerId }) => dealerId).sort()).toEqual(['D001', 'D002'])
    expect(await store.messages.deliveriesNeedingAttention(addMinutes(now, 9))).toEqual([])
    expect(attention.every((delivery) => Delivery.safeParse(delivery).success)).toBe(true)
  })
})

describe('what the business reports count', () => {
  const outcome = (name: string, at: string, told: string) => ({
    ...unwritten({ at: instant(at), by: 'test' }),
    dealerId: 'D009',
    recordKind: 'CallEntry',
    recordId: vehicleIdOf(name),
    entryId: name,
    action: CALL_OUTCOME,
    after: { outcome: told },
  })
  const renewal = (name: string, at: string, more = {}) =>
    policyOf(name, {
      ...unwritten({ at: instant(at), by: 'test' }),
      dealerId: 'D009',
      renews: policyIdOf('old'),
      ...more,
    })
  const many = Array.from({ length: 250 }, (_, index) =>
    repairOrderOf(`many ${String(index)}`, {
      dealerId: 'D009',
      deliveredOn: day(index < 5 ? '2026-04-30' : '2026-05-02'),
    }),
  )
  beforeAll(() =>
    save(
      store,
      ...puts(
        repairOrderRecord,
        ...many,
        repairOrderOf('still there', { dealerId: 'D009', ...inWork }),
        repairOrderOf('to come', { dealerId: 'D009', status: 'appointment', deliveredOn: undefined }),
        repairOrderOf('cancelled', { dealerId: 'D009', status: 'cancelled', deliveredOn: undefined }),
        repairOrderOf('another’s', { dealerId: 'D0091', deliveredOn: day('2026-05-02') }),
      ),
      ...puts(
        policyRecord,
        renewal('early', '2026-05-01T00:00:00.000Z', { premiumFen: 7 }),
        renewal('late', '2026-05-02T00:00:00.000Z', { premiumFen: 9 }),
        renewal('another’s', '2026-05-02T00:00:00.000Z', { dealerId: 'D0091' }),
        renewal('given back', '2026-05-02T00:00:00.000Z', {
          ended: { kind: 'cancelled', on: day('2026-05-02'), reason: 'OTHER' },
        }),
        policyOf('of its own', { dealerId: 'D009' }),
      ),
      ...puts(
        auditRecord,
        outcome('one', '2026-05-01T00:00:00.000Z', 'LOST'),
        outcome('two', '2026-05-02T00:00:00.000Z', 'QUOTED'),
        { ...outcome('three', '2026-05-02T00:00:00.000Z', 'RENEWED'), dealerId: 'D0091' },
        { ...outcome('four', '2026-05-02T00:00:00.000Z', 'RENEWED'), action: 'changed' },
      ),
    ),
  )

  it('of orders is what is in the shop and what was delivered since, over all pages, of the dealer alone', async () => {
    const counted = await store.orders.countedSince('D009', day('2026-05-01'))
    const expected = [...many.slice(5).map(({ orderId }) => orderId), orderIdOf('still there')]
    expect(counted.map(({ orderId }) => orderId).sort()).toEqual(expected.sort())
    expect(await store.orders.countedSince('D009', day('2026-05-03'))).toMatchObject([
      { orderId: orderIdOf('still there'), deliveredOn: undefined, laborFen: 10_000 },
    ])
    expect(await store.orders.countedSince('D00', day('2026-01-01'))).toEqual([])
  })

  it('of an order that leaves the shop is what it came to, once', async () => {
    const order = repairOrderOf('leaving', { dealerId: 'D010', ...inWork })
    await save(store, ...puts(repairOrderRecord, order))
    const left = { ...order, version: 1, status: 'delivered', deliveredOn: day('2026-05-02') } as const
    await save(store, repairOrderRecord.put({ ...left, totalFen: 30_001 }, earlier))
    expect(await store.orders.countedSince('D010', day('2026-05-02'))).toMatchObject([
      { orderId: order.orderId, deliveredOn: '2026-05-02', totalFen: 30_001 },
    ])
  })

  it('of renewals and calls is what was recorded since, of the dealer alone', async () => {
    const since = instant('2026-05-01T12:00:00.000Z')
    expect(await store.policies.renewalsSince('D009', since)).toEqual([
      { at: '2026-05-02T00:00:00.000Z', premiumFen: 9 },
    ])
    expect(await store.audit.callOutcomesSince('D009', since)).toEqual([
      { at: '2026-05-02T00:00:00.000Z', outcome: 'QUOTED' },
    ])
    expect(await store.policies.renewalsSince('D00', since)).toEqual([])
    expect(await store.audit.callOutcomesSince('D00', since)).toEqual([])
  })
})

describe('what nobody has closed', () => {
  it('is counted by role up to a moment, without what is done or stands still, of the dealer alone', async () => {
    const owned = { dealerId: 'D018' }
    const pause = { from: local('2026-11-20 10:00'), by: 'test', reason: '等客户回电' }
    await save(
      store,
      ...puts(
        deadlineRecord,
        deadlineOf('2026-10-01T08:30', owned),
        deadlineOf('2026-10-02T08:30', { ...owned, state: 'late' }),
        deadlineOf('2026-10-03T08:30', { ...owned, state: 'escalated', role: 'trainer' }),
        deadlineOf('2026-10-04T08:30', { ...owned, state: 'done' }),
        deadlineOf('2026-10-05T08:30', { ...owned, pauses: [pause] }),
        deadlineOf('2026-10-06T08:30', owned),
        deadlineOf('2026-10-01T08:30', { dealerId: 'D0181' }),
      ),
    )
    const until = local('2026-10-05 08:30')
    expect(await store.deadlines.countUnfinished('D018', until)).toEqual({
      byRole: new Map([
        ['trainer', 1],
        ['workshop_supervisor', 2],
      ]),
      isAll: true,
    })
    const { byRole } = await store.deadlines.countUnfinished('D018', local('2026-10-06 08:30'))
    expect(byRole.get('workshop_supervisor')).toBe(3)
    expect((await store.deadlines.countUnfinished('D01', until)).byRole.size).toBe(0)
  })
})

describe('what was tried', () => {
  const rowOf = (name: string, minutes: number, more: Partial<Message> = {}): Message => ({
    ...messageRowOf(name, {
      dealerId: 'D004',
      status: 'held',
      address: mobileOf('tried'),
      attempts: [{ at: addMinutes(now, minutes), outcome: 'in-doubt' }],
      ...more,
    }),
    deliveryId: deliveryId('D004'),
  })
  const names = Array.from({ length: 30 }, (_, index) => `tried ${String(index)}`)
  beforeAll(() =>
    save(
      store,
      ...puts(
        messageRecord,
        ...names.map((name, index) => rowOf(name, index)),
        rowOf('mail', 40, { channel: 'mail' }),
        rowOf('untried', 50, { attempts: [], status: 'planned' }),
        rowOf('sent', 60, { status: 'sent' }),
      ),
    ),
  )
  const ids = (rows: readonly Message[]) => rows.map(({ messageId: id }) => id)

  it('to a number is found by it, newest first, whoever sent it and whatever became of it', async () => {
    const since = rowOf(names[4]!, 4).attempts[0]!.at
    const newest = await store.messages.triedTo(mobileOf('tried'), since)
    const expected = ['sent', ...names.slice(4).toReversed()]
    expect(ids(newest)).toEqual(expected.map((name) => idFor('message', name)))
    const longSince = addMinutes(now, -100_000)
    const both = await store.messages.triedTo(mobileOf('held'), longSince)
    expect(both.map(({ dealerId }) => dealerId).sort()).toEqual(['D001', 'D002'])
    expect(await store.messages.triedTo(mobileOf('nobody'), since)).toEqual([])
  })

  it('and is held is listed by dealer, oldest first, page by page', async () => {
    const found: string[] = []
    let after: HeldPlace | undefined
    for (;;) {
      const page = await store.messages.held('D004', 7, after)
      found.push(...ids(page))
      const last = page.at(-1)
      if (last === undefined) break
      after = { lastTriedAt: lastTriedAt(last), messageId: last.messageId }
    }
    expect(found).toEqual([...names, 'mail'].map((name) => idFor('message', name)))
  })

  it('leaves the list of what is held once it is resolved', async () => {
    const [first] = await store.messages.held('D004', 1)
    await save(store, messageRecord.put({ ...first!, status: 'delivered' }, earlier))
    expect(ids(await store.messages.held('D004', 1))).toEqual([idFor('message', 'tried 1')])
  })
})

describe('a customer whose records were merged', () => {
  const owned = { dealerId: 'D006' }
  const merged = (name: string, into: string) => mergedOf(name, into, owned)
  beforeAll(() =>
    save(
      store,
      ...puts(
        customerRecord,
        customerOf('kept', owned),
        merged('second', 'kept'),
        merged('third', 'second'),
        erasedOf('gone', owned),
        merged('of gone', 'gone'),
      ),
    ),
  )

  it('is who stands behind each of them; behind what is erased there is nobody', async () => {
    const names = ['kept', 'second', 'third', 'gone', 'of gone', 'nobody']
    const found = await store.customers.byIds('D006', names.map(customerIdOf))
    const kept = customerIdOf('kept')
    expect([...found].map(([id, { customerId }]) => [id, customerId]).sort()).toEqual(
      ['kept', 'second', 'third'].map((name) => [customerIdOf(name), kept]).sort(),
    )
    expect((await store.customers.byId('D006', customerIdOf('third')))?.customerId).toBe(kept)
  })

  it('is found by name and number once, page by page', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `page ${String(index)}`)
    const mobile = mobileOf('page') as Mobile
    await save(
      store,
      ...puts(customerRecord, ...names.map((name) => customerOf(name, { ...owned, name, mobile }))),
    )
    const all = async (ask: (paging: Paging) => Promise<Listed<Customer>>) => {
      const found: string[] = []
      let after: Place | undefined
      do {
        const page = await ask({ limit: 2, after })
        found.push(...page.items.map(({ name }) => name))
        after = page.next
      } while (after !== undefined)
      return found
    }
    expect(await all((paging) => store.customers.named('D006', 'PAGE ', paging))).toEqual(names)
    expect((await all((paging) => store.customers.ofMobile('D006', mobile, paging))).sort()).toEqual(names)
    expect(await all((paging) => store.customers.named('D006', '王', paging))).toEqual(['王芳'])
  })
})

describe('what is due', () => {
  const names = Array.from({ length: 45 }, (_, index) => `due ${String(index)}`)
  const at = (index: number) => addMinutes(now, -index)
  beforeAll(() =>
    save(
      store,
      ...puts(
        dueItemRecord,
        ...names.map((name, index) => dueItemOf(name, { purpose: 'insurance-call-lists', dueAt: at(index) })),
      ),
      ...puts(
        dueItemRecord,
        dueItemOf('later', { purpose: 'insurance-call-lists', dueAt: addMinutes(now, 1) }),
        dueItemOf('idle', { purpose: 'insurance-call-lists', step: undefined, dueAt: undefined }),
      ),
    ),
  )

  it('is found in some shard, oldest first, up to now and no further', async () => {
    const found: string[] = []
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const { items, next, damaged } = await store.dueItems.due('insurance-call-lists', shard, now)
      const dates = items.map(({ dueAt }) => dueAt)
      expect(dates).toEqual(dates.toSorted())
      expect(items.every(({ dealerId, subject: of }) => shardOf(`${dealerId}#${of}`) === shard)).toBe(true)
      expect([next, damaged]).toEqual([undefined, []])
      found.push(...items.map(({ subject: of }) => of))
    }
    expect(found.sort()).toEqual(names.map((name) => `vehicle#${vehicleIdOf(name)}`).sort())
    const counts = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) =>
        store.dueItems.dealersOfDue('insurance-call-lists', shard, now),
      ),
    )
    expect(counts.reduce((sum, count) => sum + (count.get('D001') ?? 0), 0)).toBe(45)
  })

  it('includes the very instant, and leaves the index once it no longer waits', async () => {
    const shard = shardOf(`D001#vehicle#${vehicleIdOf('due 0')}`)
    const has = async () =>
      (await store.dueItems.due('insurance-call-lists', shard, now)).items.some(({ subject: of }) =>
        of.endsWith(vehicleIdOf('due 0')),
      )
    expect(await has()).toBe(true)
    const item = await store.dueItems.bySubject(
      'D001',
      'insurance-call-lists',
      `vehicle#${vehicleIdOf('due 0')}`,
    )
    await save(store, dueItemRecord.put({ ...item!, step: undefined, dueAt: undefined }, earlier))
    expect(await has()).toBe(false)
  })

  it('of a record that is damaged is told beside the sound ones', async () => {
    const [write] = puts(
      dueItemRecord,
      dueItemOf('bad', { purpose: 'insurance-call-lists', dueAt: at(600) }),
    ) as [Write & { kind: 'put' }]
    await save(store, { ...write, item: { ...write.item, failures: 'many' } })
    const shard = shardOf(`D001#vehicle#${vehicleIdOf('bad')}`)
    const { items, damaged } = await store.dueItems.due('insurance-call-lists', shard, now)
    expect(damaged.map(({ name }) => name)).toEqual(['DamagedRecord'])
    expect(items.length).toBeGreaterThan(0)
  })
})

describe('what belongs to a vehicle', () => {
  const owned = { dealerId: 'D005' }
  const ofOther = { ...owned, vehicleId: vehicleIdOf('other') }
  const days = Array.from({ length: 5 }, (_, index) => day(`2026-0${String(index + 1)}-15`))
  beforeAll(() =>
    save(
      store,
      ...puts(
        repairOrderRecord,
        ...days.map((on) => repairOrderOf(`on ${on}`, { ...owned, receivedOn: on, deliveredOn: on })),
        repairOrderOf('other', ofOther),
      ),
      ...puts(
        policyRecord,
        ...days.map((on) => policyOf(`until ${on}`, { ...owned, endsOn: on })),
        policyOf('other', ofOther),
      ),
      ...puts(
        messageRecord,
        ...days.map((on) => ({
          ...messageRowOf(`told ${on}`, { ...owned, subject, createdAt: instant(`${on}T01:00:00.000Z`) }),
          deliveryId: deliveryId('D005'),
        })),
        { ...messageRowOf('other', owned), deliveryId: deliveryId('D005') },
      ),
      ...puts(
        auditRecord,
        ...days.map((on) => ({
          ...unwritten(earlier),
          ...owned,
          recordKind: 'Vehicle',
          recordId: vehicleIdOf('anna'),
          entryId: `${on}T01:00:00.000Z#1#s1`,
          action: 'changed',
        })),
      ),
    ),
  )

  const lists: Record<string, (paging: Paging) => Promise<Listed<unknown>>> = {
    orders: (paging) => store.orders.ofVehicle('D005', vehicleIdOf('anna'), paging),
    policies: (paging) => store.policies.ofVehicle('D005', vehicleIdOf('anna'), paging),
    messages: (paging) => store.messages.ofSubject('D005', subject, paging),
    changes: (paging) => store.audit.newestOf('D005', 'Vehicle', vehicleIdOf('anna'), paging),
  }

  it.each(Object.entries(lists))(
    '%s are listed newest first, page by page, and none of another',
    async (_, ask) => {
      const found: unknown[] = []
      let after: Place | undefined
      do {
        const page = await ask({ limit: 2, after })
        expect(page.items.length).toBeLessThanOrEqual(2)
        found.push(...page.items)
        after = page.next
      } while (after !== undefined)
      const told = found.map((record) => days.find((on) => JSON.stringify(record).includes(on)))
      expect(told).toEqual(days.toReversed())
    },
  )

  it('goes with an order that turns out to be another vehicle’s', async () => {
    const [newest] = (await store.orders.ofVehicle('D005', vehicleIdOf('anna'), { limit: 1 })).items
    await save(store, repairOrderRecord.put({ ...newest!, vehicleId: vehicleIdOf('other') }, earlier))
    const left = await store.orders.ofVehicle('D005', vehicleIdOf('anna'), { limit: 10 })
    expect(left.items.map(({ receivedOn }) => receivedOn)).toEqual(days.slice(0, 4).toReversed())
    const other = await store.orders.ofVehicle('D005', vehicleIdOf('other'), { limit: 10 })
    expect(other.items).toHaveLength(2)
  })
})

describe('the field-service orders of somebody who stood in the books three times', () => {
  const books = ['first', 'second', 'third'] as const
  /** Asked for minute by minute, now under this number, now under that. */
  const asked = Array.from({ length: 17 }, (_, index) => ({
    name: `visit ${String(index)}`,
    requestedAt: addMinutes(now, index),
    customerId: customerIdOf(books[(index * index) % 3]!),
  }))
  beforeAll(() =>
    save(
      store,
      ...puts(
        fieldServiceRecord,
        ...asked.map(({ name, ...more }) => fieldServiceOrderOf(name, { dealerId: 'D006', ...more })),
      ),
    ),
  )

  it.each([1, 2, 5, 17, 50])('are one list, the newest first, in pages of %i', async (limit) => {
    const ids = [customerIdOf('first'), customerIdOf('second'), customerIdOf('third')] as const
    const found: string[] = []
    let after: Place | undefined
    do {
      const page = await store.fieldService.ofCustomer('D006', ids, { limit, after })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...page.items.map(({ number }) => number))
      after = page.next
    } while (after !== undefined)
    expect(found).toEqual(asked.map(({ name }) => `FS-${name}`).toReversed())
  })
})

describe('open orders', () => {
  const owned = { dealerId: 'D008', ...inWork }
  const promised = (minutes: number) => ({
    promise: {
      at: addMinutes(now, minutes),
      number: 1,
      changes: [{ promisedAt: addMinutes(now, minutes), at: now, by: 'test' }],
    },
  })
  // More than one page of keys, so that what is wanted is looked for behind others.
  const names = Array.from({ length: 230 }, (_, index) => `promised ${String(index)}`)
  const mine = (index: number) => ({ advisorId: staffIdOf(index % 50 === 0 ? 's1' : 's2') })
  beforeAll(() =>
    save(
      store,
      ...puts(
        repairOrderRecord,
        ...names.map((name, index) => repairOrderOf(name, { ...owned, ...mine(index), ...promised(index) })),
        repairOrderOf('unpromised', { ...owned, receivedOn: day('2026-01-01') }),
        repairOrderOf('checked', { ...owned, ...promised(1000), status: 'checked' }),
        repairOrderOf('over', { ...owned, ...promised(0), status: 'cancelled' }),
      ),
    ),
  )
  const allOf = async (which: OpenOrders, limit: number) => {
    const found: string[] = []
    let after: Place | undefined
    do {
      const page = await store.orders.open('D008', which, { limit, after })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...page.items.map(({ number }) => number.slice('RO-'.length)))
      after = page.next
    } while (after !== undefined)
    return found
  }

  it('are listed by their promise, those without one behind them, and none that is over', async () => {
    expect(await allOf({}, 100)).toEqual([...names, 'checked', 'unpromised'])
  })

  it('are found by state, advisor and promise, page by page', async () => {
    expect(await allOf({ advisorId: staffIdOf('s1') }, 2)).toEqual(
      [0, 50, 100, 150, 200].map((i) => names[i]),
    )
    const page = await store.orders.open('D008', { advisorId: staffIdOf('s1') }, { limit: 5 })
    expect(page.items).toHaveLength(5)
    expect(await allOf({ status: 'checked' }, 1)).toEqual(['checked'])
    expect(await allOf({ promisedBefore: addMinutes(now, 3) }, 3)).toEqual(names.slice(0, 4))
    expect(await allOf({ advisorId: staffIdOf('s1'), status: 'checked' }, 10)).toEqual([])
  })

  it('leave the list once they are over', async () => {
    const [first] = (await store.orders.open('D008', {}, { limit: 1 })).items
    await save(store, repairOrderRecord.put({ ...first!, status: 'delivered' }, earlier))
    expect((await allOf({}, 100))[0]).toBe(names[1])
  })
})

describe('complaints', () => {
  const names = Array.from({ length: 230 }, (_, index) => `filed ${String(index).padStart(3, '0')}`)
  const owned = { dealerId: 'D017' }
  const mine = (index: number) => staffIdOf(index % 50 === 0 ? 's1' : 's2')
  beforeAll(() =>
    save(
      store,
      ...puts(
        complaintRecord,
        ...names.map((name, index) =>
          complaintOf(name, { ...owned, filedAt: addMinutes(now, index), ownerId: mine(index) }),
        ),
      ),
    ),
  )
  const named = (complaints: readonly { number: string }[]) => complaints.map(({ number }) => number.slice(3))
  async function allOf(ask: (paging: Paging) => Promise<Listed<{ number: string }>>, limit: number) {
    const found: string[] = []
    let after: Place | undefined
    do {
      const page = await ask({ limit, after })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...named(page.items))
      after = page.next
    } while (after !== undefined)
    return found
  }
  const rare = [0, 50, 100, 150, 200].map((index) => names[index])

  it.each([1, 3, 100])('of one owner are found among the open ones, in pages of %i', async (limit) => {
    const which = { ownerId: staffIdOf('s1') }
    expect(await allOf((paging) => store.complaints.open('D017', which, paging), limit)).toEqual(rare)
  })

  it.each([2, 7])(
    'of a period are found in the order in which they were filed, in pages of %i',
    async (limit) => {
      const period = { from: addMinutes(now, 10), until: addMinutes(now, 40) }
      const ask = (paging: Paging) => store.complaints.filed('D017', period, paging)
      expect(await allOf(ask, limit)).toEqual(names.slice(10, 40))
      const all = { from: now, until: addMinutes(now, 400), ownerId: staffIdOf('s1') }
      expect(await allOf((paging) => store.complaints.filed('D017', all, paging), limit)).toEqual(rare)
    },
  )
})

describe('orders that may be claimed', () => {
  const owned = { dealerId: 'D019' }
  const paid = { ...owned, deliveredOn: day('2026-11-02'), settlement: 'manufacturer' } as const

  it('are found by keys alone, those delivered since, of the dealer alone; an old key says neither', async () => {
    const orders = [
      repairOrderOf('paid by the manufacturer', paid),
      repairOrderOf('accident', { ...paid, kind: 'accident' }),
      repairOrderOf('campaign', { ...owned, deliveredOn: day('2026-11-01'), campaignCode: 'SC-1' }),
      repairOrderOf('customer pays', { ...owned, deliveredOn: day('2026-11-02') }),
      repairOrderOf('before', { ...paid, deliveredOn: day('2026-10-31') }),
      repairOrderOf('another’s', { ...paid, dealerId: 'D0191' }),
    ]
    const old = repairOrderOf('of an old key', { ...owned, deliveredOn: day('2026-11-03') })
    const withoutWord = String(repairOrderRecord.keysOf(old)['lookupSk']).replace(/#no-claim$/, '')
    const asThen = puts(repairOrderRecord, old).map((write) =>
      write.kind === 'put' ? { ...write, item: { ...write.item, lookupSk: withoutWord } } : write,
    )
    await save(store, ...puts(repairOrderRecord, ...orders), ...asThen)
    const found = await store.orders.claimableSince('D019', day('2026-11-01'))
    const names = ['of an old key', 'paid by the manufacturer', 'accident', 'campaign']
    expect(found.map(({ orderId }) => orderId).sort()).toEqual(names.map(orderIdOf).sort())
    expect(await store.orders.claimableSince('D01', day('2026-01-01'))).toEqual([])
    expect((await store.orders.countedSince('D019', day('2026-11-01'))).length).toBe(5)
  })
})

describe('warranty claims', () => {
  const owned = { dealerId: 'D020' }
  const names = Array.from({ length: 230 }, (_, index) => `claim ${String(index).padStart(3, '0')}`)
  const makes = (index: number) => (index % 50 === 0 ? '红旗#一汽' : '长城')
  beforeAll(() =>
    save(
      store,
      ...puts(
        warrantyClaimRecord,
        ...names.map((name, index) =>
          claimOf(name, {
            ...owned,
            manufacturer: makes(index),
            deliveredOn: day('2026-11-01'),
            next: { step: 'submit', dueOn: addDays(day('2026-11-01'), index) },
          }),
        ),
        claimOf('waiting', { ...owned, status: 'submitted' }),
      ),
    ),
  )
  const rare = [0, 50, 100, 150, 200].map((index) => claimOf(names[index] ?? '').claimId)
  async function allOf(ask: (paging: Paging) => Promise<Listed<{ claimId: string }>>, limit: number) {
    const found: string[] = []
    let after: Place | undefined
    do {
      const page = await ask({ limit, after })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...page.items.map(({ claimId }) => claimId))
      after = page.next
    } while (after !== undefined)
    return found
  }

  it.each([1, 3, 100])(
    'of a manufacturer are found, what is due first in front, in pages of %i',
    async (limit) => {
      const which = { manufacturer: '红旗#一汽' }
      expect(await allOf((paging) => store.warrantyClaims.open('D020', which, paging), limit)).toEqual(rare)
      const month = { from: day('2026-11-01'), until: day('2026-11-01'), ...which }
      const found = await allOf((paging) => store.warrantyClaims.delivered('D020', month, paging), limit)
      expect(found.sort()).toEqual([...rare].sort())
    },
  )

  it('that wait for the manufacturer stand at the end, and are due on no day', async () => {
    const all = await allOf((paging) => store.warrantyClaims.open('D020', {}, paging), 100)
    expect(all).toEqual([...names, 'waiting'].map((name) => claimOf(name).claimId))
    const dueBy = day('2026-11-03')
    const due = await allOf((paging) => store.warrantyClaims.open('D020', { dueBy }, paging), 100)
    expect(due).toEqual(names.slice(0, 3).map((name) => claimOf(name).claimId))
  })

  it('tell their lines from keys alone, with the manufacturer as it is written', async () => {
    const lines = await store.warrantyClaims.linesSince('D020', day('2026-11-01'))
    expect(lines).toHaveLength(231)
    expect(lines.filter(({ manufacturer }) => manufacturer === '红旗#一汽')).toHaveLength(5)
    expect(await store.warrantyClaims.linesSince('D020', day('2026-11-21'))).toEqual([])
  })
})

describe('what a purpose has planned', () => {
  const names = Array.from({ length: 9 }, (_, index) => `planned ${String(index)}`)
  const owned = { dealerId: 'D016' }
  beforeAll(() =>
    save(
      store,
      ...puts(
        dueItemRecord,
        ...names.map((name) => dueItemOf(name, owned)),
        dueItemOf('between cycles', { ...owned, step: undefined, dueAt: undefined }),
        dueItemOf('other', { ...owned, purpose: 'insurance-call-lists' }),
      ),
    ),
  )

  it('is listed whole, page by page, each as it is now, waiting or between cycles', async () => {
    const found: string[] = []
    let after: Place | undefined
    do {
      const page = await store.dueItems.ofPurpose('D016', 'maintenance-reminders', { limit: 4, after })
      found.push(...page.items.map((item) => item.subject))
      after = page.next
    } while (after !== undefined)
    const expected = [...names, 'between cycles'].map((name) => `vehicle#${vehicleIdOf(name)}`)
    expect(found).toEqual(expected.sort())
  })
})

describe('a walk over a dealer’s vehicles', () => {
  it('leaves the list of those that are pending once it is over', async () => {
    const walk = (await store.replans.ofDealer('D001'))!
    await save(store, replanRecord.put({ ...walk, purpose: undefined, finishedAt: now }, earlier))
    expect((await store.replans.pending()).map(({ dealerId }) => dealerId)).not.toContain('D001')
  })
})

describe('the shards', () => {
  it('of a key never change, and are used evenly', () => {
    expect(['a', 'D001#vehicle#x', '车'].map(shardOf)).toEqual([0, 2, 1])
    const counts = Array<number>(SHARDS).fill(0)
    for (let index = 0; index < 4000; index += 1) {
      const shard = shardOf(`D001#vehicle#${vehicleIdOf(String(index))}`)
      counts[shard] = (counts[shard] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

describe('the cars of a campaign', () => {
  const owned = { dealerId: 'D021' }
  const campaign = campaignOf('S2026M0117V', {
    ...owned,
    lists: [
      {
        noticeId: noticeOf('first').noticeId,
        kind: 'recall',
        at: earlier.at,
        listed: 3,
        unknownHere: 1,
        takenBack: earlier,
      },
      { noticeId: noticeOf('second').noticeId, kind: 'recall', at: earlier.at, listed: 2, unknownHere: 0 },
    ],
  })
  const car = (index: number, more: Parameters<typeof campaignVehicleOf>[1]) =>
    campaignVehicleOf(vinOf(index), { ...owned, ...more })

  beforeAll(() =>
    save(
      store,
      ...puts(campaignRecord, campaign),
      ...puts(
        campaignVehicleRecord,
        car(1, { lists: [0] }),
        car(2, { lists: [0, 1], smsAt: earlier.at }),
        car(3, { lists: [1], status: 'done_here', informedAt: earlier.at }),
        car(4, { lists: [1], left: 'sold' }),
        car(5, { lists: [1], vehicleId: undefined }),
      ),
    ),
  )

  it('are those that a list names which was not taken back, in their state, over all pages', async () => {
    const found: string[] = []
    let after: Awaited<ReturnType<typeof store.campaigns.cars>>['next']
    do {
      const page = await store.campaigns.cars(campaign, 'open', { limit: 1, after })
      found.push(...page.items.map(({ vin }) => vin))
      after = page.next
    } while (after !== undefined)
    expect(found.sort()).toEqual([vinOf(2), vinOf(4)])
    const strangers = await store.campaigns.cars(campaign, 'unknown_here', { limit: 9 })
    expect(strangers.items.map(({ vin }) => vin)).toEqual([vinOf(5)])
  })

  it('are counted by their keys alone, of the dealer alone', async () => {
    const cars = await store.campaigns.counted('D021', campaign.campaignId)
    expect(campaignCounts(campaign, cars)).toEqual({
      listed: 3,
      ours: 3,
      unknownHere: 0,
      open: 2,
      doneHere: 1,
      doneElsewhere: 0,
      notApplicable: 0,
      left: 1,
      sms: 1,
      informed: 1,
    })
    expect(await store.campaigns.counted('D02', campaign.campaignId)).toEqual([])
  })
})
