import { table as declared } from '../../shared/store/table.ts'
import {
  keyText,
  MOST_WRITES,
  type CommitResult,
  type Condition,
  type Item,
  type Page,
  type Question,
  type TableClient,
  type Write,
} from '../../shared/store/table-client.ts'

/** DynamoDB's largest item. */
const MOST_ITEM_BYTES = 400 * 1024

export interface MemoryTable extends TableClient {
  /** Everything in the table, as stored, in no particular order. */
  items(): Item[]
  /** Runs once, between somebody's reads and their next commit: where another writer comes in between. */
  beforeNextCommit(interloper: () => Promise<unknown>): void
  /** How often the table was asked, by operation. */
  readonly asked: { get: number; getMany: number; query: number; commit: number }
}

/**
 * The table in memory, with DynamoDB's own behaviour: conditions, all-or-nothing transactions, sparse indexes,
 * sort keys ordered by their bytes, and pages that end at the limit whether or not more follows.
 * @param pageSize stands for the megabyte after which DynamoDB ends a page
 */
export function memoryTable({ pageSize = 1_000 }: { pageSize?: number } = {}): MemoryTable {
  const stored = new Map<string, Item>()
  const asked = { get: 0, getMany: 0, query: 0, commit: 0 }
  let interloper: (() => Promise<unknown>) | undefined

  function commitNow(writes: readonly Write[]): CommitResult {
    const keys = writes.map(({ key }) => keyText(key))
    if (writes.length === 0 || writes.length > MOST_WRITES) {
      throw new Error(`ValidationException: a transaction of ${writes.length} writes`)
    }
    if (new Set(keys).size < keys.length) {
      throw new Error('ValidationException: a transaction cannot touch one item twice')
    }
    const contested = writes.flatMap(({ key, condition }, index) =>
      holds(condition, stored.get(keyText(key))) ? [] : [index],
    )
    if (contested.length > 0) return { kind: 'conflict', contested }
    const items = writes.map((write) => (write.kind === 'put' ? marshalled(write) : undefined))
    for (const [index, item] of items.entries()) {
      if (item === undefined) stored.delete(keys[index]!)
      else stored.set(keys[index]!, item)
    }
    return { kind: 'committed' }
  }

  return {
    asked,
    items: () => [...stored.values()].map(copyOf),
    beforeNextCommit(next) {
      interloper = next
    },
    get(key) {
      asked.get += 1
      const item = stored.get(keyText(key))
      return Promise.resolve(item && copyOf(item))
    },
    getMany(keys) {
      asked.getMany += 1
      const found = keys.flatMap((key) => {
        const item = stored.get(keyText(key))
        return item === undefined ? [] : [[keyText(key), copyOf(item)] as const]
      })
      return Promise.resolve(new Map(found))
    },
    query(question) {
      asked.query += 1
      return Promise.resolve(queryNow([...stored.values()], question, pageSize))
    },
    async commit(writes) {
      asked.commit += 1
      const first = interloper
      interloper = undefined
      await first?.()
      return commitNow(writes)
    },
  }
}

function holds(condition: Condition, item: Item | undefined): boolean {
  switch (condition.clause) {
    case 'none':
      return true
    case 'absent':
      return item === undefined
    case 'unchanged':
      return item?.['version'] === condition.version
  }
}

function marshalled({ item, key }: Extract<Write, { kind: 'put' }>): Item {
  const { pk, sk } = key
  const stored = copyOf({ ...item, pk, sk })
  const keys = [
    declared.partitionKey,
    declared.sortKey,
    ...Object.values(declared.indexes).flatMap((index) => [index.partitionKey, index.sortKey]),
  ]
  for (const name of keys) {
    const value = stored[name]
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new Error(`ValidationException: the key ${name} must be a string that is not empty`)
    }
  }
  if (Buffer.byteLength(JSON.stringify(stored)) > MOST_ITEM_BYTES) {
    throw new Error('ValidationException: Item size has exceeded the maximum allowed size')
  }
  return stored
}

/** Nothing is shared with the caller, and what is undefined is not stored. */
function copyOf(item: object): Item {
  return withoutUndefined(structuredClone(item)) as Item
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('ValidationException: no number')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : [[name, withoutUndefined(inner)]],
    ),
  )
}

function queryNow(stored: readonly Item[], question: Question, pageSize: number): Page {
  const { index, prefix, upTo, limit = pageSize, after, newestFirst = false, only } = question
  const keys = index === undefined ? declared : declared.indexes[index]
  const place = (item: Item) => [text(item[keys.sortKey]), text(item['pk']), text(item['sk'])]
  const sign = newestFirst ? -1 : 1
  const matching = stored
    .filter((item) => item[keys.partitionKey] === question.pk && item[keys.sortKey] !== undefined)
    .filter((item) => prefix === undefined || text(item[keys.sortKey]).startsWith(prefix))
    .filter(
      (item) => prefix !== undefined || upTo === undefined || bytes(text(item[keys.sortKey]), upTo) <= 0,
    )
    .filter((item) => after === undefined || sign * inOrder(place(item), place(after)) > 0)
    .sort((a, b) => sign * inOrder(place(a), place(b)))
  const page = matching.slice(0, Math.min(limit, pageSize))
  const last = page.length === Math.min(limit, pageSize) ? page.at(-1) : undefined
  return {
    items: page.map(copyOf).map((item) => (only === undefined ? item : pick(item, only))),
    next: last && pick(last, [...new Set(['pk', 'sk', keys.partitionKey, keys.sortKey])]),
  }
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function inOrder(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const order = bytes(part, b[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
