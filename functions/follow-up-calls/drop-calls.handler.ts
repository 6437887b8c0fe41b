import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openDropStore } from '../../shared/store/drop-store.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { eachMorning } from './each-morning.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openDropStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** Each morning, before anybody calls: what is past its last day is over, and the bulletins on their days. */
export const handler = (event: unknown) => {
  JobDue.parse(event)
  return eachMorning(dependencies)
}
