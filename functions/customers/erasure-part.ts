import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { ErasedCustomer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { howManyFit } from '../../shared/store/transaction-size.ts'
import { entryWithout, type Dropped } from './what-stays.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'

export interface ErasureContext {
  readonly store: CustomerRecords
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

/** A step of an erasure, part by part. */
export type ErasureTask = (context: ErasureContext) => Promise<ErasedPart>

/** Records whose changes are read at once: of an accident's order they are a megabyte. */
const AT_ONCE = 10

/**
 * A step over many records, some at a time, each as it is now. It looks for them once, on first use, so it serves one
 * request.
 * @param groupsOf what is to be written of these; nothing: they are done
 */
export function someAtATime<Found>(
  look: (context: ErasureContext) => Promise<readonly Found[]>,
  groupsOf: (some: readonly Found[], context: ErasureContext) => Promise<readonly (readonly Write[])[]>,
): ErasureTask {
  let found: readonly Found[] | undefined
  let at = 0
  return async (context) => {
    found ??= await look(context)
    for (; at < found.length; at += AT_ONCE) {
      const groups = await groupsOf(found.slice(at, at + AT_ONCE), context)
      if (groups.length > 0) return asManyAsFit(groups, context.room)
    }
    return { writes: [], erased: 0 }
  }
}

/** As many groups of writes as there is room for; those of one group belong together. */
export function asManyAsFit(groups: readonly (readonly Write[])[], room: number): ErasedPart {
  const erased = howManyFit(groups, room)
  return { writes: groups.slice(0, erased).flat(), erased }
}

/** The entries that say something dropped, without it. */
export function entriesWithout(entries: readonly AuditEntry[], isDropped: Dropped, stamp: Stamp): Write[][] {
  return entries.flatMap((entry) => {
    const bare = entryWithout(entry, isDropped)
    return saysTheSame(entry, bare) ? [] : [[auditRecord.put(bare, stamp)]]
  })
}
