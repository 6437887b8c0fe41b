import { beforeEach, describe, expect, it } from 'vitest'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import * as routes from '../../../shared/http/routes/warranty.ts'
import { createOrder, readOrder } from '../../../shared/http/routes/orders.ts'
import { changeVehicle } from '../../../shared/http/routes/vehicles.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { day, local, orderIdOf, stampAt, vehicleIdOf } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { advisor, clerk, openShop, stranger, vin, withOrder, type Api } from './warranty-accounts.ts'

let api: Api
beforeEach(async () => {
  api = await openShop()
})
const params = { vin }
const coverage = (query: object = {}) => api.as(advisor)(routes.readCoverage, { params, query })
const lineOf = async (code: string, query: object = {}) => {
  const reply = await coverage(query)
  return reply.ok ? reply.body.lines.find((line) => line.code === code) : reply.problem
}
const ledger = async () => {
  const reply = await api.as(advisor)(routes.readLedger, { params })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}

describe('GET /vehicles/{vin}/coverage', () => {
  it('explains its answer by the odometer that is told, and says what is missing without one', async () => {
    expect(await lineOf('repair-warranty', { odometer: 9_000 })).toMatchObject({
      covered: 'yes',
      untilOn: '2028-11-22',
      untilKm: 60_000,
      kmLeft: 51_000,
      by: [{ article: '18', unverified: false }],
    })
    expect(await lineOf('repair-warranty')).toMatchObject({ covered: 'unknown', missing: ['odometer'] })
    expect(await lineOf('repair-warranty', { on: day('2028-11-23'), odometer: 9_000 })).toMatchObject({
      covered: 'no',
      reason: 'time-over',
    })
    expect(await lineOf('tyre', { odometer: 9_000 })).toMatchObject({ by: [{ unverified: true }] })
  })

  it('counts from the invoice and for households alone, as the vehicle’s record says', async () => {
    const change = { params: { vehicleId: vehicleIdOf('anna') }, ifMatch: '"1"' }
    const invoiced = { invoicedOn: day('2021-11-20'), household: true }
    const changed = await api.as(advisor)(changeVehicle, { ...change, body: invoiced })
    expect(changed).toMatchObject({ body: invoiced })
    expect(await coverage({ odometer: 9_000 })).toMatchObject({
      body: { law: 'order-150', start: { on: '2021-11-20', from: 'invoice' } },
    })
    await api.as(advisor)(changeVehicle, { ...change, ifMatch: '"2"', body: { household: false } })
    expect(await lineOf('repair-warranty', { odometer: 9_000 })).toMatchObject({
      covered: 'no',
      reason: 'not-household',
    })
    const ahead = await api.as(advisor)(changeVehicle, {
      ...change,
      ifMatch: '"3"',
      body: { invoicedOn: day('2026-11-24') },
    })
    expect(ahead).toMatchObject({ status: 422, problem: { errors: [{ path: 'body.invoicedOn' }] } })
  })

  it('knows no car of another dealer, nor a VIN that nobody has', async () => {
    expect(await api.as(stranger)(routes.readCoverage, { params })).toMatchObject({ status: 404 })
    const nobody = { params: { vin: 'LGBH52E03KY000001' } }
    expect(await api.as(advisor)(routes.readCoverage, nobody)).toMatchObject({ status: 404 })
    expect(await api.as(advisor)(routes.readCertificate, { params })).toMatchObject({
      body: { brand: '长城', soldOn: '2025-11-22', manufacturer: '长城' },
    })
  })
})

