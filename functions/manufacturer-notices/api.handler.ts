import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { LINK_SECRET_BYTES } from '../../shared/domain/notice-link.ts'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectDownloads } from '../../shared/store/downloads.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openNoticeStore } from '../../shared/store/notice-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { noticesApi } from './api.ts'

const env = readEnvironment({
  TABLE_NAME: z.string(),
  FILES_BUCKET: z.string(),
  PUBLIC_URL: z.url(),
  INBOX_DOMAIN: z.string(),
})
const table = connectTable(env.TABLE_NAME)
const clock = systemClock
const dependencies = {
  store: openNoticeStore(table),
  files: connectFiles(env.FILES_BUCKET),
  downloads: connectDownloads(env.FILES_BUCKET),
  clock,
  publicUrl: env.PUBLIC_URL,
  inboxDomain: env.INBOX_DOMAIN,
  newSecret: () => randomBytes(LINK_SECRET_BYTES).toString('base64url'),
}

/** The routes of manufacturers' notices: read, corrected, answered and closed. */
export const handler = apiHandler(noticesApi(dependencies), { table, clock, log: lambdaLog() })
