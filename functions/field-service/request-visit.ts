import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { fieldServiceMachine } from '../../shared/domain/field-service-machine.ts'
import type { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import { ownNumber } from '../../shared/domain/own-number.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { isEmployed } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { visitTimerWrites } from '../../shared/due/plans/visit-timers.ts'
import { changed } from '../../shared/http/change-record.ts'
import type { RequestedVisit } from '../../shared/http/routes/field-service.ts'
import { FieldsInvalid, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { fieldServiceOrderIdOf, fieldServiceRecord } from '../../shared/store/field-service-orders.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { addressFaults } from './address-faults.ts'

export type LookedUp = Pick<Store, 'vehicles' | 'staff'>

/** Lines as they are given, numbered from 1. */
export function numbered(lines: RequestedVisit['lines']): FieldServiceOrder['lines'] {
  return lines.map((line, index) => ({ line: index + 1, ...line }))
}

/**
 * Takes a request down, with who did it and what else belongs into the transaction.
 * @throws FieldsInvalid, Refused `already-exists`, Contested
 */
export async function requestVisit(
  store: Store,
  dealer: Dealer,
  told: RequestedVisit,
  stamp: Stamp,
  also: (order: FieldServiceOrder) => readonly Write[],
): Promise<FieldServiceOrder> {
  const { order } = await untilCommitted(store, async () => {
    const { after, customer } = await newVisit(store, dealer, told, stamp)
    const change = { id: after.fieldServiceOrderId, action: 'requested', before: undefined, after }
    const { record, writes } = changed(fieldServiceRecord, change, stamp)
    const timer = await visitTimerWrites(undefined, after, { store, dealer, stamp })
    return { order: record, writes: [...writes, ...timer, customerRecord.check(customer), ...also(record)] }
  })
  return order
}

/** The visit, and the customer to whom it is to be: whoever is merged or erased meanwhile is not visited any more. */
async function newVisit(
  store: Store,
  { dealerId, zone }: Dealer,
  told: RequestedVisit,
  stamp: Stamp,
): Promise<{ readonly after: FieldServiceOrder; readonly customer: Customer }> {
  const today = dateIn(stamp.at, zone)
  const { number: given, lines, assignedTo, requestedAt = stamp.at, ...rest } = told
  const number = given ?? ownNumber('FS', today)
  const fieldServiceOrderId = fieldServiceOrderIdOf(dealerId, number)
  const [taken, customer, staff, faults] = await Promise.all([
    store.fieldService.byId(dealerId, fieldServiceOrderId),
    store.customers.byId(dealerId, told.customerId),
    assignedTo === undefined ? store.staff.ofDealer(dealerId) : [],
    referenceFaults(store, dealerId, told, today),
  ])
  const all: FieldFault[] = [
    ...faults,
    ...addressFaults(told.contact, lines),
    ...(customer === undefined ? [{ path: 'body.customerId', reason: 'not-a-choice' } as const] : []),
    ...(requestedAt > stamp.at ? [{ path: 'body.requestedAt', reason: 'too-far-ahead' } as const] : []),
  ]
  if (customer === undefined || all.length > 0) throw new FieldsInvalid(all)
  // A number made here that is taken is drawn anew: the write is contested then.
  if (taken !== undefined && given !== undefined)
    throw new Refused('already-exists', { existing: fieldServiceOrderId })
  const after: FieldServiceOrder = {
    ...unwritten(stamp),
    ...rest,
    dealerId,
    // A caller may still name a record that was merged.
    customerId: customer.customerId,
    fieldServiceOrderId,
    number,
    status: fieldServiceMachine.starts[0],
    lines: numbered(lines),
    assignedTo: assignedTo ?? holdersOf('field_service_specialist', staff, today)[0]?.staffId,
    requestedAt,
    attempts: [],
    appointments: [],
  }
  return { after, customer }
}

/** The vehicle and whoever is to go must be the dealer's; who goes must be employed. */
export async function referenceFaults(
  store: LookedUp,
  dealerId: string,
  told: {
    readonly vehicleId?: string | null | undefined
    readonly assignedTo?: string | undefined
  },
  today: CalendarDate,
): Promise<FieldFault[]> {
  const asked = (id: string | null | undefined) => (id === undefined || id === null ? [] : [id])
  const [vehicles, staff] = await Promise.all([
    store.vehicles.byIds(dealerId, asked(told.vehicleId)),
    store.staff.byIds(dealerId, asked(told.assignedTo)),
  ])
  const goes = [...staff.values()].filter((each) => isEmployed(each, today))
  const missing = (field: string, id: string | null | undefined, found: number): FieldFault[] =>
    asked(id).length > found ? [{ path: `body.${field}`, reason: 'not-a-choice' }] : []
  return [
    ...missing('vehicleId', told.vehicleId, vehicles.size),
    ...missing('assignedTo', told.assignedTo, goes.length),
  ]
}
