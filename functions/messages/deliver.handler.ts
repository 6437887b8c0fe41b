import { setTimeout } from 'node:timers/promises'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { DeliveryPlanned } from '../../events/delivery-planned.v1.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { sesMailSender } from '../../shared/senders/mail-sender.ts'
import { snsSmsSender } from '../../shared/senders/sms-sender.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openDeliveryStore } from '../../shared/store/delivery-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { deliver } from './deliver.ts'
import { hintsOf } from '../../shared/runtime/hints.ts'
import { LEASE_SECONDS } from './lease.ts'
import { Pace } from './pace.ts'

const rate = z.coerce.number().positive()
const env = readEnvironment({
  TABLE_NAME: z.string(),
  FILES_BUCKET: z.string(),
  DELIVERIES_QUEUE_URL: z.url(),
  MAIL_FROM: z.string(),
  SES_CONFIGURATION_SET: z.string(),
  SMS_MAX_PRICE_USD: z.string(),
  SMS_PER_SECOND: rate,
  MAIL_PER_SECOND: rate,
})
/** The queue's maximum concurrency in the template: each worker has its share of the pace. */
const WORKERS = 2
/** A delivery goes out at once after a pause; then each message waits its turn. */
const BURST = 25

const log = lambdaLog()
const dependencies = {
  store: openDeliveryStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  queue: connectQueue(env.DELIVERIES_QUEUE_URL),
  sms: snsSmsSender({ maxPriceUsd: env.SMS_MAX_PRICE_USD }),
  mail: sesMailSender({ from: env.MAIL_FROM, configurationSet: env.SES_CONFIGURATION_SET }),
  pace: {
    sms: new Pace(env.SMS_PER_SECOND / WORKERS, BURST),
    mail: new Pace(env.MAIL_PER_SECOND / WORKERS, BURST),
  },
  clock: systemClock,
  wait: setTimeout,
  log,
  leaseSeconds: LEASE_SECONDS,
}

/** Hints at deliveries, from the queue: sends what they point at. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { hints, unreadable } = hintsOf(event.Records, DeliveryPlanned)
  const failed = await deliver(
    hints.map(({ body }) => body),
    { ...dependencies, remaining: () => context.getRemainingTimeInMillis() },
  )
  const again = failed.flatMap((position) => hints[position]?.messageId ?? [])
  return { batchItemFailures: [...unreadable, ...again].map((itemIdentifier) => ({ itemIdentifier })) }
}
