import * as z from 'zod'
import { Unreadable } from '../runtime/errors.ts'
import { table, type IndexName } from './table.ts'
import { keyText, type Item, type Key, type Page, type Question, type TableClient } from './table-client.ts'

/** One record by its key, or undefined. */
export async function readOne<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  key: Key,
): Promise<Value | undefined> {
  const item = await client.get(key)
  return item === undefined ? undefined : kind.parse(item)
}

/** Records by name: each name's key is read, names without a record are missing from the answer. */
export async function readMany<Name extends string, Value>(
  client: Pick<TableClient, 'getMany'>,
  kind: { parse(item: Item): Value },
  names: Iterable<Name>,
  keyOf: (name: Name) => Key,
): Promise<Map<Name, Value>> {
  const distinct = [...new Set(names)]
  const found = new Map<Name, Value>()
  if (distinct.length === 0) return found
  const items = await client.getMany(distinct.map(keyOf))
  for (const name of distinct) {
    const item = items.get(keyText(keyOf(name)))
    if (item !== undefined) found.set(name, kind.parse(item))
  }
  return found
}

/** Every page of a question whose answer is small by nature: a dealer's staff, a specialist's list. */
export async function readAll<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  question: Omit<Question, 'after'>,
): Promise<Value[]> {
  const values: Value[] = []
  let page: Page = { items: [], next: undefined }
  do {
    page = await client.query({ ...question, after: page.next })
    values.push(...page.items.map((item) => kind.parse(item)))
  } while (page.next !== undefined)
  return values
}

const keyPart = z.string().min(1).max(600)

/**
 * A place in a dealer's list, for its next page to begin behind: how the list sorts the entry, and the entry's key
 * without the dealer. Whoever makes one up stays within the dealer's own list.
 */
export const Place = z.tuple([keyPart, keyPart, keyPart])
export type Place = z.infer<typeof Place>

/** Where a record stands in a list of an index, or of its own partition. */
export function placeIn<Value extends { readonly dealerId: string }>(
  kind: { keysOf(value: Value): Key & Item },
  index: IndexName | undefined,
  value: Value,
): Place {
  const keys = kind.keysOf(value)
  const sort = index === undefined ? keys.sk : keys[table.indexes[index].sortKey]
  return Place.parse([sort, keys.pk.slice(`${value.dealerId}#`.length), keys.sk])
}

/** A page of a dealer's list; without `next` it is the last one. */
export interface Listed<Value> {
  readonly items: readonly Value[]
  readonly next: Place | undefined
}

/** How much of a list, and from where on. */
export interface Paging {
  readonly limit: number
  readonly after?: Place | undefined
}

/** A list's partition without the dealer, and where in it. */
export interface ListQuestion extends Paging {
  readonly dealerId: string
  readonly of: string
  readonly prefix?: string
  /** Sort keys up to and including this one; not together with `prefix`. */
  readonly upTo?: string
  /** Only with `upTo`: sort keys from this one on. */
  readonly from?: string
  readonly newestFirst?: boolean
}

/**
 * A page of what belongs to a record, or of what waits, as the index shows it: it may be a little late. In both
 * indexes a partition begins with the dealer.
 */
export async function readPage<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  index: 'due' | 'related',
  question: ListQuestion,
): Promise<Listed<Value>> {
  const { items, next } = await queryList(client, index, question)
  return { items: items.map((item) => kind.parse(item)), next }
}

/**
 * A page of what belongs to any of these records, the newest first: what stood in the books more than once has several ids.
 * All of their lists are read from one place on and laid together.
 */
export async function readTogether<Value extends { readonly dealerId: string }>(
  client: TableClient,
  kind: { parse(item: Item): Value; keysOf(value: Value): Key & Item },
  { dealerId, owners, prefix }: { dealerId: string; owners: readonly string[]; prefix: string },
  paging: Paging,
): Promise<Listed<Value>> {
  const pages = await Promise.all(
    owners.map((of) =>
      readPage(client, kind, 'related', { dealerId, of, prefix, newestFirst: true, ...paging }),
    ),
  )
  const found = pages
    .flatMap(({ items }) => items)
    .map((value) => ({ value, place: placeIn(kind, 'related', value) }))
    .sort((a, b) => (a.place[0] < b.place[0] ? 1 : -1))
  const shown = found.slice(0, paging.limit)
  const more = found.length > shown.length || pages.some(({ next }) => next !== undefined)
  return { items: shown.map(({ value }) => value), next: more ? shown.at(-1)?.place : undefined }
}

/** A page of a partition of the table itself, as it is now. */
export async function readPart<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  { dealerId, of, limit, after, newestFirst }: Omit<ListQuestion, 'prefix' | 'upTo' | 'from'>,
): Promise<Listed<Value>> {
  const pk = `${dealerId}#${of}`
  const page = await client.query({
    pk,
    limit,
    after: after && { pk, sk: after[2] },
    ...(newestFirst === undefined ? {} : { newestFirst }),
  })
  const next = page.next && StoredKey.parse(page.next)
  return { items: page.items.map((item) => kind.parse(item)), next: next && [next.sk, of, next.sk] }
}

