import { expect, it } from 'vitest'
import { recordConsent } from '../../../shared/http/routes/contacts.ts'
import { findCustomers, listCustomerVehicles } from '../../../shared/http/routes/customers.ts'
import { readCallList } from '../../../shared/http/routes/insurance-renewals.ts'
import { createPolicy } from '../../../shared/http/routes/policies.ts'
import { mergeVehicle } from '../../../shared/http/routes/vehicle-merge.ts'
import * as routes from '../../../shared/http/routes/vehicles.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

const another = { vin: 'LGWPY2P30N1PH6524', plate: '浙A·45678', brand: '长城', model: '哈弗H6' } as const

const second = { vin: 'LGWEF4A59HF000004', plate: '浙A67890', brand: '长城', model: '哈弗M6' } as const

/** Cars come and change hands: whom their reminders go to from then on is seen on Monday. */
export function carsChangeHands(desk: () => Desk): void {
  const advisor = () => desk().as('service_advisor')
  const byVin = async (vin: string) =>
    (await done(advisor()(routes.findVehicles, { query: { vin } }))).body.items[0]!
  const seen = ({ vehicleId, etag }: { vehicleId: string; etag: string }) => ({
    params: { vehicleId },
    ifMatch: etag,
  })
  const qian = async () =>
    (await done(advisor()(findCustomers, { query: { name: '钱多多' } }))).body.items[0]!

  it('a car is taken in once, and found by the plate it has and the one it had', async () => {
    const { customerId } = await qian()
    const body = { ...another, soldOn: day('2025-12-20'), customerId }
    const made = await done(advisor()(routes.createVehicle, { body }))
    expect(await advisor()(routes.createVehicle, { body })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: made.body.vehicleId },
    })
    await done(advisor()(routes.changeVehicle, { ...seen(made.body), body: { plate: '浙AF45678' } }))
    const { vehicleId } = made.body
    const found = async (plate: string) =>
      (await done(advisor()(routes.findVehicles, { query: { plate } }))).body.items
    expect(await found('浙AF45678')).toMatchObject([{ vehicleId, found: 'current' }])
    expect(await found('浙A45678')).toMatchObject([{ vehicleId, found: 'former' }])
    const clerk = desk().as('insurance_clerk')
    const policy = {
      vehicleId,
      kind: 'commercial',
      insurer: '太平洋',
      number: 'P9',
      premiumFen: 210_000,
    } as const
    const term = { startsOn: day('2025-12-20'), endsOn: day('2026-12-19') }
    await done(clerk(createPolicy, { body: { ...policy, ...term } }))
  })

  it('a second car of a known owner is found by its owner, and called for on Monday', async () => {
    const { customerId } = await qian()
    const clerk = desk().as('insurance_clerk')
    const { vehicleId } = (
      await done(
        advisor()(routes.createVehicle, { body: { ...second, soldOn: day('2024-12-24'), customerId } }),
      )
    ).body
    const term = { startsOn: day('2025-12-24'), endsOn: day('2026-12-23'), premiumFen: 198_000 }
    const policy = { vehicleId, kind: 'commercial', insurer: '太平洋', number: 'P10', ...term } as const
    await done(clerk(createPolicy, { body: policy }))
    const theirs = await done(advisor()(listCustomerVehicles, { params: { customerId } }))
    expect(theirs.body.items.map(({ vin }) => vin).sort()).toEqual([second.vin, another.vin].sort())
  })

  it('an odometer that falls is set aside until somebody says why', async () => {
    const at = { on: day('2026-11-22'), source: 'read' } as const
    const first = await byVin(another.vin)
    const taken = await done(advisor()(routes.recordOdometer, { ...seen(first), body: { km: 8200, ...at } }))
    expect(taken.body).toMatchObject({ taken: true })
    const typo = await done(
      advisor()(routes.recordOdometer, { ...seen(taken.body), body: { km: 820, ...at } }),
    )
    expect(typo.body).toMatchObject({ taken: false, because: 'falls', against: { km: 8200 } })
    const { vehicleId } = first
    const { body } = await done(advisor()(routes.readVehicle, { params: { vehicleId } }))
    expect(body).toMatchObject({ owner: { name: '钱多多' }, odometer: { last: { km: 8200 } } })
    expect(body.nextService).toBeDefined()
  })

  it('a car that was taken in twice becomes one again', async () => {
    const { customerId } = await qian()
    const body = {
      ...another,
      plate: '浙A56789',
      vin: 'LGWEF4A57HF000003',
      soldOn: day('2025-12-20'),
      customerId,
    }
    const twin = (await done(advisor()(routes.createVehicle, { body }))).body
    const keeper = desk().as('information_clerk')
    const into = { otherId: twin.vehicleId, otherEtag: twin.etag, confirmed: true }
    const one = await byVin(another.vin)
    const merged = await done(keeper(mergeVehicle, { ...seen(one), body: into }))
    expect(merged.body.other).toMatchObject({ status: 'merged', mergedInto: one.vehicleId })
    expect(
      await advisor()(routes.changeVehicle, { ...seen(merged.body.other), body: { model: 'H6' } }),
    ).toMatchObject({ status: 409, problem: { code: 'vehicle-merged', existing: one.vehicleId } })
  })

  it('a car that changes hands keeps its past, and its new owner is asked who may be written to', async () => {
    const car = await byVin('LGWEF4A53HF000001')
    const { customerId, mobile } = await qian()
    const word = { purpose: 'maintenance-reminders', channel: 'sms', state: 'given', source: '前台' } as const
    await done(advisor()(recordConsent, { params: { mobile }, body: word }))
    const body = { customerId, on: day('2026-11-22') }
    const sold = await done(advisor()(routes.transferVehicle, { ...seen(car), body }))
    expect(sold.body).toMatchObject({ customerId, formerOwners: [{ customerId: car.customerId }] })
    expect(await advisor()(routes.transferVehicle, { ...seen(car), body })).toMatchObject({ status: 412 })
    const changes = await done(
      desk().as('information_clerk')(routes.listVehicleChanges, { params: { vehicleId: car.vehicleId } }),
    )
    expect(changes.body.items[0]).toMatchObject({ before: { customerId: car.customerId } })
  })
}

/** On the telephone the specialist hears that a car is gone. */
export function carIsGone(desk: () => Desk): void {
  const specialist = () => desk().as('renewal_specialist')

  it('a car that was scrapped leaves the list that it stands on', async () => {
    desk().stack.clock.set(local('2026-11-23 07:00'))
    await desk().stack.runUntil(local('2026-11-23 08:30'))
    const vins = async () =>
      (await done(specialist()(readCallList))).body.entries.map(({ vehicle }) => vehicle.vin)
    expect(await vins()).toContain(another.vin)
    const { body } = await done(specialist()(routes.findVehicles, { query: { vin: another.vin } }))
    const { vehicleId, etag } = body.items[0]!
    const gone = { status: 'scrapped', on: day('2026-11-20'), reason: '事故报废' } as const
    await done(specialist()(routes.setVehicleStatus, { params: { vehicleId }, ifMatch: etag, body: gone }))
    expect(await vins()).not.toContain(another.vin)
  })
}
