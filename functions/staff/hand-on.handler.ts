import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { complaintStore } from '../../shared/store/complaints.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { handOnForAll } from './hand-on.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const store = { ...openStore(table), complaints: complaintStore(table) }
const dependencies = { store, clock: systemClock, log: lambdaLog() }

/** Each morning, before the workshop opens: open orders of those who have left change hands. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return handOnForAll(dependencies)
}
