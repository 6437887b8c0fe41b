import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { fieldServiceApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of field service: visits that customers ask for, and what came of them. */
export const handler = apiHandler(fieldServiceApi({ store: openStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
