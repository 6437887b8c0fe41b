import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { portOf } from '../../../local/aws-query.ts'
import { serveHttp } from '../../../local/http.ts'
import { PortInUse } from '../../../local/local-error.ts'
import { matchRoute } from '../../../local/route-match.ts'
import { runnerClock } from '../../../local/runner-clock.ts'
import type { RouteModel } from '../../../local/template-model.ts'
import { tokenOffice } from '../../../local/tokens.ts'
import { addMinutes } from '../../../shared/domain/time.ts'

const authorizer = { issuer: 'https://issuer.example/pool', audience: ['client'] }
const route = (routeKey: string, open = true): RouteModel => {
  const [method = '', path = ''] = routeKey.split(' ')
  return { method, path, functionName: routeKey, authorizer: open ? undefined : authorizer }
}

type Invoke = (name: string, event: unknown) => unknown

async function serve(routes: RouteModel[], invoke: Invoke) {
  const clock = runnerClock()
  const tokens = await tokenOffice(clock)
  const server = await serveHttp({
    port: 0,
    routes,
    clock,
    tokens,
    invoke: (name, event) => Promise.resolve().then(() => invoke(name, event)),
    ownPages: () => Promise.resolve(undefined),
  })
  onTestFinished(() => server.stop())
  return { url: server.url, clock, tokens }
}

test('a request reaches the function as payload 2.0', async () => {
  const invoke = vi.fn<Invoke>(() => ({ statusCode: 204 }))
  const { url } = await serve([route('PUT /vehicles/{id}/notes/{note}')], invoke)
  const response = await fetch(`${url}/vehicles/a%20b/notes/1?tag=x&tag=y&empty=`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2', 'X-Two': 'one' },
    body: '{"text":"您好"}',
  })
  expect(response.status).toBe(204)
  expect(invoke.mock.calls[0]?.[0]).toBe('PUT /vehicles/{id}/notes/{note}')
  expect(invoke.mock.calls[0]?.[1]).toMatchObject({
    version: '2.0',
    routeKey: 'PUT /vehicles/{id}/notes/{note}',
    rawPath: '/vehicles/a%20b/notes/1',
    rawQueryString: 'tag=x&tag=y&empty=',
    queryStringParameters: { tag: 'x,y', empty: '' },
    pathParameters: { id: 'a b', note: '1' },
    cookies: ['a=1', 'b=2'],
    headers: { 'content-type': 'application/json', 'x-two': 'one' },
    body: '{"text":"您好"}',
    isBase64Encoded: false,
    requestContext: { http: { method: 'PUT', path: '/vehicles/a%20b/notes/1' }, stage: '$default' },
  })
  expect(invoke.mock.calls[0]?.[1]).not.toHaveProperty('headers.cookie')
})

test('a body that is no text arrives in base64', async () => {
  const invoke = vi.fn<Invoke>(() => ({ statusCode: 200 }))
  const { url } = await serve([route('POST /files')], invoke)
  await fetch(`${url}/files`, { method: 'POST', body: Uint8Array.of(0, 255) })
  expect(invoke.mock.calls[0]?.[1]).toMatchObject({ body: 'AP8=', isBase64Encoded: true })
})

test.each([
  [
    { statusCode: 201, headers: { ETag: '"1"' }, cookies: ['a=1', 'b=2'], body: '{"a":1}' },
    201,
    '{"a":1}',
    { etag: '"1"', 'set-cookie': 'a=1, b=2' },
  ],
  [{ statusCode: 200, body: 'AP8=', isBase64Encoded: true }, 200, '\0\uFFFD', {}],
  [{ no: 'status' }, 200, '{"no":"status"}', { 'content-type': 'application/json' }],
  [{ statusCode: 'no number' }, 500, '{"message":"Internal Server Error"}', {}],
])('%j becomes an answer as the gateway makes it', async (result, status, body, headers) => {
  const { url } = await serve([route('GET /')], () => result)
  const response = await fetch(`${url}/`)
  expect(response.status).toBe(status)
  expect(await response.text()).toBe(body)
  for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value)
})

