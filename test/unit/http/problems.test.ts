import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import {
  apiHandler,
  implement,
  implementOpen,
  type Implementation,
} from '../../../shared/http/api-handler.ts'
import { defineOpenRoute, defineRoute, noBody } from '../../../shared/http/contract.ts'
import { Stale, Contested, NotFound, Refused, KeyReused } from '../../../shared/runtime/errors.ts'
import { problems, type ProblemCode } from '../../../shared/runtime/problems.ts'
import { claimsOf, eventFor, type Account } from '../../support/api-client.ts'
import { instant } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { listeningLog } from './fixture.ts'

const base = { functionName: 'test', params: {}, query: {}, summary: { zh: '测试', en: 'Test' } }

const readThing = defineRoute({
  ...base,
  method: 'GET',
  path: '/things/{thingId}',
  roles: ['service_manager'],
  params: { thingId: z.string().max(5) },
  query: { on: z.iso.date().optional(), limit: z.coerce.number().int().min(1).max(9).default(5) },
  body: noBody,
  response: z.object({ name: z.string() }),
})
const changeThing = defineRoute({
  ...base,
  method: 'PUT',
  path: '/things/{thingId}',
  roles: ['service_manager', 'finance'],
  ifMatch: true,
  idempotent: true,
  params: { thingId: z.string() },
  body: z.strictObject({
    name: z.string().min(2).max(5),
    kind: z.enum(['a', 'b']).optional(),
    parts: z.array(z.strictObject({ count: z.int() })).optional(),
  }),
  response: z.object({ name: z.string() }),
})
const open = defineOpenRoute({
  ...base,
  method: 'GET',
  path: '/open',
  body: noBody,
  response: z.string(),
  contentType: 'text/plain',
})

const manager: Account = { dealerId: 'D001', roles: ['service_manager'] }
const secret = '王芳 13800138000'

interface Request {
  method?: string
  target?: string
  headers?: Record<string, string>
  body?: string
  account?: Account | undefined
}

async function call(request: Request = {}, more: { fails?: Error | undefined; answers?: unknown } = {}) {
  const log = listeningLog()
  const answer = () =>
    more.fails === undefined
      ? Promise.resolve({ body: (more.answers ?? { name: 'x' }) as { name: string }, version: 4 })
      : Promise.reject(more.fails)
  const implementations: Implementation[] = [
    implement(readThing, answer),
    implement(changeThing, answer),
    implementOpen(open, () => Promise.resolve({ body: 'hello' })),
  ]
  const handler = apiHandler(implementations, {
    log,
    table: memoryTable(),
    clock: { now: () => instant('2026-11-23T02:00:00.000Z') },
  })
  const { method = 'GET', target = '/things/t1', headers = {}, body } = request
  const account = 'account' in request ? request.account : manager
  const response = await handler(
    eventFor({ method, target, headers, body }, account && claimsOf(account)),
    {} as never,
  )
  return {
    response,
    log,
    said: response.headers['content-type']?.includes('json')
      ? (JSON.parse(response.body) as Record<string, unknown>)
      : {},
  }
}

