import middy from '@middy/core'
import jsonBodyParser from '@middy/http-json-body-parser'
import httpRouter from '@middy/http-router'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type * as z from 'zod'
import type { Clock } from '../runtime/clock.ts'
import { NotFound, Unreadable, VisibleError } from '../runtime/errors.ts'
import { problems } from '../runtime/problems.ts'
import type { Log, LogLine } from '../runtime/logger.ts'
import type { TableClient, Write } from '../store/table-client.ts'
import { callerOf, type Caller } from './caller.ts'
import { noBody, type Route } from './contract.ts'
import { versionIn } from './etag.ts'
import { ApiEvent } from './event.ts'
import { readFields } from './field-faults.ts'
import { keyedRequest, type KeyedRequest } from './idempotency.ts'
import { problemFor, responseFor, type Answer, type ApiResponse } from './respond.ts'

const lines = {
  answered: { code: 'REQUEST_ANSWERED', sentence: 'a request was answered' },
  refused: { code: 'REQUEST_REFUSED', sentence: 'a request was refused, and the caller was told why' },
  failed: { code: 'REQUEST_FAILED', sentence: 'a request failed here' },
} as const satisfies Record<string, LogLine>

/** The largest body of any route: a remark of 500 characters fits many times over. */
const MOST_BODY_CHARACTERS = 64 * 1024

export interface ApiDependencies {
  readonly log: Log
  readonly clock: Clock
  /** Where answered requests are kept; owed where a route takes `Idempotency-Key`. */
  readonly table?: Pick<TableClient, 'get' | 'getMany'>
}

interface Read<R extends Route> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
}

type Version<R extends Route> = R['ifMatch'] extends true
  ? number
  : R['ifMatch'] extends 'when-known'
    ? number | undefined
    : undefined

/** A request as its contract promises it. */
export interface Call<R extends Route> extends Read<R> {
  readonly body: z.output<R['body']>
  readonly caller: Caller
  /** The version that the caller has seen. */
  readonly version: Version<R>
  /** What belongs into the transaction, so that the same request again gets the same answer. */
  readonly remember: (answer: Answer<z.input<R['response']>>) => Write[]
}

/** A route and what answers it. */
export interface Implementation {
  readonly route: Route
  answer(event: ApiEvent, dependencies: ApiDependencies): Promise<ApiResponse>
}

/** Answers a route for staff. The order of checks: who asks, what they may, then what they say. */
export function implement<R extends Route & { open: false }>(
  route: R,
  answer: (call: Call<R>) => Promise<Answer<z.input<R['response']>>>,
): Implementation {
  return {
    route,
    async answer(event, { clock, table, log }) {
      const caller = callerOf(event, route.roles)
      const read = readFields<R['params'], R['query'], R['body']>(route, partsOf(event))
      const version = versionOf(route, event)
      const key = route.idempotent ? event.headers['idempotency-key'] : undefined
      const keyed =
        key === undefined || table === undefined
          ? undefined
          : keyedRequest(table, caller, { route, key, ...read }, clock.now())
      const work = async () => {
        const remember = (given: Answer<unknown>) =>
          keyed ? [keyed.remember(responseFor(route, given))] : []
        return responseFor(route, await answer({ ...read, caller, version, remember }))
      }
      const response = await (keyed === undefined ? work() : onceOnly(keyed, work))
      const { dealerId } = caller
      log.info(lines.answered, { ...naming(route, event), dealerId, status: response.statusCode })
      return response
    },
  }
}

/** Answers a route that needs no token. */
export function implementOpen<R extends Route & { open: true }>(
  route: R,
  answer: (call: Read<R>) => Promise<Answer<z.input<R['response']>>>,
): Implementation {
  return {
    route,
    async answer(event, { log }) {
      const response = responseFor(
        route,
        await answer(readFields<R['params'], R['query'], R['body']>(route, partsOf(event))),
      )
      log.info(lines.answered, { ...naming(route, event), status: response.statusCode })
      return response
    },
  }
}

/** A twin of the request may have come first and finished meanwhile: then its answer is the answer. */
async function onceOnly(keyed: KeyedRequest, work: () => Promise<ApiResponse>): Promise<ApiResponse> {
  const before = await keyed.answered()
  if (before !== undefined) return before
  try {
    return await work()
  } catch (error) {
    const meanwhile = await keyed.answered()
    if (meanwhile === undefined) throw error
    return meanwhile
  }
}

function partsOf({ pathParameters, queryStringParameters, body }: ApiEvent) {
  // A form without fields is sent with an empty body, which is none.
  return { params: pathParameters, query: queryStringParameters, body: body === '' ? undefined : body }
}

function versionOf<R extends Route>(route: R, event: ApiEvent): Version<R>
function versionOf({ ifMatch }: Route, { headers }: ApiEvent): number | undefined {
  const sent = headers['if-match']
  return ifMatch === false || (ifMatch === 'when-known' && sent === undefined) ? undefined : versionIn(sent)
}

function naming(route: Route, event: ApiEvent) {
  return { route: `${route.method} ${route.path}`, requestId: event.requestContext.requestId }
}

/** The Lambda handler of these routes: everything that comes in is answered, with a problem if need be. */
export function apiHandler(
  implementations: readonly Implementation[],
  dependencies: ApiDependencies,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<ApiResponse> {
  const forgetful = implementations.find(({ route }) => route.idempotent && dependencies.table === undefined)
  if (forgetful !== undefined)
    throw new Error(`${forgetful.route.path} takes Idempotency-Key, and nothing keeps its answers`)
  const router = httpRouter<APIGatewayProxyEventV2, ApiResponse>({
    routes: implementations.map((implementation) => ({
      method: implementation.route.method,
      path: implementation.route.path,
      handler: pipelineFor(implementation, dependencies),
    })),
    notFoundResponse: () => {
      throw new NotFound('route-unknown')
    },
  })
  return middy<APIGatewayProxyEventV2, ApiResponse>()
    .onError(({ event, error }) => problemOf(error, event.requestContext.requestId, dependencies.log))
    .handler(router)
}

function pipelineFor(implementation: Implementation, dependencies: ApiDependencies) {
  const answer = (event: APIGatewayProxyEventV2) => implementation.answer(ApiEvent.parse(event), dependencies)
  const pipeline = middy<APIGatewayProxyEventV2, ApiResponse>()
  if (implementation.route.body !== noBody) {
    pipeline.before(({ event }) => {
      if ((event.body?.length ?? 0) > MOST_BODY_CHARACTERS) throw new Unreadable('body-too-large')
    })
    pipeline.use(jsonBodyParser<APIGatewayProxyEventV2>())
  }
  return pipeline.handler(answer)
}

function problemOf(error: unknown, requestId: string, log: Log): ApiResponse {
  const known = ofBodyParser(error)
  if (known instanceof VisibleError) {
    const { code, faults } = known
    log.info(lines.refused, {
      requestId,
      status: problems[code].status,
      problem: code,
      faults: faults.length,
    })
  } else log.error(lines.failed, error, { requestId })
  return problemFor(known, requestId)
}

/** The body parser's own errors: 415 for another media type, 422 for what is no JSON. */
function ofBodyParser(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error)) return error
  if (error.statusCode === 415) return new Unreadable('not-json', { cause: error })
  if (error.statusCode === 422) return new Unreadable('json-malformed', { cause: error })
  return error
}
