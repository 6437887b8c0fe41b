import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import type { MailContent } from '../../../shared/messages/mail-content.ts'
import { sesMailSender, type OutgoingMail } from '../../../shared/senders/mail-sender.ts'
import { accept, providerOnLoopback, refuse } from './aws-on-loopback.ts'

const provider = providerOnLoopback('AWS_ENDPOINT_URL_SES')
const content: MailContent = {
  subject: '【续保】11月23日待联系名单：共 28 台（今日新增 5 台）',
  html: '<p>您好，蔡𠮷卿 — 浙JJDVE2</p>',
  text: '您好，蔡𠮷卿 — 浙JJDVE2',
  attachments: [
    {
      filename: '续保名单 11月23日（蔡𠮷卿）.xlsx',
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      base64: Buffer.from([0x50, 0x4b, 0, 255, 13, 10]).toString('base64'),
    },
  ],
}
const mail: OutgoingMail = {
  to: 'e031@dealer.example',
  content,
  messageId: 'msg_aaaaaaaaaaaaaaaaaaaa',
  dealerId: 'D001',
}
const settings = { from: '长城服务站 <no-reply@dealer.example>', configurationSet: 'after-sales' }
const send = (changes: Partial<OutgoingMail> = {}, timeoutMs = 2_000) =>
  sesMailSender({ ...settings, timeoutMs }).send({ ...mail, ...changes })

describe('a mail that SES takes', () => {
  it('can be read back as it was meant, with its Chinese names', async () => {
    provider.answer = accept('ses-1')
    expect(await send()).toEqual({ kind: 'accepted', providerId: 'ses-1' })
    const sent = await PostalMime.parse(rawMail())
    expect(sent.subject).toBe(content.subject)
    expect(sent.from).toEqual({ name: '长城服务站', address: 'no-reply@dealer.example' })
    expect(sent.to).toEqual([{ name: '', address: 'e031@dealer.example' }])
    expect(sent.html?.trim()).toBe(content.html)
    expect(sent.text?.trim()).toBe(content.text)
    expect(sent.attachments).toHaveLength(1)
    expect(sent.attachments[0]).toMatchObject({
      filename: '续保名单 11月23日（蔡𠮷卿）.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      disposition: 'attachment',
    })
    expect([...new Uint8Array(sent.attachments[0]!.content as ArrayBuffer)]).toEqual([
      0x50, 0x4b, 0, 255, 13, 10,
    ])
  })

  it('offers text and HTML as alternatives of one another', async () => {
    provider.answer = accept('ses-2')
    await send()
    expect(rawMail()).toMatch(
      /multipart\/mixed[\s\S]*multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/,
    )
  })

  it('crosses every gateway: seven bits, short lines, CRLF', async () => {
    provider.answer = accept('ses-3')
    await send()
    const lines = rawMail().split('\r\n')
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.filter((line) => line.length > 998 || /[^\x20-\x7e\t]/.test(line))).toEqual([])
  })

  it('that answers stands in the thread that it answers, and says where the next one goes', async () => {
    provider.answer = accept('ses-3a')
    const long = Array.from({ length: 20 }, (_, index) => `${'r'.repeat(100)}${String(index)}@oem-a.example`)
    const thread = { inReplyTo: '1@oem-a.example', references: [...long, '1@oem-a.example'] }
    await send({ content: { ...content, answers: { replyTo: 'D001@inbox.example', thread } } })
    const sent = await PostalMime.parse(rawMail())
    expect(sent.inReplyTo).toBe('<1@oem-a.example>')
    expect(sent.references?.split(/\s+/)).toEqual(thread.references.map((id) => `<${id}>`))
    expect(sent.replyTo).toEqual([{ name: '', address: 'D001@inbox.example' }])
    const fields = sent.headers.map(({ key }) => key)
    expect(fields).toContain('x-after-sales-mail')
    // A person wrote it; what we send by ourselves says so.
    expect(fields).not.toContain('auto-submitted')
    await send()
    expect(rawMail()).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  })

  it.each(['1@oem-a.example>\r\nBcc: x@evil.example', '<1@oem-a.example>', 'a b', '编号@oem-a.example'])(
    'never carries %j for an id',
    async (id) => {
      const thread = { inReplyTo: '1@oem-a.example', references: [id] }
      const answers = { replyTo: 'D001@inbox.example', thread }
      expect(await send({ content: { ...content, answers } })).toMatchObject({
        kind: 'refused',
        code: 'content-rejected',
      })
    },
  )

  it('names its only recipient, its tags and the configuration set beside the text', async () => {
    provider.answer = accept('ses-4')
    await send()
    expect(Object.fromEntries(provider.requests[0]!)).toMatchObject({
      Action: 'SendRawEmail',
      Source: 'no-reply@dealer.example',
      'Destinations.member.1': 'e031@dealer.example',
      ConfigurationSetName: 'after-sales',
      'Tags.member.1.Name': 'messageId',
      'Tags.member.1.Value': mail.messageId,
      'Tags.member.2.Name': 'dealerId',
      'Tags.member.2.Value': 'D001',
    })
    expect(provider.requests[0]!.has('Destinations.member.2')).toBe(false)
  })
})

