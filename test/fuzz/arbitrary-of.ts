import fc, { type Arbitrary } from 'fast-check'
import { vinCheckDigit } from '../../shared/domain/vin.ts'
import { resolved, type OpenApi, type Schema } from './document.ts'
import type { Known } from './known.ts'

/** What values are made from besides their schema. */
export interface Sources {
  readonly document: OpenApi
  /** Ids and the like that answers have shown. */
  readonly known: Known
  /** Around this day are the days and instants that make sense, as epoch milliseconds. */
  readonly now: number
}

const DAY = 86_400_000

/** Values that a schema allows; `name` is the property's, for words of the trade whose check no schema can tell. */
export function arbitraryOf(schema: Schema, sources: Sources, name = '', depth = 0): Arbitrary<unknown> {
  const inner = (of: Schema, under = name) => arbitraryOf(of, sources, under, depth + 1)
  if (schema.$ref !== undefined) return inner(resolved(schema.$ref, sources.document))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => inner(choice)))
  if (schema.allOf !== undefined)
    return fc
      .tuple(...schema.allOf.map((part) => inner(part)))
      .map((parts) => Object.assign({}, ...parts) as unknown)
  const types = Array.isArray(schema.type)
    ? (schema.type as readonly string[])
    : [schema.type as string | undefined]
  return fc.oneof(...types.map((type) => ofType(type, schema, sources, name, depth)))
}

function ofType(
  type: string | undefined,
  schema: Schema,
  sources: Sources,
  name: string,
  depth: number,
): Arbitrary<unknown> {
  switch (type ?? 'any') {
    case 'string':
      return textOf(schema, sources, name)
    case 'integer':
      return fc.integer({ min: leastOf(schema), max: mostOf(schema) })
    case 'number':
      return fc.double({ min: leastOf(schema), max: mostOf(schema), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, sources, name, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(schema.minItems ?? 0, depth > 3 ? 1 : 4)),
      })
    case 'object':
      return objectOf(schema, sources, depth)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  sources: Sources,
  depth: number,
) {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema, sources, name, depth + 1)]),
  )
  const needed = Object.fromEntries(required.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])))
  // What may be left out is where most mistakes are: every other time nothing of it is there.
  const record = fc.oneof(fc.record(needed), fc.record(fields, { requiredKeys: [...required] }))
  if (typeof additionalProperties !== 'object') return record
  const keys = arbitraryOf(propertyNames ?? { type: 'string', minLength: 1, maxLength: 10 }, sources).map(
    String,
  )
  return fc.dictionary(keys, arbitraryOf(additionalProperties, sources, '', depth + 1), { maxKeys: 3 })
}

const whole = ({ minimum, exclusiveMinimum }: Schema) =>
  minimum ?? (exclusiveMinimum === undefined ? -1_000_000 : exclusiveMinimum + 1)
const leastOf = (schema: Schema) => Math.max(whole(schema), Number.MIN_SAFE_INTEGER)
const mostOf = (schema: Schema) =>
  Math.max(
    leastOf(schema),
    Math.min(
      schema.maximum ?? (schema.exclusiveMaximum === undefined ? 1_000_000 : schema.exclusiveMaximum - 1),
      Number.MAX_SAFE_INTEGER,
    ),
  )

function textOf(schema: Schema, { known, now }: Sources, name: string): Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = 60 } = schema
  const seen = known.matching(pattern, name)
  const trade = wordsOf(name)
  // A made-up id is nobody's: that is worth few requests. A made-up number may be a new record's.
  const isId = name.endsWith('Id')
  return fc.oneof(
    { arbitrary: byForm(pattern, format, now, minLength, maxLength), weight: isId ? 1 : 4 },
    ...(seen.length === 0 ? [] : [{ arbitrary: fc.constantFrom(...seen), weight: isId ? 19 : 6 }]),
    ...(trade === undefined ? [] : [{ arbitrary: trade, weight: 12 }]),
  )
}

/** Words that mean something to a page, a sheet, a key or a writer of texts. */
const strange = ['<b>&"\'', '=1+1', '\u202e右', 'a\u0000b', '\ud83d', 'D999#x', '  ', '\u{1f697}', '【】']

function byForm(
  pattern: string | undefined,
  format: string | undefined,
  now: number,
  minLength: number,
  maxLength: number,
): Arbitrary<string> {
  const within = (days: number) => fc.integer({ min: now - days * DAY, max: now + days * DAY })
  const moments = fc.oneof(within(1), within(10), within(400)).map((at) => new Date(at).toISOString())
  if (format === 'date') return moments.map((instant) => instant.slice(0, 10))
  if (format === 'date-time') return moments
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/)
  if (format === 'uri') return fc.webUrl()
  if (format === 'uuid') return fc.uuid()
  // Words but for some kinds of characters: made freely and not sorted, since no arbitrary knows halves of characters.
  if (pattern !== undefined && !pattern.includes('\\p{')) return fc.stringMatching(new RegExp(pattern, 'u'))
  return fc.oneof(
    { arbitrary: fc.stringMatching(/^[王李张换油车\p{Script=Latin}0-9]{1,12}$/u), weight: 4 },
    { arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme' }), weight: 1 },
    { arbitrary: fc.constantFrom(...strange).map((text) => text.padEnd(minLength, '长')), weight: 1 },
  )
}

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${String(count)}}$`))

/** VINs, plates and numbers that pass the checks which a schema does not tell. */
function wordsOf(name: string): Arbitrary<string> | undefined {
  switch (name) {
    case 'vin':
      return fc.stringMatching(/^LGW[A-HJ-NPR-Z0-9]{5}0[A-HJ-NPR-Z0-9]{2}[0-9]{6}$/).map(withCheckDigit)
    case 'plate':
      return fc.stringMatching(/^[京沪浙粤][A-H][A-HJ-NP-Z0-9]{5}$/)
    case 'mobile':
    case 'phone':
      return digits(8).map((text) => `138${text}`)
    case 'number':
      return digits(6).map((text) => `N${text}`)
    case 'zone':
      return fc.constantFrom('Asia/Shanghai', 'Europe/Berlin')
    case 'signature':
      return fc.constantFrom('东城汽车', '西城')
    default:
      return undefined
  }
}

function withCheckDigit(vin: string): string {
  return `${vin.slice(0, 8)}${vinCheckDigit(vin) ?? '0'}${vin.slice(9)}`
}
