import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundling } from '../../infra/bundle.ts'
import { errorsToldByClass, leaveOut } from '../../infra/leave-out.ts'
import { lightenStart } from '../../infra/lighten-start.ts'
import type { Machine } from '../../shared/domain/machine.ts'
import { machines } from '../../shared/domain/machines.ts'
import { Mobile } from '../../shared/domain/mobile.ts'
import { addDays } from '../../shared/domain/time.ts'
import * as days from '../../shared/domain/working-days.ts'
import { documentationPage } from '../../shared/http/documentation-page.ts'
import { openApiDocument } from '../../shared/http/openapi.ts'
import { routes } from '../../shared/http/routes.ts'
import * as mailSender from '../../shared/senders/mail-sender.ts'
import * as smsSender from '../../shared/senders/sms-sender.ts'
import * as tableClient from '../../shared/store/table-client.ts'
import { day } from '../support/builders.ts'
import { accept, providerOnLoopback, refuse } from '../unit/senders/aws-on-loopback.ts'

/** What the bundles are made of, itself a bundle: everything below is asked of both. */
const entry = `
  export * from './shared/domain/working-days.ts'
  export * from './shared/senders/mail-sender.ts'
  export * from './shared/senders/sms-sender.ts'
  export * from './shared/store/table-client.ts'
  export * from './shared/http/api-document.ts'
  export * from './shared/domain/machines.ts'
  import * as z from 'zod'
  export const schema = z.string()`

type Whole = typeof days & typeof mailSender & typeof smsSender & typeof tableClient
type Bundled = Whole & {
  apiDocument: unknown
  apiPage: string
  machines: readonly Machine[]
  schema: { toJSONSchema(): unknown }
}

const whole: Whole = { ...days, ...mailSender, ...smsSender, ...tableClient }
const directory = mkdtempSync(join(tmpdir(), 'after-sales-leaving-out-'))
let bundled: Bundled
let inputs: string[]

beforeAll(async () => {
  const outfile = join(directory, 'index.cjs')
  const { metafile } = await build({
    ...bundling,
    stdin: { contents: entry, resolveDir: resolve(import.meta.dirname, '../..'), loader: 'ts' },
    outfile,
    metafile: true,
    plugins: [leaveOut, lightenStart],
  })
  inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  bundled = createRequire(import.meta.url)(outfile) as Bundled
})
afterAll(() => rmSync(directory, { recursive: true }))

const sns = providerOnLoopback('AWS_ENDPOINT_URL_SNS')
const ses = providerOnLoopback('AWS_ENDPOINT_URL_SES')
const dynamodb = providerOnLoopback('AWS_ENDPOINT_URL_DYNAMODB')

const sms = {
  to: Mobile.parse('+8613800138000'),
  text: '【长城服务站】王先生您好',
  messageClass: 'service',
  messageId: 'msg_aaaaaaaaaaaaaaaaaaaa',
} as const
const mail = {
  to: 'e031@dealer.example',
  content: {
    subject: '【续保】11月23日待联系名单：共 28 台（今日新增 5 台）',
    html: '<p>您好，蔡𠮷卿</p>',
    text: '您好，蔡𠮷卿',
    attachments: [
      { filename: '续保名单_蔡𠮷卿.xlsx', contentType: 'application/vnd.ms-excel', base64: 'UEsDBAD/DQo=' },
    ],
  },
  messageId: 'msg_aaaaaaaaaaaaaaaaaaaa',
  dealerId: 'D001',
}
const sendSms = (code: Whole) => code.snsSmsSender({ maxPriceUsd: '0.10', timeoutMs: 2_000 }).send(sms)
const sendMail = (code: Whole) =>
  code
    .sesMailSender({ from: 'A <a@dealer.example>', configurationSet: 'after-sales', timeoutMs: 2_000 })
    .send(mail)

