import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { JobDue } from '../../events/job-due.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openEffectStore } from '../../shared/store/effect-store.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { runEffects } from './run-effects.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string() })
const dependencies = {
  store: openEffectStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** By day, every ten minutes: what the manufacturers' notices bring is done. */
export const handler = (event: unknown, context: Context) => {
  JobDue.parse(event)
  return runEffects({ ...dependencies, remaining: () => context.getRemainingTimeInMillis() })
}
