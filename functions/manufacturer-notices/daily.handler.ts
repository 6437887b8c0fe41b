import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openNoticeStore } from '../../shared/store/notice-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { sendDailyMails } from './send-daily.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openNoticeStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** Each working day at nine: the information clerk's mail about the notices. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return sendDailyMails(dependencies)
}
