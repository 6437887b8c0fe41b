import { setTimeout } from 'node:timers/promises'
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import DataLoader from 'dataloader'
import * as z from 'zod'
import { promptAndWhole } from '../runtime/prompt-answers.ts'
import { table, type IndexName } from './table.ts'

export interface Key {
  readonly pk: string
  readonly sk: string
}

export type Item = Readonly<Record<string, unknown>>

/** What must hold of the stored item for a write to happen, each clause under its name. */
const conditions = {
  /** Nobody has written this key yet. */
  absent: 'attribute_not_exists(pk)',
  /** Nobody has written it since it was read. */
  unchanged: '#version = :version',
} as const

type Held = { readonly clause: 'absent' } | { readonly clause: 'unchanged'; readonly version: number }

export type Condition = Held | { readonly clause: 'none' }

export type Write =
  | { readonly kind: 'put'; readonly key: Key; readonly item: object; readonly condition: Condition }
  | { readonly kind: 'delete'; readonly key: Key; readonly condition: Condition }
  /** Writes nothing: what the others are worked out from must still be so. */
  | { readonly kind: 'check'; readonly key: Key; readonly condition: Held }

/** A transaction that met somebody else's write tells which of its own writes were contested. */
export type CommitResult =
  { readonly kind: 'committed' } | { readonly kind: 'conflict'; readonly contested: readonly number[] }

export interface Page {
  readonly items: readonly Item[]
  readonly next: Item | undefined
}

export interface Question {
  readonly pk: string
  readonly index?: IndexName
  readonly prefix?: string
  /** Sort keys up to and including this one. */
  readonly upTo?: string
  /** Only with `upTo`: sort keys from this one on. */
  readonly from?: string
  readonly limit?: number
  readonly after?: Item | undefined
  readonly newestFirst?: boolean
  /** Only these attributes; the read costs the same, the memory does not. */
  readonly only?: readonly string[]
}

/**
 * The one table behind its few operations. All reads of the table itself are strongly consistent; reads by key
 * that are begun together go out together, a hundred keys a request.
 */
