import { linesOf, type RepairOrder } from '../order.ts'
import { paidBy } from '../order-lines.ts'
import type { RepairFact, RepairTime } from './repair-fact.ts'

/**
 * An order as the statutory ledger counts it; undefined where nothing is repaired: the car has not come, the order came
 * to nothing, or customer and workshop have not agreed yet.
 */
export function repairOfOrder(order: RepairOrder): RepairFact | undefined {
  const time = repairTime(order)
  if (time === undefined) return undefined
  const { statutory: note } = order
  return {
    orderId: order.orderId,
    time,
    odometerKm: order.odometerKm,
    quality: note?.quality ?? isForQuality(order),
    problems: note?.problems ?? [],
    replaced: note?.replaced ?? [],
    leftOut: note?.leftOut ?? [],
    loanCarGiven: note?.loanCarGiven,
  }
}

/**
 * From agreement to completion (Art. 40): from the customer's signature to the quality check that was passed. Where
 * nobody signed, from the arrival; where nobody checked, to the invoice or the delivery. An export tells days alone.
 */
function repairTime(order: RepairOrder): RepairTime | undefined {
  const { authorization, receivedAt, receivedOn, deliveredAt, deliveredOn, invoice } = order
  const agreedAt = authorization?.at ?? receivedAt
  switch (stageOf(order.status)) {
    case 'not-agreed':
      return undefined
    case 'under-way':
      return agreedAt === undefined ? { exact: false, agreedOn: receivedOn } : { exact: true, agreedAt }
    case 'complete': {
      const passed = order.qualityChecks?.findLast(({ result }) => result === 'passed')
      const completedAt = passed?.at ?? invoice?.at ?? deliveredAt
      return agreedAt === undefined || completedAt === undefined
        ? { exact: false, agreedOn: receivedOn, completedOn: deliveredOn }
        : { exact: true, agreedAt, completedAt }
    }
  }
}

function stageOf(status: RepairOrder['status']): 'not-agreed' | 'under-way' | 'complete' {
  switch (status) {
    case 'appointment':
    case 'received':
    case 'estimated':
    case 'cancelled':
    case 'no_show':
      return 'not-agreed'
    case 'authorized':
    case 'in_work':
    case 'awaiting_customer':
    case 'quality_check':
      return 'under-way'
    case 'checked':
    case 'invoiced':
    case 'delivered':
      return 'complete'
  }
}

/**
 * The manufacturer pays for a repair, so it was for a problem of quality. Free services are none; where the customer pays
 * for the service, what the manufacturer pays of it was a repair.
 */
function isForQuality(order: RepairOrder): boolean {
  switch (order.kind) {
    case 'warranty':
      return true
    case 'repair':
      return order.settlement === 'manufacturer' || paysLines(order)
    case 'maintenance':
      return order.settlement !== 'manufacturer' && paysLines(order)
    case 'first_service':
    case 'accident':
      return false
  }
}

function paysLines(order: RepairOrder): boolean {
  const { labor, parts } = paidBy(linesOf(order), 'manufacturer')
  return labor.length + parts.length > 0
}
