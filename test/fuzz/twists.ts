import type { Random } from '../faults/random.ts'
import { resolved, type OpenApi, type Operation, type Schema } from './document.ts'

export type Values = Readonly<Record<string, unknown>>

/** In whose name it is asked: a role that may, another one, nobody; of the dealer, of another, of none. */
export type Who =
  'caller' | 'other role' | 'other dealer' | 'no such dealer' | 'no dealer' | 'no token' | 'forged token'

/** A request before it is written down. */
export interface Draft {
  readonly operation: Operation
  readonly method: string
  readonly path: Values
  readonly query: Values
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Sent in place of the body. */
  readonly text?: string
  readonly who: Who
}

/** One way in which a request differs from what the document allows. */
export interface Twist {
  readonly fits: (operation: Operation) => boolean
  /** The only right answers; absent: whatever the document has. */
  readonly owed?: readonly number[]
  /** @returns undefined where this request has nothing to be twisted */
  readonly apply: (draft: Draft, random: Random, document: OpenApi) => Draft | undefined
}

const any = () => true
const guarded = ({ open }: Operation) => !open
const withBody = ({ body }: Operation) => body !== undefined
const withParameter = (name: string) => (operation: Operation) =>
  operation.parameters.some((each) => each.name === name)
const withPath = ({ parameters }: Operation) => parameters.some((each) => each.in === 'path')

const asked = (who: Who, owed?: readonly number[]): Twist => ({
  fits: guarded,
  ...(owed === undefined ? {} : { owed }),
  apply: (draft) => ({ ...draft, who }),
})
const withHeader = (draft: Draft, name: string, value: string): Draft => ({
  ...draft,
  headers: { ...draft.headers, [name]: value },
})
const withoutHeader = (draft: Draft, name: string): Draft => ({
  ...draft,
  headers: Object.fromEntries(Object.entries(draft.headers).filter(([each]) => each !== name)),
})
const withPathValue = (draft: Draft, random: Random, value: string): Draft => ({
  ...draft,
  path: { ...draft.path, [random.pick(Object.keys(draft.path))]: value },
})

/** Names that mean something to JavaScript, and one that means nothing. */
const strangeNames = ['surprise', 'constructor', 'toString', 'dealerId', 'version', '']
const strangeIds = ['\u0000', '%', 'a/b', 'D999#customer', '王芳', '\u{1f697}', ' ', 'x'.repeat(3000)]
/** No field of any body is that long. */
const TOO_LONG = 20_000
/** Behind what a body may have. */
const TOO_LARGE = 70_000

