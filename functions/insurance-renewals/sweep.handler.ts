import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { loggedSweep } from '../../shared/due/sweep-log.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openJobStore } from '../../shared/store/job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { insuranceCallLists } from './purpose.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openJobStore(connectTable(TABLE_NAME))
const log = lambdaLog()

/** Each working morning, in the zone of its schedule: puts the vehicles to be called on the lists. */
export const handler = (event: unknown) =>
  loggedSweep(insuranceCallLists(store), JobDue.parse(event), { store, clock: systemClock, log })
