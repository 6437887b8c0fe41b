import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { connectQueue } from '../../../shared/runtime/queue.ts'
import { connectFiles } from '../../../shared/store/files.ts'
import { connectTable } from '../../../shared/store/table-client.ts'

const asked: string[] = []
/** What the server says to a request that has come whole, by how many came before it. */
let answer: (response: ServerResponse, before: number) => unknown = () => undefined

const server = createServer((request: IncomingMessage, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    asked.push(Buffer.concat(chunks).toString())
    answer(response, asked.length - 1)
  })
})
const endpoints = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL_S3']
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  vi.stubEnv('AWS_REGION', 'ap-southeast-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
  for (const name of endpoints) vi.stubEnv(name, url)
})
beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  server.closeAllConnections()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await new Promise((resolve) => server.close(resolve))
})

/** Lets time pass in small steps, so that what the network does keeps up with it. */
async function withTimePassing<Value>(work: () => Promise<Value>): Promise<Value> {
  const state = { over: false }
  const result = work().finally(() => (state.over = true))
  result.catch(() => undefined)
  while (!state.over) {
    await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(20)
  }
  return result
}

const write = { kind: 'put', key: { pk: 'a', sk: 'b' }, item: {}, condition: { clause: 'absent' } } as const
const table = () => connectTable('table')
const requests: [string, string, () => Promise<unknown>][] = [
  ['a read of the table', '{"Responses":{}}', () => table().get({ pk: 'a', sk: 'b' })],
  ['a transaction', '{}', () => table().commit([write])],
  ['a hint to the queue', '{"Successful":[]}', () => connectQueue(`${url}/1/queue`).send([{ body: {} }])],
  ['a file', 'text', () => connectFiles('files').read('mail/D001/msg_a.json')],
]

describe('a connection that has fallen silent', () => {
  it.each(requests)('does not keep %s: it is asked for again', async (_, said, ask) => {
    answer = (response, before) => before > 0 && response.end(said)
    await withTimePassing(ask)
    expect(asked).toHaveLength(2)
    expect(asked[1]).toBe(asked[0])
  })

  it.each(requests)('fails %s after a few attempts when none is answered', async (_, __, ask) => {
    answer = () => undefined
    await expect(withTimePassing(ask)).rejects.toMatchObject({ name: 'TimeoutError' })
    // The SDK has a table asked once more than others.
    expect([3, 4]).toContain(asked.length)
  })

  it('does not keep a text whose end never comes', async () => {
    answer = (response) => response.write('te')
    const read = withTimePassing(() => connectFiles('files').read('mail/D001/msg_a.json'))
    await expect(read).rejects.toMatchObject({ name: 'AnswerUnfinished' })
  })

  it('keeps the token of a transaction, so that one that took effect is not refused by itself', async () => {
    answer = (response, before) => before > 0 && response.end('{}')
    expect(await withTimePassing(() => table().commit([write]))).toEqual({ kind: 'committed' })
    const Token = z.object({ ClientRequestToken: z.string().min(1) })
    const tokens = asked.map((body) => Token.parse(JSON.parse(body)).ClientRequestToken)
    expect(new Set(tokens).size).toBe(1)
  })
})
