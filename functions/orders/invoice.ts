import { linesOf, withBrought, type RepairOrder } from '../../shared/domain/order.ts'
import { amountsOf, paidBy, Payer, type Amounts } from '../../shared/domain/order-lines.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'

/** What each payer owes; who owes nothing is left out. */
export function chargesOf(order: RepairOrder): ({ payer: Payer } & Amounts)[] {
  const lines = linesOf(order)
  return Payer.options
    .map((payer) => {
      const own = amountsOf(paidBy(lines, payer))
      return { payer, ...(payer === order.settlement ? withBrought(own, order) : own) }
    })
    .filter(({ totalFen }) => totalFen > 0)
}

export function invoice(order: RepairOrder, reference: string | undefined, stamp: Stamp): RepairOrder {
  const status = stateAfter(repairOrderMachine, order.status, 'invoice')
  const charges = chargesOf(order)
  const totalFen = charges.reduce((sum, charge) => sum + charge.totalFen, 0)
  return { ...order, status, invoice: { charges, totalFen, reference, ...stamp } }
}

/** The invoice goes; the audit keeps it. */
export function withdrawInvoice(order: RepairOrder): RepairOrder {
  const { invoice: _, ...rest } = order
  return { ...rest, status: stateAfter(repairOrderMachine, order.status, 'withdraw-invoice') }
}

export function deliver(order: RepairOrder, today: CalendarDate, stamp: Stamp): RepairOrder {
  const status = stateAfter(repairOrderMachine, order.status, 'deliver')
  return { ...order, status, deliveredOn: today, deliveredAt: stamp.at }
}
