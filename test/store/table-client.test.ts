import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Customer } from '../../shared/domain/customer.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { takeName } from '../../shared/store/guards.ts'
import { DamagedRecord, saysTheSame } from '../../shared/store/record-kind.ts'
import { readAll } from '../../shared/store/read.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import {
  connectTable,
  keyText,
  TableOverloaded,
  type TableClient,
  type Write,
} from '../../shared/store/table-client.ts'
import { customerIdOf, customerOf, messageRowOf } from '../support/builders.ts'
import { startEngineTable, type EngineTable } from '../support/engine.ts'
import { memoryTable } from '../support/memory-table.ts'
import { customerById, earlier, puts, save } from '../support/store.ts'

let engine: EngineTable
beforeAll(async () => {
  engine = await startEngineTable()
})
afterAll(() => engine.stop())

const plain = (pk: string, sk: string, item: object = {}): Write => ({
  kind: 'put',
  key: { pk, sk },
  item,
  condition: { clause: 'none' },
})

/** The embedded engine and the tests' table in memory must answer alike. */
const tables: [string, () => TableClient][] = [
  ['the engine', () => engine.client],
  ['the table in memory', () => memoryTable()],
]

describe.each(tables)('%s', (name, table) => {
  let client: TableClient
  let store: Store
  beforeAll(() => {
    client = table()
    store = openStore(client)
  })
  const fresh = (which: string, more: Partial<Customer> = {}) => customerOf(`${name} ${which}`, more)
  const stored = async (customer: Customer) =>
    (await customerById(store, customer.dealerId, customer.customerId))!

  it('writes beside a record only if nobody has changed it since it was read, and nothing to the record', async () => {
    const customer = fresh('held')
    await save(store, ...puts(customerRecord, customer))
    const asRead = await stored(customer)
    const beside = (pk: string) => plain(`D001#${name} ${pk}`, 'x')
    const held = [beside('held'), customerRecord.check(asRead)]
    expect(await client.commit(held)).toEqual({ kind: 'committed' })
    expect(await stored(customer)).toEqual(asRead)
    await save(store, customerRecord.put({ ...asRead, remark: '刚改过' }, earlier))
    expect(await client.commit([beside('late'), customerRecord.check(asRead)])).toEqual({
      kind: 'conflict',
      contested: [1],
    })
    expect(await client.get(beside('late').key)).toBeUndefined()
  })

  it('gives a record back as it was written, one version on, and without what is undefined', async () => {
    const customer = fresh('round trip', { remark: undefined, address: '杭州市 “路” 1 号\n2 楼' })
    await save(store, ...puts(customerRecord, customer))
    expect(await stored(customer)).toEqual({
      ...customer,
      version: 1,
      updatedAt: earlier.at,
      updatedBy: 'test',
    })
    expect(Object.keys(await stored(customer))).not.toContain('remark')
  })

  it('lets one of two writers win and tells the other which write is contested', async () => {
    const customer = fresh('two writers')
    await save(store, ...puts(customerRecord, customer))
    const read = await stored(customer)
    const results = await Promise.all(
      ['一', '二'].map((remark) =>
        store.commit([plain(`D001#x#${name}`, remark), customerRecord.put({ ...read, remark }, earlier)]),
      ),
    )
    expect(results.map(({ kind }) => kind).sort()).toEqual(['committed', 'conflict'])
    expect(results.find(({ kind }) => kind === 'conflict')).toEqual({ kind: 'conflict', contested: [1] })
    expect((await stored(customer)).version).toBe(2)
    // The loser's other write did not happen either.
    const written = await client.query({ pk: `D001#x#${name}` })
    expect(written.items).toHaveLength(1)
  })

  it('creates a record once', async () => {
    const customer = fresh('twice')
    await save(store, ...puts(customerRecord, customer))
    expect(await store.commit(puts(customerRecord, { ...customer, name: '另一个' }))).toEqual({
      kind: 'conflict',
      contested: [0],
    })
    expect((await stored(customer)).name).toBe(customer.name)
  })

  it('names all contested writes of a transaction, and none of it happens', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((each) => fresh(`contested ${each}`)) as [
      Customer,
      Customer,
      Customer,
    ]
    await save(store, ...puts(customerRecord, a, c))
    expect(await store.commit(puts(customerRecord, a, b, c))).toEqual({ kind: 'conflict', contested: [0, 2] })
    expect(await customerById(store, 'D001', b.customerId)).toBeUndefined()
  })

  it('deletes what nobody has changed since, and only that', async () => {
    const customer = fresh('to delete')
    await save(store, ...puts(customerRecord, customer))
    const read = await stored(customer)
    await save(store, customerRecord.put(read, earlier))
    expect((await store.commit([customerRecord.remove(read)])).kind).toBe('conflict')
    expect((await store.commit([customerRecord.remove(await stored(customer))])).kind).toBe('committed')
    expect(await customerById(store, 'D001', customer.customerId)).toBeUndefined()
    // It is gone: a second deletion is contested, not silent.
    expect((await store.commit([customerRecord.remove(read)])).kind).toBe('conflict')
  })

  it('keeps a name unique with its guard, and the owner is not written without it', async () => {
    const [first, second] = [fresh('first'), fresh('second')]
    const vin = `LVSHFFAC3JS00000${String(name.length % 10)}`
    const take = (customer: Customer) => [
      takeName('D001', 'vin', vin, customer.customerId, earlier),
      ...puts(customerRecord, customer),
    ]
    await save(store, ...take(first))
    expect(await store.commit(take(second))).toEqual({ kind: 'conflict', contested: [0] })
    expect(await customerById(store, 'D001', second.customerId)).toBeUndefined()
    expect(await store.guards.idsBehind('D001', 'vin', [vin, 'nobody'])).toEqual(
      new Map([[vin, first.customerId]]),
    )
    expect((await store.guards.idsBehind('D001', 'customer-number', [vin])).size).toBe(0)
    expect((await store.guards.idsBehind('D002', 'vin', [vin])).size).toBe(0)
  })

  it('refuses a transaction of more than 100 writes, of none, and one that names a key twice', async () => {
    const many = Array.from({ length: 101 }, (_, index) => plain(`D001#many#${name}`, String(index)))
    await expect(client.commit(many)).rejects.toThrow()
    await expect(client.commit([])).rejects.toThrow()
    await expect(client.commit([plain('D001#one', 'x'), plain('D001#one', 'x')])).rejects.toThrow()
    expect((await client.query({ pk: `D001#many#${name}` })).items).toEqual([])
    expect(await client.commit(many.slice(0, 100))).toEqual({ kind: 'committed' })
  })

  it('goes through pages in order, up to a key, by prefix, and newest first', async () => {
    const pk = `D001#pages#${name}`
    const keys = Array.from({ length: 57 }, (_, index) => `k${String(index).padStart(3, '0')}`)
    await save(
      openStore(client),
      ...keys.map((sk) => plain(pk, sk)),
      plain(pk, 'other'),
      plain(`${pk}x`, 'k000'),
    )
    const parse = (item: Readonly<Record<string, unknown>>) => String(item['sk'])
    const ask = (question: object) => readAll(client, { parse }, { pk, limit: 10, ...question })
    expect(await ask({ prefix: 'k' })).toEqual(keys)
    expect(await ask({ upTo: 'k041' })).toEqual(keys.slice(0, 42))
    expect(await ask({ from: 'k007', upTo: 'k041' })).toEqual(keys.slice(7, 42))
    expect(await ask({ prefix: 'k', newestFirst: true })).toEqual(keys.toReversed())
    expect(await ask({})).toHaveLength(58)
  })

  it('shows in a sparse index only what has both of its keys, in the order of the second', async () => {
    const duePk = `purpose#${name}`
    await save(
      store,
      plain('D001#due1', name, { duePk, dueSk: 'b' }),
      plain('D001#due2', name, { duePk, dueSk: 'a' }),
      plain('D001#due3', name, { duePk }),
      plain('D001#due4', name, { duePk, dueSk: 'c' }),
    )
    await save(store, plain('D001#due4', name, {}))
    const { items } = await client.query({ index: 'due', pk: duePk })
    expect(items.map(({ pk }) => pk)).toEqual(['D001#due2', 'D001#due1'])
    const { items: some } = await client.query({ index: 'due', pk: duePk, only: ['dueSk'] })
    expect(some).toEqual([{ dueSk: 'a' }, { dueSk: 'b' }])
  })

  it('reads more than a hundred keys at once, each once, whatever the order and the gaps', async () => {
    const pk = `D001#batch#${name}`
    await save(store, ...Array.from({ length: 230 }, (_, index) => plain(pk, String(index), { index })))
    const keys = [...Array.from({ length: 260 }, (_, index) => ({ pk, sk: String(index) })), { pk, sk: '7' }]
    const found = await client.getMany(keys)
    expect(found.size).toBe(230)
    expect(found.get(keyText({ pk, sk: '229' }))).toMatchObject({ index: 229 })
    expect((await client.getMany([])).size).toBe(0)
  })
})

