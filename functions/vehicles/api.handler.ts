import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { openVehicleRecords } from '../../shared/store/vehicle-records.ts'
import { vehiclesApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of vehicles: their records, whose they are, what they have run, and all that happened to them. */
export const handler = apiHandler(vehiclesApi({ store: openVehicleRecords(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
