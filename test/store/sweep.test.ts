import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maintenanceReminders } from '../../functions/maintenance-reminders/purpose.ts'
import { insuranceCallLists } from '../../functions/insurance-renewals/purpose.ts'
import { CALL_LISTS, planCalls } from '../../shared/due/plans/insurance-call-lists.ts'
import { planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { sweep } from '../../shared/due/sweep.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import {
  callEntryOf,
  contactPointOf,
  coverOf,
  customerOf,
  day,
  dealerOf,
  local,
  policyIdOf,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../support/builders.ts'
import { startEngineTable, type EngineTable } from '../support/engine.ts'
import { clockAt, earlier, puts, save } from '../support/store.ts'

const names = Array.from({ length: 60 }, (_, index) => `car ${String(index)}`)
const dealer = dealerOf()
const imported = stampAt(local('2026-11-22 23:59'))

let engine: EngineTable
let store: Store
beforeAll(async () => {
  engine = await startEngineTable()
  store = openStore(engine.client)
  const vehicles = names.map((name) =>
    vehicleOf(name, {
      soldOn: day('2026-06-07'),
      // One policy names its specialist.
      cover: {
        commercial: coverOf(name, '2027-01-07', name === 'car 0' ? { specialistId: staffIdOf('s1') } : {}),
      },
    }),
  )
  await save(
    store,
    ...puts(dealerRecord, dealer),
    ...puts(staffRecord, ...['s1', 's2', 's3'].map((name) => staffOf(name))),
    ...puts(customerRecord, ...names.map((name) => customerOf(name))),
    // One in three has not consented.
    ...puts(
      contactPointRecord,
      ...names.filter((_, index) => index % 3 > 0).map((name) => contactPointOf(customerOf(name).mobile)),
    ),
    ...puts(vehicleRecord, ...vehicles),
    ...puts(
      dueItemRecord,
      ...vehicles.map((vehicle) => planMaintenance(vehicle, dealer, undefined, imported).item!),
    ),
    ...puts(dueItemRecord, ...vehicles.map((vehicle) => planCalls(vehicle, dealer, undefined, imported)!)),
  )
})
afterAll(() => engine.stop())

describe('two sweeps of the reminders at once, on the engine', () => {
  it('tell each customer who may be told once, and account for every vehicle', async () => {
    const now = local('2026-11-23 09:00')
    const run = (minutes: number) =>
      sweep(maintenanceReminders(store), { store, clock: clockAt(addMinutes(now, minutes)), by: 'test' })
    const reports = await Promise.all([run(0), run(0), run(10)])
    expect(reports.reduce((sum, { decided }) => sum + decided, 0)).toBe(60)

    const pages = await store.messages.decidedOn('D001', 'maintenance-reminders', day('2026-11-23'))
    const entries = pages.flatMap(({ decided }) => decided)
    expect(entries).toHaveLength(60)
    expect(entries.filter(({ reason }) => reason === 'no-consent')).toHaveLength(20)
    const told = entries.flatMap(({ messageId }) => messageId ?? [])
    expect(new Set(told).size).toBe(40)
    const rows = await store.messages.byIds('D001', told)
    expect([...rows.values()].map(({ status }) => status)).toEqual(Array(40).fill('planned'))
    const deliveries = await store.messages.deliveriesByIds(
      'D001',
      [...rows.values()].map(({ deliveryId }) => deliveryId),
    )
    expect([...deliveries.values()].flatMap(({ messageIds }) => messageIds).sort()).toEqual(told.sort())

    expect(await run(20)).toMatchObject({ decided: 0, putOff: 0 })
  })
})

describe('the sweep of the call lists, on the engine', () => {
  const run = (at: string) =>
    sweep(insuranceCallLists(store), { store, clock: clockAt(local(at)), by: 'test' })
  const lists = () =>
    Promise.all(['s1', 's2', 's3'].map((name) => store.callLists.of('D001', staffIdOf(name))))

  it('shares the vehicles out evenly, each on one list', async () => {
    // An entry that an earlier talk left behind does not stand in the way of the new one.
    await save(
      store,
      ...puts(callEntryRecord, callEntryOf('s1', 'car 0', { policyId: policyIdOf('before') })),
    )
    expect(await run('2026-11-23 07:30')).toMatchObject({ decided: 60, byOutcome: { message: 60 } })
    const all = await lists()
    const vehicles = all.flat().map(({ vehicleId }) => vehicleId)
    expect(new Set(vehicles)).toEqual(new Set(names.map(vehicleIdOf)))
    const counts = all.map((list) => list.length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2)
    expect((await run('2026-11-23 07:40')).decided).toBe(0)
  })

  it('leaves each with who has it at the next contact, and gives a leaver’s away', async () => {
    const before = await lists()
    const [first] = before
    const staff = await store.staff.byId('D001', staffIdOf('s3'))
    await save(store, staffRecord.put({ ...staff!, leftOn: day('2026-12-01') }, earlier))
    expect(await run('2026-12-07 07:30')).toMatchObject({ decided: 60 })
    const after = await lists()
    expect(after[2]).toEqual([])
    expect(after.flat()).toHaveLength(new Set(after.flat().map(({ vehicleId }) => vehicleId)).size)
    expect(after[0]?.map(({ vehicleId }) => vehicleId)).toEqual(
      expect.arrayContaining(first!.map(({ vehicleId }) => vehicleId)),
    )
    expect(Math.abs(after[0]!.length - after[1]!.length)).toBeLessThanOrEqual(2)
    expect(
      after.flat().every(({ step, listedSince }) => step === 'd33' && listedSince === '2026-11-23'),
    ).toBe(true)
    const item = await store.dueItems.bySubject('D001', CALL_LISTS, `vehicle#${vehicleIdOf('car 1')}`)
    expect(item).toMatchObject({ step: 'd30', decided: [{ step: 'd45' }, { step: 'd33' }] })
  })
})