test('a function that fails is a 500 that says nothing about it', async () => {
  const { url } = await serve([route('GET /')], () => {
    throw new Error('secret')
  })
  const response = await fetch(`${url}/`)
  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
})

test('what no route takes is not found, and never reaches a function', async () => {
  const invoke = vi.fn<Invoke>()
  const { url } = await serve([route('GET /a')], invoke)
  for (const [method, path] of [
    ['GET', '/b'],
    ['POST', '/a'],
    ['GET', '/a/'],
  ] as const) {
    const response = await fetch(url + path, { method })
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}'])
  }
  expect(invoke).not.toHaveBeenCalled()
})

test('more than ten megabytes do not reach a function', async () => {
  const invoke = vi.fn<Invoke>()
  const { url } = await serve([route('POST /a')], invoke)
  const response = await fetch(`${url}/a`, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) })
  expect(response.status).toBe(413)
  expect(invoke).not.toHaveBeenCalled()
})

test('a token opens a closed route and shows its claims as the gateway shows them: all text', async () => {
  const invoke = vi.fn<Invoke>(() => ({ statusCode: 200 }))
  const { url, tokens } = await serve([route('GET /a', false)], invoke)
  const token = await tokens.sign(authorizer, { dealerId: 'D001', roles: ['clerk', 'manager'], sub: 's-1' })
  const response = await fetch(`${url}/a`, { headers: { authorization: `Bearer ${token}` } })
  expect(response.status).toBe(200)
  expect(invoke.mock.calls[0]?.[1]).toMatchObject({
    requestContext: {
      authorizer: {
        jwt: {
          claims: {
            'cognito:groups': '[clerk manager]',
            'custom:dealerId': 'D001',
            sub: 's-1',
            token_use: 'id',
            aud: 'client',
          },
        },
      },
    },
  })
})

test('no token, a forged one, one of another pool or of yesterday is unauthorized', async () => {
  const invoke = vi.fn<Invoke>()
  const { url, tokens, clock } = await serve([route('GET /a', false)], invoke)
  const claims = { dealerId: 'D001', roles: [] }
  const own = await tokens.sign(authorizer, claims)
  const forged = await (await tokenOffice(clock)).sign(authorizer, claims)
  const elsewhere = await tokens.sign({ ...authorizer, issuer: 'https://other.example' }, claims)
  const otherClient = await tokens.sign({ ...authorizer, audience: ['other'] }, claims)
  const statusOf = async (token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}/a`, { headers })
    return `${response.status} ${await response.text()}`
  }
  const refusal = '401 {"message":"Unauthorized"}'
  expect(await statusOf()).toBe(refusal)
  for (const token of [forged, elsewhere, otherClient, `${own}x`, 'no.token'])
    expect(await statusOf(token)).toBe(refusal)
  clock.set(addMinutes(clock.now(), 24 * 60 + 1))
  expect(await statusOf(own)).toBe(refusal)
  expect(invoke).not.toHaveBeenCalled()
})

test('a port in use is said in a sentence', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void taken.close())
  const port = portOf(taken.address())
  const clock = runnerClock()
  const serving = serveHttp({
    port,
    routes: [],
    clock,
    tokens: await tokenOffice(clock),
    invoke: () => Promise.resolve(),
    ownPages: () => Promise.resolve(undefined),
  })
  await expect(serving).rejects.toThrow(PortInUse)
  await expect(serving).rejects.toThrow(`Port ${port} is in use`)
})

test.each([
  ['GET', '/a/b', 'GET /a/b'],
  ['GET', '/a/c', 'GET /a/{id}'],
  ['GET', '/a/c/d', 'GET /a/{rest+}'],
  ['POST', '/a/b', 'ANY /a/b'],
  ['DELETE', '/x/y/z', 'ANY /{proxy+}'],
  ['GET', '/', undefined],
])('%s %s goes to %s', (method, path, expected) => {
  const routes = ['ANY /{proxy+}', 'GET /a/{rest+}', 'GET /a/{id}', 'ANY /a/b', 'GET /a/b'].map((key) =>
    route(key),
  )
  expect(matchRoute(routes, method, path)?.route.functionName).toBe(expected)
})
