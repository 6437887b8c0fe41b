import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openListStore } from '../../shared/store/list-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { sendLists } from './send-lists.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openListStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** Each working morning, in the zone of its schedule: the day's call lists by mail. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return sendLists(dependencies)
}
