import {
  DynamoDBClient,
  TransactionCanceledException,
  ConditionalCheckFailedException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
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

export type Condition =
  | { readonly clause: 'absent' }
  | { readonly clause: 'unchanged'; readonly version: number }
  | { readonly clause: 'none' }

export type Write =
  | { readonly kind: 'put'; readonly key: Key; readonly item: object; readonly condition: Condition }
  | { readonly kind: 'delete'; readonly key: Key; readonly condition: Condition }

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
  readonly limit?: number
  readonly after?: Item | undefined
  readonly newestFirst?: boolean
  /** Only these attributes; the read costs the same, the memory does not. */
  readonly only?: readonly string[]
}

/** The one table behind its few operations. All reads of the table itself are strongly consistent. */
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

const KeySchema = z.object({ pk: z.string(), sk: z.string() })

/** The attempts and time limits of the SDK are the only retries towards DynamoDB. */
export function connectTable(tableName: string, client = new DynamoDBClient({})): TableClient {
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  })

  async function getMany(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
    const found = new Map<string, Item>()
    const wanted = [...new Map(keys.map((key) => [keyText(key), key])).values()]
    let waiting = wanted.map(({ pk, sk }) => ({ pk, sk }))
    while (waiting.length > 0) {
      const asked = waiting.slice(0, MOST_KEYS)
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: asked, ConsistentRead: true } } }),
      )
      for (const item of answer.Responses?.[tableName] ?? []) found.set(keyText(KeySchema.parse(item)), item)
      const unprocessed = z.array(KeySchema).parse(answer.UnprocessedKeys?.[tableName]?.Keys ?? [])
      waiting = [...waiting.slice(asked.length), ...unprocessed]
    }
    return found
  }

  return {
    getMany,
    async get({ pk, sk }) {
      const answer = await documents.send(
        new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }),
      )
      return answer.Item
    },
    async query(question) {
      const keys = question.index === undefined ? table : table.indexes[question.index]
      const sort =
        question.prefix !== undefined
          ? 'AND begins_with(#sk, :sk)'
          : question.upTo !== undefined
            ? 'AND #sk <= :sk'
            : ''
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
      try {
        await documents.send(
          new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(tableName, write)) }),
        )
        return { kind: 'committed' }
      } catch (error) {
        const contested = contestedWrites(error)
        if (contested === undefined) throw error
        return { kind: 'conflict', contested }
      }
    },
  }
}

function transactItem(tableName: string, write: Write) {
  const condition = conditionOf(write.condition)
  const { pk, sk } = write.key
  return write.kind === 'put'
    ? { Put: { TableName: tableName, Item: { ...write.item, pk, sk }, ...condition } }
    : { Delete: { TableName: tableName, Key: { pk, sk }, ...condition } }
}

function conditionOf(condition: Condition) {
  switch (condition.clause) {
    case 'none':
      return {}
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

/** The writes that somebody else's write stands against; undefined when the error is another one. */
function contestedWrites(error: unknown): number[] | undefined {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException)
    return [0]
  if (!(error instanceof TransactionCanceledException)) return undefined
  const contested = (error.CancellationReasons ?? []).flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed' || reason.Code === 'TransactionConflict' ? [index] : [],
  )
  return contested.length > 0 ? contested : undefined
}
