import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openJobStore } from '../../shared/store/job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { maintenanceReminders } from './purpose.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openJobStore(connectTable(TABLE_NAME))
const purpose = maintenanceReminders(store)
const log = lambdaLog()

/** Each morning, in the zone of its schedule: decides the maintenance reminders that are due. */
export const handler = (event: unknown) =>
  loggedSweep(purpose, JobDue.parse(event), { store, clock: systemClock, log })
