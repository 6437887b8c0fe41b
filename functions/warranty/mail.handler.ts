import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openMailJobStore } from '../../shared/store/mail-job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { sendWarrantyMails } from './mail-job.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openMailJobStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** By day, in the zone of its schedule: the morning's list, the manifests that are due, and those that nobody approved. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return sendWarrantyMails(dependencies)
}
