import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { ImportUploaded } from '../../events/import-uploaded.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { hintsOf } from '../../shared/runtime/hints.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { runImport } from './run-import.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string(), IMPORTS_QUEUE_URL: z.url() })
const queue = connectQueue(env.IMPORTS_QUEUE_URL)
const dependencies = {
  table: connectTable(env.TABLE_NAME),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
}

/** An import whose files are in the bucket, from the queue of imports: one a function. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { hints, unreadable } = hintsOf(event.Records, ImportUploaded)
  const remaining = () => context.getRemainingTimeInMillis()
  const again: string[] = []
  for (const { messageId, body } of hints) {
    const end = await runImport({ ...body, messageId }, { ...dependencies, remaining })
    if (end === 'done') continue
    const notTaken = await queue.send([{ body }])
    // Nothing else remembers that the import wants to go on: its own message then comes again.
    if (notTaken.length > 0) again.push(messageId)
  }
  return { batchItemFailures: [...unreadable, ...again].map((itemIdentifier) => ({ itemIdentifier })) }
}
