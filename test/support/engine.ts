import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb'
import { startEngine } from '../../local/engine.ts'
import { connectTable, type TableClient } from '../../shared/store/table-client.ts'
import { table } from '../../shared/store/table.ts'

export interface EngineTable {
  /** The low-level client, for what the table client does not do. */
  readonly dynamo: DynamoDBClient
  readonly client: TableClient
  readonly tableName: string
  /** For clients of other processes. */
  readonly endpoint: string
  stop(): Promise<void>
}

/** The embedded engine with one empty table, made from the same constants as the deployed one. */
export async function startEngineTable(tableName = 'after-sales-test'): Promise<EngineTable> {
  const engine = await startEngine()
  const dynamo = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const indexes = Object.values(table.indexes)
  const attributes = [table, ...indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
  await dynamo.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keys(table),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index),
        Projection: { ProjectionType: index.projection },
      })),
    }),
  )
  return {
    dynamo,
    tableName,
    endpoint: engine.endpoint,
    client: connectTable(tableName, dynamo),
    async stop() {
      dynamo.destroy()
      await engine.stop()
    },
  }
}

function keys({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ]
}
