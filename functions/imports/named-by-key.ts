import type { Key } from '../../shared/store/table-client.ts'

const partitions: ReadonlySet<string> = new Set([
  'staff',
  'call-list',
  'former-plate',
  'former-owner',
  'former-mobile',
])

/**
 * What a record's key says of it: `D001#vehicle#veh_…` is a vehicle and its id, `D001#due#<purpose>#vehicle#veh_…` what
 * is due for it. Of staff, of a specialist's list, of the vehicles that had a plate or an owner once and of the customers who
 * had a number, one partition holds all.
 */
export function namedByKey({ pk, sk }: Key): { readonly kind: string; readonly id: string } {
  const [, kind = '', ...rest] = pk.split('#')
  return { kind, id: partitions.has(kind) ? sk : (rest.at(-1) ?? '') }
}
