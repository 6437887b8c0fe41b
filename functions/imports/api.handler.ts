import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { connectUploads } from '../../shared/store/uploads.ts'
import { importsApi } from './api.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string(), IMPORTS_QUEUE_URL: z.url() })
const table = connectTable(env.TABLE_NAME)
const clock = systemClock
const api = importsApi({
  store: openStore(table),
  files: connectFiles(env.FILES_BUCKET),
  uploads: connectUploads(env.FILES_BUCKET),
  queue: connectQueue(env.IMPORTS_QUEUE_URL),
  clock,
})

/** The routes of imports: upload, start, follow, report. */
export const handler = apiHandler(api, { table, clock, log: lambdaLog() })
