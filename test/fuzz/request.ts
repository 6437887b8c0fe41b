import fc, { type Arbitrary } from 'fast-check'
import { arbitraryOf, type Sources } from './arbitrary-of.ts'
import type { Operation } from './document.ts'

/** How a request differs from what the document allows. */
export const twists = [
  'none',
  'unknown field',
  'unknown parameter',
  'wrong value',
  'broken JSON',
  'no JSON',
  'no token',
  'other role',
  'other dealer',
  'forged cursor',
  'no If-Match',
  'old If-Match',
] as const
export type Twist = (typeof twists)[number]

export interface FuzzRequest {
  readonly operation: Operation
  readonly twist: Twist
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** The record that the path ends in, or names last. */
  readonly id: string | undefined
}

type Values = Readonly<Record<string, unknown>>

/** Requests to an operation: mostly as the document wants them, else with one twist. */
export function requestTo(operation: Operation, sources: Sources): Arbitrary<FuzzRequest> {
  const parameters = (place: 'path' | 'query') =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((each) => each.in === place)
          .map(({ name, schema }) => [name, arbitraryOf(schema, sources, name)]),
      ),
      {
        requiredKeys: operation.parameters
          .filter((each) => each.in === place && each.required === true)
          .map(({ name }) => name),
      },
    ) as Arbitrary<Values>
  const takesIfMatch = operation.parameters.some(({ name }) => name === 'If-Match')
  const takesKey = operation.parameters.some(({ name }) => name === 'Idempotency-Key')
  const takesCursor = operation.parameters.some(({ name }) => name === 'cursor')
  const possible = twists.filter((twist) => {
    if (operation.open) return twist === 'none' || twist === 'unknown parameter'
    if (twist === 'no If-Match' || twist === 'old If-Match') return takesIfMatch
    if (twist === 'forged cursor') return takesCursor
    return (
      operation.body !== undefined ||
      !['unknown field', 'wrong value', 'broken JSON', 'no JSON'].includes(twist)
    )
  })
  return fc
    .record({
      path: parameters('path'),
      query: parameters('query'),
      body: bodyOf(operation, sources),
      key: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/), { nil: undefined, freq: 3 }),
      twist: fc.oneof(
        { arbitrary: fc.constant<Twist>('none'), weight: 3 },
        { arbitrary: fc.constantFrom(...possible), weight: 2 },
      ),
      junk: fc.jsonValue({ maxDepth: 2 }),
      where: fc.nat(),
    })
    .map(({ path, query, body, key, twist, junk, where }) => {
      const named = Object.values(path).map(String)
      const id = named.at(-1)
      const asked = {
        // A cursor that nobody gave leads nowhere.
        ...query,
        ...(twist === 'forged cursor'
          ? { cursor: Buffer.from(JSON.stringify(['x', junk])).toString('base64url') }
          : {}),
        ...(twist === 'unknown parameter' ? { surprise: '1' } : {}),
      }
      const version = takesIfMatch ? ifMatchFor(twist, named, sources) : undefined
      return {
        operation,
        twist,
        id,
        target: targetOf(operation.path, path, asked),
        headers: {
          ...(operation.body === undefined
            ? {}
            : { 'content-type': twist === 'no JSON' ? 'text/plain' : 'application/json' }),
          ...(version === undefined ? {} : { 'if-match': version }),
          ...(takesKey && key !== undefined ? { 'idempotency-key': key } : {}),
        },
        body: operation.body === undefined ? undefined : textOf(body, twist, junk, where),
      }
    })
}

function ifMatchFor(twist: Twist, named: readonly string[], { known }: Sources): string | undefined {
  if (twist === 'no If-Match') return undefined
  if (twist === 'old If-Match') return '"999999"'
  return named.map((id) => known.etagOf(id)).findLast((etag) => etag !== undefined) ?? '"1"'
}

/** By its schema, or as the document's example with known ids in the place of the example's. */
function bodyOf({ body }: Operation, sources: Sources): Arbitrary<unknown> {
  if (body === undefined) return fc.constant(undefined)
  const bySchema = arbitraryOf(body.schema, sources)
  if (body.example === undefined) return bySchema
  const example = body.example
  return fc.oneof(
    { arbitrary: bySchema, weight: 2 },
    {
      arbitrary: fc
        .tuple(bySchema, fc.infiniteStream(fc.nat()))
        .map(([made, chance]) => blended(example, made, chance, sources)),
      weight: 3,
    },
  )
}

/** The example, with a known id for each of its ids, and now and then a field as the schema made it. */
function blended(example: unknown, made: unknown, chance: Iterator<number>, sources: Sources): unknown {
  const next = () => Number(chance.next().value)
  const walk = (value: unknown, other: unknown): unknown => {
    if (Array.isArray(value))
      return value.map((each, index) =>
        walk(each, Array.isArray(other) ? (other[index] as unknown) : undefined),
      )
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value as Values).map(([name, inner]) => {
          const instead = typeof other === 'object' && other !== null ? (other as Values)[name] : undefined
          return [name, instead !== undefined && next() % 4 === 0 ? instead : walk(inner, instead)]
        }),
      )
    if (typeof value === 'string' && /^[a-z]{3}_[a-z2-7]{20}$/.test(value)) {
      const seen = sources.known.matching(`^${value.slice(0, 4)}[a-z2-7]{20}$`, '')
      return seen.length === 0 ? value : seen[next() % seen.length]
    }
    return value
  }
  return walk(example, made)
}

function targetOf(path: string, values: Values, query: Values): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

function textOf(body: unknown, twist: Twist, junk: unknown, where: number): string {
  const text = JSON.stringify(body)
  if (twist === 'broken JSON') return text.slice(0, Math.max(1, where % Math.max(1, text.length)))
  if (twist === 'unknown field') return JSON.stringify({ ...(body as object), surprise: junk ?? 1 })
  return twist === 'wrong value' ? JSON.stringify(withJunk(body, junk, where)) : text
}

function withJunk(body: unknown, junk: unknown, where: number): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return junk
  const names = Object.keys(body)
  const name = names[where % Math.max(1, names.length)]
  return name === undefined ? junk : { ...body, [name]: junk }
}
