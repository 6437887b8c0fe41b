import { describe, expect, it } from 'vitest'
import { shadowTable, type IndexLag } from './shadow-table.ts'
import type { Answer } from './proxy.ts'

const lag: IndexLag = { shows: () => 30_000, drops: () => 50_000 }

/** A table with one due item that is written at 0 s, and moved, taken out of the index or deleted at 100 s. */
function tableWith(second: object) {
  let now = 0
  const shadow = shadowTable(() => now)
  const put = (version: string, more: object) =>
    shadow.note(
      JSON.stringify({
        TransactItems: [
          { Put: { Item: { pk: { S: 'a' }, sk: { S: 'due' }, version: { N: version }, ...more } } },
        ],
      }),
    )
  put('1', { duePk: { S: 'p#0' }, dueSk: { S: '2027-01-08#a' } })
  now = 100_000
  if ('Delete' in second) shadow.note(JSON.stringify({ TransactItems: [second] }))
  else put('2', second)
  return async (at: number) => {
    now = at * 1000
    const query = {
      IndexName: 'due',
      KeyConditionExpression: '#pk = :pk AND #sk <= :sk',
      ExpressionAttributeNames: {},
      ExpressionAttributeValues: { ':pk': { S: 'p#0' }, ':sk': { S: '2027-01-09' } },
    }
    const request = {
      functionName: 'f',
      service: 'dynamodb',
      operation: 'Query',
      nth: 1,
      path: '/',
      gone: Promise.resolve(),
      body: Buffer.from(JSON.stringify(query)),
    } as const
    const answer = (await shadow.lateAnswer(lag)(request, () =>
      Promise.reject(new Error('not asked')),
    )) as Answer
    const { Items } = JSON.parse(answer.body.toString('utf8')) as { Items: { version: { N: string } }[] }
    return Items.map(({ version }) => version.N)
  }
}

describe('an index that is behind', () => {
  it('does not show a young entry, and goes on showing one that has left it', async () => {
    const shownAt = tableWith({})
    expect(await shownAt(29)).toEqual([])
    expect(await shownAt(30)).toEqual(['1'])
    expect(await shownAt(149)).toEqual(['1'])
    expect(await shownAt(150)).toEqual([])
  })
  it('goes on showing what was deleted', async () => {
    const shownAt = tableWith({ Delete: { Key: { pk: { S: 'a' }, sk: { S: 'due' } } } })
    expect(await shownAt(149)).toEqual(['1'])
    expect(await shownAt(151)).toEqual([])
  })
  it('shows an entry that moves at both places for a while', async () => {
    const shownAt = tableWith({ duePk: { S: 'p#0' }, dueSk: { S: '2027-01-09' } })
    expect(await shownAt(120)).toEqual(['1'])
    expect(await shownAt(140)).toEqual(['1', '2'])
    expect(await shownAt(151)).toEqual(['2'])
  })
})

it('what is being sent is told of the deliveries that are claimed', () => {
  const shadow = shadowTable(() => 0)
  const put = (id: string, status: string, pending: string[]) =>
    shadow.note(
      JSON.stringify({
        TransactItems: [
          {
            Put: {
              Item: {
                pk: { S: id },
                sk: { S: 'delivery' },
                entity: { S: 'Delivery' },
                status: { S: status },
                pending: { L: pending.map((S) => ({ S })) },
                version: { N: status },
              },
            },
          },
        ],
      }),
    )
  put('a', 'sending', ['msg_1', 'msg_2'])
  put('b', 'planned', ['msg_3'])
  expect(shadow.beingSent()).toEqual(['msg_1', 'msg_2'])
  put('a', 'done', [])
  expect(shadow.beingSent()).toEqual([])
})

it('a dealer waits to be planned anew from the request to the end of the walk', () => {
  const shadow = shadowTable(() => 0)
  const write = (version: string, more: object) =>
    shadow.note(
      JSON.stringify({
        TransactItems: [
          {
            Put: { Item: { pk: { S: 'D1#replan' }, sk: { S: 'replan' }, version: { N: version }, ...more } },
          },
        ],
      }),
    )
  expect(shadow.isPlannedAnew()).toBe(false)
  write('1', { relatedPk: { S: 'replans' }, relatedSk: { S: '2027-01-08T00:00:00.000Z#D1' } })
  expect(shadow.isPlannedAnew()).toBe(true)
  write('2', {})
  expect(shadow.isPlannedAnew()).toBe(false)
})
