import type { Route } from './contract.ts'
import type { Example } from './example.ts'
import { dailyReportExamples, monthlyReportExamples } from './examples/business-reports.ts'
import { campaignExamples } from './examples/campaigns.ts'
import { complaintExamples } from './examples/complaints.ts'
import { dealerExamples } from './examples/dealers.ts'
import { deadlineExamples } from './examples/deadlines.ts'
import { dutyExamples } from './examples/duties.ts'
import { customerExamples } from './examples/customers.ts'
import { importExamples } from './examples/imports.ts'
import { equipmentCheckExamples } from './examples/equipment-checks.ts'
import { fieldServiceExamples } from './examples/field-service.ts'
import { followUpExamples } from './examples/follow-up-calls.ts'
import { meetingExamples } from './examples/meetings.ts'
import { newOwnerExamples } from './examples/new-owner-calls.ts'
import { messageExamples } from './examples/messages.ts'
import { orderExamples } from './examples/orders.ts'
import { renewalExamples } from './examples/insurance-renewals.ts'
import { policyExamples } from './examples/policies.ts'
import { noticeEffectExamples } from './examples/notice-effects.ts'
import { noticeExamples } from './examples/notices.ts'
import { partsOrderExamples } from './examples/parts-orders.ts'
import { vehicleExamples } from './examples/vehicles.ts'
import { warrantyExamples } from './examples/warranty.ts'
import { targetExamples } from './examples/target-board.ts'
import { warrantyMailingExamples } from './examples/warranty-mailings.ts'
import { staffExamples } from './examples/staff.ts'
import { staffChangeExamples } from './examples/staff-changes.ts'

/** An example of every route that asks for a token. */
export const examples: readonly Example[] = [
  ...renewalExamples,
  ...messageExamples,
  ...dealerExamples,
  ...customerExamples,
  ...policyExamples,
  ...importExamples,
  ...partsOrderExamples,
  ...fieldServiceExamples,
  ...vehicleExamples,
  ...staffExamples,
  ...staffChangeExamples,
  ...orderExamples,
  ...dutyExamples,
  ...deadlineExamples,
  ...dailyReportExamples,
  ...monthlyReportExamples,
  ...targetExamples,
  ...complaintExamples,
  ...followUpExamples,
  ...newOwnerExamples,
  ...meetingExamples,
  ...equipmentCheckExamples,
  ...warrantyExamples,
  ...noticeExamples,
  ...noticeEffectExamples,
  ...warrantyMailingExamples,
  ...campaignExamples,
]

export function exampleOf(route: Route): Example | undefined {
  return examples.find((each) => each.route === route)
}
