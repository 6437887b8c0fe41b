import { VisibleError } from '../runtime/errors.ts'
import { fieldReasons, problems, type ProblemCode } from '../runtime/problems.ts'
import type { Route } from './contract.ts'
import { etagOf } from './etag.ts'

/** API Gateway's answer, payload 2.0. */
export interface ApiResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** What a route answers with: `version` becomes the ETag. */
export interface Answer<Body> {
  readonly body: Body
  readonly version?: number | undefined
  /** What goes with it besides: a file's name, the next page of it. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers about people are nobody's to keep. */
const privately = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/**
 * The answer as declared; what the schema does not name stays here.
 * @throws ZodError when it is not what the route promises
 */
export function responseFor(route: Route, { body, version, headers }: Answer<unknown>): ApiResponse {
  const promised = route.response.parse(body)
  return {
    statusCode: route.status,
    headers: {
      ...headers,
      ...privately,
      'content-type': route.contentType,
      ...(version === undefined ? {} : { etag: etagOf(version) }),
    },
    body: typeof promised === 'string' ? promised : JSON.stringify(promised),
  }
}

/**
 * Problem details (RFC 9457). Of an error that is not visible nothing leaves but the request's id.
 * @param requestId names the request in the log: the instance
 */
export function problemFor(error: unknown, requestId: string): ApiResponse {
  const visible = error instanceof VisibleError ? error : undefined
  const code: ProblemCode = visible?.code ?? 'internal'
  const { status, zh, en } = problems[code]
  const errors = (visible?.faults ?? []).map(({ path, reason }) => ({
    path,
    reason,
    ...fieldReasons[reason],
  }))
  return {
    statusCode: status,
    headers: { ...privately, ...visible?.headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: `/docs#${code}`,
      title: zh,
      status,
      detail: `${zh} ${en}`,
      code,
      zh,
      en,
      ...(errors.length === 0 ? {} : { errors }),
      ...visible?.details,
      instance: `urn:request:${encodeURIComponent(requestId)}`,
    }),
  }
}
