import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openReportStore } from '../../shared/store/report-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { draftDailyReports } from './draft-daily.ts'
import { draftMonthlyReports } from './draft-monthly.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = {
  store: openReportStore(connectTable(TABLE_NAME)),
  clock: systemClock,
  log: lambdaLog(),
}

/** By the names of the schedules. */
const jobs = {
  'daily-reports': draftDailyReports,
  'monthly-reports': draftMonthlyReports,
} as const
const Job = JobDue.extend({ job: z.enum(['daily-reports', 'monthly-reports']) })

/** In the zone of its schedule: in the evening the day's business reports, in the morning that of the month before. */
export const handler = (event: unknown) => jobs[Job.parse(event).job](dependencies)