describe('a mail that is refused before it leaves', () => {
  const injection = 'x\r\nBcc: thief@evil.example'
  it.each<[string, Partial<OutgoingMail>, string]>([
    ['a recipient with a line break', { to: `e031@dealer.example${injection}` }, 'invalid-address'],
    ['two recipients', { to: 'a@dealer.example,b@dealer.example' }, 'invalid-address'],
    ['a recipient with a name', { to: 'A <a@dealer.example>' }, 'invalid-address'],
    ['no recipient', { to: '' }, 'invalid-address'],
    ['a subject with a line break', { content: { ...content, subject: injection } }, 'content-rejected'],
    [
      'a subject with a bare carriage return',
      { content: { ...content, subject: 'a\rBcc: b' } },
      'content-rejected',
    ],
    [
      'a subject with a Unicode line break',
      { content: { ...content, subject: 'a\u2028b' } },
      'content-rejected',
    ],
    ['a file name with a line break', { content: withFile({ filename: injection }) }, 'content-rejected'],
    [
      'a content type with a line break',
      { content: withFile({ contentType: `text/plain${injection}` }) },
      'content-rejected',
    ],
    ['a tag that SES does not take', { messageId: 'msg 1' }, 'content-rejected'],
    [
      'more than 10 MB',
      { content: withFile({ base64: Buffer.alloc(8 * 1024 * 1024).toString('base64') }) },
      'content-rejected',
    ],
  ])('has %s', async (_, changes, code) => {
    provider.answer = accept('never')
    expect(await send(changes)).toMatchObject({ kind: 'refused', code })
    expect(provider.requests).toHaveLength(0)
  })

  it.each(['nobody', 'A <a@dealer.example>\r\nBcc: b@evil.example', 'A\r\nBcc: x <a@dealer.example>', '<>'])(
    'cannot have the sender %j at all',
    (from) => {
      expect(() => sesMailSender({ ...settings, from })).toThrow(RangeError)
    },
  )

  it('may have a sender without a name', async () => {
    provider.answer = accept('ses-5')
    await sesMailSender({ ...settings, from: 'no-reply@dealer.example' }).send(mail)
    expect((await PostalMime.parse(rawMail())).from).toEqual({ name: '', address: 'no-reply@dealer.example' })
  })
})

describe('a mail that SES refuses', () => {
  it.each([
    [
      'MessageRejected',
      'Address blacklisted.',
      { kind: 'refused', code: 'address-suppressed', fault: 'address' },
    ],
    [
      'InvalidParameterValue',
      "Missing final '@domain'",
      { kind: 'refused', code: 'invalid-address', fault: 'address' },
    ],
    ['MessageRejected', 'Illegal content', { kind: 'refused', code: 'content-rejected', fault: 'message' }],
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed',
      { kind: 'not-sent' },
    ],
    ['MessageRejected', 'Sending paused for this account.', { kind: 'not-sent' }],
    ['AccountSendingPausedException', 'paused', { kind: 'not-sent' }],
    ['ConfigurationSetDoesNotExist', 'none', { kind: 'not-sent' }],
    ['Throttling', 'Maximum sending rate exceeded.', { kind: 'throttled', limit: 'rate' }],
    ['Throttling', 'Daily message quota exceeded.', { kind: 'throttled', limit: 'quota' }],
  ])('with %s, %s', async (code, message, expected) => {
    provider.answer = refuse(400, code, message)
    expect(await send()).toMatchObject(expected)
    expect(provider.requests).toHaveLength(1)
  })
})

describe('a mail without a clear answer', () => {
  it('is in doubt after a 5xx, and not sent a second time', async () => {
    provider.answer = refuse(503, 'ServiceUnavailable', 'later')
    expect(await send()).toEqual({ kind: 'unknown', cause: 'ServiceUnavailable 503' })
    expect(provider.requests).toHaveLength(1)
  })

  it('is in doubt when SES has it and says nothing, and not sent a second time', async () => {
    provider.answer = () => undefined
    expect(await send({}, 150)).toMatchObject({ kind: 'unknown' })
    expect(provider.requests).toHaveLength(1)
  })
})

function withFile(changes: Partial<MailContent['attachments'][number]>): MailContent {
  return { ...content, attachments: [{ ...content.attachments[0]!, ...changes }] }
}

function rawMail(): string {
  return Buffer.from(provider.requests.at(-1)!.get('RawMessage.Data')!, 'base64').toString('latin1')
}
