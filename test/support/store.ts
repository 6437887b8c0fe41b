import type { Customer } from '../../shared/domain/customer.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { RecordKind } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'
import { MOST_WRITES, type Item, type Write } from '../../shared/store/table-client.ts'
import { howManyFit } from '../../shared/store/transaction-size.ts'
import { stampAt } from './builders.ts'

/** Stores the writes, in as many transactions as they need; fails the test when one is contested. */
export async function save(store: Pick<Store, 'commit'>, ...writes: Write[]): Promise<void> {
  let left = writes
  while (left.length > 0) {
    const size = howManyFit(left.slice(0, MOST_WRITES).map((write) => [write]))
    const result = await store.commit(left.slice(0, size))
    left = left.slice(size)
    if (result.kind !== 'committed')
      throw new Error(`the test's own writes are contested: ${result.contested.join()}`)
  }
}

export const earlier = stampAt('2026-01-01T00:00:00.000Z' as Instant)

/** The writes of new records of a kind. */
export function puts<Value extends { version: number; updatedAt: Instant; updatedBy: string }>(
  kind: RecordKind<Value>,
  ...values: Value[]
): Write[] {
  return values.map((value) => kind.put(value, earlier))
}

export async function customerById(
  store: Pick<Store, 'customers'>,
  dealerId: string,
  customerId: string,
): Promise<Customer | undefined> {
  return (await store.customers.byIds(dealerId, [customerId])).get(customerId)
}

/** The stored item of a record, as the table would show it in an index. */
export function asStored(item: DueItem): Item {
  const write = dueItemRecord.put(item, earlier)
  return write.kind === 'put' ? { ...write.item, ...write.key } : {}
}

export const clockAt = (now: Instant): Clock => ({ now: () => now })
