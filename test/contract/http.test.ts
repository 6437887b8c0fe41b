import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { RoleCode } from '../../shared/domain/roles.ts'
import { noBody, type Route } from '../../shared/http/contract.ts'
import { exampleOf, examples } from '../../shared/http/examples.ts'
import { openApiDocument } from '../../shared/http/openapi.ts'
import { routes } from '../../shared/http/routes.ts'
import { readFeed } from '../../shared/http/routes/calendar-feeds.ts'
import { acknowledgeByLink, openNoticeLink } from '../../shared/http/routes/notice-links.ts'
import { readDocumentation, readOpenApi } from '../../shared/http/routes/documentation.ts'
import { problems } from '../../shared/runtime/problems.ts'
import { claimsOf, eventFor } from '../support/api-client.ts'
import { startApi } from '../unit/http/fixture.ts'

const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)
const body = { 'content-type': 'application/json', 'if-match': '"1"' }

/** Prefixes of ids that are not the first letters of what they are of. */
const prefixes: Record<string, string> = {
  message: 'msg',
  claim: 'pcl',
  staff: 'stf',
  partsOrder: 'pto',
  fieldServiceOrder: 'fso',
  feed: 'cal',
  complaint: 'cpl',
  followUpCall: 'fuc',
  warrantyClaim: 'wcl',
  returnedPart: 'rtp',
  claimStatement: 'cst',
  statutoryRequest: 'srq',
}

/** A path of the route with a parameter that no schema refuses for its form. */
const targetOf = (route: Route) =>
  route.path
    .replace(
      /\{(\w+)Id\}/g,
      (_, kind: string) => `${prefixes[kind] ?? kind.slice(0, 3)}_aaaaaaaaaaaaaaaaaaaa`,
    )
    .replace('{mobile}', '13800138000')
    .replace('{vin}', 'LGWEF4A53HF000001')
    .replace('{partNumber}', '3501110XKZ16A')

async function call(
  route: Route,
  roles: readonly RoleCode[] | undefined,
  target = targetOf(route),
  text = '{}',
  { handler } = startApi(),
) {
  const request = {
    method: route.method,
    target,
    headers: route.body === noBody ? {} : body,
    body: route.body === noBody ? undefined : text,
  }
  const account = roles && { dealerId: 'D001', roles, staffId: 'stf_aaaaaaaaaaaaaaaaaaaa' }
  return handler(eventFor(request, account && claimsOf(account)), {} as never)
}

describe.each(named)('%s', (_, route) => {
  it('declares each name in its path, and no other', () => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(Object.keys(route.params.shape).sort()).toEqual(names.sort())
  })

  it('has its words in Chinese and English', () => {
    expect(route.summary.zh).toMatch(/\p{Script=Han}/u)
    expect(route.summary.en).toMatch(/^[A-Z][\x20-\x7e]+$/)
  })

  it('refuses an unknown parameter', async () => {
    const { statusCode, body: said } = await call(route, route.roles, `${targetOf(route)}?surprise=1`)
    expect(statusCode).toBe(422)
    expect(JSON.parse(said)).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ path: 'query.surprise', reason: 'unknown-field' }),
      ]) as unknown,
    })
  })

  it('answers the roles that it declares, and refuses all others', async () => {
    const api = startApi()
    const answers = new Map<RoleCode, number>()
    for (const role of RoleCode.options)
      answers.set(role, (await call(route, [role], targetOf(route), '{}', api)).statusCode)
    const isAllowed = (role: RoleCode) => route.open || route.roles.includes(role)
    const taken = [route.status, 404, ...(route.ifMatch ? [428] : []), 422]
    const wrong = [...answers].filter(([role, status]) =>
      isAllowed(role) ? !taken.includes(status) : status !== 403,
    )
    expect(wrong).toEqual([])
  })

  it('asks for a token unless it is open', async () => {
    // A calendar's address is its secret, and this is none.
    const open = route === readFeed ? 404 : 200
    expect((await call(route, undefined)).statusCode).toBe(route.open ? open : 401)
  })

  it('writes nothing for a dealer that is not there, and says so as it declares', async () => {
    const api = startApi()
    const text = JSON.stringify(exampleOf(route)?.body ?? {})
    const { statusCode } = await call(route, route.roles, targetOf(route), text, api)
    expect(Object.keys(operationOf(route).responses)).toContain(String(statusCode))
    expect(api.table.all()).toEqual([])
  })
})

