import * as z from 'zod'
import type { RoleCode } from '../domain/roles.ts'
import type { ProblemCode } from '../runtime/problems.ts'

export type SuccessStatus = 200 | 201 | 202
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The names that stand in braces in a path. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never

type Fields = Readonly<Record<string, z.ZodType>>

/** For a route without a body. */
export const noBody = z.undefined()

interface Declaration<
  Path extends `/${string}`,
  Params extends Fields,
  Query extends Fields,
  Body extends z.ZodType,
  Response extends z.ZodType,
> {
  readonly method: Method
  /** With parameters in braces, as API Gateway writes them: `/messages/{messageId}`. */
  readonly path: Path
  /** The function that answers, by its name in the bill of materials. */
  readonly functionName: string
  /** One schema for each name in braces. */
  readonly params: Params & Readonly<Record<NamesIn<Path>, z.ZodType>>
  /** What may stand behind the question mark; everything else is refused. */
  readonly query: Query
  /** Of strict objects only, so that an unknown field is refused; or `noBody`. */
  readonly body: Body
  readonly response: Response
  /** What the answer is, when it is not JSON. */
  readonly contentType?: string
  /** Of the answer when all went well: 201 where a record was made, 202 where work was begun; 200 elsewhere. */
  readonly status?: SuccessStatus
  readonly summary: { readonly zh: string; readonly en: string }
  /** What it may refuse with besides what its parts already tell. */
  readonly refuses?: readonly ProblemCode[]
}

/** A route, declared once: for the gateway, the router, the OpenAPI document and the typed client. */
export interface Route<
  Params extends Fields = Fields,
  Query extends Fields = Fields,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
  Open extends boolean = boolean,
  IfMatch extends TakesIfMatch = TakesIfMatch,
> {
  readonly method: Method
  readonly path: `/${string}`
  readonly functionName: string
  /** Answered without a token. */
  readonly open: Open
  /** Any of them may call it; none for an open route. */
  readonly roles: readonly RoleCode[]
  /**
   * Takes the ETag of the version that the caller has seen, and nothing without it; `when-known`: of a record that is
   * there already, as the first request makes it.
   */
  readonly ifMatch: IfMatch
  /** Takes `Idempotency-Key`: the same request again within 24 hours gets the first answer. */
  readonly idempotent: boolean
  readonly params: z.ZodObject<Params, z.core.$strict>
  readonly query: z.ZodObject<Query, z.core.$strict>
  readonly body: Body
  readonly response: Response
  readonly contentType: string
  readonly status: SuccessStatus
  readonly summary: { readonly zh: string; readonly en: string }
  readonly refuses: readonly ProblemCode[]
}

/** Whether a route takes `If-Match`. */
export type TakesIfMatch = boolean | 'when-known'

interface Guard<IfMatch extends TakesIfMatch> {
  readonly roles: readonly [RoleCode, ...RoleCode[]]
  readonly ifMatch?: IfMatch
  readonly idempotent?: boolean
}

/** A route for staff: the token's groups must hold one of its roles. */
export function defineRoute<
  const Path extends `/${string}`,
  Params extends Fields,
  Query extends Fields,
  Body extends z.ZodType,
  Response extends z.ZodType,
  IfMatch extends TakesIfMatch = false,
>(
  declaration: Declaration<Path, Params, Query, Body, Response> & Guard<IfMatch>,
): Route<Params, Query, Body, Response, false, IfMatch>
export function defineRoute(
  declaration: Declaration<`/${string}`, Fields, Fields, z.ZodType, z.ZodType> & Guard<TakesIfMatch>,
): Route {
  return {
    ...withSchemas(declaration),
    open: false,
    roles: declaration.roles,
    ifMatch: declaration.ifMatch ?? false,
    idempotent: declaration.idempotent ?? false,
  }
}

/**
 * A route that anyone may call, without a token; it must tell nothing of any dealer, or only to who brings a secret of
 * that dealer's in the path.
 */
export function defineOpenRoute<
  const Path extends `/${string}`,
  Params extends Fields,
  Query extends Fields,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(
  declaration: Declaration<Path, Params, Query, Body, Response>,
): Route<Params, Query, Body, Response, true, false>
export function defineOpenRoute(
  declaration: Declaration<`/${string}`, Fields, Fields, z.ZodType, z.ZodType>,
): Route {
  return { ...withSchemas(declaration), open: true, roles: [], ifMatch: false, idempotent: false }
}

function withSchemas({
  method,
  path,
  functionName,
  params,
  query,
  body,
  response,
  contentType,
  status,
  summary,
  refuses,
}: Declaration<`/${string}`, Fields, Fields, z.ZodType, z.ZodType>) {
  return {
    method,
    path,
    functionName,
    params: z.strictObject(params),
    query: z.strictObject(query),
    body,
    response,
    contentType: contentType ?? 'application/json',
    status: status ?? 200,
    summary,
    refuses: refuses ?? [],
  }
}
