import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openEffectApiStore } from '../../shared/store/effect-api-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { effectsApi } from './effects-api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of what manufacturers' notices bring: looked at, said yes or no to, taken back. */
export const handler = apiHandler(effectsApi({ store: openEffectApiStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
