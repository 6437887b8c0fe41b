import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openCallStore } from '../../shared/store/call-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { followUpApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of follow-up calls: whom to call today, and what customers said. */
export const handler = apiHandler(followUpApi({ store: openCallStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
