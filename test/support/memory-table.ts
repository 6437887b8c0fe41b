import { table as declared } from '../../shared/store/table.ts'
import {
  keyText,
  MOST_WRITES,
  type CommitResult,
  type Condition,
  type Item,
  type Key,
  type Page,
  type Question,
  type TableClient,
  type Write,
} from '../../shared/store/table-client.ts'

/** DynamoDB's largest item, and its largest transaction. */
const MOST_ITEM_BYTES = 400 * 1024
const MOST_COMMIT_BYTES = 4 * 1024 * 1024

export type Operation = 'get' | 'getMany' | 'query' | 'commit'

export interface MemoryTable extends TableClient {
  /** Everything in the table, as stored, in no particular order. */
  all(): Item[]
  /** Stores an item as it is, past every condition: what another writer or an accident leaves behind. */
  put(item: Item): void
  /** The transactions that were committed, in order. */
  readonly commits: (readonly Write[])[]
  /** How often the table was asked. */
  readonly reads: { get: number; getMany: number; query: number }
  /** Called before each transaction; what it returns is the transaction's result, and nothing is written. */
  onCommit: ((writes: readonly Write[]) => CommitResult | undefined) | undefined
  /** From here on the indexes show what they show now, until they are thawed. */
  freezeIndexes(): void
  thawIndexes(): void
  /** The due index shows this too, until the item is written again. */
  showInDueIndex(item: Item): void
}

export interface MemoryTableOptions {
  /** Items after which a page ends: DynamoDB's megabyte. */
  readonly pageSize?: number
  /** Awaited before each operation: where operations of several users are interleaved. */
  readonly before?: (operation: Operation) => Promise<unknown>
}

/**
 * The table in memory, with DynamoDB's own behaviour: conditions, all-or-nothing transactions, sparse indexes,
 * sort keys ordered by their bytes, and pages that end at the limit whether or not more follows.
 */
export function memoryTable({
  pageSize = 1_000,
  before = () => Promise.resolve(),
}: MemoryTableOptions = {}): MemoryTable {
  const stored = new Map<string, Item>()
  /** What stands in each partition of the table and of its indexes, by key: as a real table finds it. */
  const partitions = new Map<string, Map<string, Item>>()
  const commits: (readonly Write[])[] = []
  const reads = { get: 0, getMany: 0, query: 0 }
  let frozen: Item[] | undefined
  let ghosts: Item[] = []

  function store(key: string, item: Item | undefined): void {
    const known = stored.get(key)
    for (const name of known === undefined ? [] : partitionsOf(known)) partitions.get(name)?.delete(key)
    if (item === undefined) stored.delete(key)
    else {
      stored.set(key, item)
      for (const name of partitionsOf(item)) {
        const partition = partitions.get(name) ?? new Map<string, Item>()
        partitions.set(name, partition.set(key, item))
      }
    }
    ghosts = ghosts.filter((ghost) => frozen !== undefined || storedKey(ghost) !== key)
  }

  function commitNow(writes: readonly Write[]): CommitResult {
    const keys = writes.map(({ key }) => keyText(key))
    if (writes.length === 0 || writes.length > MOST_WRITES) {
      throw new Error(`ValidationException: a transaction of ${writes.length} writes`)
    }
    if (new Set(keys).size < keys.length) {
      throw new Error('ValidationException: a transaction cannot touch one item twice')
    }
    const items = writes.map((write) =>
      write.kind === 'put' ? marshalled(write.item, write.key) : undefined,
    )
    const size = items.reduce((sum, item) => sum + (item?.size ?? 0), 0)
    if (size > MOST_COMMIT_BYTES) throw new Error(`ValidationException: a transaction of ${size} bytes`)
    const contested = writes.flatMap(({ key, condition }, index) =>
      holds(condition, stored.get(keyText(key))) ? [] : [index],
    )
    if (contested.length > 0) return { kind: 'conflict', contested }
    for (const [index, item] of items.entries()) {
      if (writes[index]!.kind !== 'check') store(keys[index]!, item?.stored)
    }
    commits.push(writes)
    return { kind: 'committed' }
  }

  const table: MemoryTable = {
    commits,
    reads,
    onCommit: undefined,
    all: () => [...stored.values()].map(copyOf),
    put(item) {
      store(storedKey(item), marshalled(item, { pk: text(item['pk']), sk: text(item['sk']) }).stored)
    },
    freezeIndexes() {
      frozen = [...stored.values()]
    },
    thawIndexes() {
      frozen = undefined
    },
    showInDueIndex(item) {
      ghosts.push(copyOf(item))
    },
    async get(key) {
      await before('get')
      reads.get += 1
      const item = stored.get(keyText(key))
      return item && copyOf(item)
    },
    async getMany(keys) {
      await before('getMany')
      reads.getMany += 1
      return new Map(
        keys.flatMap((key) => {
          const item = stored.get(keyText(key))
          return item === undefined ? [] : [[keyText(key), copyOf(item)] as const]
        }),
      )
    },
    async query(question) {
      await before('query')
      reads.query += 1
      const live = partitions.get(partitionName(question.index, question.pk))?.values() ?? []
      if (question.index === undefined) return queryNow([...live], question, pageSize)
      return queryNow([...(frozen ?? live), ...(question.index === 'due' ? ghosts : [])], question, pageSize)
    },
    async commit(writes) {
      await before('commit')
      return table.onCommit?.(writes) ?? commitNow(writes)
    },
  }
  return table
}

