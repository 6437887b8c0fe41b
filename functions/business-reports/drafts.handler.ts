import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openReportStore } from '../../shared/store/report-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { draftDailyReports } from './draft-daily.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = {
  store: openReportStore(connectTable(TABLE_NAME)),
  clock: systemClock,
  log: lambdaLog(),
}

/** In the evening, in the zone of its schedule: the day's business reports of the dealers that have closed. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return draftDailyReports(dependencies)
}
