import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openDropStore } from '../../shared/store/drop-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { dropForAll } from './drop-calls.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = { store: openDropStore(connectTable(TABLE_NAME)), clock: systemClock, log: lambdaLog() }

/** Each morning, before anybody calls: what is past its last day is over. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return dropForAll(dependencies)
}
