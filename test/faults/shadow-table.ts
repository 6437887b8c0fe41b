import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { table, type IndexName } from '../../shared/store/table.ts'
import { jsonAnswer, told } from './fates.ts'
import type { Answer, Fate } from './proxy.ts'

type Marshalled = Record<string, AttributeValue>
type Written = Marshalled | undefined

interface Version {
  /** Milliseconds of the runner's clock. */
  readonly at: number
  /** Undefined: deleted. */
  readonly item: Written
}

/** How long an index takes to show an entry, and to drop one that is no more, in milliseconds, by record and version. */
export interface IndexLag {
  shows(key: string, version: number): number
  drops(key: string, version: number): number
}

/** The table as everybody has written it, with what it said before: what the proxy has seen taking effect. */
export interface ShadowTable {
  /** What a transaction that was accepted has written. */
  note(transaction: string): void
  /** An index query answered as of before its entries were up to date. */
  lateAnswer(lag: IndexLag): Fate
  /** The messages that a worker has claimed and not recorded: should it die, nobody knows of them. */
  beingSent(): string[]
  /** The first instant under which a partition of the due index has an entry; a partition's name begins so. */
  firstDue(partition: string): string | undefined
  /** Whether a dealer's vehicles wait to be planned anew. */
  isPlannedAnew(): boolean
  clear(): void
}

interface Transaction {
  TransactItems: { Put?: { Item: Marshalled }; Delete?: { Key: Marshalled } }[]
}

export function shadowTable(nowMilliseconds: () => number): ShadowTable {
  const records = new Map<string, Version[]>()

  const write = (key: string, item: Written) => {
    const versions = records.get(key) ?? []
    const last = versions.at(-1)
    // A transaction whose reply was lost is sent again, and is the same one.
    if (
      last !== undefined &&
      versionOf(last.item) === versionOf(item) &&
      (last.item === undefined) === (item === undefined)
    )
      return
    records.set(key, [...versions, { at: nowMilliseconds(), item }])
  }
  const current = (): Marshalled[] =>
    [...records.values()].map((versions) => versions.at(-1)?.item).filter((item) => item !== undefined)

  return {
    note(transaction) {
      const { TransactItems } = JSON.parse(transaction) as Transaction
      for (const { Put, Delete } of TransactItems) {
        if (Put !== undefined) write(keyOf(Put.Item), Put.Item)
        if (Delete !== undefined) write(keyOf(Delete.Key), undefined)
      }
    },
    lateAnswer: (lag) =>
      told('an index that may be behind', ({ body }) => {
        const query = JSON.parse(body.toString('utf8')) as IndexQuery
        return Promise.resolve(answerFrom(entriesShown(records, query, lag, nowMilliseconds()), query))
      }),
    beingSent: () =>
      current().flatMap((item) =>
        text(item['entity']) === 'Delivery' && text(item['status']) === 'sending'
          ? (item['pending']?.L ?? []).map(text)
          : [],
      ),
    firstDue: (partition) =>
      current()
        .flatMap((item) => (text(item['duePk']).startsWith(partition) ? [text(item['dueSk'])] : []))
        .sort()[0]
        ?.split('#')[0],
    isPlannedAnew: () => current().some((item) => text(item['relatedPk']) === 'replans'),
    clear: () => records.clear(),
  }
}

interface IndexQuery {
  IndexName: IndexName
  KeyConditionExpression: string
  ExpressionAttributeNames: Record<string, string>
  ExpressionAttributeValues: Record<string, AttributeValue>
  ProjectionExpression?: string
  Limit?: number
  ExclusiveStartKey?: Marshalled
  ScanIndexForward?: boolean
}

/** Each version that the index shows now: those that had time to come in, and older ones not dropped yet. */
function entriesShown(
  records: ReadonlyMap<string, readonly Version[]>,
  query: IndexQuery,
  lag: IndexLag,
  now: number,
): Marshalled[] {
  const { partitionKey, sortKey } = table.indexes[query.IndexName]
  const wantedPartition = text(query.ExpressionAttributeValues[':pk'])
  const shown: Marshalled[] = []
  for (const [key, versions] of records) {
    for (const [index, { at, item }] of versions.entries()) {
      if (item === undefined || text(item[partitionKey]) !== wantedPartition) continue
      if (!sortMatches(text(item[sortKey]), query)) continue
      const next = versions[index + 1]
      const arrived = at + lag.shows(key, index) <= now
      const gone = next !== undefined && next.at + lag.drops(key, index) <= now
      if (arrived && !gone) shown.push(item)
    }
  }
  const order = query.ScanIndexForward === false ? -1 : 1
  return shown.sort((a, b) => order * (placeOf(a, sortKey) < placeOf(b, sortKey) ? -1 : 1))
}

function sortMatches(
  sort: string,
  { KeyConditionExpression, ExpressionAttributeValues }: IndexQuery,
): boolean {
  const bound = text(ExpressionAttributeValues[':sk'])
  if (KeyConditionExpression.includes('begins_with')) return sort.startsWith(bound)
  if (KeyConditionExpression.includes('BETWEEN')) {
    const [from, to] = Object.entries(ExpressionAttributeValues)
      .filter(([name]) => name !== ':pk')
      .map(([, value]) => text(value))
    return sort >= from! && sort <= to!
  }
  if (KeyConditionExpression.includes('<=')) return sort <= bound
  if (/AND/.test(KeyConditionExpression)) throw new Error(`the harness cannot read ${KeyConditionExpression}`)
  return true
}

function answerFrom(entries: readonly Marshalled[], query: IndexQuery): Answer {
  const { partitionKey, sortKey } = table.indexes[query.IndexName]
  const after = query.ExclusiveStartKey
  const back = query.ScanIndexForward === false
  const rest = entries.filter((item) => {
    if (after === undefined) return true
    const [place, from] = [placeOf(item, sortKey), placeOf(after, sortKey)]
    return back ? place < from : place > from
  })
  const page = rest.slice(0, query.Limit)
  const last = page.at(-1)
  const more = last !== undefined && page.length < rest.length
  const names = query.ProjectionExpression?.split(', ').map((name) => query.ExpressionAttributeNames[name]!)
  const keyNames = ['pk', 'sk', partitionKey, sortKey]
  return jsonAnswer(200, {
    Items: page.map((item) => (names === undefined ? item : part(item, names))),
    Count: page.length,
    ScannedCount: page.length,
    ...(more ? { LastEvaluatedKey: part(last, keyNames) } : {}),
  })
}

function part(item: Marshalled, names: readonly string[]): Marshalled {
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])))
}

function placeOf(item: Marshalled, sortKey: string): string {
  return `${text(item[sortKey])}\n${keyOf(item)}`
}

function keyOf(item: Marshalled): string {
  return `${text(item['pk'])}\n${text(item['sk'])}`
}

function versionOf(item: Written): string | undefined {
  return item?.['version']?.N
}

function text(value: AttributeValue | undefined): string {
  return value?.S ?? ''
}