describe('a stored record that does not fit its schema', () => {
  it('is told as damage of its kind and field, without a word of its contents', async () => {
    const store = openStore(engine.client)
    const [write] = puts(customerRecord, customerOf('damaged')) as [Write & { kind: 'put' }]
    const item = { ...write.item, mobile: '13800138000', name: '', birthday: '王芳的生日' }
    await save(store, { ...write, item })
    const error = await customerById(store, 'D001', customerIdOf('damaged')).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(DamagedRecord)
    const said = `${String(error)} ${JSON.stringify((error as Error).cause)} ${(error as Error).stack ?? ''}`
    expect(said).toContain('Customer')
    expect(said).toContain('mobile')
    expect(said).not.toMatch(/13800138000|王芳/)
  })

  it('is never written: what a rule made wrong is refused on the way in', () => {
    expect(() => customerRecord.put(customerOf('x', {}), { at: 'yesterday' as never, by: 'test' })).toThrow()
    expect(() => customerRecord.put({ ...customerOf('x'), mobile: '138' as never }, earlier)).toThrow()
  })
})

describe('two values of a record', () => {
  it('say the same whatever their versions and stamps, and the order of their fields', () => {
    const customer = customerOf('a', { remark: 'x' })
    const same = (change: Partial<Customer>) => saysTheSame(customer, { ...customer, ...change })
    const { remark, ...rest } = customer
    expect(saysTheSame(customer, { remark, ...rest } as Customer)).toBe(true)
    expect(same({ version: 8, updatedBy: 'other', createdBy: 'another' })).toBe(true)
    expect(same({ address: undefined })).toBe(true)
    expect(same({ remark: 'y' })).toBe(false)
    expect(same({ remark: undefined })).toBe(false)
  })

  it('differ by a version inside them that is not the record’s own', () => {
    const row = messageRowOf('a')
    const other = { ...row, template: { ...row.template, version: 2 } }
    expect(saysTheSame(row, other)).toBe(false)
  })
})

