import * as z from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { fieldReasons, problems, type ProblemCode } from '../runtime/problems.ts'
import { noBody, type Route } from './contract.ts'
import { exampleOf } from './examples.ts'
import { problemsOf } from './route-problems.ts'

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problems)),
    zh: z.string(),
    en: z.string(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          reason: z.enum(Object.keys(fieldReasons)),
          zh: z.string(),
          en: z.string(),
        }),
      )
      .optional(),
    existing: z
      .string()
      .optional()
      .meta({ description: 'Of already-exists: the id of the record that is there' }),
    allowed: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of transition-refused: what the state allows' }),
    missing: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of files-missing: the files that have not arrived' }),
    instance: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' })

const EntityTag = {
  schema: { type: 'string' },
  description: 'Of one record: its version, for If-Match',
} as const

/** The API as an OpenAPI 3.1 document, from the contracts alone. */
export function openApiDocument(routes: readonly Route[]): { openapi: string; [name: string]: unknown } {
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: '售后服务 After-sales',
      version: '1',
      description:
        '错误为 RFC 9457 格式，code 不变。Errors are problem details (RFC 9457) with a stable code.',
    },
    security: [{ staff: [] }],
    paths: pathsOf(routes),
    components: {
      securitySchemes: {
        staff: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The ID token of the user pool: groups are roles, custom:dealerId is the dealer.',
        },
      },
    },
  })
  return { ...document }
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths = Map.groupBy(routes, ({ path }) => path)
  return Object.fromEntries(
    [...paths].map(([path, group]) => [
      path,
      Object.fromEntries(group.map((route) => [route.method.toLowerCase(), operationOf(route)])),
    ]),
  )
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { summary, roles, open, params, query, body, ifMatch, idempotent } = route
  const headers = {
    ...(ifMatch === true ? { 'If-Match': z.string().meta({ description: 'The ETag that was read' }) } : {}),
    ...(ifMatch === 'when-known'
      ? {
          'If-Match': z
            .string()
            .optional()
            .meta({ description: 'The ETag that was read; owed where the record is there already' }),
        }
      : {}),
    ...(idempotent
      ? {
          'Idempotency-Key': z
            .string()
            .optional()
            .meta({ description: 'The same request again within 24 hours gets the first answer' }),
        }
      : {}),
  }
  return {
    summary: `${summary.zh} ${summary.en}`,
    ...(open ? { security: [] } : { description: `岗位 Roles: ${roles.join(', ')}` }),
    'x-roles': [...roles],
    requestParams: { path: params, query, header: z.object(headers) },
    ...(body === noBody
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body, ...exampleField(exampleOf(route)?.body) } },
          },
        }),
    responses: responsesOf(route),
  }
}

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(problemsOf(route), (code) => problems[code].status)
  const [mediaType = 'application/json'] = route.contentType.split(';')
  return {
    [String(route.status)]: {
      description: route.summary.en,
      headers: { ETag: EntityTag },
      content: { [mediaType]: { schema: route.response, ...exampleField(exampleOf(route)?.response) } },
    },
    ...Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), problemResponse(codes)])),
  }
}

function exampleField(example: unknown): { example?: unknown } {
  return example === undefined ? {} : { example }
}

function problemResponse(codes: readonly ProblemCode[]) {
  return {
    description: codes.map((code) => `${code}: ${problems[code].en}`).join(' '),
    content: { 'application/problem+json': { schema: Problem } },
  }
}
