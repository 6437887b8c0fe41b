import * as z from 'zod'
import type { Stamp } from '../domain/record.ts'
import type { Instant } from '../domain/time.ts'
import type { Item, Key, Write } from './table-client.ts'

/** What every stored record carries of its versions. */
export interface Stored {
  readonly version: number
  readonly updatedAt: Instant
  readonly updatedBy: string
}

/**
 * A kind of record: its schema is the only one, on the way in and on the way out, and its keys are told once.
 * Records are saved whole, under the version that was read.
 */
export interface RecordKind<Value extends Stored> {
  readonly entity: string
  parse(item: Item): Value
  /** Where the record stands: its key, and its keys in the indexes. */
  keysOf(value: Value): Key & Item
  /** Writes the record if nobody has since it was read (version 0: if nobody ever has). */
  put(value: Value, stamp: Stamp): Write
  /** Deletes the record if nobody has changed it since it was read. */
  remove(value: Value): Write
  /** Writes nothing, and holds the transaction to it that nobody has changed the record since it was read. */
  check(value: Value): Write
}

/** A stored record that its own schema refuses: damage, never the caller's fault. */
export class DamagedRecord extends Error {
  override readonly name = 'DamagedRecord'
  constructor(entity: string, key: Key, cause: z.ZodError) {
    const fields = cause.issues.map((issue) => issue.path.join('.')).join(', ')
    super(
      `the stored ${entity} at ${key.pk.split('#').slice(0, 2).join('#')} does not fit its schema: ${fields}`,
      {
        cause: cause.issues.map(({ code, path }) => ({ code, path })),
      },
    )
  }
}

/**
 * Reads what can be read: one damaged record of a list must not keep the others from being seen.
 * @param onDamaged hears of those that are left out; without it they are thrown
 */
export function readable<Value>(
  kind: { parse(item: Item): Value },
  onDamaged: ((damage: DamagedRecord) => void) | undefined,
): { parse(item: Item): Value[] } {
  return {
    parse(item) {
      try {
        return [kind.parse(item)]
      } catch (error) {
        if (onDamaged === undefined || !(error instanceof DamagedRecord)) throw error
        onDamaged(error)
        return []
      }
    },
  }
}

const StoredKey = z.object({ pk: z.string(), sk: z.string() })

export function recordKind<Value extends Stored>(definition: {
  entity: string
  schema: z.ZodType<Value>
  key: (value: Value) => Key
  /** Index keys and other attributes beside the record's own. */
  attributes?: (value: Value) => Item
}): RecordKind<Value> {
  const { entity, schema, key, attributes } = definition
  return {
    entity,
    parse(item) {
      const parsed = schema.safeParse(item)
      if (!parsed.success) throw new DamagedRecord(entity, StoredKey.parse(item), parsed.error)
      return parsed.data
    },
    keysOf: (value) => ({ ...attributes?.(value), ...key(value) }),
    put(value, stamp) {
      const next = schema.parse({
        ...value,
        version: value.version + 1,
        updatedAt: stamp.at,
        updatedBy: stamp.by,
      })
      return {
        kind: 'put',
        key: key(value),
        item: { entity, ...attributes?.(next), ...next },
        condition:
          value.version === 0 ? { clause: 'absent' } : { clause: 'unchanged', version: value.version },
      }
    },
    remove: (value) => ({
      kind: 'delete',
      key: key(value),
      condition: { clause: 'unchanged', version: value.version },
    }),
    check: (value) => ({
      kind: 'check',
      key: key(value),
      condition: { clause: 'unchanged', version: value.version },
    }),
  }
}

/** Whether two values of a record say the same, whatever their versions and stamps. */
export function saysTheSame(a: Stored, b: Stored): boolean {
  return canonical(a) === canonical(b)
}

/** The record as the table has it after `changeWrites`: as it was when the change says nothing new. */
export function asWritten<Value extends Stored>(
  before: Value | undefined,
  after: Value,
  stamp: Stamp,
): Value {
  if (before !== undefined && saysTheSame(before, after)) return before
  return { ...after, version: after.version + 1, updatedAt: stamp.at, updatedBy: stamp.by }
}

const bookkeeping = new Set(['version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'])

/** What a record says, without its versions and stamps. */
export function withoutBookkeeping(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !bookkeeping.has(key)))
}

function canonical(value: object): string {
  return JSON.stringify(withoutBookkeeping(value), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
