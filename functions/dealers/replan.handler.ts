import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { replanDealers } from './replan.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = { store: openStore(connectTable(TABLE_NAME)), clock: systemClock, log: lambdaLog() }

/** Every ten minutes: what waits follows settings that were changed since. */
export const handler = (event: unknown, context: Context) => {
  JobDue.parse(event)
  return replanDealers({ ...dependencies, remaining: () => context.getRemainingTimeInMillis() })
}
