import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import * as z from 'zod'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { relay } from './relay.ts'

const { DELIVERIES_QUEUE_URL } = readEnvironment({ DELIVERIES_QUEUE_URL: z.url() })
const queue = connectQueue(DELIVERIES_QUEUE_URL)
const log = lambdaLog()

/** New deliveries, from the table's stream, to the queue of deliveries. */
export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
  relay(event.Records, { queue, log, clock: systemClock })
