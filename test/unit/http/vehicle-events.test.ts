import { beforeEach, describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import type { PurposeName } from '../../../shared/domain/purpose.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import * as routes from '../../../shared/http/routes/vehicles.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  callEntryOf,
  coverOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  dueItemOf,
  local,
  mergedOf,
  policyIdOf,
  staffIdOf,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

const advisor: Account = {
  dealerId: 'D001',
  roles: ['service_advisor'],
  staffId: staffIdOf('A1'),
  sub: 'account-a1',
}
const stranger: Account = { ...advisor, dealerId: 'D002', sub: 'account-x' }
const anna = { vehicleId: vehicleIdOf('anna') }

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
  )
})

/** The vehicle as the test begins with it, and the timers that wait for it. */
async function given(vehicle: Partial<Vehicle>, ...items: (Partial<DueItem> & { purpose: PurposeName })[]) {
  await save(
    api.store,
    ...puts(vehicleRecord, vehicleOf('anna', vehicle)),
    ...puts(dueItemRecord, ...items.map((item) => dueItemOf('anna', item))),
  )
}
const stored = () => api.store.vehicles.byId('D001', anna.vehicleId)
const timer = (purpose: PurposeName) =>
  api.store.dueItems.bySubject('D001', purpose, `vehicle#${anna.vehicleId}`)
const entry = async () =>
  (await api.store.callLists.of('D001', staffIdOf('S1'))).find(
    ({ vehicleId }) => vehicleId === anna.vehicleId,
  )

/** On the list for a policy that ends on 31 December: d45 is made, d33 comes on Monday, 30 November. */
const cover = { commercial: coverOf('anna', '2026-12-31') }
const listed = {
  purpose: 'insurance-call-lists',
  cycle: policyIdOf('anna'),
  step: 'd33',
  dueAt: local('2026-11-30 07:30'),
  plannedAt: local('2026-11-30 07:30'),
  decided: [{ step: 'd45', outcome: 'message', at: local('2026-11-16 07:30') }],
  assignedTo: staffIdOf('S1'),
} as const satisfies Partial<DueItem>
const onList = (more: object = {}) =>
  save(
    api.store,
    ...puts(callEntryRecord, callEntryOf('S1', 'anna', { policyId: policyIdOf('anna'), ...more })),
  )

