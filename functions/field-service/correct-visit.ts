import { fieldServiceMachine } from '../../shared/domain/field-service-machine.ts'
import type { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { ChangedVisit } from '../../shared/http/routes/field-service.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { addressFaults } from './address-faults.ts'
import { numbered, referenceFaults, type LookedUp } from './request-visit.ts'

/**
 * The order with other words, goods, addresses or another specialist; `null` takes the vehicle away.
 * @throws Refused, FieldsInvalid
 */
export async function corrected(
  store: LookedUp,
  order: FieldServiceOrder,
  told: ChangedVisit,
  today: CalendarDate,
): Promise<FieldServiceOrder> {
  const status = stateAfter(fieldServiceMachine, order.status, 'change')
  const after: FieldServiceOrder = {
    ...order,
    status,
    vehicleId: told.vehicleId === undefined ? order.vehicleId : (told.vehicleId ?? undefined),
    request: told.request ?? order.request,
    contact: told.contact ?? order.contact,
    lines: told.lines === undefined ? order.lines : numbered(told.lines),
    assignedTo: told.assignedTo ?? order.assignedTo,
  }
  const faults = [
    ...(await referenceFaults(store, order.dealerId, told, today)),
    ...addressFaults(after.contact, after.lines),
  ]
  if (faults.length > 0) throw new FieldsInvalid(faults)
  return after
}
