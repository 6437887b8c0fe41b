import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { AcceptedSms } from './outbox-store.ts'
import type { Fate, ReceiptEvent } from './receipts.ts'
import type { LogSubscription, StackModel } from './template-model.ts'

type Sms = Omit<AcceptedSms, 'run'>

/** A line of a log group, as CloudWatch Logs hands it on. */
export interface LogEvent {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

/** What SNS logs of an SMS: one line, when the carrier has answered. */
export function smsReceipts(fate: Fate): readonly ReceiptEvent[] {
  return [fate === 'bounces' ? 'FAILURE' : 'SUCCESS']
}

/** Where SNS logs what it sends to numbers, once the account's SMS settings name a role for it. */
export function logGroupOf(
  event: ReceiptEvent,
  { region, account }: Pick<StackModel, 'region' | 'account'>,
): string {
  const group = `sns/${region}/${account}/DirectPublishToPhoneNumber`
  return event === 'FAILURE' ? `${group}/Failure` : group
}

/** A line of SNS's delivery log: https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
export function logEventOf(
  { id, at, to, attributes }: Sms,
  event: ReceiptEvent,
  atMilliseconds: number,
): LogEvent {
  const failed = event === 'FAILURE'
  const dwellTimeMs = Math.max(0, Math.round(atMilliseconds - Date.parse(at)))
  return {
    id: String(atMilliseconds).padEnd(56, '0'),
    timestamp: atMilliseconds,
    message: JSON.stringify({
      notification: { messageId: id, timestamp: at.replace('T', ' ').replace('Z', '') },
      delivery: {
        numberOfMessageParts: 1,
        destination: to,
        priceInUSD: 0.00645,
        smsType: attributes['AWS.SNS.SMS.SMSType'] ?? 'Promotional',
        providerResponse: failed
          ? 'Phone carrier has blocked this message'
          : 'Message has been accepted by phone',
        dwellTimeMs,
        ...(failed
          ? {}
          : { phoneCarrier: 'local', mnc: 0, mcc: 460, dwellTimeMsUntilDeviceAck: dwellTimeMs }),
      },
      status: event,
    }),
  }
}

/**
 * What CloudWatch Logs invokes a subscribed function with: base64 of gzipped JSON,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html
 */
export function logPayload(
  { logGroup, name }: LogSubscription,
  logEvents: readonly LogEvent[],
  owner: string,
): object {
  const data = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup,
    logStream: randomUUID(),
    subscriptionFilters: [name],
    logEvents,
  }
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } }
}
