import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { openWarrantyStore } from '../../shared/store/warranty-store.ts'
import { openForAll } from './open-claims.ts'

const env = readEnvironment({ TABLE_NAME: z.string() })
const dependencies = {
  store: openWarrantyStore(connectTable(env.TABLE_NAME)),
  clock: systemClock,
  log: lambdaLog(),
}

/** Each morning, before the list of what is not submitted: claims of what imports have told of. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return openForAll(dependencies)
}
