import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { openJobStore } from '../../shared/store/job-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { receiveReceipts } from './receive-receipts.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), RECEIPTS_QUEUE_URL: z.url() })
const dependencies = {
  store: openJobStore(connectTable(env.TABLE_NAME)),
  queue: connectQueue(env.RECEIPTS_QUEUE_URL),
  clock: systemClock,
  log: lambdaLog(),
}

/** What the providers say of messages, from the queue of receipts, to the ledger. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const failed = await receiveReceipts(event.Records, dependencies)
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}
