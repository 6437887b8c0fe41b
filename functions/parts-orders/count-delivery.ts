import {
  MOST_RECEIPTS,
  standOf,
  type Counted,
  type LineStand,
  type PartsOrder,
} from '../../shared/domain/parts-order.ts'
import { partsOrderMachine } from '../../shared/domain/parts-order-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CountedDelivery } from '../../shared/http/routes/parts-orders.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, type FieldFault } from '../../shared/runtime/errors.ts'

/**
 * What in a delivery's count cannot be: a line that the order does not have or that is counted twice, one without any
 * piece, more pieces than are outstanding, too much of what has not even come in full. Pure.
 */
export function countFaults(order: PartsOrder, { lines }: CountedDelivery): FieldFault[] {
  const full: FieldFault[] =
    order.receipts.length >= MOST_RECEIPTS ? [{ path: 'body', reason: 'too-large' }] : []
  const seen = new Set<number>()
  const faults = lines.flatMap((count, index): FieldFault[] => {
    const path = `body.lines.${String(index)}`
    const line = order.lines.find((each) => each.line === count.line)
    if (line === undefined) return [{ path: `${path}.line`, reason: 'not-a-choice' }]
    if (seen.has(count.line)) return [{ path: `${path}.line`, reason: 'invalid' }]
    seen.add(count.line)
    return faultsOfCount(count, standOf(order, line), path)
  })
  return [...full, ...faults]
}

function faultsOfCount(count: Counted, { outstanding }: LineStand, path: string): FieldFault[] {
  const accounted = count.received + count.damaged + count.short
  if (accounted + count.excess === 0) return [{ path, reason: 'required' }]
  if (accounted > outstanding) return [{ path, reason: 'too-large' }]
  return count.excess > 0 && accounted < outstanding ? [{ path: `${path}.excess`, reason: 'too-large' }] : []
}

/**
 * The order with a delivery among its receipts: received, once every piece of every line is accounted for. Pure.
 * @throws Refused in a state that takes no deliveries, FieldsInvalid for a count that cannot be
 */
export function countDelivery(order: PartsOrder, delivery: CountedDelivery, { at, by }: Stamp): PartsOrder {
  const { lines, photos, remark } = delivery
  const counted = { ...order, receipts: [...order.receipts, { at, by, lines, photos, remark }] }
  const waits = counted.lines.some((line) => standOf(counted, line).outstanding > 0)
  const status = stateAfter(
    partsOrderMachine,
    order.status,
    'receive',
    waits ? 'partly_received' : 'received',
  )
  const faults = countFaults(order, delivery)
  if (faults.length > 0) throw new FieldsInvalid(faults)
  return { ...counted, status }
}
