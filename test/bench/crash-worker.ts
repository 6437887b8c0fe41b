import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DeliveryPlanned } from '../../events/delivery-planned.v1.ts'
import { deliver, type DeliverDependencies } from '../../functions/messages/deliver.ts'
import { Pace } from '../../functions/messages/pace.ts'
import { Json } from '../../shared/runtime/hints.ts'
import { connectQueue } from '../../shared/runtime/queue.ts'
import { openDeliveryStore } from '../../shared/store/delivery-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { clockOf, CrashSettings, lineOf, silentLog } from './crash-settings.ts'

/*
 * A process that sends until it is killed: so many lanes, each with one delivery at a time, as so many Lambda
 * environments would have it. Started by crash-run.ts.
 */
/** Hints of one invocation: half of the ten when deployed, so that all are sent well within two seconds. */
const HINTS = 5

const settings = CrashSettings.parse(JSON.parse(process.argv[2] ?? ''))
const sqs = new SQSClient(settings.sqs)
const clock = clockOf(settings)

/** The provider takes it between a wait before and a wait after: its file says what it took. */
async function take(to: string, messageId: string) {
  await sleep(5)
  const providerId = crypto.randomUUID()
  appendFileSync(settings.file, lineOf({ messageId, to, providerId, at: clock.now() }))
  await sleep(2)
  return { kind: 'accepted', providerId } as const
}

const fast = () => new Pace(1_000_000, 1_000_000)
const dependencies: DeliverDependencies = {
  store: openDeliveryStore(connectTable(settings.tableName, new DynamoDBClient(settings.dynamodb))),
  files: { read: () => Promise.resolve(undefined) },
  queue: connectQueue(settings.queueUrl, sqs),
  sms: { send: ({ to, messageId }) => take(to, messageId) },
  mail: { send: () => Promise.resolve({ kind: 'not-sent', cause: 'no mail here' }) },
  pace: { sms: fast(), mail: fast() },
  clock,
  wait: sleep,
  log: silentLog,
  leaseSeconds: settings.leaseSeconds,
  remaining: () => 100_000,
}

async function lane(): Promise<never> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: settings.queueUrl,
        MaxNumberOfMessages: HINTS,
        WaitTimeSeconds: 1,
      }),
    )
    const hints = Messages.map(({ Body }) => Json.pipe(DeliveryPlanned).parse(Body))
    const failed = await deliver(hints, dependencies)
    const done = Messages.flatMap(({ ReceiptHandle }, position) =>
      failed.includes(position) ? [] : [{ Id: String(position), ReceiptHandle }],
    )
    if (done.length > 0)
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: settings.queueUrl, Entries: done }))
  }
}

await Promise.all(Array.from({ length: settings.lanes }, lane))
