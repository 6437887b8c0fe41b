import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Mobile } from '../domain/mobile.ts'
import type { MessageClass } from '../domain/purpose.ts'
import { once } from '../runtime/once.ts'
import {
  lastBeforeTheNetwork,
  oneAttempt,
  replyTimeoutMs,
  resultOfFailure,
  type ProviderError,
} from './one-attempt.ts'
import { refused, type Refused, type SendResult } from './send-result.ts'

export interface OutgoingSms {
  /** E.164. */
  readonly to: Mobile
  readonly text: string
  readonly messageClass: MessageClass
  /** For providers that keep a caller's reference; SNS keeps none. */
  readonly messageId: string
}

export interface SmsSender {
  /** Tries once and never throws. */
  send(sms: OutgoingSms): Promise<SendResult>
}

export interface SnsSettings {
  /** Most that one SMS may cost, in US dollars, as SNS takes it: `0.10`. A dearer one is not delivered. */
  readonly maxPriceUsd: string
  readonly timeoutMs?: number
}

/**
 * SMS by Amazon SNS, one Publish to one number. An accepted SMS is not yet a delivered one: a spent budget, a
 * price over the limit or an opted-out number show in the delivery log alone.
 */
export function snsSmsSender({ maxPriceUsd, timeoutMs = replyTimeoutMs }: SnsSettings): SmsSender {
  const client = once(() => new SNSClient(oneAttempt()))
  return {
    async send({ to, text, messageClass }) {
      let departed = false
      const command = new PublishCommand({
        PhoneNumber: to,
        Message: text,
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: smsTypes[messageClass] },
          'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: maxPriceUsd },
        },
      })
      command.middlewareStack.add(
        (next) => (args) => {
          departed = true
          return next(args)
        },
        lastBeforeTheNetwork,
      )
      try {
        const { MessageId } = await client().send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
        if (MessageId === undefined) return { kind: 'unknown', cause: 'reply without MessageId' }
        return { kind: 'accepted', providerId: MessageId }
      } catch (error) {
        return resultOfFailure(error, departed, refusal)
      }
    },
  }
}

/** Promotional is cheaper and may be dropped on a busy day; only what sells may be. */
const smsTypes: Readonly<Record<MessageClass, 'Transactional' | 'Promotional'>> = {
  service: 'Transactional',
  safety: 'Transactional',
  staff: 'Transactional',
  manufacturer: 'Transactional',
  marketing: 'Promotional',
}

/**
 * `Invalid parameter: PhoneNumber Reason: +86… is not valid to publish to` (400). It is also what a region
 * without SMS says of every number: a run of them is a wrong region, not a dealer full of wrong numbers.
 */
function refusal({ name, message }: ProviderError): Refused | undefined {
  switch (name) {
    case 'OptedOutException':
    case 'OptedOut':
      return refused('opted-out')
    case 'InvalidParameterException':
    case 'InvalidParameter':
    case 'InvalidParameterValueException':
    case 'ParameterValueInvalid':
      return refused(message.includes('PhoneNumber') ? 'invalid-number' : 'content-rejected')
    default:
      return undefined
  }
}