describe('POST /vehicles/{vehicleId}/transfer', () => {
  const transfer = (more: object = {}, ifMatch = '"1"', account = advisor) =>
    api.as(account)(routes.transferVehicle, {
      params: anna,
      body: { customerId: customerIdOf('berta'), on: '2026-11-20', ...more },
      ifMatch,
    })

  it('keeps who had it, from when until when', async () => {
    await given({ soldOn: day('2025-03-01') })
    expect(await transfer()).toMatchObject({ status: 200, etag: '"2"' })
    expect(await transfer({ customerId: customerIdOf('anna'), on: '2026-11-23' }, '"2"')).toMatchObject({
      body: {
        customerId: customerIdOf('anna'),
        ownedSince: '2026-11-23',
        formerOwners: [
          { customerId: customerIdOf('anna'), until: '2026-11-20', by: staffIdOf('A1') },
          { customerId: customerIdOf('berta'), from: '2026-11-20', until: '2026-11-23' },
        ],
      },
    })
    const [entryOfIt] = await api.store.audit.of('D001', 'Vehicle', anna.vehicleId)
    expect(entryOfIt).toMatchObject({ action: 'transferred', after: { customerId: customerIdOf('berta') } })
  })

  it('leaves the reminder that waits where it is, and repeats none that was decided', async () => {
    const dueAt = local('2027-01-17 09:00')
    await given(
      { soldOn: day('2026-07-10') },
      {
        purpose: 'maintenance-reminders',
        step: 'after',
        dueAt,
        decided: [{ step: 'before', outcome: 'message', at: local('2026-11-20 09:00') }],
      },
    )
    await transfer()
    expect(await timer('maintenance-reminders')).toMatchObject({
      version: 1,
      step: 'after',
      dueAt,
      decided: [{ step: 'before' }],
    })
  })

  it('of one that was sold makes it active again, and plans what is still to come', async () => {
    await given(
      { soldOn: day('2026-07-10'), status: 'sold' },
      {
        purpose: 'maintenance-reminders',
        step: undefined,
        dueAt: undefined,
        plannedAt: undefined,
        decided: [{ step: 'before', outcome: 'message', at: local('2026-11-20 09:00') }],
      },
    )
    expect(await transfer()).toMatchObject({
      body: { status: 'active', statusChanges: [{ status: 'active', on: '2026-11-20' }] },
    })
    expect(await timer('maintenance-reminders')).toMatchObject({
      step: 'after',
      dueAt: local('2027-01-17 09:00'),
    })
  })

  it('leaves the call on its list, without what the owner before has said', async () => {
    await given({ cover }, { ...listed, note: { said: 'THINKING' } })
    await onList({ lastOutcome: { outcome: 'NO_ANSWER', at: local('2026-11-22 10:00') } })
    await transfer()
    const now = await entry()
    expect(now).toMatchObject({ step: 'd45', version: 2 })
    expect(now?.lastOutcome).toBeUndefined()
    const item = await timer('insurance-call-lists')
    expect(item).toMatchObject({ step: 'd33', assignedTo: staffIdOf('S1'), decided: [{ step: 'd45' }] })
    expect(item?.note).toBeUndefined()
  })

  it.each([
    ['that the owner before has ended', { step: undefined, dueAt: undefined, plannedAt: undefined }, true],
    ['that was agreed with the owner before', { step: 'call-back', dueAt: local('2026-12-24 07:30') }, false],
  ])('begins a talk %s anew, at the plan’s next contact', async (_, waiting, ended) => {
    const outcome = { step: 'outcome', outcome: 'suppressed', at: local('2026-11-17 10:00') } as const
    await given(
      { cover },
      { ...listed, ...waiting, decided: [...listed.decided, ...(ended ? [outcome] : [])] },
    )
    await transfer()
    expect(await timer('insurance-call-lists')).toMatchObject({
      cycle: policyIdOf('anna'),
      step: 'd33',
      dueAt: local('2026-11-30 07:30'),
      decided: [{ step: 'd45' }],
    })
  })

  it('is not moved by what a customer’s own second record says', async () => {
    await given({})
    await save(api.store, ...puts(customerRecord, mergedOf('twin', 'anna')))
    expect(await transfer({ customerId: customerIdOf('twin') })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.customerId', reason: 'invalid' }] },
    })
  })

  it('is none to the customer whose record the books still name under another id', async () => {
    await given({ customerId: customerIdOf('twin') })
    await save(api.store, ...puts(customerRecord, mergedOf('twin', 'anna')))
    expect(await transfer({ customerId: customerIdOf('anna') })).toMatchObject({ status: 422 })
  })

  it.each([
    ['to nobody known', { customerId: customerIdOf('nobody') }, 'body.customerId', 'not-a-choice'],
    ['tomorrow', { on: '2026-11-24' }, 'body.on', 'too-far-ahead'],
    ['before it was theirs', { on: '2026-01-09' }, 'body.on', 'too-small'],
  ])('refuses one %s', async (_, more, path, reason) => {
    await given({})
    expect(await transfer(more)).toMatchObject({ status: 422, problem: { errors: [{ path, reason }] } })
    expect(await stored()).toMatchObject({ version: 1 })
  })

  it('is nothing that another dealer could do, nor who has seen an older version', async () => {
    await given({})
    expect(await transfer({}, '"1"', stranger)).toMatchObject({ status: 404 })
    expect(await transfer({}, '"2"')).toMatchObject({ status: 412 })
    expect(await stored()).toMatchObject({ version: 1, customerId: customerIdOf('anna') })
  })

  it('happens once when it is sent twice under one key', async () => {
    await given({})
    const call = () =>
      api.as(advisor)(routes.transferVehicle, {
        params: anna,
        body: { customerId: customerIdOf('berta'), on: '2026-11-20' },
        ifMatch: '"1"',
        idempotencyKey: 'key-12345678',
      })
    const first = await call()
    expect(first).toMatchObject({ status: 200 })
    expect(await call()).toEqual(first)
    expect((await stored())?.formerOwners).toHaveLength(1)
  })
})

describe('POST /vehicles/{vehicleId}/status', () => {
  const set = (body: object, ifMatch = '"1"', account = advisor) =>
    api.as(account)(routes.setVehicleStatus, {
      params: anna,
      body: { status: 'scrapped', on: '2026-11-22', ...body },
      ifMatch,
    })

  it.each(['sold', 'scrapped', 'moved_away'])(
    '%s leaves every reminder and every list at once',
    async (status) => {
      await given({ cover }, listed, { purpose: 'maintenance-reminders', dueAt: local('2026-12-26 09:00') })
      await onList()
      expect(await set({ status, reason: '客户来电' })).toMatchObject({
        body: {
          status,
          statusChanges: [{ status, on: '2026-11-22', reason: '客户来电', by: staffIdOf('A1') }],
        },
      })
      for (const purpose of ['maintenance-reminders', 'insurance-call-lists'] as const) {
        expect((await timer(purpose))?.step).toBeUndefined()
      }
      expect(await entry()).toBeUndefined()
    },
  )

  it('active again plans anew what is still to come', async () => {
    await given({ soldOn: day('2026-07-10'), cover }, listed)
    await set({ status: 'moved_away' })
    await set({ status: 'active' }, '"2"')
    expect(await timer('maintenance-reminders')).toMatchObject({ step: 'before', cycle: 'sale' })
    expect(await timer('insurance-call-lists')).toMatchObject({ step: 'd33', decided: [{ step: 'd45' }] })
  })

  it('refuses what it is already, and says what it may become', async () => {
    await given({ status: 'scrapped' })
    expect(await set({})).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['active', 'sold', 'moved_away'] },
    })
  })

  it('does not bring back one whose owner was erased', async () => {
    await given({ status: 'owner_erased' })
    expect(await set({ status: 'active' })).toMatchObject({ status: 409 })
  })

  it('refuses a day to come, and a reader', async () => {
    await given({})
    expect(await set({ on: '2026-11-24' })).toMatchObject({ status: 422 })
    const parts: Account = { ...advisor, roles: ['parts_planner'] }
    expect(await set({}, '"1"', parts)).toMatchObject({ status: 403 })
    expect(await set({}, '"1"', stranger)).toMatchObject({ status: 404 })
  })
})