const json = { 'content-type': 'application/json' }
const change = (body: unknown, headers: Record<string, string> = {}): Request => ({
  method: 'PUT',
  headers: { ...json, 'if-match': '"3"', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const cases: [ProblemCode, string, Request, Error?][] = [
  ['json-malformed', 'a body that is cut off', change('{"name":')],
  ['json-malformed', 'no body at all', { method: 'PUT', headers: { ...json, 'if-match': '"3"' } }],
  ['json-malformed', 'a body that reaches for prototypes', change('{"__proto__":{"name":"x"}}')],
  ['not-json', 'a form', change('name=abc', { 'content-type': 'application/x-www-form-urlencoded' })],
  ['not-json', 'no media type', { ...change({ name: 'abc' }), headers: { 'if-match': '"3"' } }],
  ['body-too-large', 'a body of 64 KB and a bit', change(JSON.stringify({ name: 'x'.repeat(65_536) }))],
  ['if-match-malformed', 'a weak tag', change({ name: 'abc' }, { 'if-match': 'W/"3"' })],
  ['version-missing', 'no If-Match', { ...change({ name: 'abc' }), headers: json }],
  [
    'idempotency-key-malformed',
    'a key with spaces',
    change({ name: 'abc' }, { 'idempotency-key': 'a b c d e f' }),
  ],
  ['not-signed-in', 'no token', { account: undefined }],
  ['no-dealer', 'an account without dealer', { account: { roles: ['service_manager'] } }],
  ['role-not-allowed', 'another role', { account: { dealerId: 'D001', roles: ['finance'] } }],
  ['route-unknown', 'another path', { target: '/nothing' }],
  ['route-unknown', 'another method', { method: 'DELETE' }],
  ['fields-invalid', 'an unknown parameter', { target: '/things/t1?debug=1' }],
  ['not-found', 'a thing that is not there', {}, new NotFound()],
  ['version-stale', 'a version that was overtaken', change({ name: 'abc' }), new Stale('"7"')],
  ['contested', 'somebody faster', change({ name: 'abc' }), new Contested()],
  ['already-exists', 'a name that is taken', change({ name: 'abc' }), new Refused('already-exists')],
  ['transition-refused', 'a state that ended', change({ name: 'abc' }), new Refused('transition-refused')],
  [
    'idempotency-key-reused',
    'a key that stands for something else',
    change({ name: 'abc' }),
    new KeyReused(),
  ],
  ['internal', 'a bug', {}, new TypeError(secret)],
]

describe('a problem', () => {
  it.each(cases)('%s for %s', async (code, _, request, fails) => {
    const { response, said } = await call(request, { fails })
    const { status, zh, en } = problems[code]
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(said).toMatchObject({
      type: `/docs#${code}`,
      title: zh,
      status,
      code,
      detail: `${zh} ${en}`,
      zh,
      en,
      instance: 'urn:request:request-1',
    })
  })

  it('is told of every code that has no test of its own elsewhere', () => {
    const elsewhere: ProblemCode[] = [
      'message-not-held',
      'import-under-way',
      'files-missing',
      'undo-too-late',
      'appointment-ahead',
      'cursor-invalid',
      'customer-merged',
      'vehicle-merged',
      'vehicle-merge-unconfirmed',
      'vehicle-merge-too-large',
      'customer-erased',
      'merge-unconfirmed',
      'merge-too-large',
      'no-staff-record',
      'not-your-list',
      'not-your-staff',
      'not-your-deadline',
      'role-not-to-give',
      'nothing-missing',
      'not-your-notice',
      'manufacturer-unreachable',
      'manifest-outdated',
      'claim-incomplete',
      'part-kept-longer',
      'customer-clocks-unknown',
      'virus-found',
      'answer-unaddressed',
    ]
    const tested = new Set([...cases.map(([code]) => code), ...elsewhere])
    expect(Object.keys(problems).filter((code) => !tested.has(code as ProblemCode))).toEqual([])
  })

  it('tells besides what helps to go on', async () => {
    const fails = new Refused('transition-refused', { allowed: ['cancel'] })
    const { said } = await call(change({ name: 'abc' }), { fails })
    expect(said).toMatchObject({ allowed: ['cancel'] })
  })

  it('names each field with its reason and never the value', async () => {
    const { response, said } = await call(
      change({
        name: 'much too long',
        kind: secret,
        parts: [{ count: 1 }, { count: 'x', more: 1 }],
        extra: secret,
      }),
    )
    expect(response.statusCode).toBe(422)
    expect(said['errors']).toEqual([
      { path: 'body.name', reason: 'too-large', zh: '太大或太长', en: 'is too large or too long' },
      { path: 'body.kind', reason: 'not-a-choice', zh: '不在可选范围内', en: 'is none of the choices' },
      { path: 'body.parts.1.count', reason: 'wrong-type', zh: '类型不对', en: 'is of the wrong type' },
      { path: 'body.parts.1.more', reason: 'unknown-field', zh: '没有这个字段', en: 'is no known field' },
      { path: 'body.extra', reason: 'unknown-field', zh: '没有这个字段', en: 'is no known field' },
    ])
    expect(response.body).not.toContain('王芳')
  })

  it('of path, query and body are told together', async () => {
    const { said } = await call({ target: '/things/too-long-a-name?on=yesterday&limit=0' })
    expect(
      (said['errors'] as { path: string; reason: string }[]).map(({ path, reason }) => [path, reason]),
    ).toEqual([
      ['params.thingId', 'too-large'],
      ['query.on', 'wrong-format'],
      ['query.limit', 'too-small'],
    ])
  })

  it('distinguishes a field that is missing from one of the wrong type', async () => {
    const reasonOf = async (body: unknown) =>
      ((await call(change(body))).said['errors'] as { path: string; reason: string }[])[0]
    expect(await reasonOf({})).toMatchObject({ path: 'body.name', reason: 'required' })
    expect(await reasonOf({ name: 7 })).toMatchObject({ path: 'body.name', reason: 'wrong-type' })
    expect(await reasonOf({ name: null })).toMatchObject({ path: 'body.name', reason: 'wrong-type' })
    expect(await reasonOf([])).toMatchObject({ path: 'body', reason: 'wrong-type' })
  })

  it('of ours lets nothing out, and the log has the error', async () => {
    const bug = new TypeError(secret)
    const { response, log } = await call({}, { fails: bug })
    expect(response.body).not.toContain('王芳')
    expect(log.lines).toEqual([
      { level: 'error', code: 'REQUEST_FAILED', fields: { requestId: 'request-1' }, error: bug },
    ])
  })

  it('of the caller is an info line with its code and no field of theirs', async () => {
    const { log } = await call({ target: `/things/t1?${secret}=1` })
    expect(log.lines).toEqual([
      {
        level: 'info',
        code: 'REQUEST_REFUSED',
        fields: { requestId: 'request-1', status: 422, problem: 'fields-invalid', faults: 1 },
      },
    ])
  })

  it('of a missing token says how to sign in; of a stale version, which one stands', async () => {
    expect((await call({ account: undefined })).response.headers['www-authenticate']).toBe('Bearer')
    const { response } = await call(change({ name: 'abc' }), { fails: new Stale('"7"') })
    expect(response.headers['etag']).toBe('"7"')
  })

  it('comes before any other for who may not ask: nothing is told of the fields', async () => {
    const { said } = await call({
      ...change({ unknown: 1 }),
      account: { dealerId: 'D001', roles: ['technical_supervisor'] },
    })
    expect(said['code']).toBe('role-not-allowed')
  })
})

describe('an answer', () => {
  it('carries its version as ETag and is nobody’s to keep', async () => {
    const { response, said, log } = await call()
    expect(response).toMatchObject({
      statusCode: 200,
      headers: { etag: '"4"', 'cache-control': 'no-store', 'content-type': 'application/json' },
    })
    expect(said).toEqual({ name: 'x' })
    expect(log.lines).toMatchObject([
      { code: 'REQUEST_ANSWERED', fields: { route: 'GET /things/{thingId}', dealerId: 'D001', status: 200 } },
    ])
  })

  it('tells what its schema names and nothing else', async () => {
    expect((await call({}, { answers: { name: 'x', mobile: '13800138000' } })).said).toEqual({ name: 'x' })
  })

  it('that is not what the route promises is a failure of ours', async () => {
    const { response, log } = await call({}, { answers: { name: 7 } })
    expect(response.statusCode).toBe(500)
    expect(log.lines).toMatchObject([{ level: 'error', code: 'REQUEST_FAILED' }])
  })

  it('of an open route needs no token', async () => {
    const { response } = await call({ target: '/open', account: undefined })
    expect(response).toMatchObject({
      statusCode: 200,
      body: 'hello',
      headers: { 'content-type': 'text/plain' },
    })
  })

  it('comes for a body in base64 too', async () => {
    const handler = apiHandler([implement(changeThing, ({ body }) => Promise.resolve({ body }))], {
      log: listeningLog(),
      table: memoryTable(),
      clock: { now: () => instant('2026-11-23T02:00:00.000Z') },
    })
    const event = eventFor(
      {
        ...change({}),
        target: '/things/t1',
        body: Buffer.from('{"name":"名字"}').toString('base64'),
      } as never,
      claimsOf(manager),
    )
    event.isBase64Encoded = true
    expect(JSON.parse((await handler(event, {} as never)).body)).toEqual({ name: '名字' })
  })
})
