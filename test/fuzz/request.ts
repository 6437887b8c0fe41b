import fc, { type Arbitrary } from 'fast-check'
import type { Random } from '../faults/random.ts'
import { arbitraryOf, type Sources } from './arbitrary-of.ts'
import type { Operation } from './document.ts'
import { idIn, RecordId, type Known } from './known.ts'
import { twistNames, twists, type Draft, type TwistName, type Values, type Who } from './twists.ts'

export interface FuzzRequest {
  readonly operation: Operation
  readonly twist: TwistName
  readonly who: Who
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** The record that the path names; the second of two is a part of it. */
  readonly id: string | undefined
}

/** A request to an operation: mostly as the document wants it, else with one twist. */
export function requestTo(operation: Operation, sources: Sources, random: Random): FuzzRequest {
  const draft = draftOf(operation, sources, random)
  const possible = twistNames.filter((name) => twists[name].fits(operation))
  const chosen = random.chance(0.55) ? 'none' : random.pick(possible)
  const twisted = twists[chosen].apply(draft, random, sources.document)
  return written(twisted ?? draft, twisted === undefined ? 'none' : chosen)
}

function draftOf(operation: Operation, sources: Sources, random: Random): Draft {
  const sample = <Value>(arbitrary: Arbitrary<Value>): Value =>
    fc.sample(arbitrary, { seed: random.between(0, 2 ** 31), numRuns: 1 })[0]!
  const takes = (name: string) => operation.parameters.some((each) => each.name === name)
  const { cursor, staffId, ...query } = sample(parametersOf(operation, 'query', sources, random))
  const path = whereItMayBeDone(
    operation,
    sample(parametersOf(operation, 'path', sources, random)),
    sources,
    random,
  )
  const version = sources.known.etagOf(placeOf(operation), idOf(path) ?? '')
  return {
    operation,
    method: operation.method,
    path,
    // A cursor that nobody gave, or another list did, leads nowhere; and whose list it is, the token tells too.
    query: {
      ...query,
      ...(cursor !== undefined && random.chance(0.2) ? { cursor } : {}),
      ...(staffId !== undefined && random.chance(0.3) ? { staffId } : {}),
    },
    headers: {
      ...(operation.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(takes('If-Match') ? { 'if-match': version } : {}),
      ...(takes('Idempotency-Key') && random.chance(0.7)
        ? { 'idempotency-key': sample(fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/)) }
        : {}),
    },
    body: bodyOf(operation, sources, random, sample),
    who: operation.open ? 'no token' : 'caller',
  }
}

/** The first word of a path: what its records are. */
export function placeOf({ path }: Operation): string {
  return path.split('/')[1] ?? ''
}

const verbOf = ({ method, path }: Operation) =>
  method === 'PATCH' ? 'change' : (path.split('/').at(-1) ?? '')

/** Whether a record is known whose state allows this, or a new one may be made by it. */
export function mayBeDone(operation: Operation, known: Known): boolean {
  const [parameter] = operation.parameters.filter((each) => each.in === 'path')
  if (parameter === undefined) return operation.method === 'POST'
  const ids = known.matching(parameter.schema.pattern, parameter.name)
  return ids.some((id) => known.allows(id, verbOf(operation)))
}

const idOf = (path: Values) => Object.values(path).map(String).at(0)

/** Some of those that may be given, or one alone: of several ways to look something up one is taken. */
function parametersOf(
  operation: Operation,
  place: 'path' | 'query',
  sources: Sources,
  random: Random,
): Arbitrary<Values> {
  const required = operation.parameters.filter((each) => each.in === place && each.required === true)
  const others = operation.parameters.filter((each) => each.in === place && each.required !== true)
  const alone = others.length > 0 && random.chance(0.5) ? [random.pick(others)] : undefined
  const fields = [...required, ...(alone ?? others)].map(
    ({ name, schema }) => [name, arbitraryOf(schema, sources, name)] as const,
  )
  const requiredKeys = [...required, ...(alone ?? [])].map(({ name }) => name)
  return fc.record<Values>(Object.fromEntries(fields), { requiredKeys })
}

