import { campaignMachine } from './campaign-machine.ts'
import { campaignVehicleMachine } from './campaign-vehicle-machine.ts'
import { deadlineMachine } from './deadline-machine.ts'
import { complaintMachine } from './complaint-machine.ts'
import { followUpMachine } from './follow-up-machine.ts'
import { importMachine } from './import-machine.ts'
import { fieldServiceMachine } from './field-service-machine.ts'
import { equipmentCheckMachine } from './equipment-check-machine.ts'
import type { Machine } from './machine.ts'
import { noticeEffectMachine } from './notice-effect-machine.ts'
import { noticeMachine } from './notice-machine.ts'
import { partsOrderMachine } from './parts-order-machine.ts'
import { repairOrderMachine } from './repair-order-machine.ts'
import { reportMachine } from './report-machine.ts'
import { claimStatementMachine } from './claim-statement-machine.ts'
import { staffChangeMachine } from './staff-change-machine.ts'
import { returnedPartMachine } from './returned-part-machine.ts'
import { statutoryRequestMachine } from './statutory-request-machine.ts'
import { warrantyClaimMachine } from './warranty-claim-machine.ts'
import { warrantyMailingMachine } from './warranty-mailing-machine.ts'

/** Every machine of the product, in the order of the document that draws them. */
export const machines: readonly Machine[] = [
  repairOrderMachine,
  partsOrderMachine,
  fieldServiceMachine,
  complaintMachine,
  followUpMachine,
  importMachine,
  deadlineMachine,
  noticeMachine,
  noticeEffectMachine,
  campaignMachine,
  campaignVehicleMachine,
  reportMachine,
  staffChangeMachine,
  equipmentCheckMachine,
  warrantyClaimMachine,
  returnedPartMachine,
  claimStatementMachine,
  statutoryRequestMachine,
  warrantyMailingMachine,
]
