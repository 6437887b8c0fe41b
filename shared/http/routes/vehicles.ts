import * as z from 'zod'
import { CustomerId, VehicleId } from '../../domain/ids.ts'
import { WrittenPlate } from '../../domain/plate.ts'
import { line, text } from '../../domain/text.ts'
import { ReadingReason, ReadingSource, ToldStatus } from '../../domain/vehicle-past.ts'
import { WrittenVin } from '../../domain/vin.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { ReadingAnswer, VehicleAtDesk, VehicleBody, vehicleFields } from './vehicle-views.ts'

export const functionName = 'vehicles-api'

const managers = ['service_manager', 'general_manager'] as const
/** Who takes cars in, at the desk or at the customer's, and keeps their records right. */
const writers = [
  'front_desk_supervisor',
  'service_advisor',
  'advisor_assistant',
  'customer_service_rep',
  'information_clerk',
  'field_service_specialist',
  ...managers,
] as const
/** Who hears on the telephone that a car is gone. */
const statusWriters = [...writers, 'follow_up_caller', 'renewal_specialist', 'insurance_manager'] as const
/** Who stands before the odometer, or asks for it. */
const odometerReaders = [
  ...statusWriters,
  'workshop_supervisor',
  'workshop_dispatcher',
  'team_leader',
  'technical_supervisor',
  'quality_inspector',
  'warranty_clerk',
] as const
/** Whoever works on cars, or talks to those who own them. */
export const vehicleReaders = [
  ...odometerReaders,
  'parts_supervisor',
  'parts_planner',
  'insurance_specialist',
  'insurance_clerk',
  'insurance_claims_clerk',
  'insurance_assistant',
  'data_analyst',
] as const
/** Who answers for the records being right. */
export const vehicleKeepers = ['front_desk_supervisor', 'information_clerk', ...managers] as const

/** As imports take them, so that nothing can be typed in that an export could not bring. */
const told = {
  vin: WrittenVin,
  plate: WrittenPlate,
  brand: line(100),
  model: line(100),
  soldOn: BookDate,
  warrantyFrom: BookDate,
  /** Of the purchase invoice, where it is another day than that of the sale. */
  invoicedOn: BookDate,
  /** False: not bought for a household's own use, so the statutory warranty does not count for it. */
  household: z.boolean(),
  /**
   * The vehicle that this VIN was written down for by mistake: it finds that one no longer. Without it a VIN that was
   * corrected goes on meaning the vehicle whose it was, since the old system goes on saying it.
   */
  vinWasOf: VehicleId,
}

export const createVehicle = defineRoute({
  method: 'POST',
  path: '/vehicles',
  functionName,
  roles: writers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    vin: told.vin,
    plate: told.plate.optional(),
    brand: told.brand,
    model: told.model,
    soldOn: told.soldOn,
    warrantyFrom: told.warrantyFrom.optional(),
    invoicedOn: told.invoicedOn.optional(),
    household: told.household.optional(),
    customerId: CustomerId,
    vinWasOf: told.vinWasOf.optional(),
  }),
  response: VehicleBody,
  status: 201,
  refuses: ['not-found', 'already-exists'],
  summary: { zh: '新建车辆', en: 'Takes in a vehicle' },
})

export const findVehicles = defineRoute({
  method: 'GET',
  path: '/vehicles',
  functionName,
  roles: vehicleReaders,
  params: {},
  query: { vin: told.vin.optional(), plate: told.plate.optional() },
  body: noBody,
  response: pageOf(
    z.object({
      ...vehicleFields,
      /** Whether it has this VIN or plate now, or had it once. */
      found: z.enum(['current', 'former']),
    }),
  ),
  summary: {
    zh: '按车架号或车牌查车辆（二者给一），曾用的也能查到',
    en: 'Looks a vehicle up by its VIN or its plate, exactly one of them, former ones too',
  },
})

export const vehicleParams = { vehicleId: VehicleId }
const params = vehicleParams

export const readVehicle = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}',
  functionName,
  roles: vehicleReaders,
  params,
  query: {},
  body: noBody,
  response: VehicleAtDesk,
  summary: {
    zh: '车辆档案：下次保养及依据、保险、里程、待办提醒',
    en: 'A vehicle: its next service and why, its cover, its odometer, what falls due',
  },
})

export const changeVehicle = defineRoute({
  method: 'PATCH',
  path: '/vehicles/{vehicleId}',
  functionName,
  roles: writers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({
    vin: told.vin.optional(),
    plate: told.plate.nullable().optional(),
    brand: told.brand.optional(),
    model: told.model.optional(),
    soldOn: told.soldOn.optional(),
    warrantyFrom: told.warrantyFrom.nullable().optional(),
    invoicedOn: told.invoicedOn.nullable().optional(),
    household: told.household.nullable().optional(),
    vinWasOf: told.vinWasOf.optional(),
  }),
  response: VehicleBody,
  refuses: ['already-exists', 'vehicle-merged'],
  summary: { zh: '修改车辆档案', en: 'Changes a vehicle' },
})

export const transferVehicle = defineRoute({
  method: 'POST',
  path: '/vehicles/{vehicleId}/transfer',
  functionName,
  roles: writers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({
    /** The new owner. */
    customerId: CustomerId,
    on: BookDate,
  }),
  response: VehicleBody,
  refuses: ['vehicle-merged'],
  summary: {
    zh: '过户：原车主的提醒停止，新车主的开始',
    en: 'Another owner: the reminders of the one before stop, those of the new one begin',
  },
})

export const setVehicleStatus = defineRoute({
  method: 'POST',
  path: '/vehicles/{vehicleId}/status',
  functionName,
  roles: statusWriters,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({ status: ToldStatus, on: BookDate, reason: text(500).optional() }),
  response: VehicleBody,
  refuses: ['transition-refused', 'vehicle-merged'],
  summary: {
    zh: '登记车辆已卖出、报废、迁出或恢复在用',
    en: 'Sold, scrapped, moved away, or active again: anything but active leaves every reminder',
  },
})

export const recordOdometer = defineRoute({
  method: 'POST',
  path: '/vehicles/{vehicleId}/odometer',
  functionName,
  roles: odometerReaders,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({
    /** As imports take them. */
    km: z.int().min(0).max(9_999_999),
    on: BookDate,
    source: ReadingSource,
    /** It counts although it contradicts what is known, for this reason. */
    confirmed: z.strictObject({ because: ReadingReason, remark: text(500).optional() }).optional(),
  }),
  response: ReadingAnswer,
  refuses: ['vehicle-merged'],
  summary: {
    zh: '登记里程：比上次小或增长异常的不采用，须说明原因再确认',
    en: 'Records the odometer; a reading that falls or leaps is set aside unless it is confirmed with a reason',
  },
})

export const listVehicleChanges = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/changes',
  functionName,
  roles: vehicleKeepers,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '车辆档案的修改记录', en: 'Who changed what in a vehicle, newest first' },
})

export const vehicleRoutes = [
  createVehicle,
  findVehicles,
  readVehicle,
  changeVehicle,
  transferVehicle,
  setVehicleStatus,
  recordOdometer,
  listVehicleChanges,
] as const
