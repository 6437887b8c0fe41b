import type { Stamp } from '../domain/record.ts'
import { changeWrites, type Change } from '../store/audit.ts'
import type { RecordKind, Stored } from '../store/record-kind.ts'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/table-client.ts'
import { untilCommitted } from '../store/until-committed.ts'
import { asSeen } from './etag.ts'

/** A record as a change leaves it, and the writes that bring it there. */
export interface Changed<Value> {
  readonly record: Value
  readonly writes: readonly Write[]
}

/**
 * A record as its writes will leave it, for the answer that goes into the same transaction, and the writes: the record
 * and who changed what in it. Where the change says nothing new there are none, and the record keeps its version.
 */
export function changed<Value extends Stored & { readonly dealerId: string }>(
  kind: RecordKind<Value>,
  change: Change<Value>,
  stamp: Stamp,
): Changed<Value> {
  const { before, after } = change
  const writes = changeWrites(kind, change, stamp)
  if (writes.length === 0) return { record: before ?? after, writes }
  const record = { ...after, version: after.version + 1, updatedAt: stamp.at, updatedBy: stamp.by }
  return { record, writes }
}

/** Which record is changed, in the version that the caller has seen. */
export interface SeenRecord<Value extends Stored & { readonly dealerId: string }> {
  readonly kind: RecordKind<Value>
  readonly id: string
  readonly version: number
  /** Reads it, each time that the change is worked out. */
  readonly read: () => Promise<Value | undefined>
}

/**
 * Changes one record on what it says now, with who did it and what else belongs into the transaction.
 * @param doing what is done, as a verb in the past, by whom and when
 * @param change the record as it is to be; what it throws is the answer
 * @param also given the record as it will be and as it was
 * @throws NotFound, Stale, Contested
 */
export async function changeRecord<Value extends Stored & { readonly dealerId: string }>(
  store: Pick<Store, 'commit'>,
  { kind, id, version, read }: SeenRecord<Value>,
  { action, stamp }: { readonly action: string; readonly stamp: Stamp },
  change: (before: Value) => Value | Promise<Value>,
  also: (record: Value, before: Value) => readonly Write[] | Promise<readonly Write[]>,
): Promise<Value> {
  const { record } = await untilCommitted(store, async () => {
    const before = asSeen(await read(), version)
    const planned = changed(kind, { id, action, before, after: await change(before) }, stamp)
    return { record: planned.record, writes: [...planned.writes, ...(await also(planned.record, before))] }
  })
  return record
}
