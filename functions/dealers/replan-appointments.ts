import type { Dealer } from '../../shared/domain/dealer.ts'
import { isWaiting, subjectId, type DueItem } from '../../shared/domain/due-item.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { APPOINTMENTS, planAppointment } from '../../shared/due/plans/appointment-reminders.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'

interface ReplanContext {
  readonly store: Pick<Store, 'commit' | 'dueItems' | 'orders'>
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/**
 * Plans anew when to remind of these appointments, by the settings as they are: in one transaction, and where somebody
 * changes one of them meanwhile, one by one. Whoever agrees on another time writes the due item too, so nothing is
 * planned over it. Returns for how many something has moved.
 * @throws Contested when others are faster with one of them each time
 */
export async function replanAppointments(items: readonly DueItem[], context: ReplanContext): Promise<number> {
  const { store, dealer } = context
  const planned = await plan(items, context)
  if (planned.length === 0) return 0
  if ((await store.commit(planned)).kind === 'committed') return planned.length
  let moved = 0
  for (const { subject } of items) {
    const { writes } = await untilCommitted(store, async () => {
      const item = await store.dueItems.bySubject(dealer.dealerId, APPOINTMENTS, subject)
      return { writes: item === undefined ? [] : await plan([item], context) }
    })
    moved += writes.length
  }
  return moved
}

/** The items that move. Most are the memory of appointments long over, and not even their orders are read. */
async function plan(items: readonly DueItem[], { store, dealer, stamp }: ReplanContext): Promise<Write[]> {
  const waiting = items.filter(isWaiting)
  const orders = await store.orders.byIds(
    dealer.dealerId,
    waiting.map(({ subject }) => subjectId(subject)),
  )
  return waiting.flatMap((item) => {
    const order = orders.get(subjectId(item.subject))
    const moved = order && planAppointment(order, dealer, item, { stamp })
    return moved === undefined ? [] : [dueItemRecord.put(moved, stamp)]
  })
}
