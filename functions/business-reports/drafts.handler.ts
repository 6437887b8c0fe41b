import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openReportStore } from '../../shared/store/report-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { draftReports } from './draft-reports.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = {
  store: openReportStore(connectTable(TABLE_NAME)),
  clock: systemClock,
  log: lambdaLog(),
}

/** In the zone of its schedule: in the evening the day's business reports, in the morning those of the month before. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return draftReports(dependencies)
}
