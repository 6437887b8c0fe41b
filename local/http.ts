import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as z from 'zod'
import { portOf } from './aws-query.ts'
import { PortInUse, systemCode } from './local-error.ts'
import {
  answerOf,
  eventOf,
  notFound,
  serverError,
  tooLarge,
  unauthorized,
  type HttpAnswer,
} from './payload.ts'
import { matchRoute } from './route-match.ts'
import type { RunnerClock } from './runner-clock.ts'
import type { RouteModel } from './template-model.ts'
import { gatewayClaims, type TokenOffice } from './tokens.ts'

export interface HttpOptions {
  /** 0 = any free port. */
  readonly port: number
  readonly routes: readonly RouteModel[]
  readonly clock: RunnerClock
  readonly tokens: TokenOffice
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>
  /** Pages of the runner itself (`/outbox`); undefined = not one of them. */
  readonly ownPages: (url: URL) => Promise<HttpAnswer | undefined>
}

export interface HttpServer {
  readonly url: string
  stop(): Promise<void>
}

/** Under any other name a foreign page may have led a browser here: it sees no messages. */
const ownNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
/** API Gateway takes ten megabytes. */
const mostBytes = 10 * 1024 * 1024

/**
 * Serves the template's routes on 127.0.0.1 as an HTTP API does: payload 2.0, JWT authorizer, the gateway's own
 * words for what is not found or not allowed.
 * @throws PortInUse
 */
export async function serveHttp(options: HttpOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    handle(request, options)
      .catch(() => serverError)
      .then((answer) => send(response, answer, request.method === 'HEAD'))
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(systemCode(error) === 'EADDRINUSE' ? new PortInUse(options.port, error) : error)
    })
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function handle(request: IncomingMessage, options: HttpOptions): Promise<HttpAnswer> {
  const { routes, tokens, clock } = options
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
  if ((method === 'GET' || method === 'HEAD') && ownNames.has(url.hostname)) {
    const own = await options.ownPages(url)
    if (own !== undefined) return own
  }
  const match = matchRoute(routes, method, url.pathname)
  if (match === undefined) return notFound
  const body = await bodyOf(request)
  if (body === undefined) return tooLarge

  let claims: Record<string, string> | undefined
  if (match.route.authorizer !== undefined) {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /i, '')
    const verified = await tokens.verify(match.route.authorizer, token)
    if (verified === undefined) return unauthorized
    claims = gatewayClaims(verified)
  }
  const event = eventOf(
    {
      method,
      url,
      headers: request.headers,
      body,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      time: new Date(clock.nowMilliseconds()),
    },
    match,
    claims,
  )
  return answerOf(await options.invoke(match.route.functionName, event))
}

/** Undefined when it is longer than the gateway takes. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const data of request) {
    const chunk = z.instanceof(Buffer).parse(data)
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks)
}

function send(response: ServerResponse, answer: HttpAnswer, headOnly: boolean): void {
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.appendHeader(name, value)
  response.setHeader('content-length', answer.body.length)
  response.end(headOnly ? undefined : answer.body)
}