describe('a bundle', () => {
  it('is without the parts that were to be left out', () => {
    const left = [
      /@aws-sdk\/nested-clients\//,
      /@aws-sdk\/credential-provider-(?!env|node)/,
      /@aws-sdk\/endpoint-cache\//,
      /@smithy\/credential-provider-imds\//,
      /event-streams\/(?!index\.js$)/,
      /zod\/v4\/core\/to-json-schema\.js$/,
      /zod-openapi\//,
    ]
    expect(inputs.length).toBeGreaterThan(100)
    expect(inputs.filter((input) => left.some((pattern) => pattern.test(input)))).toEqual([])
  })

  it('knows every working day that the library knows, and no other year', () => {
    const first = day('1999-12-25')
    const differing = Array.from({ length: 13_500 }, (_, index) => addDays(first, index)).filter(
      (date) => bundled.isWorkingDay(date) !== whole.isWorkingDay(date),
    )
    expect(differing).toEqual([])
    const years = Array.from({ length: 40 }, (_, index) => 1999 + index)
    expect(years.filter((year) => bundled.isCalendarKnown(year))).toEqual(
      years.filter((year) => whole.isCalendarKnown(year)),
    )
    expect(bundled.isCalendarKnown(2026)).toBe(true)
  })

  it('has the whole document of the API and its page, ready-made', () => {
    expect(bundled.apiDocument).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))))
    expect(bundled.apiPage).toBe(documentationPage(routes))
  })

  it('has every state with its words, and every transition without', () => {
    const silent = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (name, inner: unknown) => (name === 'zh' || name === 'en' ? '' : inner)),
      )
    const spoken = machines.map((machine) => ({ ...(silent(machine) as Machine), states: machine.states }))
    expect(bundled.machines).toEqual(spoken)
  })

  it('says so when it is asked for what was left out', () => {
    expect(() => bundled.schema.toJSONSchema()).toThrow('JSON schema is left out')
  })

  it.each<[number, string, string]>([
    [400, 'InvalidParameter', 'Invalid parameter: PhoneNumber Reason: not valid to publish to'],
    [400, 'InvalidParameter', 'Invalid parameter: Message too long'],
    [400, 'ParameterValueInvalid', 'Invalid parameter: PhoneNumber'],
    [400, 'OptedOut', 'opted out'],
    [429, 'Throttled', 'Rate exceeded'],
    [400, 'KMSThrottling', 'Rate exceeded'],
    [403, 'AuthorizationError', 'no'],
    [403, 'InvalidSecurity', 'no'],
    [404, 'NotFound', 'no'],
    [500, 'InternalError', 'oops'],
    [503, 'ServiceUnavailable', 'oops'],
  ])('takes SNS at its word as before: %i %s, %s', async (status, code, message) => {
    sns.answer = refuse(status, code, message)
    const [with_, without] = [await sendSms(whole), await sendSms(bundled)]
    expect(fate(without)).toEqual(fate(with_))
    expect(sns.requests).toHaveLength(2)
  })

  it.each<[number, string, string]>([
    [400, 'MessageRejected', 'Address blacklisted.'],
    [400, 'MessageRejected', 'Email address is not verified.'],
    [400, 'MessageRejected', 'Illegal content'],
    [400, 'InvalidParameterValue', "Missing final '@domain'"],
    [400, 'Throttling', 'Daily message quota exceeded.'],
    [400, 'AccountSendingPausedException', 'paused'],
    [400, 'ConfigurationSetDoesNotExist', 'none'],
    [400, 'MailFromDomainNotVerifiedException', 'none'],
    [503, 'ServiceUnavailable', 'later'],
  ])('takes SES at its word as before: %i %s, %s', async (status, code, message) => {
    ses.answer = refuse(status, code, message)
    const [with_, without] = [await sendMail(whole), await sendMail(bundled)]
    expect(fate(without)).toEqual(fate(with_))
    expect(ses.requests).toHaveLength(2)
  })

  it('composes the same mail', async () => {
    ses.answer = accept('ses-1')
    await sendMail(whole)
    await sendMail(bundled)
    const [before, after] = await Promise.all(
      ses.requests.map((request) =>
        PostalMime.parse(Buffer.from(request.get('RawMessage.Data')!, 'base64').toString('latin1')),
      ),
    )
    const said = (parsed: typeof before) => ({
      ...parsed,
      headers: parsed?.headers.map(({ key, value }) => [
        key,
        ['message-id', 'date', 'content-type'].includes(key) ? '' : value,
      ]),
      headerLines: undefined,
      messageId: undefined,
      date: undefined,
    })
    expect(said(after)).toEqual(said(before))
    expect(after?.attachments).toHaveLength(1)
  })

  it('signs with the credentials of its environment, and sends nothing without them', async () => {
    let signature: string | undefined
    sns.answer = (response, request) => {
      signature = request.headers.authorization
      accept('sns-1')(response, request)
    }
    expect(await sendSms(bundled)).toMatchObject({ kind: 'accepted' })
    expect(signature).toContain('Credential=local/')
    const key = process.env['AWS_ACCESS_KEY_ID']
    delete process.env['AWS_ACCESS_KEY_ID']
    try {
      expect(await sendSms(bundled)).toEqual({ kind: 'not-sent', cause: 'CredentialsProviderError' })
    } finally {
      process.env['AWS_ACCESS_KEY_ID'] = key
    }
    expect(sns.requests).toHaveLength(1)
  })

  it('tells which of its writes another one met', async () => {
    const reasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }]
    dynamodb.answer = (response) =>
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(
        JSON.stringify({
          __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
          CancellationReasons: reasons,
        }),
      )
    const write = (sk: string) =>
      ({ kind: 'put', key: { pk: 'p', sk }, item: {}, condition: { clause: 'absent' } }) as const
    for (const { connectTable } of [whole, bundled]) {
      expect(await connectTable('t').commit([write('a'), write('b')])).toEqual({
        kind: 'conflict',
        contested: [1],
      })
    }
  })
})

it('every error of the SDK that our code tells by its class keeps its class', () => {
  const told = globSync(['shared/**/*.ts', 'functions/**/*.ts']).flatMap((path) =>
    Array.from(
      readFileSync(path, 'utf8').matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-[\w-]+'/g),
      ([, names = '']) => names.split(',').map((name) => name.trim()),
    ).flat(),
  )
  const errors = told.filter((name) => /(Exception|Error|NoSuch\w+|NotFound)$/.test(name)).sort()
  expect(errors.length).toBeGreaterThan(0)
  expect([...errorsToldByClass].sort()).toEqual([...new Set(errors)])
})

it.each([
  ['zod/v4/classic/schemas.js', 'export const z = 1'],
  ['@aws-sdk/client-sns/dist-es/schemas/schemas_0.js', 'export const Publish$ = []'],
])('a library that looks different one day stops the build: %s', async (path, source) => {
  const file = join(directory, 'node_modules', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  const building = build({
    ...bundling,
    entryPoints: [file],
    write: false,
    plugins: [leaveOut],
    logLevel: 'silent',
  })
  await expect(building).rejects.toThrow('no longer has')
})

/** What the caller decides by; the cause is for the log, and names an error as the service did or as the SDK does. */
function fate(result: object): object {
  return { ...result, cause: undefined }
}
