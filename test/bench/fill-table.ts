import { rmSync } from 'node:fs'
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { clientSettings } from '../../local/endpoints.ts'
import { startEngine } from '../../local/engine.ts'
import { openTable } from '../../local/engine-tables.ts'
import type { StackModel } from '../../local/template-model.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { benchDealer, sampleVehicle, storedAt, type SampleVehicle } from './sample-vehicles.ts'

/** Items of one BatchWriteItem. */
const MOST_IN_BATCH = 25
/** Requests at a time: the engine writes one after the other, this keeps it busy. */
const LANES = 8

/**
 * Makes a database file with the template's table and so many vehicles in it, each with its customer, contact
 * point and due item. The stream is switched on afterwards: nobody is to read a hundred thousand imports.
 */
export async function fillTable(
  file: string,
  model: StackModel,
  options: { vehicles: number; due: number; onProgress?: (done: number, total: number) => void },
): Promise<void> {
  const [table] = model.tables
  if (table === undefined) throw new Error('The template has no table')
  for (const suffix of ['', '-wal', '-shm', '-local'])
    rmSync(`${file}${suffix}`, { recursive: true, force: true })
  const engine = await startEngine(file)
  const client = new DynamoDBClient(clientSettings(engine.endpoint, model.region))
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  try {
    await openTable(client, { ...table, streamView: undefined })
    const batches = batchesOf(options)
    let done = 0
    const lane = async () => {
      for (const batch of batches) {
        await put(documents, table.name, batch)
        done += batch.length
        options.onProgress?.(done, 4 * options.vehicles)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    if (table.streamView !== undefined)
      await client.send(
        new UpdateTableCommand({
          TableName: table.name,
          StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamView },
        }),
      )
  } finally {
    client.destroy()
    await engine.stop()
  }
}

async function put(
  documents: DynamoDBDocumentClient,
  table: string,
  writes: readonly Write[],
): Promise<void> {
  const answer = await documents.send(
    new BatchWriteCommand({
      RequestItems: {
        [table]: writes.flatMap((write) =>
          write.kind === 'put' ? [{ PutRequest: { Item: { ...write.item, ...write.key } } }] : [],
        ),
      },
    }),
  )
  if (Object.keys(answer.UnprocessedItems ?? {}).length > 0) throw new Error('The engine left items out')
}

/** Shared by all lanes: each batch is taken once. */
function* batchesOf({ vehicles, due }: { vehicles: number; due: number }): Generator<Write[]> {
  const dealer = benchDealer()
  let batch: Write[] = [dealerRecord.put(dealer, storedAt)]
  for (let index = 0; index < vehicles; index += 1) {
    for (const write of writesOf(sampleVehicle(dealer, index, index < due))) {
      batch.push(write)
      if (batch.length < MOST_IN_BATCH) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

function writesOf({ customer, contact, vehicle, dueItem }: SampleVehicle): Write[] {
  return [
    customerRecord.put(customer, storedAt),
    contactPointRecord.put(contact, storedAt),
    vehicleRecord.put(vehicle, storedAt),
    dueItemRecord.put(dueItem, storedAt),
  ]
}
