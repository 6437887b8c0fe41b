import * as z from 'zod'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { readSmsLog } from './sms-log.ts'

const { RECEIPTS_QUEUE_URL } = readEnvironment({ RECEIPTS_QUEUE_URL: z.url() })
const dependencies = { queue: connectQueue(RECEIPTS_QUEUE_URL), log: lambdaLog() }

/** SNS's delivery log, from CloudWatch Logs, to the queue of receipts. */
export const handler = (event: unknown) => readSmsLog(event, dependencies)
