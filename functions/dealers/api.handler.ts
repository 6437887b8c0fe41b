import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { dealersApi } from './api.ts'

const { TABLE_NAME, ZONES } = readEnvironment({ TABLE_NAME: z.string(), ZONES: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of the dealer: names, settings, and how far what waits has followed them. */
export const handler = apiHandler(dealersApi({ store: openStore(table), clock, zones: ZONES.split(' ') }), {
  table,
  clock,
  log: lambdaLog(),
})
