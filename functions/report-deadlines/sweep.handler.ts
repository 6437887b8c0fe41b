import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openDeadlineJobStore } from '../../shared/store/deadline-job-store.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { sweepDeadlines } from './sweep.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openDeadlineJobStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** Every ten minutes: opens what is owed, reminds of it, tells above what is late, and each morning the day's duties. */
export const handler = (event: unknown) => sweepDeadlines(JobDue.parse(event), dependencies)
