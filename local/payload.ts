import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'
import type { RouteMatch } from './route-match.ts'

/*
 * API Gateway's payload format 2.0: what an HTTP API hands to a function and takes from it.
 */

export interface HttpRequest {
  readonly method: string
  /** Percent-encoded path and query as requested. */
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly sourceIp: string
  readonly time: Date
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

/** Bodies of these types are handed over as text, all others in base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml))\b)/

/** @param claims of the token, for a route with an authorizer */
export function eventOf(
  request: HttpRequest,
  { route, parameters }: RouteMatch,
  claims?: Readonly<Record<string, string>>,
): object {
  const { url, body, time } = request
  const { cookie, ...headers } = request.headers
  const routeKey = `${route.method} ${route.path}`
  const text = textTypes.test(headers['content-type'] ?? '')
  const query = joined(url.searchParams)
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(';').map((one) => one.trim()) }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    ),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
      domainName: url.host,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: time.toUTCString(),
      timeEpoch: time.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  }
}

/** A parameter given more than once is joined by commas, as API Gateway does. */
function joined(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
  )
}

const Result = z.object({
  statusCode: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
})

/** What the client gets; a result without a status code is itself the body, one that is malformed a 500. */
export function answerOf(result: unknown): HttpAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result))
    return json(200, typeof result === 'string' ? result : JSON.stringify(result))
  const parsed = Result.safeParse(result)
  if (!parsed.success) return serverError
  const {
    statusCode,
    headers = {},
    multiValueHeaders = {},
    cookies = [],
    body,
    isBase64Encoded,
  } = parsed.data
  return {
    status: statusCode,
    headers: [
      ...(hasContentType(headers, multiValueHeaders)
        ? []
        : [['content-type', 'text/plain;charset=utf-8'] as const]),
      ...Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const),
      ...Object.entries(multiValueHeaders).map(
        ([name, values]) => [name.toLowerCase(), values.join(',')] as const,
      ),
      ...cookies.map((cookie) => ['set-cookie', cookie] as const),
    ],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

function hasContentType(...headers: readonly object[]): boolean {
  return headers.some((named) => Object.keys(named).some((name) => name.toLowerCase() === 'content-type'))
}

function json(status: number, body: string): HttpAnswer {
  return { status, headers: [['content-type', 'application/json']], body: Buffer.from(body) }
}

/** The gateway's own answers. */
export const serverError = json(500, '{"message":"Internal Server Error"}')
export const notFound = json(404, '{"message":"Not Found"}')
export const tooLarge = json(413, '{"message":"Request Too Long"}')
export const unauthorized: HttpAnswer = {
  ...json(401, '{"message":"Unauthorized"}'),
  headers: [
    ['content-type', 'application/json'],
    ['www-authenticate', 'Bearer'],
  ],
}
