import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { queueUrl } from '../../local/function-environment.ts'
import type { NewMessage, OutboxMessage } from '../../local/outbox-store.ts'
import type { ProviderHook } from '../../local/provider.ts'
import type { Fate as MessageFate, ReceiptHook } from '../../local/receipts.ts'
import { startStack, type HandOver, type LocalStack } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import { fromEpochMilliseconds } from '../../shared/domain/time.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { faultProxy, type FaultProxy } from './proxy.ts'
import { shadowTable, type ShadowTable } from './shadow-table.ts'

/** What a run may put between the parts of the stack. */
export interface Interference {
  readonly handOver?: HandOver
  readonly provider?: ProviderHook
  readonly receipts?: ReceiptHook
  readonly fate?: (message: NewMessage) => MessageFate
  readonly clockSkew?: (functionName: string) => number
}

export type StoredItem = Readonly<Record<string, unknown>>

/** A stack with the proxy in it, on which one run after the other is made. */
export interface Stand {
  readonly stack: LocalStack
  readonly proxy: FaultProxy
  readonly shadow: ShadowTable
  /** The harness's own way to the table: seen by the shadow, never struck. */
  readonly store: Store
  interfere(interference: Interference): void
  /** What the providers took since the last clearing. */
  outbox(): readonly OutboxMessage[]
  /** Everything in the table. */
  scan(): Promise<StoredItem[]>
  /** Past every rule of how records are written. */
  put(item: StoredItem): Promise<void>
  /** Messages in the dead-letter queues, by queue. */
  deadLetters(): Promise<ReadonlyMap<string, number>>
  /** Empty table and queues, and a clock that may go back. */
  clear(at: number): Promise<void>
  stop(): Promise<void>
}

/** Nobody reads these: what lies there was given up. */
const graves = /dead-letters|given-up|missed/

export async function openStand(): Promise<Stand> {
  // A build while the runs go on must not change what they run on.
  const directory = mkdtempSync(join(tmpdir(), 'faults-'))
  const cdkOut = join(directory, 'cdk.out')
  cpSync(await synthesize(), cdkOut, { recursive: true })

  let interference: Interference = {}
  const started: { stack?: LocalStack } = {}
  const shadow = shadowTable(() => started.stack?.clock.nowMilliseconds() ?? 0)
  const proxy = faultProxy({
    witness({ operation }, sent, { status }) {
      if (operation === 'TransactWriteItems' && status === 200) shadow.note(sent)
    },
  })
  const stack = await startStack({
    cdkOut,
    endpointsForFunctions: (real, functionName) => proxy.endpointsFor(real, functionName),
    handOver: (name, event, invoke) => interference.handOver?.(name, event, invoke) ?? invoke(event),
    provider: (message) => interference.provider?.(message) ?? 'accept',
    receipts: (receipt) => interference.receipts?.(receipt) ?? [1],
    fate: (message) => interference.fate?.(message) ?? 'arrives',
    clockSkew: (functionName) => interference.clockSkew?.(functionName) ?? 0,
  })
  started.stack = stack
  const seen = await proxy.endpointsFor(stack.endpoints, 'the harness')
  const settings = stack.client('dynamodb')
  const dynamo = new DynamoDBClient({ ...settings, endpoint: seen.dynamodb })
  const documents = DynamoDBDocumentClient.from(dynamo)
  const sqs = new SQSClient(stack.client('sqs'))
  const { tableName, model } = stack
  let outboxFrom = 0

  const scan: Stand['scan'] = async () => {
    const items: StoredItem[] = []
    let after: Record<string, unknown> | undefined
    do {
      const page = await documents.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: after }))
      items.push(...(page.Items ?? []))
      after = page.LastEvaluatedKey
    } while (after !== undefined)
    return items
  }

  const empty = async () => {
    const items = await scan()
    for (let from = 0; from < items.length; from += 25) {
      const requests = items
        .slice(from, from + 25)
        .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }))
      await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }))
    }
  }

  return {
    stack,
    proxy,
    shadow,
    store: openStore(connectTable(tableName, dynamo)),
    interfere: (next) => (interference = next),
    outbox: () => stack.outbox.all().slice(outboxFrom),
    scan,
    async put(item) {
      await documents.send(new PutCommand({ TableName: tableName, Item: item }))
    },
    async deadLetters() {
      const lying = new Map<string, number>()
      for (const { name } of model.queues.filter((queue) => graves.test(queue.name))) {
        const count = await stack.messagesIn(name)
        if (count > 0) lying.set(name, count)
      }
      return lying
    },
    async clear(at) {
      proxy.judgeBy(undefined)
      interference = {}
      for (const { name, physicalName } of model.queues)
        if ((await stack.messagesIn(name)) > 0)
          await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl(stack.endpoints.sqs, physicalName) }))
      await empty()
      shadow.clear()
      await stack.drained()
      outboxFrom = stack.outbox.all().length
      // The deliverer remembers the time, for its pace.
      if (at < stack.clock.nowMilliseconds()) await stack.kill('messages-deliver')
      stack.clock.set(fromEpochMilliseconds(at), { back: true })
    },
    async stop() {
      dynamo.destroy()
      sqs.destroy()
      await stack.stop()
      await proxy.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
