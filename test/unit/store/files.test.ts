import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectFiles, FileReplaced } from '../../../shared/store/files.ts'
import { connectUploads } from '../../../shared/store/uploads.ts'
import { instant } from '../../support/builders.ts'

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const asked: Asked[] = []
/** What S3 answers to the first request, the second, …; the last one again and again. */
let answers: ((response: ServerResponse) => unknown)[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    answers[Math.min(asked.length, answers.length) - 1]?.(response)
  })
})
const error = (status: number, code: string) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
const ok = (body: string) => (response: ServerResponse) => response.end(body)

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env['AWS_REGION'] = 'ap-southeast-1'
  process.env['AWS_ACCESS_KEY_ID'] = 'local'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local'
  process.env['AWS_SESSION_TOKEN'] = 'session'
  process.env['AWS_ENDPOINT_URL_S3'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked.length = 0
})
afterAll(async () => {
  delete process.env['AWS_SESSION_TOKEN']
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('the files bucket', () => {
  it('writes a text whole, signed with its hash, under its type', async () => {
    answers = [ok('')]
    const body = '{"subject":"续保名单"}'
    await connectFiles('files').write('mail/D001/msg_a.json', body, 'application/json')
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'PUT', url: '/files/mail/D001/msg_a.json', body })
    expect(asked[0]!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      'x-amz-security-token': 'session',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/ap-southeast-1\/s3\/aws4_request, SignedHeaders=\S*host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
      ) as unknown,
    })
  })

  it('reads a text, also where a character is cut in two on the way', async () => {
    const [first, rest] = [Buffer.from('续').subarray(0, 2), Buffer.from('续保').subarray(2)]
    answers = [
      (response) => {
        response.write(first)
        setImmediate(() => response.end(rest))
      },
    ]
    expect(await connectFiles('files').read('mail/D001/msg_a.json')).toBe('续保')
  })

  it('names a key as S3 does, whatever stands in it', async () => {
    answers = [ok('')]
    await connectFiles('files').read('imports/D 1/名/a+b.csv')
    expect(asked[0]!.url).toBe('/files/imports/D%201/%E5%90%8D/a%2Bb.csv')
  })

  it('has no such file, and says so for reading, opening and measuring', async () => {
    const files = connectFiles('files')
    answers = [error(404, 'NoSuchKey')]
    expect(await files.read('a')).toBeUndefined()
    expect(await files.open('a')).toBeUndefined()
    answers = [(response) => response.writeHead(404).end()]
    expect(await files.look('a')).toBeUndefined()
    expect(asked).toHaveLength(3)
  })

  it.each([
    [404, 'NoSuchBucket'],
    [403, 'AccessDenied'],
  ])('throws what is no missing file, at once: %i %s', async (status, code) => {
    answers = [error(status, code)]
    await expect(connectFiles('files').read('a')).rejects.toMatchObject({ name: code })
    expect(asked).toHaveLength(1)
  })

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['S3 is slow', error(503, 'SlowDown')],
    ['S3 has a fault', error(500, 'InternalError')],
    ['the connection breaks', (response) => response.destroy()],
  ])('tries again when %s', async (_, answer) => {
    answers = [answer, ok('there')]
    expect(await connectFiles('files').read('a')).toBe('there')
    expect(asked).toHaveLength(2)
  })

  it('gives up after three attempts', async () => {
    answers = [error(503, 'SlowDown')]
    await expect(connectFiles('files').read('a')).rejects.toMatchObject({ name: 'SlowDown' })
    expect(asked).toHaveLength(3)
  })

  it('measures without reading, and opens with the length', async () => {
    const files = connectFiles('files')
    answers = [(response) => response.writeHead(200, { 'content-length': 12, etag: '"e1"' }).end()]
    expect(await files.look('a')).toEqual({ bytes: 12, etag: '"e1"' })
    expect(asked[0]!.method).toBe('HEAD')
    answers = [(response) => response.writeHead(200, { 'content-length': 3 }).end('abc')]
    const opened = await files.open('a')
    expect(opened?.length).toBe(3)
    expect(await text(opened!.bytes)).toBe('abc')
  })

  it('fails when a file ends before its end', async () => {
    answers = [
      (response) => {
        response.writeHead(200, { 'content-length': 100 }).write('abc')
        setImmediate(() => response.destroy())
      },
    ]
    await expect(connectFiles('files').read('a')).rejects.toThrow()
  })

  it('pulls no more through the network when its reader has seen enough', async () => {
    let closed = false
    answers = [
      (response) => {
        response.on('close', () => (closed = true))
        response.write('abc')
      },
    ]
    const opened = await connectFiles('files').open('a')
    for await (const chunk of opened!.bytes) {
      expect(Buffer.from(chunk).toString()).toBe('abc')
      break
    }
    await expect.poll(() => closed).toBe(true)
  })

  it('takes a file only as the one that is meant', async () => {
    answers = [error(412, 'PreconditionFailed')]
    await expect(connectFiles('files').open('a', '"e1"')).rejects.toBeInstanceOf(FileReplaced)
    expect(asked[0]!.headers['if-match']).toBe('"e1"')
  })

  it('signs a form for one key, one type, a bounded size and a time, as S3 reckons it', async () => {
    const { url, fields } = await connectUploads('files').formFor('imports/D001/I1/staff.csv', {
      contentType: 'text/csv',
      mostBytes: 1000,
      from: instant('2026-11-23T01:02:03.456Z'),
      until: instant('2026-11-23T02:02:03.456Z'),
    })
    expect(url).toBe(`${process.env['AWS_ENDPOINT_URL_S3']!}/files`)
    const { policy, 'x-amz-signature': signature, ...stated } = fields
    expect(JSON.parse(Buffer.from(policy!, 'base64').toString())).toEqual({
      expiration: '2026-11-23T02:02:03.456Z',
      conditions: [
        { bucket: 'files' },
        { key: 'imports/D001/I1/staff.csv' },
        { 'Content-Type': 'text/csv' },
        { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
        { 'x-amz-credential': 'local/20261123/ap-southeast-1/s3/aws4_request' },
        { 'x-amz-date': '20261123T010203Z' },
        { 'x-amz-security-token': 'session' },
        ['content-length-range', 1, 1000],
      ],
    })
    // Each field but the signature is bound by a condition, or S3 would refuse the form.
    expect(Object.keys(stated)).toEqual([
      'key',
      'Content-Type',
      'x-amz-algorithm',
      'x-amz-credential',
      'x-amz-date',
      'x-amz-security-token',
    ])
    // The AWS documentation, "Calculating a signature" of a POST policy.
    const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest()
    const signingKey = ['ap-southeast-1', 's3', 'aws4_request'].reduce(hmac, hmac('AWS4local', '20261123'))
    expect(signature).toBe(hmac(signingKey, policy!).toString('hex'))
    expect(asked).toEqual([])
  })

  it('asks AWS by the name of its bucket where no other S3 is named', async () => {
    const elsewhere = process.env['AWS_ENDPOINT_URL_S3']
    delete process.env['AWS_ENDPOINT_URL_S3']
    try {
      const { endpointOf } = await import('../../../shared/store/object-requests.ts')
      expect(endpointOf('files', 'ap-southeast-1')).toEqual({
        protocol: 'https:',
        hostname: 'files.s3.ap-southeast-1.amazonaws.com',
        root: '/',
      })
      expect(endpointOf('files', 'cn-north-1').hostname).toBe('files.s3.cn-north-1.amazonaws.com.cn')
    } finally {
      process.env['AWS_ENDPOINT_URL_S3'] = elsewhere
    }
  })
})

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
