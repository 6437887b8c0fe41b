import { countedOf, type CountedOrder } from '../domain/counted-order.ts'
import { isOpen, RepairOrder, type RepairOrderStatus } from '../domain/order.ts'
import type { CalendarDate, Instant } from '../domain/time.ts'
import { claimableFen, mayBeClaimed } from '../domain/warranty/deserves-claim.ts'
import { claimableIn, deliveredIn, deliveredSort, type ClaimableOrder } from './counted-orders.ts'
import {
  readEveryFound,
  readMany,
  readOne,
  readPage,
  readSortsFrom,
  readWanted,
  type Listed,
  type Paging,
} from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const repairKey = (dealerId: string) => (orderId: string) => ({
  pk: `${dealerId}#order#${orderId}`,
  sk: 'order',
})

/** Among what belongs to a vehicle: its orders, by the day on which it was received. */
const ofVehicle = 'order#'

export const repairOrderRecord = recordKind({
  entity: 'RepairOrder',
  schema: RepairOrder,
  key: ({ dealerId, orderId }) => repairKey(dealerId)(orderId),
  attributes: (order) => {
    const { dealerId, vehicleId, receivedOn, orderId } = order
    return {
      relatedPk: `${dealerId}#vehicle#${vehicleId}`,
      relatedSk: `${ofVehicle}${receivedOn}#${orderId}`,
      ...(isOpen(order) ? openKeys(order) : deliveredKeys(order)),
    }
  },
})

/** What is open, by when it is promised; behind it what nobody has promised yet, by the day of its arrival. */
const OPEN = 'open-orders'
const PROMISED = 'promised'

/** The words that the list can be asked by stand in its key, so that nothing else is read. */
function openKeys(order: RepairOrder): { lookupPk: string; lookupSk: string } {
  const { dealerId, orderId, status, advisorId = '', promise, appointmentAt, receivedOn } = order
  const when = promise ? `${PROMISED}#${promise.at}` : `unpromised#${appointmentAt ?? receivedOn}`
  return { lookupPk: `${dealerId}#${OPEN}`, lookupSk: `${when}#${status}#${advisorId}#${orderId}` }
}

/** What is over and was served, by the day of its delivery. */
const DELIVERED = 'delivered-orders'

function deliveredKeys(order: RepairOrder): { lookupPk?: string; lookupSk?: string } {
  const counted = countedOf(order)
  if (counted?.deliveredOn === undefined) return {}
  const { deliveredOn } = counted
  return {
    lookupPk: `${order.dealerId}#${DELIVERED}`,
    lookupSk: deliveredSort({
      ...counted,
      deliveredOn,
      claimableFen: mayBeClaimed(order) ? claimableFen(order) : undefined,
    }),
  }
}

/** Which of the open orders; all of them without a word. */
export interface OpenOrders {
  readonly status?: RepairOrderStatus | undefined
  readonly advisorId?: string | undefined
  /** Promised for this instant or earlier. */
  readonly promisedBefore?: Instant | undefined
}

export function orderStore(client: TableClient) {
  return {
    byId: (dealerId: string, orderId: string) =>
      readOne(client, repairOrderRecord, repairKey(dealerId)(orderId)),
    byIds: (dealerId: string, orderIds: Iterable<string>) =>
      readMany(client, repairOrderRecord, orderIds, repairKey(dealerId)),
    /** A page of the open orders, what is promised first at the top. */
    async open(dealerId: string, which: OpenOrders, paging: Paging): Promise<Listed<RepairOrder>> {
      const { status, advisorId, promisedBefore } = which
      const upTo = promisedBefore === undefined ? {} : { upTo: `${PROMISED}#${promisedBefore}$` }
      const page = await readWanted(
        client,
        repairOrderRecord,
        { dealerId, of: OPEN, ...upTo, ...paging },
        (sort) => {
          const [, , state, advisor] = sort.split('#')
          return (status ?? state) === state && (advisorId ?? advisor) === advisor
        },
      )
      // The index may be a little late: what has moved on meanwhile is left out.
      const items = page.items.filter(
        (order) =>
          isOpen(order) &&
          (status ?? order.status) === order.status &&
          (advisorId === undefined || advisorId === order.advisorId),
      )
      return { items, next: page.next }
    },
    /**
     * What any figure of that day or of a later one counts: all orders whose car is in the shop, each as it is now, and
     * those delivered since, as the index alone shows them. Nothing comes in or is settled after it was delivered, so what
     * was delivered before has no say in these days.
     */
    async countedSince(dealerId: string, since: CalendarDate): Promise<CountedOrder[]> {
      // In this order: what is delivered between the two questions is found by both, and counted as it is now.
      const open = await readEveryFound(client, repairOrderRecord, { dealerId, of: OPEN })
      const sorts = await readSortsFrom(client, { dealerId, of: DELIVERED, from: since })
      const counted = new Map(sorts.map(deliveredIn).map((order) => [order.orderId, order]))
      for (const order of open) {
        const now = countedOf(order)
        if (now === undefined) counted.delete(order.orderId)
        else counted.set(order.orderId, now)
      }
      return [...counted.values()]
    },
    /**
     * The orders delivered since that the manufacturer may have to be asked money for, the last first, as the index alone
     * shows them: no order is read.
     */
    async claimableSince(dealerId: string, since: CalendarDate): Promise<ClaimableOrder[]> {
      const sorts = await readSortsFrom(client, { dealerId, of: DELIVERED, from: since })
      return sorts.flatMap((sort) => claimableIn(sort) ?? [])
    },
    /** A page of a vehicle's orders, the one received last first, as the index shows them. */
    ofVehicle: (dealerId: string, vehicleId: string, paging: Paging) =>
      readPage(client, repairOrderRecord, 'related', {
        dealerId,
        of: `vehicle#${vehicleId}`,
        prefix: ofVehicle,
        newestFirst: true,
        ...paging,
      }),
  }
}
