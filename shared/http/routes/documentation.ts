import * as z from 'zod'
import { defineOpenRoute, noBody } from '../contract.ts'

const functionName = 'documentation-api'

export const readOpenApi = defineOpenRoute({
  method: 'GET',
  path: '/openapi.json',
  functionName,
  params: {},
  query: {},
  body: noBody,
  response: z.looseObject({ openapi: z.string() }),
  summary: { zh: '本接口的 OpenAPI 3.1 文档', en: 'This API as an OpenAPI 3.1 document' },
})

export const readDocumentation = defineOpenRoute({
  method: 'GET',
  path: '/docs',
  functionName,
  params: {},
  query: {},
  body: noBody,
  response: z.string(),
  contentType: 'text/html; charset=utf-8',
  summary: { zh: '本接口的说明页', en: 'This API for people to read' },
})
