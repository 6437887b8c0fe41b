import { randomBytes } from 'node:crypto'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { LINK_SECRET_BYTES } from '../../shared/domain/notice-link.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { hintsOf } from '../../shared/runtime/hints.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectFiles } from '../../shared/store/files.ts'
import { openNoticeStore } from '../../shared/store/notice-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { receiveMail } from './receive-mail.ts'
import { SesNotification } from './ses-notification.ts'

const env = readEnvironment({ TABLE_NAME: z.string(), FILES_BUCKET: z.string(), PUBLIC_URL: z.url() })
const dependencies = {
  store: openNoticeStore(connectTable(env.TABLE_NAME)),
  files: connectFiles(env.FILES_BUCKET),
  clock: systemClock,
  log: lambdaLog(),
  publicUrl: env.PUBLIC_URL,
  newSecret: () => randomBytes(LINK_SECRET_BYTES).toString('base64url'),
}

/** A mail that SES has taken in, from the queue of notices: one an invocation. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const { hints, unreadable } = hintsOf(event.Records, SesNotification)
  // What goes wrong comes again by itself: the batch is one message.
  for (const { body } of hints) await receiveMail(body, dependencies)
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) }
}
