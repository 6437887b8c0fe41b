import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openOrderRecords } from '../../shared/store/order-records.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { ordersApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const log = lambdaLog()
const store = openOrderRecords(table)

/** The routes of repair orders, from the appointment to the delivery, and of what parts cost. */
export const handler = apiHandler(ordersApi({ store, clock }), { table, clock, log })
