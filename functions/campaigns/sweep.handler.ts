import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openRecallStore } from '../../shared/store/campaign-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { findStrangers } from './find-strangers.ts'
import { recallNotices } from './notice-purpose.ts'
import { tidyCalls } from './tidy-calls.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openRecallStore(connectTable(TABLE_NAME))
const purpose = recallNotices(store)
const log = lambdaLog()

/** Every half hour by day: decides the SMS of recalls that are due, has calls about recalls follow what they are now, and finds cars that came into the books. */
export const handler = async (event: unknown) => {
  const report = await loggedSweep(purpose, JobDue.parse(event), { store, clock: systemClock, log })
  await tidyCalls({ store, clock: systemClock, log })
  await findStrangers({ store, clock: systemClock, log })
  return report
}