function objectsIn(schema: unknown): object[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(objectsIn)
  return 'type' in schema && schema.type === 'object' ? [schema, ...inner] : inner
}

describe('a body', () => {
  it.each(named.filter(([, route]) => route.body !== noBody))(
    'of %s refuses an unknown field, wherever a field may stand',
    (_, route) => {
      const objects = objectsIn(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }))
      expect(objects.length).toBeGreaterThan(0)
      for (const object of objects) expect(object).toMatchObject({ additionalProperties: false })
    },
  )
})

describe('the routes', () => {
  it('are each declared once, and only documentation and secret addresses are open', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length)
    expect(new Set(routes.filter(({ open }) => open))).toEqual(
      new Set([readOpenApi, readDocumentation, readFeed, openNoticeLink, acknowledgeByLink]),
    )
    for (const { open, roles } of routes) expect(roles.length > 0).toBe(!open)
  })

  it('are all answered', async () => {
    for (const route of routes) {
      const { body: said } = await call(route, route.roles)
      const code = said.startsWith('{') ? (JSON.parse(said) as { code?: string }).code : undefined
      expect(code).not.toBe('route-unknown')
    }
  })
})

interface Operation {
  security?: unknown[]
  parameters?: { in: string; name: string; required?: boolean }[]
  requestBody?: unknown
  responses: Record<string, { description: string; content: Record<string, unknown> }>
}
const document = openApiDocument(routes) as unknown as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}
const operationOf = ({ path, method }: Route) => document.paths[path]![method.toLowerCase()]!

describe('the OpenAPI document', () => {
  it('is served as it is, and the page as one HTML without anything from elsewhere', async () => {
    const served = await call(readOpenApi, undefined)
    expect(served.headers['content-type']).toBe('application/json')
    expect(JSON.parse(served.body)).toEqual(JSON.parse(JSON.stringify(document)))
    const page = await call(readDocumentation, undefined)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toMatch(/^<!doctype html>/)
    expect(page.body).not.toMatch(/<script|<link|<img|@import|https?:/)
    for (const { path } of routes) expect(page.body).toContain(path)
    for (const code of Object.keys(problems)) expect(page.body).toContain(`id="${code}"`)
  })

  it('has the routes and no other', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.sort()).toEqual(named.map(([name]) => name).sort())
    expect(document.openapi).toBe('3.1.0')
  })

  it.each(named)('says of %s what it takes and what it refuses with', (_, route) => {
    const operation = operationOf(route)
    const parameters = (operation.parameters ?? []).map((each) => `${each.in} ${each.name}`).sort()
    const expected = [
      ...Object.keys(route.params.shape).map((name) => `path ${name}`),
      ...Object.keys(route.query.shape).map((name) => `query ${name}`),
      ...(route.ifMatch ? ['header If-Match'] : []),
      ...(route.idempotent ? ['header Idempotency-Key'] : []),
    ]
    expect(parameters).toEqual(expected.sort())
    expect(operation.requestBody !== undefined).toBe(route.body !== noBody)
    expect(operation.security).toEqual(route.open ? [] : undefined)
    expect(operation.responses[String(route.status)]?.content).toHaveProperty([
      route.contentType.split(';')[0]!,
    ])
    expect(operation.responses['412'] !== undefined).toBe(route.ifMatch !== false)
    expect(operation.responses['403'] !== undefined).toBe(!route.open)
  })

  it('points at nothing that is not in it', () => {
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document).toHaveProperty(['components', 'schemas', name!])
    }
    expect(text).toContain('#/components/schemas/Problem')
  })
})

describe('the examples', () => {
  it('show every route but the documentation, each once', () => {
    const shown = examples.map(({ route }) => route)
    expect(new Set(shown).size).toBe(shown.length)
    expect(new Set(shown)).toEqual(new Set(routes.filter(({ open }) => !open)))
  })

  it.each(examples.map((each) => [`${each.route.method} ${each.route.path}`, each] as const))(
    'of %s are as the route declares',
    (_, { route, body, response }) => {
      expect(route.response.safeParse(response).error?.issues).toBeUndefined()
      expect(route.body.safeParse(body).error?.issues).toBeUndefined()
      expect(JSON.stringify(operationOf(route))).toContain(JSON.stringify(response))
    },
  )
})