/** A page of the records that a word finds, each as it is now. */
export async function readFound<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  question: ListQuestion,
): Promise<Listed<Value>> {
  const { items, next } = await queryList(client, 'lookup', question)
  return { items: await recordsAt(client, kind, items), next }
}

/** Keys are small: so many are looked through at once for those that are wanted. */
const KEYS_AT_ONCE = 200

/**
 * A page of those that a list sorts under words that are wanted, each as it is now. The others cost the reading of
 * their keys, so the list must be short by nature: what is open, never what is stored.
 */
export async function readWanted<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  question: ListQuestion,
  wanted: (sort: string) => boolean,
): Promise<Listed<Value>> {
  const { limit } = question
  const found: Item[] = []
  let { after } = question
  do {
    const { items, next } = await queryList(client, 'lookup', { ...question, limit: KEYS_AT_ONCE, after })
    found.push(...items.filter((item) => wanted(sortIn('lookup', item))))
    after = next
  } while (after !== undefined && found.length < limit)
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const more = found.length > limit || after !== undefined
  return {
    items: await recordsAt(client, kind, shown),
    next: more && last !== undefined ? placeOfItem('lookup', question.dealerId, last) : undefined,
  }
}

/** Every record that a list finds, each as it is now; the list must be short by nature. */
export async function readEveryFound<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  question: Pick<ListQuestion, 'dealerId' | 'of'>,
): Promise<Value[]> {
  const values: Value[] = []
  let after: Place | undefined
  do {
    const page = await readFound(client, kind, { ...question, limit: KEYS_AT_ONCE, after })
    values.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return values
}

/**
 * The sort keys of a list from one on, the last in front, as the index shows them: of lists whose keys say all that is
 * asked, so that no record is read.
 * @param question `most`: so many of them at most, where the list may be long
 */
export async function readSortsFrom(
  client: TableClient,
  {
    from,
    most = Infinity,
    ...question
  }: Pick<ListQuestion, 'dealerId' | 'of' | 'upTo'> & { readonly from: string; readonly most?: number },
): Promise<string[]> {
  const sorts: string[] = []
  let after: Place | undefined
  do {
    const page = await queryList(client, 'lookup', {
      ...question,
      limit: KEYS_AT_ONCE,
      newestFirst: true,
      after,
    })
    const wanted = page.items.map((item) => sortIn('lookup', item)).filter((sort) => sort >= from)
    sorts.push(...wanted)
    after = wanted.length < page.items.length ? undefined : page.next
  } while (after !== undefined && sorts.length < most)
  return sorts.slice(0, most)
}

async function recordsAt<Value>(
  client: TableClient,
  kind: { parse(item: Item): Value },
  items: readonly Item[],
): Promise<Value[]> {
  const keys = items.map((item) => StoredKey.parse(item))
  if (keys.length === 0) return []
  const found = await client.getMany(keys)
  return keys.flatMap((key) => {
    const item = found.get(keyText(key))
    return item === undefined ? [] : [kind.parse(item)]
  })
}

const StoredKey = z.object({ pk: z.string(), sk: z.string() })

async function queryList(
  client: TableClient,
  index: IndexName,
  { dealerId, of, prefix, upTo, from, limit, after, newestFirst }: ListQuestion,
): Promise<Listed<Item>> {
  const { partitionKey, sortKey } = table.indexes[index]
  const owned = `${dealerId}#`
  const pk = `${owned}${of}`
  // The table refuses a start outside of the list as a fault of ours; it is the caller's, who made the place up.
  const outside =
    after &&
    (!after[0].startsWith(prefix ?? '') ||
      (upTo !== undefined && (after[0] > upTo || after[0] < (from ?? ''))))
  if (outside === true) throw new Unreadable('cursor-invalid')
  const { items, next } = await client.query({
    index,
    pk,
    limit,
    ...(prefix === undefined ? {} : { prefix }),
    ...(upTo === undefined ? {} : { upTo }),
    ...(from === undefined ? {} : { from }),
    ...(newestFirst === undefined ? {} : { newestFirst }),
    after: after && { [partitionKey]: pk, [sortKey]: after[0], pk: `${owned}${after[1]}`, sk: after[2] },
  })
  return { items, next: next && placeOfItem(index, dealerId, next) }
}

/** The place of an entry, as its page's last one. */
function placeOfItem(index: IndexName, dealerId: string, item: Item): Place {
  const { pk, sk } = StoredKey.parse(item)
  return [sortIn(index, item), pk.slice(`${dealerId}#`.length), sk]
}

function sortIn(index: IndexName, item: Item): string {
  return z.string().parse(item[table.indexes[index].sortKey])
}