export const twists = {
  none: { fits: any, apply: (draft) => draft },
  'unknown field': {
    fits: withBody,
    owed: [422],
    apply(draft, random) {
      const name = random.pick(strangeNames)
      const place = random.pick(placesIn(draft.body, (value) => isObject(value)))
      const wider = (value: unknown) => ({ ...(value as Values), [name]: random.pick([1, '1', null, {}]) })
      return { ...draft, body: withChanged(draft.body, place, wider) }
    },
  },
  'unknown parameter': {
    fits: any,
    owed: [422],
    apply: (draft) => ({ ...draft, query: { ...draft.query, surprise: '1' } }),
  },
  'parameter twice': {
    fits: ({ parameters }) => parameters.some((each) => each.in === 'query'),
    apply: ({ query, ...draft }, random) => {
      const names = Object.keys(query)
      if (names.length === 0) return undefined
      const name = random.pick(names)
      return { ...draft, query: { ...query, [name]: [query[name], query[name]] } }
    },
  },
  'wrong type': {
    fits: withBody,
    owed: [422],
    apply(draft, random, document) {
      const fields = fieldsOf(draft.operation.body!.schema, document)
      const names = Object.keys(draft.body as Values).filter((name) => fields.has(name))
      if (names.length === 0) return undefined
      const name = random.pick(names)
      const value = random.pick([{ a: 1 }, [[]], 'ab', 1.5, true].filter((each) => !fields.get(name)!(each)))
      return { ...draft, body: { ...(draft.body as Values), [name]: value } }
    },
  },
  'wrong value': {
    fits: withBody,
    apply(draft, random) {
      const place = random.pick(placesIn(draft.body, () => true))
      const junk = random.pick<unknown>([null, '', 0, -1, 1e308, [], {}, 'null', '\ud83d', '2026-02-30'])
      return { ...draft, body: withChanged(draft.body, place, () => junk) }
    },
  },
  'too long': {
    fits: withBody,
    owed: [422],
    apply(draft, random) {
      const places = placesIn(draft.body, (value) => typeof value === 'string')
      if (places.length === 0) return undefined
      const long = random.pick(['x', '长', '1']).repeat(TOO_LONG)
      return { ...draft, body: withChanged(draft.body, random.pick(places), () => long) }
    },
  },
  'too large': {
    fits: withBody,
    owed: [413],
    apply: (draft) => ({ ...draft, text: JSON.stringify(draft.body) + ' '.repeat(TOO_LARGE) }),
  },
  'poisoned JSON': {
    fits: withBody,
    owed: [400],
    apply: (draft) => ({ ...draft, body: { ...(draft.body as Values), ['__proto__']: { version: 1 } } }),
  },
  'broken JSON': {
    fits: withBody,
    owed: [400],
    apply(draft, random) {
      const text = JSON.stringify(draft.body)
      return { ...draft, text: text.slice(0, random.between(1, text.length - 1)) }
    },
  },
  'no JSON': {
    fits: withBody,
    owed: [415],
    apply: (draft, random) =>
      withHeader(
        draft,
        'content-type',
        random.pick(['text/plain', 'application/xml', 'multipart/form-data']),
      ),
  },
  'no token': asked('no token', [401]),
  'forged token': asked('forged token', [401]),
  'no dealer': asked('no dealer', [403]),
  'other role': asked('other role', [403]),
  'other dealer': asked('other dealer'),
  'no such dealer': asked('no such dealer'),
  'forged cursor': {
    fits: withParameter('cursor'),
    // 404 where the list's own record is not there, 403 where the list is another's.
    owed: [400, 403, 404, 422],
    apply: (draft, random) => {
      const made = random.pick<unknown>([['x', 'D999'], ['x', ['a', 'b', 'c']], [], 'x', { a: 1 }])
      const cursor = Buffer.from(JSON.stringify(made)).toString('base64url')
      return { ...draft, query: { ...draft.query, cursor } }
    },
  },
  'no If-Match': {
    fits: ({ parameters }) =>
      parameters.some(({ name, required }) => name === 'If-Match' && required === true),
    owed: [428, 422],
    apply: (draft) => withoutHeader(draft, 'if-match'),
  },
  'malformed If-Match': {
    fits: withParameter('If-Match'),
    owed: [400, 422],
    apply: (draft, random) =>
      withHeader(draft, 'if-match', random.pick(['*', 'W/"1"', '"0"', '1', '"1", "2"', '"x"', '"-1"'])),
  },
  'other If-Match': {
    fits: withParameter('If-Match'),
    // Whatever else is wrong with it may be told first; taken it must not be.
    owed: [403, 404, 409, 412, 422],
    apply: (draft) => withHeader(draft, 'if-match', '"999999"'),
  },
  'malformed key': {
    fits: withParameter('Idempotency-Key'),
    owed: [400, 422],
    apply: (draft, random) =>
      withHeader(
        draft,
        'idempotency-key',
        random.pick(['short', 'with blanks in it', 'x'.repeat(65), 'a#b#c#d#e']),
      ),
  },
  'strange id': {
    fits: withPath,
    apply: (draft, random) => withPathValue(draft, random, random.pick(strangeIds)),
  },
  'empty segment': {
    fits: withPath,
    owed: [404],
    apply: (draft, random) => withPathValue(draft, random, ''),
  },
  'other method': {
    fits: guarded,
    owed: [404],
    apply: (draft) => ({ ...draft, method: 'DELETE' }),
  },
} as const satisfies Record<string, Twist>

export type TwistName = keyof typeof twists
export const twistNames = Object.keys(twists) as TwistName[]

type Place = readonly (string | number)[]

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where in a body values of a kind stand. */
function placesIn(body: unknown, wanted: (value: unknown) => boolean, at: Place = []): Place[] {
  const here = wanted(body) ? [at] : []
  if (typeof body !== 'object' || body === null) return here
  const inner = Object.entries(body).flatMap(([name, value]) =>
    placesIn(value, wanted, [...at, Array.isArray(body) ? Number(name) : name]),
  )
  return [...here, ...inner]
}

function withChanged(body: unknown, [first, ...rest]: Place, change: (value: unknown) => unknown): unknown {
  if (first === undefined) return change(body)
  if (Array.isArray(body))
    return body.map((each: unknown, index) => (index === first ? withChanged(each, rest, change) : each))
  const record = body as Values
  return { ...record, [first]: withChanged(record[first], rest, change) }
}

/** The fields of a body, each with whether its schema may take a value by its type. */
function fieldsOf(schema: Schema, document: OpenApi): Map<string, (value: unknown) => boolean> {
  if (schema.$ref !== undefined) return fieldsOf(resolved(schema.$ref, document), document)
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  const fields = new Map<string, (value: unknown) => boolean>()
  const add = (name: string, mayBe: (value: unknown) => boolean) => {
    const others = fields.get(name)
    fields.set(name, (value) => mayBe(value) || (others?.(value) ?? false))
  }
  for (const part of parts) for (const [name, mayBe] of fieldsOf(part, document)) add(name, mayBe)
  for (const [name, field] of Object.entries(schema.properties ?? {}))
    add(name, (value) => typesOf(field, document).has(typeOf(value)))
  return fields
}

function typesOf(schema: Schema, document: OpenApi): Set<string> {
  if (schema.$ref !== undefined) return typesOf(resolved(schema.$ref, document), document)
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  const own = schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type]
  const values = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map(typeOf)
  const inner = parts.flatMap((part) => [...typesOf(part, document)])
  const told = [...(own as string[]), ...values, ...inner].map((type) =>
    type === 'integer' ? 'number' : type,
  )
  return new Set(told.length === 0 ? ['string', 'number', 'boolean', 'object', 'array', 'null'] : told)
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}
