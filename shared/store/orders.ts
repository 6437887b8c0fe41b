import { isOpen, RepairOrder, type RepairOrderStatus } from '../domain/order.ts'
import type { Instant } from '../domain/time.ts'
import { readMany, readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
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
      ...openKeys(order),
    }
  },
})

/** What is open, by when it is promised; behind it what nobody has promised yet, by the day of its arrival. */
const OPEN = 'open-orders'
const PROMISED = 'promised'

/** The words that the list can be asked by stand in its key, so that nothing else is read. */
function openKeys(order: RepairOrder): { lookupPk?: string; lookupSk?: string } {
  if (!isOpen(order)) return {}
  const { dealerId, orderId, status, advisorId = '', promise, appointmentAt, receivedOn } = order
  const when = promise ? `${PROMISED}#${promise.at}` : `unpromised#${appointmentAt ?? receivedOn}`
  return { lookupPk: `${dealerId}#${OPEN}`, lookupSk: `${when}#${status}#${advisorId}#${orderId}` }
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
