import type { Route } from './contract.ts'
import { dailyReportRoutes, monthlyReportRoutes } from './routes/business-reports.ts'
import { feedRoutes, readFeed } from './routes/calendar-feeds.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { claimStatementRoutes } from './routes/claim-statements.ts'
import { complaintRoutes } from './routes/complaints.ts'
import { contactRoutes } from './routes/contacts.ts'
import { customerDataRoutes } from './routes/customer-data.ts'
import { mergeRoutes } from './routes/customer-merges.ts'
import { customerRoutes } from './routes/customers.ts'
import { followUpRoutes } from './routes/follow-up-calls.ts'
import { importRoutes } from './routes/imports.ts'
import { orderSteps } from './routes/order-steps.ts'
import { orderRoutes } from './routes/orders.ts'
import { partPriceRoutes } from './routes/part-prices.ts'
import { deadlineRoutes } from './routes/deadlines.ts'
import { readDocumentation, readOpenApi } from './routes/documentation.ts'
import { dealerRoutes } from './routes/dealers.ts'
import { dutyRoutes } from './routes/duties.ts'
import { equipmentCheckRoutes } from './routes/equipment-checks.ts'
import { fieldServiceRoutes } from './routes/field-service.ts'
import { readCallList, recordCallOutcome } from './routes/insurance-renewals.ts'
import {
  dropHeld,
  dropSeveralHeld,
  listHeld,
  listMessageChanges,
  listMessages,
  readMessage,
  releaseHeld,
  releaseSeveralHeld,
} from './routes/messages.ts'
import { meetingRoutes } from './routes/meetings.ts'
import { newOwnerRoutes } from './routes/new-owner-calls.ts'
import { noticeEffectRoutes } from './routes/notice-effects.ts'
import { noticeLinkRoutes } from './routes/notice-links.ts'
import { noticeTeachingRoutes } from './routes/notice-teachings.ts'
import { noticeVerbRoutes } from './routes/notice-verbs.ts'
import { noticeReadRoutes } from './routes/notices.ts'
import { partsOrderRoutes } from './routes/parts-orders.ts'
import { policyRoutes } from './routes/policies.ts'
import { informOfRecall } from './routes/recall-calls.ts'
import { returnedPartRoutes } from './routes/returned-parts.ts'
import { mergeVehicle } from './routes/vehicle-merge.ts'
import { readTimeline } from './routes/vehicle-timeline.ts'
import { targetRoutes } from './routes/target-board.ts'
import { vehicleRoutes } from './routes/vehicles.ts'
import { warrantyMailingRoutes } from './routes/warranty-mailings.ts'
import { staffRoutes } from './routes/staff.ts'
import { staffChangeRoutes } from './routes/staff-changes.ts'
import { warrantyClaimRoutes } from './routes/warranty-claims.ts'
import { warrantyRoutes } from './routes/warranty.ts'

/** Every route of the API. What is not here does not exist: not at the gateway, not locally, not in the docs. */
export const routes: readonly Route[] = [
  readCallList,
  recordCallOutcome,
  listMessages,
  listHeld,
  readMessage,
  listMessageChanges,
  releaseHeld,
  dropHeld,
  releaseSeveralHeld,
  dropSeveralHeld,
  ...policyRoutes,
  ...staffRoutes,
  ...staffChangeRoutes,
  ...dealerRoutes,
  ...customerRoutes,
  ...importRoutes,
  ...partsOrderRoutes,
  ...fieldServiceRoutes,
  ...mergeRoutes,
  ...contactRoutes,
  ...vehicleRoutes,
  ...orderRoutes,
  ...orderSteps,
  ...partPriceRoutes,
  mergeVehicle,
  readTimeline,
  ...customerDataRoutes,
  ...dutyRoutes,
  ...dailyReportRoutes,
  ...monthlyReportRoutes,
  ...targetRoutes,
  ...feedRoutes,
  ...deadlineRoutes,
  ...complaintRoutes,
  ...followUpRoutes,
  ...newOwnerRoutes,
  informOfRecall,
  ...meetingRoutes,
  ...equipmentCheckRoutes,
  ...warrantyRoutes,
  ...warrantyClaimRoutes,
  ...returnedPartRoutes,
  ...claimStatementRoutes,
  ...noticeReadRoutes,
  ...noticeVerbRoutes,
  ...noticeTeachingRoutes,
  ...noticeEffectRoutes,
  ...noticeLinkRoutes,
  ...warrantyMailingRoutes,
  ...campaignRoutes,
  readFeed,
  readOpenApi,
  readDocumentation,
]