export interface TableClient {
  get(key: Key): Promise<Item | undefined>
  /** By `pk` and `sk`; what does not exist is missing from the answer. */
  getMany(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>>
  query(question: Question): Promise<Page>
  /** All or nothing, at most 100 writes, each key once. */
  commit(writes: readonly Write[]): Promise<CommitResult>
}

export const MOST_WRITES = 100
const MOST_KEYS = 100

export function keyText(key: Key): string {
  return `${key.pk}\n${key.sk}`
}

/** Keys that stay unprocessed are asked for again after 25 ms, 50 ms, … up to 1.6 s: as long as the SDK's own retries. */
const FIRST_PAUSE_MS = 25
const MOST_TRIES = 8
const MOST_TRIES_IN_CONFLICT = 3

/** The table answers, and leaves some keys unprocessed again and again. */
export class TableOverloaded extends Error {
  override readonly name = 'TableOverloaded'
}

const KeySchema = z.object({ pk: z.string(), sk: z.string() })

/**
 * The attempts and time limits of the SDK are the retries towards DynamoDB; what a batch leaves unprocessed, which
 * the SDK does not know, is asked for again.
 * @param pause lets so many milliseconds pass
 */
export function connectTable(
  tableName: string,
  client = new DynamoDBClient({ requestHandler: promptAndWhole }),
  pause: (milliseconds: number) => Promise<unknown> = setTimeout,
): TableClient {
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  })

  async function itemsAt(keys: readonly Key[]): Promise<(Item | undefined)[]> {
    const found = new Map<string, Item>()
    let asked = [...new Map(keys.map((key) => [keyText(key), key])).values()].map(({ pk, sk }) => ({
      pk,
      sk,
    }))
    for (let tries = 0; asked.length > 0; tries += 1) {
      if (tries === MOST_TRIES) throw new TableOverloaded(`${String(asked.length)} keys stayed unprocessed`)
      if (tries > 0) await pause(FIRST_PAUSE_MS * 2 ** (tries - 1))
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: asked, ConsistentRead: true } } }),
      )
      for (const item of answer.Responses?.[tableName] ?? []) found.set(keyText(KeySchema.parse(item)), item)
      asked = z.array(KeySchema).parse(answer.UnprocessedKeys?.[tableName]?.Keys ?? [])
    }
    return keys.map((key) => found.get(keyText(key)))
  }

  // It gathers what is asked for at once and remembers nothing: every read is of now.
  const loader = new DataLoader<Key, Item | undefined>(itemsAt, { cache: false, maxBatchSize: MOST_KEYS })

  return {
    get: (key) => loader.load(key),
    async getMany(keys) {
      const distinct = new Map(keys.map((key) => [keyText(key), key]))
      const items = await Promise.all([...distinct.values()].map((key) => loader.load(key)))
      return new Map(
        [...distinct.keys()].flatMap((name, index) => {
          const item = items[index]
          return item === undefined ? [] : [[name, item] as const]
        }),
      )
    },
    async query(question) {
      const keys = question.index === undefined ? table : table.indexes[question.index]
      const sort =
        question.prefix !== undefined
          ? 'AND begins_with(#sk, :sk)'
          : question.upTo !== undefined
            ? question.from !== undefined
              ? 'AND #sk BETWEEN :from AND :sk'
              : 'AND #sk <= :sk'
            : ''
      const from = question.prefix === undefined && question.upTo !== undefined ? question.from : undefined
      const sortValue = question.prefix ?? question.upTo
      const attributes = Object.fromEntries((question.only ?? []).map((name) => [`#a_${name}`, name]))
      const answer = await documents.send(
        new QueryCommand({
          TableName: tableName,
          ...(question.index === undefined
            ? { ConsistentRead: true }
            : { IndexName: table.indexes[question.index].name }),
          KeyConditionExpression: `#pk = :pk ${sort}`,
          ExpressionAttributeNames: {
            '#pk': keys.partitionKey,
            ...(sortValue === undefined ? {} : { '#sk': keys.sortKey }),
            ...attributes,
          },
          ExpressionAttributeValues: {
            ':pk': question.pk,
            ...(sortValue === undefined ? {} : { ':sk': sortValue }),
            ...(from === undefined ? {} : { ':from': from }),
          },
          ...(question.only === undefined
            ? {}
            : { ProjectionExpression: Object.keys(attributes).join(', ') }),
          ...(question.limit === undefined ? {} : { Limit: question.limit }),
          ...(question.after === undefined ? {} : { ExclusiveStartKey: question.after }),
          ScanIndexForward: question.newestFirst !== true,
        }),
      )
      return { items: answer.Items ?? [], next: answer.LastEvaluatedKey }
    },
    async commit(writes) {
      for (let tries = 1; ; tries += 1) {
        try {
          // One write alone too: the SDK gives a transaction a token, so when its reply is lost and it is sent
          // again, it is known for the same. A conditional write without one would be refused by its own first half.
          await documents.send(
            new TransactWriteCommand({
              TransactItems: writes.map((write) => transactItem(tableName, write)),
            }),
          )
          return { kind: 'committed' }
        } catch (error) {
          const { contested, passes } = refusalOf(error)
          if (!passes && contested.length > 0) return { kind: 'conflict', contested }
          if (!passes || tries === MOST_TRIES) throw error
          // Another transaction that has the same item is over in a moment; if it is not, the caller reads again.
          if (contested.length > 0 && tries === MOST_TRIES_IN_CONFLICT) return { kind: 'conflict', contested }
          await pause(FIRST_PAUSE_MS * 2 ** (tries - 1))
        }
      }
    },
  }
}

function transactItem(tableName: string, write: Write) {
  const condition = conditionOf(write.condition)
  const { pk, sk } = write.key
  switch (write.kind) {
    case 'put':
      return { Put: { TableName: tableName, Item: { ...write.item, pk, sk }, ...condition } }
    case 'delete':
      return { Delete: { TableName: tableName, Key: { pk, sk }, ...condition } }
    case 'check':
      return { ConditionCheck: { TableName: tableName, Key: { pk, sk }, ...heldBy(write.condition) } }
  }
}

function conditionOf(condition: Condition) {
  return condition.clause === 'none' ? {} : heldBy(condition)
}

function heldBy(condition: Held) {
  switch (condition.clause) {
    case 'absent':
      return { ConditionExpression: conditions.absent }
    case 'unchanged':
      return {
        ConditionExpression: conditions.unchanged,
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': condition.version },
      }
  }
}

/** What a cancelled transaction says: which writes were in somebody's way, and whether that may be over in a moment. */
function refusalOf(error: unknown): { contested: number[]; passes: boolean } {
  if (!(error instanceof TransactionCanceledException)) return { contested: [], passes: false }
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
  const contested = codes.flatMap((code, index) =>
    code === 'ConditionalCheckFailed' || code === 'TransactionConflict' ? [index] : [],
  )
  const refused = codes.filter((code) => code !== 'None')
  return { contested, passes: refused.length > 0 && refused.every((code) => passing.has(code)) }
}

/** Reasons that say nothing against the writes themselves; the SDK does not try these again. */
const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])
