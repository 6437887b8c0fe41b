import * as z from 'zod'
import type { Refused, SendResult } from './send-result.ts'

/**
 * Settings of every client that sends to people.
 *
 * `maxAttempts: 1`: the SDK would repeat a time-out and a 5xx by itself, and after either the provider may
 * have the message already. Whether to try again is the ledger's question.
 *
 * A connection for each message: a function that was frozen finds its idle connections closed by the other
 * side, and the reset that follows cannot be told from one after the request was taken. Each would be a
 * customer's message in doubt; a handshake costs some 30 ms.
 */
export function oneAttempt() {
  return {
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 3_000,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  }
}

/** Until the reply is read to its end; SNS and SES answer within a second, so ten are no answer any more. */
export const replyTimeoutMs = 10_000

/**
 * Where a middleware learns that the request is handed to the network: the last step, after credentials,
 * endpoint and signature. What fails before it has surely reached nobody.
 */
export const lastBeforeTheNetwork = { step: 'deserialize', priority: 'low' } as const

/** A reply that says no, as the SDK throws it. */
const ProviderError = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.int() }),
})
export type ProviderError = z.infer<typeof ProviderError>

/**
 * What a failed request came to. `refusal` knows the provider: which of its 4xx refuse this address or this
 * message for good. Its other 4xx are ours to mend (rights, quota of the account, a missing configuration
 * set) and accepted nothing.
 *
 * SNS, Publish, Errors: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * SES: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html, "returns an error message
 * to your application and does not send the email"; on 5xx both ask to try again "to reduce the likelihood
 * of generating duplicates" with care, so a 5xx is doubt.
 */
export function resultOfFailure(
  error: unknown,
  departed: boolean,
  refusal: (reply: ProviderError) => Refused | undefined,
): SendResult {
  const reply = ProviderError.safeParse(error)
  if (reply.success) {
    const { name, message, $metadata } = reply.data
    const status = $metadata.httpStatusCode
    if (status === 429 || throttlingNames.has(name)) {
      return { kind: 'throttled', limit: /quota/i.test(message) ? 'quota' : 'rate' }
    }
    const cause = `${harmless(name)} ${status}`
    if (status >= 400 && status < 500) return refusal(reply.data) ?? { kind: 'not-sent', cause }
    return { kind: 'unknown', cause }
  }
  const cause = nameOf(error)
  return { kind: !departed || neverConnected(error) ? 'not-sent' : 'unknown', cause }
}

/**
 * SNS answers `Throttled` (429), SES `Throttling` (400; "Maximum sending rate exceeded", "Daily message quota
 * exceeded": https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html); the others are
 * those of the gate before both:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const throttlingNames: ReadonlySet<string> = new Set([
  'Throttled',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'LimitExceededException',
])

const NetworkError = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  syscall: z.string().optional(),
  /** Node tries each address of a name in turn and collects what each said. */
  errors: z.array(z.object({ syscall: z.string().optional() })).optional(),
})

/**
 * No connection, so no request: the name was not found, or connecting failed. The SDK's own time-out of the
 * connection has no code, only this sentence; should it ever read otherwise the result is doubt, not a
 * second message. A reset (ECONNRESET, EPIPE) or a time-out of the reply has no such mark.
 */
function neverConnected(error: unknown): boolean {
  const parsed = NetworkError.safeParse(error)
  if (!parsed.success) return false
  const { name, message, code, syscall, errors } = parsed.data
  if (name === 'TimeoutError' && code === undefined) return message.includes('did not establish a connection')
  const calls = errors === undefined ? [syscall] : errors.map((each) => each.syscall)
  return calls.length > 0 && calls.every((call) => call === 'connect' || call === 'getaddrinfo')
}

function nameOf(error: unknown): string {
  const parsed = NetworkError.safeParse(error)
  if (!parsed.success) return 'Error'
  return harmless(parsed.data.code ?? parsed.data.name)
}

function harmless(name: string): string {
  return name.replace(/[^\w.-]/g, '').slice(0, 60)
}
