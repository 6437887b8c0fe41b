import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoints } from '../../local/endpoints.ts'
import type { Answer, Fate } from './proxy.ts'

/*
 * What may happen to a request. `before`: nothing took effect; `after`: it did, and only the reply is lost.
 */

export type When = 'before' | 'after'

/** An error of a service in its own words. */
export interface ServiceError {
  readonly status: number
  readonly code: string
}

export const throttled: Readonly<Record<'dynamodb' | 'sqs' | 's3', ServiceError>> = {
  dynamodb: { status: 400, code: 'ProvisionedThroughputExceededException' },
  sqs: { status: 400, code: 'ThrottlingException' },
  s3: { status: 503, code: 'SlowDown' },
}
export const unavailable: ServiceError = { status: 500, code: 'InternalServerError' }

/** A fate by its name, for who looks for the cause of a failure. */
export function told(says: string, fate: Fate): Fate {
  return Object.assign((...given: Parameters<Fate>) => fate(...given), { says })
}

/** The service says no. */
export function refuse(error: ServiceError, when: When = 'before'): Fate {
  return told(`${error.code} ${when} it took effect`, async ({ service }, forward) => {
    if (when === 'after') await forward()
    return errorAnswer(service, error)
  })
}

/** The connection breaks: no reply, or one that never arrives. */
export function reset(when: When): Fate {
  return told(`a reset ${when} it took effect`, async (_, forward) => {
    if (when === 'after') await forward()
    return 'reset'
  })
}

/** The request waits on the way while something else happens, and then goes on. */
export function hold(when: When, meanwhile: () => Promise<unknown>): Fate {
  return told(`a wait ${when} it took effect`, async (_, forward) => {
    if (when === 'before') await meanwhile()
    const answer = await forward()
    if (when === 'after') await meanwhile()
    return answer
  })
}

/** Milliseconds of real time that a service, or a provider, is waited for: beyond the clients' own time-outs. */
const longestSilence = { service: 6_000, provider: 12_000 }

/**
 * No answer ever comes: until the caller gives up, or, should it wait for longer than that, until its time is over and
 * it is ended.
 */
export function silence(when: When, end: () => Promise<unknown>): Fate {
  return told(`silence ${when} it took effect`, async ({ gone, service }, forward) => {
    if (when === 'after') await forward()
    const longest = longestSilence[service === 'sns' || service === 'ses' ? 'provider' : 'service']
    const waiting = new AbortController()
    const tooLong = sleep(longest, true, { signal: waiting.signal }).catch(() => false)
    if (await Promise.race([gone.then(() => false), tooLong])) await end()
    waiting.abort()
    return 'reset'
  })
}

/** The worker is gone at this request: before it arrives, or before its reply does. */
export function die(when: When, kill: () => Promise<unknown>): Fate {
  return told(`a death ${when} it took effect`, async (_, forward) => {
    if (when === 'after') await forward()
    await kill()
    return 'reset'
  })
}

interface BatchGet {
  RequestItems: Record<string, { Keys: unknown[] } & Record<string, unknown>>
}
interface BatchGot {
  Responses: Record<string, unknown[]>
  UnprocessedKeys: Record<string, unknown>
}

/** BatchGetItem reads a part of the keys only, and names the rest. */
export function leaveUnprocessed(share: (count: number) => number): Fate {
  return told('unprocessed keys', async ({ body }, forward) => {
    const asked = JSON.parse(body.toString('utf8')) as BatchGet
    const [table] = Object.keys(asked.RequestItems)
    const request = asked.RequestItems[table!]!
    const read = request.Keys.slice(0, share(request.Keys.length))
    const rest = { [table!]: { ...request, Keys: request.Keys.slice(read.length) } }
    if (read.length === request.Keys.length) return forward()
    if (read.length === 0) return jsonAnswer(200, { Responses: { [table!]: [] }, UnprocessedKeys: rest })
    const answer = await forward(
      JSON.stringify({ ...asked, RequestItems: { [table!]: { ...request, Keys: read } } }),
    )
    if (answer.status !== 200) return answer
    const got = JSON.parse(answer.body.toString('utf8')) as BatchGot
    return jsonAnswer(200, { ...got, UnprocessedKeys: rest })
  })
}

/** Another transaction is on one of the records. */
export function conflict(which: (count: number) => number): Fate {
  return told('a conflict', ({ body }) => {
    const { TransactItems } = JSON.parse(body.toString('utf8')) as { TransactItems: unknown[] }
    const met = which(TransactItems.length)
    return Promise.resolve(
      jsonAnswer(400, {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
        CancellationReasons: TransactItems.map((_, index) =>
          index === met
            ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
            : { Code: 'None' },
        ),
      }),
    )
  })
}

interface SentBatch {
  Failed?: unknown[]
}

/** SendMessageBatch takes some of the messages and says of the others that it did not. */
export function takeInPart(isTaken: (index: number) => boolean): Fate {
  return told('messages not taken', async ({ body }, forward) => {
    const asked = JSON.parse(body.toString('utf8')) as { Entries: { Id: string }[] }
    const taken = asked.Entries.filter((_, index) => isTaken(index))
    const failed = asked.Entries.filter((entry) => !taken.includes(entry)).map(({ Id }) => ({
      Id,
      Code: 'InternalError',
      SenderFault: false,
    }))
    if (failed.length === 0) return forward()
    if (taken.length === 0) return jsonAnswer(200, { Successful: [], Failed: failed })
    const answer = await forward(JSON.stringify({ ...asked, Entries: taken }))
    if (answer.status !== 200) return answer
    const sent = JSON.parse(answer.body.toString('utf8')) as SentBatch
    return jsonAnswer(200, { ...sent, Failed: [...(sent.Failed ?? []), ...failed] })
  })
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

function errorAnswer(service: keyof Endpoints, { status, code }: ServiceError): Answer {
  const message = 'an injected fault'
  switch (service) {
    case 'dynamodb':
      return jsonAnswer(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, Message: message })
    case 'sqs':
      return jsonAnswer(status, { __type: `com.amazonaws.sqs#${code}`, message })
    case 's3':
      return xmlAnswer(status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
    case 'sns':
    case 'ses':
      return xmlAnswer(
        status,
        `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      )
  }
}

function xmlAnswer(status: number, xml: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`),
  }
}
