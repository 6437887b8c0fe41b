import {
  BatchGetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
  type ConsumedCapacity,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngineTable, type EngineTable } from '../support/engine.ts'
import { indexReadUnits, indexWriteUnits, itemBytes, readUnits, writeUnits } from './capacity.ts'

/*
 * The bench believes what the engine says a request consumed, and computes lower bounds by DynamoDB's published
 * rules. Here the two are held against each other, case by case.
 */

let table: EngineTable
beforeAll(async () => {
  table = await startEngineTable()
})
afterAll(() => table.stop())

const asked = { ReturnConsumedCapacity: 'INDEXES' } as const

/** An item of so many bytes, in the due index when it has a place there. */
function item(pk: string, bytes: number, place?: string): Record<string, string> {
  const keys = { pk, sk: 'x', ...(place === undefined ? {} : { duePk: 'shard', dueSk: place }) }
  return { ...keys, pad: 'a'.repeat(bytes - itemBytes({ ...keys, pad: '' })) }
}

const marshalled = (of: Record<string, string>): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, { S: value }]))

async function put(of: Record<string, string>) {
  const { ConsumedCapacity } = await table.dynamo.send(
    new PutItemCommand({ TableName: table.tableName, Item: marshalled(of), ...asked }),
  )
  return told(ConsumedCapacity)
}

async function transact(...items: Record<string, string>[]) {
  const { ConsumedCapacity } = await table.dynamo.send(
    new TransactWriteItemsCommand({
      TransactItems: items.map((each) => ({ Put: { TableName: table.tableName, Item: marshalled(each) } })),
      ...asked,
    }),
  )
  return told(ConsumedCapacity?.[0])
}

function told(consumed: ConsumedCapacity | undefined) {
  return {
    table: consumed?.Table?.CapacityUnits ?? 0,
    due: consumed?.GlobalSecondaryIndexes?.['due']?.CapacityUnits ?? 0,
  }
}

describe('an item’s bytes', () => {
  it('are those of names and values in UTF-8', () => {
    expect(itemBytes({ pk: 'ab', name: '王' })).toBe(2 + 2 + 4 + 3)
  })

  it('count a number at two digits a byte and one more, with another one for a minus', () => {
    expect(itemBytes({ n: 12345 })).toBe(1 + 4)
    expect(itemBytes({ n: -12 })).toBe(1 + 3)
    expect(itemBytes({ n: 1000 })).toBe(1 + 2)
    expect(itemBytes({ n: 0 })).toBe(1 + 1)
  })

  it('count three bytes for a list or a map, and one for each member', () => {
    expect(itemBytes({ l: ['a', true] })).toBe(1 + 3 + 2 + 2)
    expect(itemBytes({ m: { a: 'b', c: null } })).toBe(1 + 3 + 3 + 3)
  })
})

describe('what the engine says a request consumed is what the rules say:', () => {
  it('a write costs a unit a kilobyte begun, the larger of the images before and after', async () => {
    expect(await put(item('small', 1024))).toEqual({ table: writeUnits(1024, 'alone'), due: 0 })
    expect(await put(item('large', 1025))).toEqual({ table: 2, due: 0 })
    expect(writeUnits(1025, 'alone')).toBe(2)
    expect(await put(item('large', 500))).toEqual({ table: 2, due: 0 })
  })

  it('an entry of an index that comes, moves or goes costs as much again, twice where it moves', async () => {
    expect(await put(item('moving', 1500, '1'))).toEqual({ table: 2, due: indexWriteUnits(1500) })
    expect(await put(item('moving', 1500, '2'))).toEqual({ table: 2, due: 2 * indexWriteUnits(1500) })
    expect(await put(item('moving', 1500))).toEqual({ table: 2, due: indexWriteUnits(1500) })
    expect(await put(item('moving', 1400))).toEqual({ table: 2, due: 0 })
  })

  it('a transaction costs the table twice and the indexes once', async () => {
    expect(await transact(item('one', 700), item('two', 1500, '3'))).toEqual({
      table: writeUnits(700, 'transaction') + writeUnits(1500, 'transaction'),
      due: indexWriteUnits(1500),
    })
    expect(await transact(item('two', 1500, '4'))).toEqual({ table: 4, due: 2 * indexWriteUnits(1500) })
  })

  it('a strongly consistent read costs a unit for each 4 KB begun of each item, also of a missing one', async () => {
    await put(item('r1', 4096))
    await put(item('r2', 4097))
    const keys = ['r1', 'r2', 'missing'].map((pk) => marshalled({ pk, sk: 'x' }))
    const { ConsumedCapacity } = await table.dynamo.send(
      new BatchGetItemCommand({
        RequestItems: { [table.tableName]: { Keys: keys, ConsistentRead: true } },
        ...asked,
      }),
    )
    expect(told(ConsumedCapacity?.[0]).table).toBe(readUnits(4096) + readUnits(4097) + readUnits(0))
    expect([readUnits(4096), readUnits(4097), readUnits(0)]).toEqual([1, 2, 1])
  })

  it('a page of an index costs half a unit for each 4 KB of all its entries together, at least one half', async () => {
    for (let index = 0; index < 20; index += 1)
      await put({ ...item(`q${String(index)}`, 900, '5'), duePk: 'pooled' })
    const ask = async (shard: string) =>
      told(
        (
          await table.dynamo.send(
            new QueryCommand({
              TableName: table.tableName,
              IndexName: 'due',
              KeyConditionExpression: 'duePk = :shard',
              ExpressionAttributeValues: { ':shard': { S: shard } },
              ...asked,
            }),
          )
        ).ConsumedCapacity,
      ).due
    expect(await ask('pooled')).toBe(indexReadUnits(20 * 900))
    expect(await ask('nobody')).toBe(indexReadUnits(0))
    expect([indexReadUnits(20 * 900), indexReadUnits(0)]).toEqual([2.5, 0.5])
  })
})
