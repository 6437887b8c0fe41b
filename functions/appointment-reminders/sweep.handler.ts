import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openAppointmentStore } from '../../shared/store/appointment-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { appointmentReminders } from './purpose.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openAppointmentStore(connectTable(TABLE_NAME))
const purpose = appointmentReminders(store)
const log = lambdaLog()

/** Every half hour of the day, in the zone of its schedule: decides the reminders of appointments that are due. */
export const handler = (event: unknown) =>
  loggedSweep(purpose, JobDue.parse(event), { store, clock: systemClock, log })
