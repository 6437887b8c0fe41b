import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { openJobStore } from '../../shared/store/job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { rescue } from './rescue.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), DELIVERIES_QUEUE_URL: z.url() })
const dependencies = {
  store: openJobStore(connectTable(env.TABLE_NAME)),
  queue: connectQueue(env.DELIVERIES_QUEUE_URL),
  clock: systemClock,
  log: lambdaLog(),
}

/** Every ten minutes: deliveries that need looking after. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return rescue(dependencies)
}
