import type * as z from 'zod'
import type { RepairKind, RepairOrder } from '../../shared/domain/order.ts'
import type { Payer } from '../../shared/domain/order-lines.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import type { cancelOrder, receiveOrder } from '../../shared/http/routes/order-steps.ts'
import type { NewOrder } from '../../shared/http/routes/orders.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { timeAheadFaults, withPromise } from './promise.ts'

type Reception = z.infer<typeof receiveOrder.body>

export interface NewOrderNames {
  readonly dealerId: string
  readonly orderId: string
  readonly number: string
}

/** A new order: an appointment, or a car that has come in. */
export function newOrder(
  asked: NewOrder,
  names: NewOrderNames,
  today: CalendarDate,
  zone: Zone,
  stamp: Stamp,
) {
  const { vehicleId, kind, settlement = payerOf(kind) } = asked
  const begun: RepairOrder = {
    ...unwritten(stamp),
    ...names,
    vehicleId,
    kind,
    settlement,
    status: asked.begin,
    receivedOn: today,
    laborFen: 0,
    partsFen: 0,
    totalFen: 0,
  }
  return asked.begin === 'received'
    ? takenIn(begun, asked, today, stamp)
    : appointed(
        {
          ...begun,
          ...told(asked),
          ...(asked.complaint === undefined ? {} : { intake: { complaint: asked.complaint, ...stamp } }),
        },
        asked.appointmentAt,
        zone,
        stamp,
      )
}

/** Who pays what is not said to be another's, by the kind of the repair. */
function payerOf(kind: RepairKind): Payer {
  switch (kind) {
    case 'accident':
      return 'insurer'
    case 'warranty':
      return 'manufacturer'
    case 'first_service':
    case 'maintenance':
    case 'repair':
      return 'customer'
  }
}

/** @throws Refused, FieldsInvalid */
export function reschedule(
  order: RepairOrder,
  appointmentAt: Instant,
  zone: Zone,
  stamp: Stamp,
): RepairOrder {
  return appointed(
    { ...order, status: stateAfter(repairOrderMachine, order.status, 'reschedule') },
    appointmentAt,
    zone,
    stamp,
  )
}

function appointed(order: RepairOrder, appointmentAt: Instant, zone: Zone, stamp: Stamp): RepairOrder {
  refuseTime('body.appointmentAt', appointmentAt, stamp)
  return { ...order, appointmentAt, receivedOn: dateIn(appointmentAt, zone) }
}

/** @throws Refused, FieldsInvalid */
export function receive(order: RepairOrder, body: Reception, today: CalendarDate, stamp: Stamp): RepairOrder {
  const status = stateAfter(repairOrderMachine, order.status, 'receive')
  return takenIn({ ...order, status }, body, today, stamp)
}

function takenIn(order: RepairOrder, body: Reception, today: CalendarDate, stamp: Stamp): RepairOrder {
  refuseTime('body.promisedAt', body.promisedAt, stamp)
  const received: RepairOrder = {
    ...order,
    ...told(body),
    receivedOn: today,
    receivedAt: stamp.at,
    odometerKm: body.odometerKm,
    intake: { complaint: body.complaint, ...stamp },
    walkaround: { ...body.walkaround, ...stamp },
  }
  return withPromise(received, body.promisedAt, stamp)
}

/** Only what was said: the rest stays as an appointment has it. */
function told({ presenter, advisorId }: Pick<Reception, 'presenter' | 'advisorId'>): Partial<RepairOrder> {
  return {
    ...(presenter === undefined ? {} : { contact: { presenter } }),
    ...(advisorId === undefined ? {} : { advisorId }),
  }
}

/** @throws Refused while the appointment is still to come */
export function noShow(order: RepairOrder, now: Instant): RepairOrder {
  const status = stateAfter(repairOrderMachine, order.status, 'no-show')
  if (order.appointmentAt !== undefined && order.appointmentAt > now) throw new Refused('appointment-ahead')
  return { ...order, status }
}

export function cancel(
  order: RepairOrder,
  { reason, remark }: z.infer<typeof cancelOrder.body>,
  stamp: Stamp,
): RepairOrder {
  const status = stateAfter(repairOrderMachine, order.status, 'cancel')
  return { ...order, status, cancellation: { reason, remark, ...stamp } }
}

function refuseTime(path: string, at: Instant | undefined, stamp: Stamp): void {
  const faults = timeAheadFaults(path, at, stamp.at)
  if (faults.length > 0) throw new FieldsInvalid(faults)
}
