import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

export interface Provider {
  readonly port: number
  /** The form fields of each request that arrived whole. */
  readonly requests: URLSearchParams[]
  answer: Answer
}

/**
 * A server that speaks the query protocol of SNS and SES to the real SDK, on loopback. The SDK finds it by its
 * own variable, so the senders know nothing of it.
 */
export function providerOnLoopback(endpointVariable: string): Provider {
  const requests: URLSearchParams[] = []
  const provider = { port: 0, requests, answer: accept('unset') }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
      provider.answer(response, request)
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    provider.port = (server.address() as AddressInfo).port
    process.env['AWS_REGION'] = 'ap-southeast-1'
    process.env['AWS_ACCESS_KEY_ID'] = 'local'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'local'
    process.env[endpointVariable] = `http://127.0.0.1:${provider.port}`
  })
  beforeEach(() => {
    requests.length = 0
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return provider
}

/** One body for both operations: each client reads its own element. */
export function accept(messageId: string): Answer {
  return xml(
    200,
    `<R><PublishResult><MessageId>${messageId}</MessageId></PublishResult>` +
      `<SendRawEmailResult><MessageId>${messageId}</MessageId></SendRawEmailResult></R>`,
  )
}

export function refuse(status: number, code: string, message: string): Answer {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  )
}

export function xml(status: number, body: string): Answer {
  return (response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
}
