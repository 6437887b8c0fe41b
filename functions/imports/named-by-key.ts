import type { Key } from '../../shared/store/table-client.ts'

/**
 * What a record's key says of it: `D001#vehicle#veh_…` is a vehicle and its id, `D001#due#<purpose>#vehicle#veh_…` what
 * is due for it. Of staff and of a specialist's list one partition holds all.
 */
export function namedByKey({ pk, sk }: Key): { readonly kind: string; readonly id: string } {
  const [, kind = '', ...rest] = pk.split('#')
  const inPartition = kind === 'staff' || kind === 'call-list'
  return { kind, id: inPartition ? sk : (rest.at(-1) ?? '') }
}