describe('the usage fee', () => {
  const fee = (query: object) => api.as(advisor)(routes.computeUsageFee, { params, query: query as never })
  it('is computed with its sum, within the law’s coefficient', async () => {
    expect(await fee({ priceFen: 12_000_000, odometer: 9_000, n: 50 })).toMatchObject({
      body: { computed: true, feeFen: 540_000, km: 9_000, article: '27' },
    })
    expect(await fee({ priceFen: 12_000_000, odometer: 9_000, n: 51 })).toMatchObject({
      body: { computed: false, reason: 'coefficient-too-high' },
    })
    expect(await fee({ priceFen: 12_000_000, n: 50 })).toMatchObject({
      body: { computed: false, reason: 'odometer-unknown' },
    })
  })

  it('takes no reading for today’s that is too old, or that contradicts the others, but asks for one', async () => {
    const read = async (...readings: [string, number][]) => {
      const car = await api.store.vehicles.byId('D001', vehicleIdOf('anna'))
      const visits = readings.map(([on, odometerKm]) => ({
        ...{ orderId: orderIdOf(on), receivedOn: day(on), deliveredOn: day(on), odometerKm },
        maintenance: false,
      }))
      await save(api.store, vehicleRecord.put({ ...car!, visits }, stampAt(local('2026-11-23 09:00'))))
    }
    await read(['2026-03-02', 9_000])
    expect(await fee({ priceFen: 12_000_000, n: 50 })).toMatchObject({
      body: { computed: false, reason: 'odometer-old', steps: [] },
    })
    expect(await fee({ priceFen: 12_000_000, n: 50, odometer: 8_000 })).toMatchObject({
      body: { computed: false, reason: 'odometer-implausible' },
    })
    await read(['2026-03-02', 9_000], ['2026-11-20', 20_000])
    expect(await fee({ priceFen: 12_000_000, n: 50 })).toMatchObject({ body: { computed: true, km: 20_000 } })
    expect(await fee({ priceFen: 12_000_000, n: 50, odometer: 990_000 })).toMatchObject({
      body: { computed: false, reason: 'odometer-implausible' },
    })
    await read(['2026-11-12', 20_000], ['2026-11-20', 2_000])
    expect(await fee({ priceFen: 12_000_000, n: 50 })).toMatchObject({
      body: { computed: false, reason: 'odometer-implausible' },
    })
    expect(await fee({ priceFen: 12_000_000, n: 50, odometer: 20_300 })).toMatchObject({
      body: { computed: true, km: 20_300 },
    })
  })

  it('is none of a car that is no household’s: the law that has it does not count for it', async () => {
    const change = { params: { vehicleId: vehicleIdOf('anna') }, ifMatch: '"1"' }
    await api.as(advisor)(changeVehicle, { ...change, body: { household: false } })
    expect(await fee({ priceFen: 12_000_000, odometer: 9_000, n: 50 })).toMatchObject({
      body: { computed: false, reason: 'not-household' },
    })
  })
})

describe('the statutory ledger', () => {
  const repair = (name: string, from: string, until: string, more: Partial<RepairOrder> = {}) =>
    withOrder(api, name, {
      receivedOn: day(from),
      deliveredOn: day(until),
      odometerKm: 9_000,
      ...more,
    })

  it('warns by the dealer’s thresholds, and of a loan car that is owed', async () => {
    expect((await ledger()).warnings).toEqual([])
    await repair('one', '2026-10-01', '2026-10-14')
    await withOrder(api, 'open', {
      status: 'in_work',
      deliveredOn: undefined,
      receivedOn: day('2026-11-17'),
      odometerKm: 9_500,
    })
    const { kept, ledger: counted, warnings } = await ledger()
    expect(kept).toBe(true)
    expect(counted).toMatchObject({ period: 'running', repairDays: 21, repairDaysLimit: 30 })
    expect(warnings.map(({ code, level, count }) => [code, level, count])).toEqual([
      ['loan-car-due', 'red', 7],
      ['repair-days', 'orange', 21],
    ])
  })

  it('is not over for a slip of the desk: an odometer that no car can have counts as one that nobody read', async () => {
    await repair('one', '2026-10-01', '2026-10-14')
    await repair('slip', '2026-11-01', '2026-11-02', { odometerKm: 990_000 })
    const { ledger: counted, warnings } = await ledger()
    expect(counted).toMatchObject({ period: 'running', repairDays: 16 })
    expect(counted!.repairs.map(({ because }) => because)).toEqual(['counted', 'odometer-unknown'])
    expect(warnings).toMatchObject([{ code: 'repair-days', level: 'yellow', count: 16, uncertain: true }])
  })

  it('takes what an order tells: problems, replacements, loan car; of another dealer’s order nothing', async () => {
    const { orderId } = await repair('one', '2026-10-01', '2026-10-02')
    await repair('two', '2026-10-05', '2026-10-06')
    const note = { problems: [{ code: 'P0301', serious: true }], replaced: [], leftOut: [] }
    const given = { params: { orderId }, ifMatch: '"1"', body: note }
    expect(await api.as(stranger)(routes.noteStatutory, given)).toMatchObject({ status: 404 })
    const noted = await api.as(advisor)(routes.noteStatutory, given)
    expect(noted).toMatchObject({
      status: 200,
      body: { etag: '"2"', statutory: note, warnings: [{ code: 'serious-fault', level: 'orange' }] },
    })
    await api.as(advisor)(routes.noteStatutory, { ...given, params: { orderId: orderIdOf('two') } })
    expect((await ledger()).warnings[0]).toMatchObject({ code: 'serious-fault', level: 'red', count: 2 })
    expect(await api.as(advisor)(routes.noteStatutory, given)).toMatchObject({ status: 412 })
    const audit = await api.store.audit.of('D001', 'RepairOrder', orderId)
    expect(audit.map(({ action }) => action)).toEqual(['statutory-noted'])
  })
})

