import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Mobile } from '../../../shared/domain/mobile.ts'
import { snsSmsSender, type OutgoingSms } from '../../../shared/senders/sms-sender.ts'
import { accept, providerOnLoopback, refuse, xml } from './aws-on-loopback.ts'

const provider = providerOnLoopback('AWS_ENDPOINT_URL_SNS')
const sms: OutgoingSms = {
  to: Mobile.parse('+8613800138000'),
  text: '【长城服务站】王先生您好',
  messageClass: 'service',
  messageId: 'msg_aaaaaaaaaaaaaaaaaaaa',
}
const send = (changes: Partial<OutgoingSms> = {}, timeoutMs = 2_000) =>
  snsSmsSender({ maxPriceUsd: '0.10', timeoutMs }).send({ ...sms, ...changes })

describe('an SMS that SNS takes', () => {
  it('is one Publish to the number, with the price limit and the type of its class', async () => {
    provider.answer = accept('sns-1')
    expect(await send()).toEqual({ kind: 'accepted', providerId: 'sns-1' })
    expect(provider.requests).toHaveLength(1)
    const request = Object.fromEntries(provider.requests[0]!)
    expect(request).toMatchObject({ Action: 'Publish', PhoneNumber: '+8613800138000', Message: sms.text })
    expect(attributes(provider.requests[0]!)).toEqual({
      'AWS.SNS.SMS.SMSType': 'Transactional',
      'AWS.SNS.SMS.MaxPrice': '0.10',
    })
  })

  it('is promotional only when it is marketing', async () => {
    provider.answer = accept('sns-2')
    const types: string[] = []
    for (const messageClass of ['service', 'safety', 'staff', 'marketing'] as const) {
      await send({ messageClass })
      types.push(attributes(provider.requests.at(-1)!)['AWS.SNS.SMS.SMSType']!)
    }
    expect(types).toEqual(['Transactional', 'Transactional', 'Transactional', 'Promotional'])
  })

  it('is in doubt when the yes has no message id, or cannot be read', async () => {
    provider.answer = xml(200, '<R><PublishResult></PublishResult></R>')
    expect(await send()).toMatchObject({ kind: 'unknown' })
    provider.answer = xml(200, 'no xml at all <')
    expect(await send()).toMatchObject({ kind: 'unknown' })
  })
})

describe('an SMS that SNS refuses', () => {
  it.each([
    [
      'InvalidParameter',
      400,
      'Invalid parameter: PhoneNumber Reason: +8613800138000 is not valid to publish to',
      'invalid-number',
      'address',
    ],
    ['OptedOut', 400, 'opted out', 'opted-out', 'address'],
    ['InvalidParameter', 400, 'Invalid parameter: Message too long', 'content-rejected', 'message'],
  ] as const)('%s %i (%s) is refused for good: %s', async (code, status, message, expected, fault) => {
    provider.answer = refuse(status, code, message)
    expect(await send()).toEqual({ kind: 'refused', code: expected, fault, permanent: true })
  })

  it.each([
    ['Throttled', 429, 'rate'],
    ['ThrottlingException', 400, 'rate'],
  ] as const)('%s %i is a matter of pace, not of the number', async (code, status, limit) => {
    provider.answer = refuse(status, code, 'Rate exceeded')
    expect(await send()).toEqual({ kind: 'throttled', limit })
  })

  it.each([
    ['AuthorizationError', 403],
    ['InvalidClientTokenId', 403],
    ['SomethingNew', 418],
  ])('%s %i is ours to mend and puts no blame on the number', async (code, status) => {
    provider.answer = refuse(status, code, 'no')
    const result = await send()
    expect(result.kind).toBe('not-sent')
    expect(result).toHaveProperty('cause', expect.stringContaining(String(status)))
  })

  it('never passes on a sentence in which SNS quotes the number', async () => {
    const quote = 'who is 13800138000?'
    for (const [status, code] of [
      [403, 'AuthorizationError'],
      [500, 'InternalError'],
      [400, 'InvalidParameter'],
    ] as const) {
      provider.answer = refuse(status, code, quote)
      expect(JSON.stringify(await send())).not.toContain('13800138000')
    }
  })
})

describe('an SMS without a clear answer', () => {
  it.each([500, 502, 503, 504])('is in doubt after a %i, and not sent a second time', async (status) => {
    provider.answer = refuse(status, 'InternalError', 'oops')
    const result = await send()
    expect(result.kind).toBe('unknown')
    expect(result).toHaveProperty('cause', expect.stringContaining(String(status)))
    expect(provider.requests).toHaveLength(1)
  })

  it('is in doubt when SNS has it and says nothing, and not sent a second time', async () => {
    provider.answer = () => undefined
    expect(await send({}, 150)).toMatchObject({ kind: 'unknown' })
    expect(provider.requests).toHaveLength(1)
  })

  it('is in doubt when the answer stops in its middle', async () => {
    provider.answer = (response) => response.writeHead(200, { 'content-length': '500' }).write('<R><Publish')
    expect(await send({}, 150)).toMatchObject({ kind: 'unknown' })
    expect(provider.requests).toHaveLength(1)
  })

  it('is in doubt when the connection breaks after the request', async () => {
    provider.answer = (response) => response.destroy()
    expect(await send()).toEqual({ kind: 'unknown', cause: 'ECONNRESET' })
    expect(provider.requests).toHaveLength(1)
  })
})

describe('an SMS that never left', () => {
  it('is surely not sent when nobody listens', async () => {
    await withEndpoint(`http://127.0.0.1:${await freePort()}`, async () => {
      expect(await send()).toEqual({ kind: 'not-sent', cause: 'ECONNREFUSED' })
    })
  })

  it('is surely not sent when each address of the name refuses', async () => {
    await withEndpoint(`http://localhost:${await freePort()}`, async () => {
      expect(await send()).toEqual({ kind: 'not-sent', cause: 'ECONNREFUSED' })
    })
  })

  it('is surely not sent without credentials', async () => {
    const key = process.env['AWS_ACCESS_KEY_ID']
    delete process.env['AWS_ACCESS_KEY_ID']
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
    try {
      expect(await send()).toMatchObject({ kind: 'not-sent', cause: 'CredentialsProviderError' })
      expect(provider.requests).toHaveLength(0)
    } finally {
      process.env['AWS_ACCESS_KEY_ID'] = key
    }
  })
})

async function withEndpoint(url: string, use: () => Promise<void>): Promise<void> {
  const before = process.env['AWS_ENDPOINT_URL_SNS']
  process.env['AWS_ENDPOINT_URL_SNS'] = url
  try {
    await use()
  } finally {
    process.env['AWS_ENDPOINT_URL_SNS'] = before
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function attributes(request: URLSearchParams): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [field, name] of request) {
    const prefix = /^(MessageAttributes\.entry\.\d+)\.Name$/.exec(field)?.[1]
    if (prefix !== undefined) found[name] = request.get(`${prefix}.Value.StringValue`) ?? ''
  }
  return found
}
