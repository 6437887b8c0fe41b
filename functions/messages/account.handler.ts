import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openJobStore } from '../../shared/store/job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { accountForDay } from './account.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openJobStore(connectTable(TABLE_NAME))
const log = lambdaLog()

/** At the end of the day: adds up what was due and what became of it. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return accountForDay({ store, clock: systemClock, log })
}
