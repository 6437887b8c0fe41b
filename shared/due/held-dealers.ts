import { isImporting } from '../domain/dealer.ts'
import type { PurposeName } from '../domain/purpose.ts'
import type { Instant } from '../domain/time.ts'
import { SHARDS } from '../store/shards.ts'
import type { JobStore } from '../store/job-store.ts'

/** A dealer of whose customers none is decided about in this sweep. */
export interface HeldDealer {
  readonly dealerId: string
  /** Items that are due now and go on waiting as they are. */
  readonly due: number
  readonly because: 'brake' | 'importing'
}

/**
 * Dealers whose customers must not be written to now: more items are due than one sweep may decide on its own,
 * or an import is half in. Counted before anything is decided, by dealer ids alone.
 */
export async function heldDealers(
  purpose: PurposeName,
  store: JobStore,
  now: Instant,
): Promise<Map<string, HeldDealer>> {
  const due = new Map<string, number>()
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const [dealerId, count] of await store.dueItems.dealersOfDue(purpose, shard, now)) {
      due.set(dealerId, (due.get(dealerId) ?? 0) + count)
    }
  }
  const dealers = await store.dealers.byIds(due.keys())
  const held = new Map<string, HeldDealer>()
  for (const [dealerId, count] of due) {
    const dealer = dealers.get(dealerId)
    if (dealer === undefined) continue
    const over = count > dealer.settings.brake.customerMessagesPerSweep
    if (over || isImporting(dealer, now)) {
      held.set(dealerId, { dealerId, due: count, because: over ? 'brake' : 'importing' })
    }
  }
  return held
}