describe('what DynamoDB does now and then', () => {
  const pauses: number[] = []
  const client = (answers: (input: unknown) => object | Error) => {
    pauses.length = 0
    const dynamo = new DynamoDBClient({
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    // Commands come here as the document client is given them.
    dynamo.middlewareStack.add(
      () => (args) => {
        const answer = answers(args.input)
        if (answer instanceof Error) throw answer
        return Promise.resolve({ response: {}, output: { $metadata: {}, ...answer } })
      },
      { step: 'initialize', priority: 'low', name: 'answers' },
    )
    return connectTable('t', dynamo, (milliseconds) => Promise.resolve(pauses.push(milliseconds)))
  }

  it('keys that it leaves unprocessed are asked for again, and only those', async () => {
    const asked: string[][] = []
    const table = client((input) => {
      const { Keys } = (input as { RequestItems: { t: { Keys: { pk: string; sk: string }[] } } }).RequestItems
        .t
      asked.push(Keys.map(({ sk }) => sk))
      const [first, ...rest] = Keys
      return { Responses: { t: [first] }, UnprocessedKeys: rest.length === 0 ? {} : { t: { Keys: rest } } }
    })
    const found = await table.getMany(['a', 'b', 'c'].map((sk) => ({ pk: 'D001', sk })))
    expect(found.size).toBe(3)
    expect(asked).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']])
    expect(pauses).toEqual([25, 50])
  })

  it('keys that stay unprocessed are given up after eight tries, and nothing is said to be missing', async () => {
    let asked = 0
    const table = client(() => {
      asked += 1
      return { Responses: {}, UnprocessedKeys: { t: { Keys: [{ pk: 'D001', sk: 'a' }] } } }
    })
    await expect(table.get({ pk: 'D001', sk: 'a' })).rejects.toThrow(TableOverloaded)
    expect(asked).toBe(8)
  })

  it('reads that are begun together go out together, each key once; the next read is of then', async () => {
    const asked: string[][] = []
    const table = client((input) => {
      const { Keys } = (input as { RequestItems: { t: { Keys: { pk: string; sk: string }[] } } }).RequestItems
        .t
      asked.push(Keys.map(({ sk }) => sk))
      return { Responses: { t: Keys.map((key) => ({ ...key, asked: asked.length })) } }
    })
    const key = (sk: string) => ({ pk: 'D001', sk })
    const [one, many] = await Promise.all([table.get(key('a')), table.getMany([key('b'), key('a')])])
    expect(one).toMatchObject({ sk: 'a', asked: 1 })
    expect(many.size).toBe(2)
    expect(await table.get(key('a'))).toMatchObject({ asked: 2 })
    expect(asked).toEqual([['a', 'b'], ['a']])
  })

  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    })
  const writes = [plain('D001', 'a'), plain('D001', 'b'), plain('D001', 'c')]

  it('another transaction on the same item is a conflict as well', async () => {
    const table = client(() => cancelled('None', 'TransactionConflict', 'ConditionalCheckFailed'))
    expect(await table.commit(writes)).toEqual({ kind: 'conflict', contested: [1, 2] })
    expect(pauses).toEqual([])
  })

  it('a transaction that only met another one is tried again, and a conflict when that lasts', async () => {
    let met = 0
    const brief = client(() => {
      met += 1
      return met < 3 ? cancelled('None', 'TransactionConflict', 'ThrottlingError') : {}
    })
    expect(await brief.commit(writes)).toEqual({ kind: 'committed' })
    expect(pauses).toEqual([25, 50])
    const lasting = client(() => cancelled('TransactionConflict', 'None', 'None'))
    expect(await lasting.commit(writes)).toEqual({ kind: 'conflict', contested: [0] })
  })

  it('throttling is no conflict: it is tried again, and thrown when it lasts', async () => {
    const table = client(() => cancelled('ThrottlingError', 'None', 'None'))
    await expect(table.commit(writes)).rejects.toThrow(TransactionCanceledException)
    expect(pauses).toEqual([25, 50, 100, 200, 400, 800, 1600])
    const down = client(() => new Error('connect ECONNREFUSED'))
    await expect(down.commit(writes)).rejects.toThrow('ECONNREFUSED')
  })
})
