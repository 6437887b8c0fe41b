import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openMailingStore } from '../../shared/store/mailing-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { warrantyMailApi } from './mail-api.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const table = connectTable(env.TABLE_NAME)
const clock = systemClock
const log = lambdaLog()
const dependencies = { store: openMailingStore(table), files: connectFiles(env.FILES_BUCKET), clock }

/** The routes of the mailings to manufacturers. */
export const handler = apiHandler(warrantyMailApi(dependencies), { table, clock, log })