describe('a customer who asks for replacement or return', () => {
  const ask = (body: object = {}) =>
    api.as(advisor)(routes.askStatutory, {
      params,
      body: { wants: 'return', ground: 'repair-days', ...body },
    })
  const timer = (code: 'statutory-answer' | 'statutory-completion', requestId: string) =>
    api.store.deadlines.ofCause('D001', { kind: 'timer', code, record: `statutory-request#${requestId}` })
  async function asked() {
    const reply = await ask()
    if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
    return reply.body
  }
  async function step(route: object, statutoryRequestId: string, version: number, body?: object) {
    const given = { params: { statutoryRequestId }, ifMatch: `"${String(version)}"`, ...(body && { body }) }
    return api.as(clerk)(route as typeof routes.agreeStatutory, given as never)
  }

  it('starts the clocks of the answer and of its being done, which end with them', async () => {
    const request = await asked()
    expect(request).toMatchObject({ answerBy: '2026-12-07', doneBy: '2026-12-21', article: '28' })
    const { requestId } = request
    expect(await timer('statutory-answer', requestId)).toMatchObject({ dueAt: local('2026-12-07 18:00') })
    expect(await timer('statutory-completion', requestId)).toMatchObject({ dueAt: local('2026-12-21 18:00') })
    expect(await step(routes.agreeStatutory, requestId, 1)).toMatchObject({ body: { status: 'agreed' } })
    expect(await timer('statutory-answer', requestId)).toMatchObject({ state: 'done' })
    expect(await timer('statutory-completion', requestId)).toMatchObject({ state: 'open' })
    await step(routes.completeStatutory, requestId, 2)
    expect(await timer('statutory-completion', requestId)).toMatchObject({ state: 'done' })
  })

  it('is told no with the reason, which ends both clocks; a yes afterwards owes the doing again', async () => {
    const { requestId } = await asked()
    expect(await step(routes.declineStatutory, requestId, 1, {})).toMatchObject({ status: 422 })
    await step(routes.declineStatutory, requestId, 1, { reason: '未满' })
    expect(await timer('statutory-answer', requestId)).toMatchObject({ state: 'done' })
    expect(await timer('statutory-completion', requestId)).toMatchObject({ state: 'dropped' })
    await step(routes.agreeStatutory, requestId, 2)
    expect(await timer('statutory-completion', requestId)).toMatchObject({ state: 'open' })
    expect(await step(routes.withdrawStatutory, requestId, 3)).toMatchObject({
      body: { status: 'withdrawn' },
    })
    expect(await timer('statutory-completion', requestId)).toMatchObject({ state: 'dropped' })
  })

  it('asks once a day, not tomorrow, and not before there were clocks', async () => {
    const { requestId } = await asked()
    expect(await ask()).toMatchObject({ status: 409, problem: { existing: requestId } })
    expect(await ask({ askedOn: '2026-11-24' })).toMatchObject({ status: 422 })
    expect(await ask({ askedOn: '2021-12-31' })).toMatchObject({
      status: 409,
      problem: { code: 'customer-clocks-unknown' },
    })
    const listed = await api.as(advisor)(routes.listStatutoryRequests, { params })
    expect(listed).toMatchObject({ body: { items: [{ requestId }] } })
    expect(await api.as(stranger)(routes.listStatutoryRequests, { params })).toMatchObject({ status: 404 })
  })
})

describe('the ledger at the desk', () => {
  const walkaround = { findings: [], fuelEighths: 4, belongings: [], photos: [] }
  const received = {
    begin: 'received',
    vehicleId: vehicleIdOf('anna'),
    kind: 'repair',
    complaint: '异响',
    odometerKm: 9_600,
    walkaround,
  } as const
  const codes = (warnings: readonly { code: string }[] | undefined) => warnings?.map(({ code }) => code)

  it('warns as the car comes in and while it is here, and not of a car that is not', async () => {
    const early = { receivedOn: day('2026-10-01'), deliveredOn: day('2026-10-20'), odometerKm: 9_000 }
    const { orderId: over } = await withOrder(api, 'long', early)
    const opened = await api.as(advisor)(createOrder, { body: received })
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem))
    expect(codes(opened.body.ledgerWarnings)).toEqual(['repair-days'])
    const read = async (orderId: string) => {
      const reply = await api.as(advisor)(readOrder, { params: { orderId } })
      return reply.ok ? codes(reply.body.ledgerWarnings) : [reply.problem.code]
    }
    expect(await read(opened.body.orderId)).toEqual(['repair-days'])
    expect(await read(over)).toBeUndefined()
  })
})
