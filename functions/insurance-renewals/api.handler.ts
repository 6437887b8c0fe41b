import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { renewalApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const log = lambdaLog()

/** The routes of the renewal calls: a specialist's list, and what came of each call. */
export const handler = apiHandler(renewalApi({ store: openStore(table), clock, log }), {
  table,
  clock,
  log,
})
