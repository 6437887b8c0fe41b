import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { openWarrantyStore } from '../../shared/store/warranty-store.ts'
import { warrantyApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const store = openWarrantyStore(table)

/** The routes of warranty: coverage, the statutory ledger, what customers ask for under the law. */
export const handler = apiHandler(warrantyApi({ store, clock }), { table, clock, log: lambdaLog() })
