import type { ErasedCustomer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'

export interface ErasureContext {
  readonly store: Store
  readonly dealer: Dealer
  readonly stamp: Stamp
  readonly record: ErasedCustomer
  /** Writes that the transaction has left. */
  readonly room: number
}

/** What one transaction erases of a step; without writes nothing of the step is left. */
export interface ErasedPart {
  readonly writes: readonly Write[]
  /** Records that say nothing of the person any more. */
  readonly erased: number
  /** Messages on their way at this very moment: they are erased once it is known what became of them. */
  readonly beingSent?: number
  /** Numbers that were found: messages are looked for under them. */
  readonly mobiles?: readonly Mobile[]
}

/** The person's records, by their ids. */
export function recordsOf({ customerId, duplicates }: ErasedCustomer): string[] {
  return [customerId, ...duplicates]
}

/** As many groups of writes as there is room for; those of one group belong together. */
export function asManyAsFit(groups: readonly (readonly Write[])[], room: number): ErasedPart {
  const writes: Write[] = []
  let erased = 0
  for (const group of groups) {
    if (writes.length + group.length > room) break
    writes.push(...group)
    erased += 1
  }
  return { writes, erased }
}