function partitionName(index: Question['index'], value: unknown): string {
  return `${index ?? ''} ${String(value)}`
}

/** The partitions in which an item stands: the table's own, and those of the indexes that show it. */
function partitionsOf(item: Item): string[] {
  const indexes = Object.entries(declared.indexes) as [
    NonNullable<Question['index']>,
    { partitionKey: string },
  ][]
  return [
    partitionName(undefined, item['pk']),
    ...indexes.flatMap(([index, { partitionKey }]) =>
      item[partitionKey] === undefined ? [] : partitionName(index, item[partitionKey]),
    ),
  ]
}

function storedKey(item: Item): string {
  return keyText({ pk: text(item['pk']), sk: text(item['sk']) })
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

function marshalled(item: object, { pk, sk }: Key): { stored: Item; size: number } {
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
  const size = Buffer.byteLength(JSON.stringify(stored))
  if (size > MOST_ITEM_BYTES) {
    throw new Error('ValidationException: Item size has exceeded the maximum allowed size')
  }
  return { stored, size }
}

/** Nothing is shared with the caller, and what is undefined is not stored. */
function copyOf(item: object): Item {
  return withoutUndefined(item) as Item
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('ValidationException: no number')
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error('ValidationException: no value')
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name]
    if (inner !== undefined) copy[name] = withoutUndefined(inner)
  }
  return copy
}

function queryNow(stored: readonly Item[], question: Question, pageSize: number): Page {
  const { index, prefix, upTo, from, limit = pageSize, after, newestFirst = false, only } = question
  if (prefix === undefined && from !== undefined && upTo !== undefined && bytes(from, upTo) > 0)
    throw new Error('ValidationException: BETWEEN requires an upper bound that is not below the lower one')
  const keys = index === undefined ? declared : declared.indexes[index]
  const place = (item: Item) => [text(item[keys.sortKey]), text(item['pk']), text(item['sk'])]
  const sign = newestFirst ? -1 : 1
  const matching = stored
    .filter((item) => item[keys.partitionKey] === question.pk && item[keys.sortKey] !== undefined)
    .filter((item) => prefix === undefined || text(item[keys.sortKey]).startsWith(prefix))
    .filter(
      (item) =>
        prefix !== undefined ||
        upTo === undefined ||
        (bytes(text(item[keys.sortKey]), upTo) <= 0 &&
          (from === undefined || bytes(text(item[keys.sortKey]), from) >= 0)),
    )
    .filter((item) => after === undefined || sign * inOrder(place(item), place(after)) > 0)
    .sort((a, b) => sign * inOrder(place(a), place(b)))
  const page = matching.slice(0, Math.min(limit, pageSize))
  const last = page.length === Math.min(limit, pageSize) ? page.at(-1) : undefined
  const keyNames = [...new Set(['pk', 'sk', keys.partitionKey, keys.sortKey])]
  const shown = index !== undefined && declared.indexes[index].projection === 'KEYS_ONLY' ? keyNames : only
  return {
    items: page.map(copyOf).map((item) => (shown === undefined ? item : pick(item, shown))),
    next: last && pick(last, keyNames),
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

const surrogate = /[\ud800-\udfff]/

/** By UTF-8's bytes: without surrogates that is the order of JavaScript's own comparison, which is a hundred times as fast. */
function bytes(a: string, b: string): number {
  if (a === b) return 0
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}
