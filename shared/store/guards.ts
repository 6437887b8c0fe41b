import * as z from 'zod'
import type { Stamp } from '../domain/record.ts'
import { readMany } from './read.ts'
import type { Item, TableClient, Write } from './table-client.ts'

/** What is unique within a dealer, and whose id the guard tells. */
export type GuardedName =
  'staff-number' | 'customer-number' | 'vin' | 'order-number' | 'policy-number' | 'claim-number' | 'part-tag'

const Guard = z.object({ id: z.string() })
const guard = { parse: (item: Item) => Guard.parse(item).id }

const key = (dealerId: string, name: GuardedName) => (value: string) => ({
  pk: `${dealerId}#guard#${name}#${value}`,
  sk: 'guard',
})

/**
 * A guard item keeps a name unique: it is written with its owner, in one transaction, if nobody has it yet.
 * It also answers whose name it is.
 */
export function guardStore(client: TableClient) {
  return {
    /** The ids behind these names; a name that nobody has is missing. */
    idsBehind: (dealerId: string, name: GuardedName, values: Iterable<string>) =>
      readMany(client, guard, values, key(dealerId, name)),
  }
}

export function takeName(
  dealerId: string,
  name: GuardedName,
  value: string,
  id: string,
  stamp: Stamp,
): Write {
  return { ...guardPut(dealerId, name, value, id, stamp), condition: { clause: 'absent' } }
}

/** Lets go of a name that its owner no longer has; the owner's own write in the same transaction says that nobody was faster. */
export function freeName(dealerId: string, name: GuardedName, value: string): Write {
  return { kind: 'delete', key: key(dealerId, name)(value), condition: { clause: 'none' } }
}

/** Makes a name mean another record; the records' own writes in the same transaction say that nobody was faster. */
export function pointName(
  dealerId: string,
  name: GuardedName,
  value: string,
  id: string,
  stamp: Stamp,
): Write {
  return { ...guardPut(dealerId, name, value, id, stamp), condition: { clause: 'none' } }
}

function guardPut(dealerId: string, name: GuardedName, value: string, id: string, stamp: Stamp) {
  return {
    kind: 'put' as const,
    key: key(dealerId, name)(value),
    item: { entity: 'Guard', dealerId, id, createdAt: stamp.at, createdBy: stamp.by },
  }
}
