import type { Car, Change, House } from './facts.ts'
import type { Run } from './run.ts'
import { planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { withConsent } from '../../shared/domain/contact-point.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { withVisit } from '../../shared/domain/visits.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { consentOf, contactPointOf, day, visitOf } from '../support/builders.ts'
import { wallClock } from './wall-clock.ts'

/**
 * Something changes in the world, and the books are told of it from outside, planned anew as an import does it. The
 * oracle knows of it from the moment at which the table has it.
 */
export async function changeFacts(
  run: Run,
  house: House,
  car: Car,
  kind: Change,
  inFlight: boolean,
): Promise<void> {
  const mobile = kind === 'new-number' ? newNumberOf(car) : undefined
  for (let tries = 0; tries < 20; tries += 1) {
    const result = await run.stand.store.commit(await writesFor(run, house, car, kind, mobile))
    if (result.kind !== 'committed') continue
    run.struck(`${car.name}: ${kind}`)
    const at = run.stand.stack.clock.nowMilliseconds()
    car.changes.push({ kind, at, inFlight, ...(mobile !== undefined && { mobile }) })
    return
  }
  throw new Error(`the harness cannot write that ${kind}`)
}

function newNumberOf({ mobile }: Car): string {
  return mobile.replace('+86139', '+86137')
}

async function writesFor(
  { stand: { store, stack } }: Run,
  { dealerId, zone }: House,
  { vehicleId, customerId, mobile, consent, name }: Car,
  kind: Change,
  newMobile: string | undefined,
): Promise<Write[]> {
  const at = stack.clock.now()
  const stamp = { at, by: 'harness' }
  const today = day(wallClock(Date.parse(at), zone).date)
  if (kind === 'refused') {
    const contact = (await store.contactPoints.byAddresses(dealerId, [mobile])).get(mobile)
    const refused = consentOf({ state: 'refused' })
    return [
      contactPointRecord.put(withConsent(contact ?? contactPointOf(mobile, { dealerId }), refused), stamp),
    ]
  }
  if (newMobile !== undefined) {
    const customer = (await store.customers.byIds(dealerId, [customerId])).get(customerId)
    const consents = consent === 'none' ? [] : [consentOf({ state: consent })]
    return [
      customerRecord.put({ ...customer!, mobile: newMobile as never }, stamp),
      contactPointRecord.put(contactPointOf(newMobile, { dealerId, consents }), stamp),
    ]
  }
  const vehicle = (await store.vehicles.byId(dealerId, vehicleId))!
  const dealer = (await store.dealers.byId(dealerId))!
  const item = await store.dueItems.bySubject(dealerId, 'maintenance-reminders', `vehicle#${vehicleId}`)
  const visit = visitOf(kind === 'serviced' ? today : undefined, {
    name: `${name} ${kind}`,
    receivedOn: today,
  })
  const changed: Vehicle =
    kind === 'sold'
      ? { ...vehicle, status: 'sold' }
      : { ...vehicle, visits: withVisit(vehicle.visits, visit) }
  const planned = planMaintenance(changed, dealer, item, stamp).item
  return [
    vehicleRecord.put(changed, stamp),
    ...(planned === undefined ? [] : [dueItemRecord.put(planned, stamp)]),
  ]
}