describe('POST /vehicles/{vehicleId}/odometer', () => {
  const read = (body: { km: number; on?: string; confirmed?: object }, ifMatch = '"1"', account = advisor) =>
    api.as(account)(routes.recordOdometer, {
      params: anna,
      body: { on: '2026-11-23', source: 'read', ...body } as never,
      ifMatch,
    })
  const visits = [visitOf('2026-07-01', { odometerKm: 5_000 })]

  it('counts the next service anew', async () => {
    await given({ soldOn: day('2026-01-10'), visits })
    const reply = await read({ km: 12_250 })
    // 145 days for 7,250 km are 50 km a day, 6,000 km are 120 days.
    expect(reply).toMatchObject({ etag: '"2"', body: { taken: true, nextServiceOn: '2026-10-29' } })
    expect(await stored()).toMatchObject({
      readings: [{ on: '2026-11-23', km: 12_250, source: 'read', by: staffIdOf('A1') }],
    })
    expect(await timer('maintenance-reminders')).toMatchObject({ step: 'lapsed' })
  })

  it.each([
    ['falls', 4_999, { on: '2026-07-01', km: 5_000 }],
    ['too-fast', 222_501, { on: '2026-07-01', km: 5_000 }],
  ])('sets one aside that %s, says against what, and records nothing', async (because, km, against) => {
    await given({ visits })
    const before = api.table.all()
    expect(await read({ km })).toMatchObject({
      status: 200,
      etag: '"1"',
      body: { taken: false, because, against },
    })
    expect(api.table.all()).toEqual(before)
  })

  it('takes what is confirmed: the odometer was replaced, and is counted from its own readings', async () => {
    await given({
      soldOn: day('2026-01-10'),
      visits: [...visits, visitOf('2026-10-09', { odometerKm: 10_000 })],
    })
    const confirmed = { because: 'odometer_replaced', remark: '仪表更换' }
    expect(await read({ km: 10, on: '2026-10-20', confirmed })).toMatchObject({ body: { taken: true } })
    expect(await read({ km: 3_410 }, '"2"')).toMatchObject({ body: { taken: true } })
    const reply = await api.as(advisor)(routes.readVehicle, { params: anna })
    expect(reply).toMatchObject({
      body: {
        nextService: { kmPerDay: 100 },
        odometer: {
          last: { km: 3_410 },
          setAside: [],
          recorded: [{ km: 10, confirmed }, { km: 3_410 }],
        },
      },
    })
  })

  it('refuses a day to come, another dealer, and a confirmation without its reason', async () => {
    await given({})
    expect(await read({ km: 1, on: '2026-11-24' })).toMatchObject({
      problem: { errors: [{ path: 'body.on', reason: 'too-far-ahead' }] },
    })
    expect(await read({ km: 1 }, '"1"', stranger)).toMatchObject({ status: 404 })
    expect(await read({ km: 1, confirmed: {} })).toMatchObject({ status: 422 })
  })

  it('takes the same reading sent again under one key once', async () => {
    await given({})
    const call = () =>
      api.as(advisor)(routes.recordOdometer, {
        params: anna,
        body: { km: 500, on: '2026-11-23', source: 'told' },
        ifMatch: '"1"',
        idempotencyKey: 'key-12345678',
      })
    const first = await call()
    expect(await call()).toEqual(first)
    expect((await stored())?.readings).toHaveLength(1)
  })

  it('changes nothing where it is known already', async () => {
    await given({})
    await read({ km: 500 })
    expect(await read({ km: 500 }, '"2"')).toMatchObject({ etag: '"2"', body: { taken: true } })
  })
})

describe('a merged record', () => {
  it('changes no more, and names the one that counts', async () => {
    await given({ status: 'merged', mergedInto: vehicleIdOf('second') })
    const refusal = { status: 409, problem: { code: 'vehicle-merged', existing: vehicleIdOf('second') } }
    const seen = { params: anna, ifMatch: '"1"' }
    const as = api.as(advisor)
    expect(await as(routes.changeVehicle, { ...seen, body: { model: 'x' } })).toMatchObject(refusal)
    const on = '2026-11-20'
    const body = { customerId: customerIdOf('berta'), on }
    expect(await as(routes.transferVehicle, { ...seen, body })).toMatchObject(refusal)
    const sold = { status: 'sold', on } as const
    expect(await as(routes.setVehicleStatus, { ...seen, body: sold })).toMatchObject(refusal)
    const km = { km: 1, on, source: 'read' } as const
    expect(await as(routes.recordOdometer, { ...seen, body: km })).toMatchObject(refusal)
  })
})
