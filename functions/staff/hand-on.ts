import { handOnOrders } from '../../shared/due/hand-on-orders.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { CareRecords } from '../../shared/store/care-store.ts'
import type { Store } from '../../shared/store/store.ts'

const lines = {
  handedOn: { code: 'ORDERS_HANDED_ON', sentence: 'open orders of those who have left went over' },
  nobody: {
    code: 'ORDERS_WITHOUT_ANYBODY',
    sentence: 'open orders of those who have left stay: nobody is employed from their role to the top',
  },
  failed: { code: 'ORDERS_NOT_HANDED_ON', sentence: 'a dealer’s open orders could not go over' },
} as const satisfies Record<string, LogLine>

/** Some dealers' orders did not go over: the job is run again, and what has gone over stays. */
export class HandOnFailed extends Error {
  override readonly name = 'HandOnFailed'
}

/** Each morning: what those who have left were working on goes to whoever does their work now. */
export async function handOnForAll({
  store,
  clock,
  log,
}: {
  readonly store: Store & Pick<CareRecords, 'complaints'>
  readonly clock: Clock
  readonly log: Log
}): Promise<{ handedOn: number }> {
  let total = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const staff = await store.staff.ofDealer(dealerId)
      const { handedOn, left } = await handOnOrders(store, dealer, staff, { at: clock.now(), by: 'staff' })
      total += handedOn
      if (handedOn > 0) log.info(lines.handedOn, { dealerId, orders: handedOn })
      if (left > 0) log.warn(lines.nobody, { dealerId, orders: left })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new HandOnFailed(`${String(failed)} dealers whose orders did not go over`)
  return { handedOn: total }
}
