import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openCareStore } from '../../shared/store/care-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { complaintsApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of complaints, from the moment they are heard until the customer is content. */
export const handler = apiHandler(complaintsApi({ store: openCareStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
