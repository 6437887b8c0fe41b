import * as z from 'zod'
import { VehicleId } from '../../domain/ids.ts'
import { Etag } from '../etag.ts'
import { defineRoute } from '../contract.ts'
import { VehicleBody } from './vehicle-views.ts'
import { functionName, vehicleKeepers, vehicleParams } from './vehicles.ts'

export const mergeVehicle = defineRoute({
  method: 'POST',
  path: '/vehicles/{vehicleId}/merge',
  functionName,
  roles: vehicleKeepers,
  ifMatch: true,
  idempotent: true,
  params: vehicleParams,
  query: {},
  body: z.strictObject({
    /** The record that turned out to be of the same car. */
    otherId: VehicleId,
    /** Its ETag, as it was read. */
    otherEtag: Etag,
    /** Says that they are one car although their VINs differ in many places. */
    confirmed: z.boolean().optional(),
  }),
  response: z.object({
    /** The record that counts. */
    vehicle: VehicleBody,
    /** The one that went into it. */
    other: VehicleBody,
    moved: z.object({ orders: z.int().nonnegative(), policies: z.int().nonnegative() }),
  }),
  refuses: ['vehicle-merged', 'vehicle-merge-unconfirmed', 'vehicle-merge-too-large'],
  summary: {
    zh: '把同一辆车的另一份档案并入此车：工单、保单、车牌和里程转过来',
    en: 'Merges another record of the same car into this one: its orders, policies, plates and readings go over',
  },
})
