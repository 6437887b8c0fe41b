import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type * as z from 'zod'
import type { Route } from '../../shared/http/contract.ts'
import type { ApiResponse } from '../../shared/http/respond.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'

/** One request as it leaves the client. */
export interface SentRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Transport = (request: SentRequest) => Promise<Received>

export type Given<R extends Route> = {
  readonly params?: z.input<R['params']>
  readonly query?: z.input<R['query']>
  readonly body?: z.input<R['body']>
  readonly ifMatch?: string
  readonly idempotencyKey?: string
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly errors?: readonly { path: string; reason: string; zh: string; en: string }[]
  readonly instance: string
}

export type Reply<R extends Route> =
  | {
      readonly ok: true
      readonly status: number
      readonly etag?: string
      readonly body: z.output<R['response']>
    }
  | { readonly ok: false; readonly status: number; readonly etag?: string; readonly problem: Problem }

/** A client typed by the contracts: what a route declares is what may be sent and what comes back. */
export function apiClient(transport: Transport) {
  return async <R extends Route>(route: R, given: Given<R> = {}): Promise<Reply<R>> => {
    const { params = {}, query = {}, body, ifMatch, idempotencyKey } = given
    const named = params as Record<string, unknown>
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(named[name])),
    )
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value as string] as [string, string]],
      ),
    )
    const received = await transport({
      method: route.method,
      target: search.size === 0 ? path : `${path}?${search.toString()}`,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const { status, headers } = received
    const etag = headers['etag'] === undefined ? {} : { etag: headers['etag'] }
    if (status >= 400) return { ok: false, status, ...etag, problem: JSON.parse(received.body) as Problem }
    const said: unknown = route.contentType.startsWith('text/') ? received.body : JSON.parse(received.body)
    return { ok: true, status, ...etag, body: route.response.parse(said) as z.output<R['response']> }
  }
}

export interface Account {
  readonly dealerId?: string
  readonly roles: readonly RoleCode[]
  readonly staffId?: string
  readonly sub?: string
}

/** The claims of an account's ID token as API Gateway hands them on. */
export function claimsOf({ dealerId, roles, staffId, sub = 'account-1' }: Account): Record<string, unknown> {
  return {
    sub,
    'cognito:groups': `[${roles.join(' ')}]`,
    ...(dealerId === undefined ? {} : { 'custom:dealerId': dealerId }),
    ...(staffId === undefined ? {} : { 'custom:staffId': staffId }),
  }
}

/** An event as API Gateway's payload 2.0 gives it. */
export function eventFor(
  { method, target, headers, body }: SentRequest,
  claims: Record<string, unknown> | undefined,
): APIGatewayProxyEventV2 {
  const url = new URL(target, 'http://api.test')
  const path = decodeURIComponent(url.pathname)
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: url.search.slice(1),
    headers,
    ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      stage: '$default',
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  }
  return event as unknown as APIGatewayProxyEventV2
}

/** Calls a handler in this process, signed in as that account. */
export function throughHandler(
  handler: (event: APIGatewayProxyEventV2, context: Context) => Promise<ApiResponse>,
  account: Account | undefined,
): Transport {
  return async (request) => {
    const response = await handler(eventFor(request, account && claimsOf(account)), {} as Context)
    return { status: response.statusCode, headers: response.headers, body: response.body }
  }
}

/** Calls a server over HTTP with a token, if there is one. */
export function overHttp(baseUrl: string, token?: string): Transport {
  return async ({ method, target, headers, body }) => {
    const response = await fetch(new URL(target, baseUrl), {
      method,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: body ?? null,
    })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    }
  }
}
