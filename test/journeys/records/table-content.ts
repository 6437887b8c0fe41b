import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'

/** Records as text, by their keys as text. */
export type Content = ReadonlyMap<string, string>

/** The whole of the table, past all questions that the store answers. */
export function tableContent(dynamo: DynamoDBClient, tableName: string) {
  const documents = DynamoDBDocumentClient.from(dynamo)
  return {
    async everything(): Promise<Content> {
      const stored = new Map<string, string>()
      let after: Record<string, unknown> | undefined
      do {
        const page = await documents.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: after }))
        for (const item of page.Items ?? [])
          stored.set(`${String(item['pk'])} ${String(item['sk'])}`, inOrder(item))
        after = page.LastEvaluatedKey
      } while (after !== undefined)
      return stored
    },
    /** Writes records, or takes those under their keys away. */
    async write(records: Content, kind: 'put' | 'delete'): Promise<void> {
      for (const record of records.values()) {
        const Item = Record.parse(JSON.parse(record))
        const Key = { pk: Item['pk'], sk: Item['sk'] }
        const request = kind === 'put' ? { PutRequest: { Item } } : { DeleteRequest: { Key } }
        await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: [request] } }))
      }
    },
  }
}

const Record = z.record(z.string(), z.unknown())

/** The engine gives fields in any order. */
function inOrder(item: unknown): string {
  return JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
