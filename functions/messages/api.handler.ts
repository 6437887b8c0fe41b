import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { messagesApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const log = lambdaLog()

/** The routes of the ledger. */
export const handler = apiHandler(messagesApi({ store: openStore(table), clock, log }), {
  table,
  clock,
  log,
})
