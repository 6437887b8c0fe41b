import type { Context, SQSEvent } from 'aws-lambda'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => {
  const settings = {
    AWS_REGION: 'local',
    TABLE_NAME: 'after-sales',
    FILES_BUCKET: 'files',
    DELIVERIES_QUEUE_URL: 'http://127.0.0.1:9/deliveries',
    IMPORTS_QUEUE_URL: 'http://127.0.0.1:9/imports',
    MAIL_FROM: 'sender@dealer.example',
    SES_CONFIGURATION_SET: 'set',
    SMS_MAX_PRICE_USD: '0.10',
    SMS_PER_SECOND: '1',
    MAIL_PER_SECOND: '1',
  }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())

const event = { Records: [{ messageId: 'm1', body: 'nonsense' }] } as unknown as SQSEvent
const context = { getRemainingTimeInMillis: () => 100_000 } as Context

it.each([
  ['deliveries', () => import('../../../functions/messages/deliver.handler.ts')],
  ['imports', () => import('../../../functions/imports/run-import.handler.ts')],
])(
  'a message in the queue of %s that cannot be read goes back, by its id, and asks for nothing',
  async (_, load) => {
    const { handler } = await load()
    expect(await handler(event, context)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
  },
)
