import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { MessageReceipt } from '../../events/message-receipt.v1.ts'
import { fromEpochMilliseconds } from '../../shared/domain/time.ts'
import { Json } from '../../shared/runtime/hints.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import { lines } from './log-lines.ts'
import { ProviderTime } from './provider-time.ts'

/** What CloudWatch Logs invokes a function with: https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html */
const Invocation = z.object({ awslogs: z.object({ data: z.base64() }) })

const LogData = z.object({
  /** `CONTROL_MESSAGE` only asks whether the function is there. */
  messageType: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })),
})

/** A line of SNS's delivery log: https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
const DeliveryLine = Json.pipe(
  z.object({
    notification: z.object({ messageId: z.string().min(1), timestamp: ProviderTime }),
    delivery: z.object({
      destination: z.string(),
      providerResponse: z.string().default(''),
      numberOfMessageParts: z.int().positive().optional().catch(undefined),
    }),
    status: z.enum(['SUCCESS', 'FAILURE']),
  }),
)
type DeliveryLine = z.infer<typeof DeliveryLine>

/** Some lines could not be handed on: the whole invocation comes again, and twice does no harm. */
export class ReceiptsNotQueued extends Error {
  override readonly name = 'ReceiptsNotQueued'
}

/**
 * Hands SNS's delivery log on as receipts, to the queue of receipts. A line that cannot be read is told and left.
 * @throws ReceiptsNotQueued
 */
export async function readSmsLog(event: unknown, { queue, log }: { queue: Queue; log: Log }): Promise<void> {
  const data = gunzipSync(Buffer.from(Invocation.parse(event).awslogs.data, 'base64')).toString('utf8')
  const { messageType, logEvents } = Json.pipe(LogData).parse(data)
  if (messageType !== 'DATA_MESSAGE') return
  const receipts: MessageReceipt[] = []
  for (const { id, timestamp, message } of logEvents) {
    const receipt = receiptOfLine(message, timestamp)
    if (receipt === undefined) log.warn(lines.smsLogUnreadable, { logEventId: id })
    else receipts.push(receipt)
  }
  const failed = await queue.send(receipts.map((body) => ({ body })))
  if (failed.length > 0) throw new ReceiptsNotQueued(`${String(failed.length)} of ${String(receipts.length)}`)
  log.info(lines.smsLogRead, { receipts: receipts.length })
}

function receiptOfLine(text: string, timestamp: number): MessageReceipt | undefined {
  const line = DeliveryLine.safeParse(text)
  if (!line.success) return undefined
  const { notification, delivery, status } = line.data
  const receipt = MessageReceipt.safeParse({
    channel: 'sms',
    number: delivery.destination,
    providerId: notification.messageId,
    acceptedAt: notification.timestamp,
    at: fromEpochMilliseconds(timestamp),
    parts: delivery.numberOfMessageParts,
    tries: 0,
    ...outcomeOf(status, delivery),
  })
  return receipt.data
}

/** SNS tells why in a closed set of sentences. */
function outcomeOf(status: DeliveryLine['status'], { providerResponse }: DeliveryLine['delivery']) {
  if (status === 'SUCCESS') return { outcome: 'delivered' }
  if (/invalid phone number/i.test(providerResponse)) return { outcome: 'bounced', code: 'invalid-number' }
  if (/opted out/i.test(providerResponse)) return { outcome: 'bounced', code: 'opted-out' }
  if (/max price|quota/i.test(providerResponse)) return { outcome: 'bounced', code: 'budget-spent' }
  return { outcome: 'bounced', code: 'carrier-refused' }
}
