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
  client: TableClient,
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
