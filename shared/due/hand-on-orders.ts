import type { Dealer } from '../domain/dealer.ts'
import type { Stamp } from '../domain/record.ts'
import type { Staff } from '../domain/staff.ts'
import { dateIn, type CalendarDate } from '../domain/time.ts'
import { whoWorksFor } from '../domain/who-holds.ts'
import { changeWrites } from '../store/audit.ts'
import { commitEach } from '../store/commit-each.ts'
import type { CareRecords } from '../store/care-store.ts'
import { complaintRecord } from '../store/complaints.ts'
import { fieldServiceRecord } from '../store/field-service-orders.ts'
import { repairOrderRecord } from '../store/orders.ts'
import type { Listed, Paging, Place } from '../store/read.ts'
import type { Store } from '../store/store.ts'
import type { TimerStore } from '../store/timer-store.ts'
import type { Write } from '../store/table-client.ts'
import { complaintReplyWrites } from './plans/complaint-reply.ts'
import { orderTimerWrites } from './plans/order-timers.ts'
import type { TimerContext } from './plans/running-timers.ts'
import { visitTimerWrites } from './plans/visit-timers.ts'

type Orders = Pick<Store, 'orders' | 'fieldService'> & Pick<CareRecords, 'complaints'>
type Handing = Pick<TimerContext, 'dealer' | 'stamp'>

/** A page of the index; how many go over in one transaction is told by how large they are. */
const AT_ONCE = 25

/** An open order or complaint of somebody's, and what it takes to give it to somebody else. */
export interface OpenOrder {
  readonly kind: 'repair-order' | 'field-service' | 'complaint'
  /** With the timers that it has. */
  readonly givenTo: (staffId: string, handing: Handing) => Promise<readonly Write[]>
}

/** Somebody's open orders and complaints, a page at a time. */
export async function* openOrdersOf(
  store: Orders & TimerStore,
  dealerId: string,
  staffId: string,
): AsyncGenerator<OpenOrder[]> {
  yield* pages(
    (paging) => store.orders.open(dealerId, { advisorId: staffId }, paging),
    (before) => ({
      kind: 'repair-order',
      givenTo: async (advisorId, { dealer, stamp }) => {
        const after = { ...before, advisorId }
        const change = { id: before.orderId, action: HANDED_ON, before, after }
        return [
          ...changeWrites(repairOrderRecord, change, stamp),
          ...(await orderTimerWrites(before, after, { store, dealer, stamp })),
        ]
      },
    }),
  )
  yield* pages(
    (paging) => store.fieldService.open(dealerId, { assignedTo: staffId, ...paging }),
    (before) => ({
      kind: 'field-service',
      givenTo: async (assignedTo, { dealer, stamp }) => {
        const after = { ...before, assignedTo }
        const change = { id: before.fieldServiceOrderId, action: HANDED_ON, before, after }
        return [
          ...changeWrites(fieldServiceRecord, change, stamp),
          ...(await visitTimerWrites(before, after, { store, dealer, stamp })),
        ]
      },
    }),
  )
  yield* pages(
    (paging) => store.complaints.open(dealerId, { ownerId: staffId }, paging),
    (before) => ({
      kind: 'complaint',
      givenTo: async (ownerId, { dealer, stamp }) => {
        const after = { ...before, ownerId }
        return [
          ...changeWrites(
            complaintRecord,
            { id: before.complaintId, action: HANDED_ON, before, after },
            stamp,
          ),
          ...(await complaintReplyWrites(before, after, { store, dealer, stamp })),
        ]
      },
    }),
  )
}

const HANDED_ON = 'handed-on'

async function* pages<Order>(
  ask: (paging: Paging) => Promise<Listed<Order>>,
  asOpen: (order: Order) => OpenOrder,
): AsyncGenerator<OpenOrder[]> {
  let after: Place | undefined
  do {
    const { items, next } = await ask({ limit: AT_ONCE, after })
    if (items.length > 0) yield items.map(asOpen)
    after = next
  } while (after !== undefined)
}

export interface HandedOn {
  readonly handedOn: number
  /** Orders of somebody in whose place nobody is left. */
  readonly left: number
}

/**
 * Gives the open repair orders, visits and complaints of those who have left to whoever does their work now: the deputy, else whoever
 * holds the role, else the superior. The last day of work is a day of work. Who is on leave keeps theirs. An order that
 * somebody changes meanwhile goes over the next time.
 */
export async function handOnOrders(
  store: Orders & TimerStore & Pick<Store, 'commit'>,
  dealer: Pick<Dealer, 'dealerId' | 'zone' | 'settings'>,
  staff: readonly Staff[],
  stamp: Stamp,
): Promise<HandedOn> {
  const today = dateIn(stamp.at, dealer.zone)
  let handedOn = 0
  let left = 0
  for (const person of staff.filter((each) => hasLeft(each, today))) {
    const to = whoWorksFor(person, staff, today)?.staff.staffId
    for await (const page of openOrdersOf(store, dealer.dealerId, person.staffId)) {
      if (to === undefined) left += page.length
      else
        handedOn += await commitEach(
          store,
          await Promise.all(page.map(({ givenTo }) => givenTo(to, { dealer, stamp }))),
        )
    }
  }
  return { handedOn, left }
}

function hasLeft({ leftOn }: Staff, today: CalendarDate): boolean {
  return leftOn !== undefined && leftOn < today
}
