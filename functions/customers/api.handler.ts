import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openCustomerRecords } from '../../shared/store/customer-records.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { customersApi } from './api.ts'
import { randomNumber } from './customer-number.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of customers: their records, what they agreed to, and what they may ask of their data. */
export const handler = apiHandler(
  customersApi({ store: openCustomerRecords(table), clock, newNumber: randomNumber }),
  {
    table,
    clock,
    log: lambdaLog(),
  },
)
