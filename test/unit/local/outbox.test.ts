import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOutbox, type Outbox } from '../../../local/outbox-store.ts'
import { outboxRoute } from '../../../local/outbox-routes.ts'
import { maskNumber } from '../../../local/outbox-list.ts'
import { fromEpochMilliseconds, Instant, Zone } from '../../../shared/domain/time.ts'
import { temporaryDirectory } from './assembly.ts'

const zone = Zone.parse('Asia/Shanghai')
const nine = Instant.parse('2026-11-23T01:00:00.000Z')

function addSms(
  outbox: Outbox,
  id: string,
  settings: Partial<{ at: Instant; to: string; text: string }> = {},
) {
  outbox.add({
    channel: 'sms',
    id,
    at: nine,
    to: '+8613800138000',
    text: `【店】短信 ${id} 完`,
    attributes: {},
    ...settings,
  })
}

function addMail(outbox: Outbox, id: string, mime: string) {
  outbox.add({
    channel: 'mail',
    id,
    at: nine,
    from: 'shop@dealer.example',
    to: ['he.fang@dealer.example'],
    subject: 's',
    raw: Buffer.from(mime).toString('base64'),
    tags: {},
  })
}

async function get(outbox: Outbox, address: string) {
  const answer = await outboxRoute(new URL(address, 'http://localhost'), outbox, zone)
  return { ...answer, text: answer?.body.toString() ?? '', headers: new Map(answer?.headers) }
}

const evil = [
  'From: "<b>Eve</b>" <eve@dealer.example>',
  'To: he.fang@dealer.example',
  'Subject: <script>alert("subject")</script>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>hello<script>alert("body")</script></p>',
  '--x',
  'Content-Type: text/html; name="a\\"<i>.html"',
  'Content-Disposition: attachment; filename="<i>.html"',
  '',
  '<script>alert("attachment")</script>',
  '--x--',
].join('\r\n')

test('nothing that a message says becomes markup of the page', async () => {
  const outbox = openOutbox()
  addSms(outbox, 'a', { text: '<script>alert(1)</script> & "x"' })
  addMail(outbox, 'm', evil)
  const { text } = await get(outbox, '/outbox?who=%22%3E%3Cscript%3E&day=%22%3E%3Cscript%3E')
  expect(text).not.toContain('<script')
  const all = await get(outbox, '/outbox')
  expect(all.text).not.toMatch(/<script|<b>Eve|<i>/)
  expect(all.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;')
  expect(all.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a mail is shown as its sender made it, in a page without any right', async () => {
  const outbox = openOutbox()
  addMail(outbox, 'm', evil)
  const mail = await get(outbox, '/outbox/mail/m')
  expect(mail.text).toContain('<p>hello')
  const policy = mail.headers.get('content-security-policy')
  expect(policy).toContain('sandbox')
  expect(policy).not.toContain('allow-')
  expect(policy).toContain("default-src 'none'")
  expect((await get(outbox, '/outbox')).text).toMatch(
    /<iframe\s+sandbox\s+loading="lazy"\s+src="\/outbox\/mail\/m"/,
  )
})

test('an attachment comes as a file to save, whatever it calls itself', async () => {
  const outbox = openOutbox()
  addMail(outbox, 'm', evil)
  const file = await get(outbox, '/outbox/mail/m/attachments/0')
  expect(file.headers.get('content-type')).toBe('application/octet-stream')
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%3Ci%3E\.html$/)
  expect((await get(outbox, '/outbox/mail/m/attachments/1')).status).toBe(404)
})

test('a number is masked on the page, and its link does not give it away', async () => {
  const outbox = openOutbox()
  addSms(outbox, 'a')
  addSms(outbox, 'b', { to: '+8613911112222' })
  const { text } = await get(outbox, '/outbox')
  expect(text).toContain('138****8000')
  expect(text).not.toContain('13800138000')
  const link = /href="(\/outbox\?who=[^"]+)">138\*/.exec(text)?.[1] ?? ''
  const one = (await get(outbox, link)).text
  expect(one).toContain('短信 a 完')
  expect(one).not.toContain('短信 b 完')
})

test('day, channel and person narrow the list; the day is the dealer’s', async () => {
  const outbox = openOutbox()
  addSms(outbox, 'late', { at: Instant.parse('2026-11-23T15:59:59.000Z') })
  addSms(outbox, 'early', { at: Instant.parse('2026-11-23T16:00:00.000Z'), to: '+8613911112222' })
  addMail(outbox, 'm', evil)
  const ids = async (query: string) => {
    const { text } = await get(outbox, `/outbox.json?${query}`)
    return (JSON.parse(text) as { messages: { id: string }[] }).messages.map(({ id }) => id)
  }
  expect(await ids('')).toEqual(['m', 'early', 'late'])
  expect(await ids('day=2026-11-24')).toEqual(['early'])
  expect(await ids('channel=sms&day=2026-11-23')).toEqual(['late'])
  expect(await ids('who=1391111')).toEqual(['early'])
  expect(await ids('who=HE.FANG@')).toEqual(['m'])
  expect(await ids('limit=1')).toEqual(['m'])
})

test('two thousand messages come page by page, each message on one page, newest first, and quickly', async () => {
  const outbox = openOutbox()
  for (let index = 0; index < 2000; index += 1)
    addSms(outbox, `n${index}`, { at: fromEpochMilliseconds(Date.parse(nine) + index * 1000) })
  const seen: string[] = []
  const before = performance.now()
  const first = (await get(outbox, '/outbox')).text
  expect(performance.now() - before).toBeLessThan(1000)
  expect(first.length).toBeLessThan(100_000)
  for (let page = 1; page <= 50; page += 1) {
    const { text } = await get(outbox, `/outbox?page=${page}`)
    seen.push(...[...text.matchAll(/id="(n\d+)"/g)].map(([, id]) => id ?? ''))
  }
  expect(seen).toEqual(Array.from({ length: 2000 }, (_, index) => `n${1999 - index}`))
  expect((await get(outbox, '/outbox?page=999')).text).toContain('第 50 / 50 页')
})

test('what an earlier run sent is marked', async () => {
  const file = join(temporaryDirectory(), 'outbox.jsonl')
  addSms(openOutbox(file), 'a')
  const outbox = openOutbox(file)
  addSms(outbox, 'b')
  const { text } = await get(outbox, '/outbox')
  expect(text.match(/earlier run/g)).toHaveLength(1)
  expect(text.indexOf('earlier run')).toBeGreaterThan(text.indexOf('短信 b 完'))
})

test('an empty outbox says so', async () => {
  expect((await get(openOutbox(), '/outbox')).text).toContain('还没有消息')
})

test.each([
  ['+8613812345678', '138****5678'],
  ['+85298765432', '+85****5432'],
  ['+861', '****'],
])('%s is shown as %s', (number, shown) => {
  expect(maskNumber(number)).toBe(shown)
})

test('addresses that are not the outbox’s are left to the API', async () => {
  expect(await outboxRoute(new URL('http://localhost/vehicles'), openOutbox(), zone)).toBeUndefined()
  expect((await get(openOutbox(), '/outbox/mail/unknown')).status).toBe(404)
})
