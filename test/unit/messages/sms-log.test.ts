import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readSmsLog, ReceiptsNotQueued } from '../../../functions/messages/sms-log.ts'
import type { QueueMessage } from '../../../shared/runtime/queue.ts'
import { capturingLog } from './delivering.ts'

/** Lines as SNS writes them: https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
const arrived = {
  notification: { messageId: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf', timestamp: '2026-11-23 01:00:34.558' },
  delivery: {
    phoneCarrier: 'China Mobile',
    mnc: 0,
    numberOfMessageParts: 1,
    destination: '+8613800138000',
    priceInUSD: 0.00645,
    smsType: 'Transactional',
    mcc: 460,
    providerResponse: 'Message has been accepted by phone carrier',
    dwellTimeMs: 599,
    dwellTimeMsUntilDeviceAck: 1344,
  },
  status: 'SUCCESS',
}
const refusedWith = (providerResponse: string) => ({
  notification: { messageId: '1077257a-92f3-5ca3-bc97-6a915b310625', timestamp: '2026-11-23 01:00:34.559' },
  delivery: {
    mnc: 0,
    destination: '+8613900139000',
    priceInUSD: 0.00645,
    smsType: 'Transactional',
    mcc: 0,
    providerResponse,
    dwellTimeMs: 1420,
    dwellTimeMsUntilDeviceAck: 1692,
  },
  status: 'FAILURE',
})

function invocation(lines: readonly unknown[], more: object = {}): object {
  const data = {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: 'sns/ap-southeast-1/123456789012/DirectPublishToPhoneNumber',
    logStream: '34f634d5-1ddc-4bdf-8430-8f0f3b3edb8d',
    subscriptionFilters: ['reader'],
    logEvents: lines.map((line, index) => ({
      id: String(index),
      timestamp: Date.parse('2026-11-23T01:00:36.000Z'),
      message: typeof line === 'string' ? line : JSON.stringify(line),
    })),
    ...more,
  }
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } }
}

async function read(event: unknown, failed: number[] = []) {
  const log = capturingLog()
  const sent: QueueMessage[] = []
  const queue = {
    send: (messages: readonly QueueMessage[]) => {
      sent.push(...messages)
      return Promise.resolve(failed)
    },
  }
  await readSmsLog(event, { queue, log })
  return { receipts: sent.map(({ body }) => body), log }
}

describe('SNS’s delivery log', () => {
  it('becomes receipts, with the minute in which SNS took the SMS and the one in which it was logged', async () => {
    const { receipts } = await read(invocation([arrived]))
    expect(receipts).toEqual([
      {
        channel: 'sms',
        number: '+8613800138000',
        outcome: 'delivered',
        providerId: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf',
        parts: 1,
        acceptedAt: '2026-11-23T01:00:34.558Z',
        at: '2026-11-23T01:00:36.000Z',
        tries: 0,
      },
    ])
  })

  it.each([
    ['Invalid phone number', 'invalid-number'],
    ['Phone number is opted out', 'opted-out'],
    ['This delivery would exceed max price', 'budget-spent'],
    ['No quota left for account', 'budget-spent'],
    ['Phone carrier has blocked this message', 'carrier-refused'],
    ['Unknown error attempting to reach phone', 'carrier-refused'],
  ])('tells of "%s" as %s', async (words, code) => {
    const { receipts } = await read(invocation([refusedWith(words)]))
    expect(receipts).toMatchObject([{ outcome: 'bounced', code }])
  })

  it.each([
    ['no JSON', 'START RequestId'],
    ['no number', { ...arrived, delivery: { ...arrived.delivery, destination: 'unknown' } }],
    ['no time', { ...arrived, notification: { ...arrived.notification, timestamp: 'soon' } }],
    ['a status that nobody knows', { ...arrived, status: 'MAYBE' }],
  ])('with a line that has %s hands on the others, and tells of it without quoting it', async (_, line) => {
    const { receipts, log } = await read(invocation([line, arrived]))
    expect(receipts).toHaveLength(1)
    expect(log.lines.map(({ code }) => code)).toEqual(['SMS_LOG_LINE_UNREADABLE', 'SMS_LOG_READ'])
    expect(JSON.stringify(log.lines)).not.toMatch(/13800138000|RequestId/)
  })

  it('is left alone when CloudWatch only asks whether anybody is there', async () => {
    const { receipts } = await read(invocation([arrived], { messageType: 'CONTROL_MESSAGE' }))
    expect(receipts).toEqual([])
  })

  it('comes again when the queue did not take all of it', async () => {
    await expect(read(invocation([arrived, arrived]), [1])).rejects.toThrow(ReceiptsNotQueued)
  })
})