/** Mostly a record whose state allows what is asked for; of a part of a record the record that it is a part of. */
function whereItMayBeDone(operation: Operation, values: Values, { known }: Sources, random: Random): Values {
  const names = Object.keys(values)
  const [first] = names
  if (first === undefined || random.chance(0.1)) return values
  const last = String(values[names.at(-1) ?? ''])
  if (names.length > 1) return { ...values, [first]: known.ownerOf(last) ?? values[first] }
  const allowing = known.like(last).filter((id) => known.allows(id, verbOf(operation)))
  const shown = known.like(last).filter((id) => known.shownAt(placeOf(operation), id))
  const [ready = []] = [allowing, shown].filter(({ length }) => length > 0)
  const newest = random.chance(0.3) ? ready.at(-1) : undefined
  return ready.length === 0 ? values : { ...values, [first]: newest ?? random.pick(ready) }
}

/** By its schema, as the document's example with known ids in the place of the example's, or between the two. */
function bodyOf(
  { body }: Operation,
  sources: Sources,
  random: Random,
  sample: <Value>(arbitrary: Arbitrary<Value>) => Value,
): unknown {
  if (body === undefined) return undefined
  const made = sample(arbitraryOf(body.schema, sources))
  const { example } = body
  // An example is of one of several forms only.
  const free = example === undefined || random.chance(body.schema.oneOf === undefined ? 0.25 : 0.6)
  return versioned(
    free ? made : blended(example, made, random.pick([0, 0.15, 0.3]), sources, random),
    sources,
  )
}

/** Names of which each record has its own. */
const ofOne = new Set(['vin', 'plate', 'number'])

/**
 * The example, on days about now and with known ids for its own; a share of its fields, and of those that it leaves
 * out, as the schema made them.
 */
function blended(example: unknown, made: unknown, share: number, sources: Sources, random: Random): unknown {
  const walk = (value: unknown, other: unknown, name: string): unknown => {
    if (Array.isArray(value))
      return value.map((each, index) => walk(each, Array.isArray(other) ? other[index] : undefined, name))
    if (typeof value === 'object' && value !== null) return fieldsOf(value as Values, other)
    if (ofOne.has(name) && other !== undefined && random.chance(0.6)) return other
    return typeof value === 'string' ? textLike(value, sources, random) : value
  }
  const fieldsOf = (value: Values, other: unknown): Values => {
    const others = typeof other === 'object' && other !== null ? (other as Values) : {}
    const left = Object.entries(others).filter(([name]) => !(name in value) && random.chance(share))
    const kept = Object.entries(value).map(([name, inner]) => {
      const instead = others[name]
      return [name, instead !== undefined && random.chance(share) ? instead : walk(inner, instead, name)]
    })
    return Object.fromEntries([...kept, ...left]) as Values
  }
  return walk(example, made, '')
}

const DAY = 86_400_000

function textLike(value: string, { known, now }: Sources, random: Random): string {
  if (RecordId.test(value)) {
    const seen = known.like(value)
    return seen.length === 0 ? value : random.pick(seen)
  }
  if (!/^\d{4}-\d\d-\d\d(T|$)/.test(value) || random.chance(0.4)) return value
  return new Date(now + random.between(-3, 3) * DAY)
    .toISOString()
    .slice(0, value.length === 10 ? 10 : undefined)
}

/** Every ETag in a body as it was shown: `etag` is of the record beside it, `otherEtag` of `otherId`. */
function versioned(body: unknown, sources: Sources): unknown {
  if (Array.isArray(body)) return body.map((each) => versioned(each, sources))
  if (typeof body !== 'object' || body === null) return body
  const record = Object.fromEntries(
    Object.entries(body).map(([name, inner]) => [name, versioned(inner, sources)]),
  ) as Values
  const name = Object.keys(record).find((each) => /etag$/i.test(each))
  if (name === undefined) return record
  const id = record[name.replace(/etag$/i, 'Id')] ?? idIn(record)
  return typeof id === 'string' ? { ...record, [name]: sources.known.etagOf('', id) } : record
}

function written(draft: Draft, twist: TwistName): FuzzRequest {
  const { operation, method, path, query, headers, body, text, who } = draft
  return {
    operation,
    twist,
    who,
    method,
    target: targetOf(operation.path, path, query),
    headers,
    body: operation.body === undefined ? undefined : (text ?? JSON.stringify(body)),
    id: idOf(path),
  }
}

function targetOf(path: string, values: Values, query: Values): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(values[name]))
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each): [string, string] => [name, String(each)]),
    ),
  )
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

/** Clients walk up a path at dots, and halves of characters have no encoding: neither ever reaches a server. */
function segmentOf(value: unknown): string {
  const text = String(value).toWellFormed()
  return /^\.{1,2}$/.test(text) ? 'dots' : encodeURIComponent(text)
}
