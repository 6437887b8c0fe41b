import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'

/*
 * The AWS query protocol as SNS and SES (v1) speak it: a form goes in, XML comes out.
 */

/** An action's parameters, flat: `MessageAttributes.entry.1.Name` → `AWS.SNS.SMS.SMSType`. */
export type QueryParameters = ReadonlyMap<string, string>

/** An error as the service words it: `code` is what the SDK makes the error's name. */
export class QueryError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What becomes of a request: an XML result, or a connection that breaks without an answer. */
export type QueryAnswer = { readonly xml: string } | 'no-reply'

export interface QueryService {
  /** XML namespace of the answers. */
  readonly namespace: string
  readonly actions: Readonly<Record<string, (parameters: QueryParameters) => Promise<QueryAnswer>>>
}

export interface QueryServer {
  readonly endpoint: string
  stop(): Promise<void>
}

/** Serves the actions on a free port of the loopback. */
export async function serveQuery(service: QueryService): Promise<QueryServer> {
  const server = createServer((request, response) => {
    answer(service, request, response).catch((error: unknown) => {
      sendError(response, service, new QueryError(500, 'InternalFailure', String(error)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  service: QueryService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parameters = new Map(new URLSearchParams(await textOf(request)))
  const name = parameters.get('Action') ?? ''
  const action = Object.hasOwn(service.actions, name) ? service.actions[name] : undefined
  try {
    if (action === undefined) throw new QueryError(400, 'InvalidAction', `${name} is not known here`)
    const outcome = await action(parameters)
    if (outcome === 'no-reply') response.destroy()
    else send(response, 200, wrap(service, name, outcome.xml))
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    sendError(response, service, error)
  }
}

function wrap({ namespace }: QueryService, action: string, result: string): string {
  return (
    `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`
  )
}

function sendError(response: ServerResponse, { namespace }: QueryService, error: QueryError): void {
  const type = error.status < 500 ? 'Sender' : 'Receiver'
  send(
    response,
    error.status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  )
}

function send(response: ServerResponse, status: number, xml: string): void {
  response
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** The members of a list parameter: `Destinations.member.1`, `.2`, … */
export function members(parameters: QueryParameters, name: string): string[] {
  const found: string[] = []
  for (let index = 1; ; index += 1) {
    const value = parameters.get(`${name}.member.${index}`)
    if (value === undefined) return found
    found.push(value)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/** The port of a listening TCP server. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port')
  return address.port
}
