import { DatabaseSync } from 'node:sqlite'
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb'
import { DatabaseUnusable } from './local-error.ts'
import type { TableModel } from './template-model.ts'

/**
 * Creates the template's table unless it is there already.
 * Time to live stays off: the engine would delete by the real clock what lives by the runner's.
 * @returns the ARN of its stream, if it has one
 * @throws DatabaseUnusable when the database holds a table of other keys or indexes.
 */
export async function openTable(client: DynamoDBClient, table: TableModel): Promise<string | undefined> {
  const existing = await describe(client, table.name)
  if (existing !== undefined) {
    if (shapeOf(existing) !== shapeOf(descriptionOf(table)))
      throw new DatabaseUnusable(
        `The database holds the table ${table.name} with other keys or indexes than the template: use a new file.`,
      )
    return existing.LatestStreamArn
  }
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: table.attributes.map((attribute) => ({ ...attribute })),
      ...descriptionOf(table),
      ...(table.streamView === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamView } }),
    }),
  )
  return TableDescription?.LatestStreamArn
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

function descriptionOf(table: TableModel) {
  const indexes = table.indexes.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema: KeySchema.map((part) => ({ ...part })),
    Projection: {
      ProjectionType: Projection.ProjectionType,
      ...(Projection.NonKeyAttributes === undefined
        ? {}
        : { NonKeyAttributes: [...Projection.NonKeyAttributes] }),
    },
  }))
  return {
    KeySchema: table.keySchema.map((part) => ({ ...part })),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
  }
}

function shapeOf({ KeySchema, GlobalSecondaryIndexes = [] }: TableDescription): string {
  const keys = (schema: TableDescription['KeySchema']) =>
    schema?.map(({ AttributeName, KeyType }) => `${AttributeName ?? ''} ${KeyType ?? ''}`).join(',')
  const indexes = GlobalSecondaryIndexes.map(
    (index) => `${index.IndexName ?? ''}: ${keys(index.KeySchema) ?? ''}`,
  )
  return [keys(KeySchema), ...indexes.sort()].join('; ')
}

/** Housekeeping of the engine's stream records, in its own file: it never drops what was read. */
export interface StreamRecords {
  /** Deletes a table's records up to a sequence number; the newest one stays, as the engine counts on from it. */
  prune(tableName: string, upTo: string): void
  close(): void
}

/** Rows deleted at a time: each deletion holds the engine's writers up for a few milliseconds. */
const pruneChunk = 2000

/** @param file the engine's SQLite file */
export function streamRecords(file: string): StreamRecords {
  const database = new DatabaseSync(file, { timeout: 2000 })
  // The engine looks its records up by this expression and has no index for it: six times faster with one.
  database.exec(
    'CREATE INDEX IF NOT EXISTS after_sales_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
  )
  const remove = database.prepare(
    `DELETE FROM _stream_records WHERE id IN (
       SELECT id FROM _stream_records
       WHERE table_name = :table AND CAST(sequence_number AS INTEGER) <= CAST(:upTo AS INTEGER)
         AND CAST(sequence_number AS INTEGER) <
           (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = :table)
       LIMIT ${pruneChunk})`,
  )
  return {
    prune(tableName, upTo) {
      while (remove.run({ table: tableName, upTo }).changes === pruneChunk);
    },
    close: () => database.close(),
  }
}
