import * as z from 'zod'

const Texts = z.record(z.string(), z.string())

/**
 * What the routes use of an event of API Gateway's HTTP API, payload 2.0. Header names come in small letters; a
 * parameter that was given twice comes as one text, joined by commas.
 */
export const ApiEvent = z.object({
  headers: Texts,
  queryStringParameters: Texts.default({}),
  pathParameters: Texts.default({}),
  /** Text as it came; behind the JSON parser what it says. */
  body: z.unknown().optional(),
  requestContext: z.object({
    requestId: z.string(),
    authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }).optional(),
  }),
})
export type ApiEvent = z.infer<typeof ApiEvent>
