import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStaffRecords } from '../../shared/store/staff-records.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { staffApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const log = lambdaLog()

/** The routes of staff: who does what, who is away, who stands in. */
export const handler = apiHandler(staffApi({ store: openStaffRecords(table), clock, log }), {
  table,
  clock,
  log,
})
