import { beforeEach, describe, expect, it } from 'vitest'
import { verbsOf } from '../../../shared/domain/machine.ts'
import { repairOrderMachine } from '../../../shared/domain/repair-order-machine.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { MAINTENANCE } from '../../../shared/due/plans/maintenance-reminders.ts'
import type { Route } from '../../../shared/http/contract.ts'
import * as steps from '../../../shared/http/routes/order-steps.ts'
import {
  changeOrder,
  createOrder,
  listOrders,
  listOrderChanges,
  listVehicleOrders,
  readOrder,
} from '../../../shared/http/routes/orders.ts'
import {
  listPartPriceChanges,
  listUnconfirmedPrices,
  readPartPrice,
  setPartPrice,
} from '../../../shared/http/routes/part-prices.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  consentOf,
  contactPointOf,
  customerOf,
  day,
  dealerOf,
  local,
  mobileOf,
  orderIdOf,
  repairOrderOf,
  stampAt,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const now = local('2026-11-23 10:00')
const evening = local('2026-11-23 17:30')
const vehicleId = vehicleIdOf('anna')

const account = (role: RoleCode, more: Partial<Account> = {}): Account => ({
  dealerId: 'D001',
  roles: [role],
  staffId: staffIdOf('A1'),
  ...more,
})
const advisor = account('service_advisor')
const stranger = account('service_manager', { dealerId: 'D002' })

beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, staffOf('A1', { role: 'service_advisor' })),
    ...puts(customerRecord, customerOf('anna', { gender: 'female' })),
    ...puts(vehicleRecord, vehicleOf('anna')),
  )
})

const walkaround = { findings: [], fuelEighths: 4, belongings: [], photos: [] }
const reception = { complaint: '制动时有异响', odometerKm: 9_000, walkaround }
const brakes = {
  labor: [{ code: 'BR-012', name: '更换前制动片', laborHours: 1.25, rateFen: 18_001 }],
  parts: [
    {
      partNumber: '3501110XKZ16A',
      name: '前制动片',
      quantity: 2,
      priceLimit: { limitFen: 51_003, source: '通知' },
    },
  ],
}

type Reply = { ok: boolean; status: number; etag?: string; body?: unknown; problem?: { code: string } }

function done<R extends Reply>(reply: R): R & { ok: true; etag: string } {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as R & { ok: true; etag: string }
}

/** Drives one order on, with the ETag of the step before. */
async function opened(as: Account = advisor, more: object = {}) {
  const reply = done(
    await api.as(as)(createOrder, {
      body: { begin: 'received', vehicleId, kind: 'repair', ...reception, ...more },
    }),
  )
  const { orderId } = (reply as { body: { orderId: string } }).body
  let etag = reply.etag
  return {
    orderId,
    reply,
    etag: () => etag,
    async step<R extends Route>(route: R, body?: unknown, by: Account = advisor) {
      const answer = await api.as(by)(route, {
        params: { orderId },
        ifMatch: etag,
        ...(body === undefined ? {} : { body }),
      } as never)
      if (answer.ok) etag = answer.etag!
      return answer
    },
    async past(...path: [route: Route, body?: unknown][]) {
      for (const [route, body] of path) {
        done(await this.step(route, body, account('service_manager', { roles: everyRole })))
      }
      return this
    },
  }
}
const everyRole: RoleCode[] = ['service_manager', 'quality_inspector', 'finance']

const orderOf = async (orderId: string): Promise<RepairOrder> =>
  (await api.store.orders.byId('D001', orderId))!
const vehicleNow = async () => (await api.store.vehicles.byId('D001', vehicleId))!
const messages = () => api.table.all().filter(({ entity }) => entity === 'Message')

const toWork: [Route, unknown?][] = [
  [steps.estimateOrder, brakes],
  [steps.authorizeOrder, { reference: 'W-1', signedBy: 'owner' }],
  [steps.startWork],
]
const toDelivery: [Route, unknown?][] = [
  [steps.finishWork],
  [steps.passQualityCheck, {}],
  [steps.invoiceOrder, {}],
  [steps.deliverOrder],
]

describe('a repair order', () => {
  it('goes from the appointment to the delivery, and vehicle and reminder go with it', async () => {
    const desk = api.as(account('customer_service_rep'))
    const made = done(
      await desk(createOrder, {
        body: {
          begin: 'appointment',
          vehicleId,
          kind: 'maintenance',
          appointmentAt: local('2026-11-24 09:00'),
          number: ' ro-77 ',
        },
      }),
    )
    expect(made).toMatchObject({
      status: 201,
      body: { number: 'RO-77', status: 'appointment', receivedOn: '2026-11-24', warnings: [] },
    })
    expect(made.body.daysInShop).toBeUndefined()
    expect((await vehicleNow()).visits).toEqual([])
    const { orderId } = made.body

    api.moveTo(local('2026-11-24 09:10'))
    const as = api.as(account('service_manager', { roles: [...everyRole, 'service_advisor'] }))
    let etag = made.etag
    const step = async (route: Route, body?: unknown) => {
      const reply = done(await as(route, { params: { orderId }, ifMatch: etag, body }))
      etag = reply.etag
      return reply.body as RepairOrder & { daysInShop?: number }
    }
    await step(steps.receiveOrder, reception)
    expect((await vehicleNow()).visits).toEqual([
      { orderId, maintenance: true, receivedOn: '2026-11-24', odometerKm: 9_000 },
    ])
    await step(steps.estimateOrder, brakes)
    await step(steps.authorizeOrder, { reference: 'W-1', signedBy: 'owner' })
    await step(steps.startWork)
    await step(steps.finishWork)
    await step(steps.passQualityCheck, {})
    await step(steps.invoiceOrder, { reference: 'J-1' })
    api.moveTo(local('2026-11-26 09:11'))
    const delivered = await step(steps.deliverOrder)
    expect(delivered).toMatchObject({
      status: 'delivered',
      deliveredOn: '2026-11-26',
      followUp: { dueOn: '2026-11-29' },
      daysInShop: 3,
      advisorId: staffIdOf('A1'),
      authorization: { totalFen: 22_501 + 102_006 },
      invoice: {
        charges: [{ payer: 'customer', laborFen: 22_501, partsFen: 102_006, totalFen: 124_507 }],
        totalFen: 124_507,
      },
      laborFen: 22_501,
      partsFen: 102_006,
      totalFen: 124_507,
      allowed: [],
    })
    expect((await vehicleNow()).visits).toMatchObject([{ orderId, deliveredOn: '2026-11-26' }])
    const timer = await api.store.dueItems.bySubject('D001', MAINTENANCE, `vehicle#${vehicleId}`)
    expect(timer).toMatchObject({ cycle: orderId })
  })

  it('has a route for each verb of its machine, and for no other', () => {
    const paths = steps.orderSteps.map(({ path }) => path.replace('/orders/{orderId}/', ''))
    expect([...paths, 'change'].sort()).toEqual(verbsOf(repairOrderMachine).sort())
  })

  it('refuses what its state does not allow, and says what it does', async () => {
    const order = await opened()
    expect(await order.step(steps.startWork, undefined, account('team_leader'))).toMatchObject({
      status: 409,
      problem: {
        code: 'transition-refused',
        allowed: ['estimate', 'promise', 'change', 'cancel'],
      },
    })
    expect((await orderOf(order.orderId)).version).toBe(1)
  })

  it('is drawn a number when the paper has none, and two orders never share one', async () => {
    const [one, two] = [await opened(), await opened()]
    const numbers = [await orderOf(one.orderId), await orderOf(two.orderId)].map(({ number }) => number)
    expect(numbers.every((number) => /^RO20261123-\w{4}$/.test(number))).toBe(true)
    const taken = await api.as(advisor)(createOrder, {
      body: { begin: 'received', vehicleId, kind: 'repair', number: numbers[0], ...reception },
    })
    expect(taken).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: one.orderId },
    })
  })

  it('is drawn another number when the drawn one was taken meanwhile', async () => {
    const tried = new Set<string>()
    api.table.onCommit = (writes) => {
      const guard = writes.findIndex(({ key }) => key.pk.includes('order-number'))
      if (guard === -1) return undefined
      tried.add(writes[guard]!.key.pk)
      return tried.size === 1 ? { kind: 'conflict', contested: [guard] } : undefined
    }
    const order = await opened()
    expect(tried.size).toBe(2)
    expect([...tried].at(-1)).toContain((await orderOf(order.orderId)).number)
  })

  it('of a car that does not exist here is not opened', async () => {
    const body = {
      begin: 'received',
      vehicleId: vehicleIdOf('nobody'),
      kind: 'repair',
      ...reception,
    } as const
    expect(await api.as(advisor)(createOrder, { body })).toMatchObject({ status: 404 })
    const elsewhere = { ...body, vehicleId }
    expect(await api.as(stranger)(createOrder, { body: elsewhere })).toMatchObject({ status: 404 })
    expect(api.table.all().some(({ entity }) => entity === 'RepairOrder')).toBe(false)
  })

  it('that is cancelled before work began leaves the workshop, and the car has not been there', async () => {
    const order = await opened()
    expect((await vehicleNow()).visits).toHaveLength(1)
    expect(await order.step(steps.cancelOrder, { reason: 'other' })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.remark', reason: 'required' }] },
    })
    done(await order.step(steps.cancelOrder, { reason: 'price_refused' }))
    expect((await vehicleNow()).visits).toEqual([])
    const begun = await (await opened()).past(...toWork)
    expect(await begun.step(steps.cancelOrder, { reason: 'price_refused' })).toMatchObject({ status: 409 })
  })

  it('warns of an odometer that runs backwards, and keeps what was read', async () => {
    await save(
      api.store,
      vehicleRecord.put(
        { ...(await vehicleNow()), visits: [visitOf('2026-10-01', { odometerKm: 12_000 })] },
        stampAt(now),
      ),
    )
    const { reply } = await opened()
    expect(reply).toMatchObject({ body: { odometerKm: 9_000, warnings: [{ code: 'odometer-set-aside' }] } })
  })

  it('names no advisor who is not of this dealer, or has left', async () => {
    const gone = staffOf('A2', { role: 'service_advisor', leftOn: day('2026-11-22') })
    await save(api.store, ...puts(staffRecord, gone))
    const refused = { status: 422, problem: { errors: [{ path: 'body.advisorId', reason: 'not-a-choice' }] } }
    for (const advisorId of [staffIdOf('X9'), gone.staffId]) {
      const body = { begin: 'received', vehicleId, kind: 'repair', ...reception, advisorId } as const
      expect(await api.as(advisor)(createOrder, { body })).toMatchObject(refused)
    }
    const known = repairOrderOf('old', { vehicleId, livesHere: true, status: 'received' })
    await save(api.store, ...puts(repairOrderRecord, known))
    const change = (advisorId: string, ifMatch: string) =>
      api.as(advisor)(changeOrder, { params: { orderId: known.orderId }, ifMatch, body: { advisorId } })
    expect(await change(gone.staffId, '"1"')).toMatchObject(refused)
  })

  it('keeps an advisor who has left when the same name is sent again', async () => {
    const gone = staffOf('A2', { role: 'service_advisor', leftOn: day('2026-11-22') })
    const own = { vehicleId, livesHere: true, status: 'received', advisorId: gone.staffId } as const
    const known = repairOrderOf('old', own)
    await save(api.store, ...puts(staffRecord, gone), ...puts(repairOrderRecord, known))
    const body = { advisorId: gone.staffId, complaint: '异响' }
    const params = { orderId: known.orderId }
    expect(await api.as(advisor)(changeOrder, { params, ifMatch: '"1"', body })).toMatchObject({
      status: 200,
      body: { advisorId: gone.staffId },
    })
  })

  it('is another dealer’s for nobody: 404 on every route, and nothing changes', async () => {
    const order = await (await opened()).past(...toWork)
    const before = api.table.all()
    const as = api.as({ ...stranger, roles: [...everyRole, 'service_advisor', 'parts_supervisor'] })
    const bodies = new Map<Route, unknown>([
      [steps.rescheduleOrder, { appointmentAt: evening }],
      [steps.receiveOrder, reception],
      [steps.estimateOrder, brakes],
      [steps.authorizeOrder, { reference: 'W', signedBy: 'owner' }],
      [steps.proposeExtraWork, { ...brakes, reason: 'x' }],
      [steps.agreeExtraWork, { extraWorkId: 'x1', decidedBy: 'owner', how: 'phone' }],
      [steps.refuseExtraWork, { extraWorkId: 'x1', decidedBy: 'owner', how: 'phone' }],
      [steps.passQualityCheck, {}],
      [steps.failQualityCheck, { remark: 'x' }],
      [steps.invoiceOrder, {}],
      [steps.promiseDelivery, { promisedAt: evening }],
      [steps.cancelOrder, { reason: 'price_refused' }],
      [changeOrder, { complaint: 'x' }],
    ])
    for (const route of [...steps.orderSteps, changeOrder, readOrder, listOrderChanges]) {
      const reply = await as(route as Route, {
        params: { orderId: order.orderId },
        ifMatch: order.etag(),
        body: bodies.get(route as Route),
      })
      expect([route.path, reply.status]).toEqual([route.path, 404])
    }
    expect(await as(listVehicleOrders, { params: { vehicleId } })).toMatchObject({ status: 404 })
    expect(await as(listOrders)).toMatchObject({ body: { items: [] } })
    expect(api.table.all()).toEqual(before)
  })

  it('takes each verb of the version that was seen: 428 without, 412 when it is stale', async () => {
    const order = await opened()
    const params = { orderId: order.orderId }
    const cancel = { params, body: { reason: 'price_refused' } } as const
    expect(await api.as(advisor)(steps.cancelOrder, cancel)).toMatchObject({ status: 428 })
    const stale = await api.as(advisor)(steps.cancelOrder, { ...cancel, ifMatch: '"9"' })
    expect(stale).toMatchObject({ status: 412, etag: '"1"' })
  })

  it('is worked out anew when its vehicle changes meanwhile, and loses when the order itself does', async () => {
    const order = await opened()
    let meanwhile = 1
    api.table.onCommit = () => {
      if (meanwhile === 0) return undefined
      meanwhile -= 1
      return { kind: 'conflict', contested: [2] }
    }
    done(await order.step(steps.cancelOrder, { reason: 'price_refused' }))
    const other = await opened()
    const known = await orderOf(other.orderId)
    meanwhile = 1
    api.table.onCommit = () => {
      if (meanwhile === 0) return undefined
      meanwhile -= 1
      api.table.put({ ...api.table.all().find((item) => item['orderId'] === other.orderId)!, version: 2 })
      return { kind: 'conflict', contested: [0] }
    }
    expect(await other.step(steps.cancelOrder, { reason: 'price_refused' })).toMatchObject({ status: 412 })
    expect(await orderOf(other.orderId)).toMatchObject({ status: known.status, version: 2 })
  })

  it('is opened once under a key, however often it is sent', async () => {
    const send = () =>
      api.as(advisor)(createOrder, {
        body: { begin: 'received', vehicleId, kind: 'repair', ...reception, promisedAt: evening },
        idempotencyKey: 'open-order-1',
      })
    const replies = await Promise.all(Array.from({ length: 20 }, send))
    const orders = api.table.all().filter(({ entity }) => entity === 'RepairOrder')
    expect(orders).toHaveLength(1)
    expect(messages()).toHaveLength(1)
    expect(new Set(replies.map((reply) => reply.ok && reply.body.orderId))).toEqual(
      new Set([orders[0]!['orderId']]),
    )
  })
})

describe('extra work', () => {
  it('waits for the customer, counts once agreed, and not at all when refused', async () => {
    const order = await (await opened()).past(...toWork)
    const quoted = (await orderOf(order.orderId)).totalFen
    const extra = { labor: [{ code: 'E1', name: '更换制动盘', laborHours: 0.5, rateFen: 20_000 }], parts: [] }
    const by = account('team_leader')
    done(await order.step(steps.proposeExtraWork, { ...extra, reason: '磨损' }, by))
    const two = done(await order.step(steps.proposeExtraWork, { ...extra, reason: '漏油' }, by))
    expect(two).toMatchObject({ body: { status: 'awaiting_customer', totalFen: quoted } })
    const decided = { decidedBy: 'owner', how: 'phone', decidedAt: local('2026-11-23 09:50') }
    const agreed = done(await order.step(steps.agreeExtraWork, { extraWorkId: 'x1', ...decided }))
    expect(agreed).toMatchObject({ body: { status: 'awaiting_customer', totalFen: quoted + 10_000 } })
    expect(await order.step(steps.agreeExtraWork, { extraWorkId: 'x1', ...decided })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.extraWorkId', reason: 'not-a-choice' }] },
    })
    const refused = done(await order.step(steps.refuseExtraWork, { extraWorkId: 'x2', ...decided }))
    expect(refused).toMatchObject({
      body: {
        status: 'in_work',
        totalFen: quoted + 10_000,
        extraWork: [
          { decision: { outcome: 'agreed', by: staffIdOf('A1'), ...decided } },
          { decision: { outcome: 'refused' } },
        ],
      },
    })
  })

  it('is refused once an order has more lines than it can hold', async () => {
    const many = (count: number) => Array.from({ length: count }, () => brakes.labor[0]!)
    const full = { labor: many(40), parts: Array.from({ length: 40 }, () => brakes.parts[0]!) }
    const order = await (await opened()).past([steps.estimateOrder, full], ...toWork.slice(1))
    const propose = (labor: number) =>
      order.step(steps.proposeExtraWork, { labor: many(labor), parts: [], reason: 'x' })
    done(await propose(40))
    expect(await propose(31)).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.labor', reason: 'too-large' }] },
    })
    done(await propose(30))
  })

  it('is not agreed to tomorrow', async () => {
    const order = await (await opened()).past(...toWork)
    const extra = { labor: brakes.labor, parts: [], reason: 'x' }
    done(await order.step(steps.proposeExtraWork, extra))
    const reply = await order.step(steps.agreeExtraWork, {
      extraWorkId: 'x1',
      decidedBy: 'owner',
      how: 'phone',
      decidedAt: evening,
    })
    expect(reply).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.decidedAt', reason: 'too-far-ahead' }] },
    })
  })
})

describe('a promise of delivery', () => {
  it('is told by SMS, each change once, and the customer needs to have agreed to nothing', async () => {
    const order = await opened(advisor, { promisedAt: evening })
    expect(order.reply).toMatchObject({ body: { told: { sendAfter: now } } })
    done(await order.step(steps.promiseDelivery, { promisedAt: local('2026-11-24 11:00'), reason: '等配件' }))
    const same = done(await order.step(steps.promiseDelivery, { promisedAt: local('2026-11-24 11:00') }))
    expect(same).toMatchObject({ etag: '"2"' })
    expect((same.body as { told?: unknown }).told).toBeUndefined()
    expect(
      messages()
        .map(({ text }) => text)
        .sort(),
    ).toEqual([
      '【测试汽车】王女士您好，您的爱车浙A12345交车时间改为11月24日11:00，敬请谅解。如有疑问请致电0571-88880000。',
      '【测试汽车】王女士您好，您的爱车浙A12345预计11月23日17:30可以交车。如有疑问请致电0571-88880000。',
    ])
    expect(messages()[0]).toMatchObject({
      purpose: 'repair-status',
      messageClass: 'service',
      recipient: { kind: 'customer' },
      subject: `vehicle#${vehicleId}`,
      cycle: order.orderId,
    })
    const journals = await api.store.messages.decidedOn('D001', 'repair-status', day('2026-11-23'))
    expect(journals.flatMap(({ decided }) => decided.map(({ step }) => step)).sort()).toEqual([
      'promise-1',
      'promise-2',
    ])
  })

  it('is told to who brought the car, where they left a number', async () => {
    await opened(advisor, {
      promisedAt: evening,
      presenter: { name: '李雷', mobile: '+8613900139000' },
    })
    expect(messages()).toMatchObject([
      { recipient: { kind: 'presenter' }, text: /^【测试汽车】李先生\/女士您好/ },
    ])
  })

  it('is not told to who refused it, and the day’s account has the reason', async () => {
    await save(
      api.store,
      ...puts(
        contactPointRecord,
        contactPointOf(mobileOf('anna'), {
          consents: [consentOf({ purpose: 'repair-status', state: 'refused' })],
        }),
      ),
    )
    const { reply } = await opened(advisor, { promisedAt: evening })
    expect(reply).toMatchObject({ body: { promise: { at: evening }, told: { withheld: 'refused' } } })
    expect(messages()).toEqual([])
    const [journal] = await api.store.messages.decidedOn('D001', 'repair-status', day('2026-11-23'))
    expect(journal?.decided).toMatchObject([{ outcome: 'suppressed', reason: 'refused' }])
  })

  it('waits for the dealer’s hours', async () => {
    api.moveTo(local('2026-11-23 21:10'))
    const { reply } = await opened(advisor, { promisedAt: local('2026-11-24 17:00') })
    expect(reply).toMatchObject({ body: { told: { sendAfter: local('2026-11-24 09:00') } } })
  })

  it.each([
    ['in-the-past', '2026-11-23 10:00'],
    ['too-far-ahead', '2027-11-23 10:00'],
  ])('is refused: %s', async (reason, at) => {
    const order = await opened()
    expect(await order.step(steps.promiseDelivery, { promisedAt: local(at) })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.promisedAt', reason }] },
    })
  })
})

describe('what a part costs', () => {
  const partNumber = '3501110XKZ16A'
  /** In the version that is there now. */
  const set = async (limitFen: number, fromOn: string, by = account('parts_supervisor')) => {
    const known = await api.store.partPrices.byNumber('D001', partNumber)
    return setSeen(limitFen, fromOn, known && `"${known.version}"`, by)
  }
  const setSeen = (
    limitFen: number,
    fromOn: string,
    ifMatch: string | undefined,
    by = account('parts_supervisor'),
  ) =>
    api.as(by)(setPartPrice, {
      params: { partNumber },
      ...(ifMatch === undefined ? {} : { ifMatch }),
      body: { limitFen, fromOn: day(fromOn), source: '价格表' },
    })
  const unpriced = { ...brakes, parts: brakes.parts.map(({ priceLimit: _, ...part }) => part) }

  it('follows from the limit of the day, for whoever pays', async () => {
    done(await set(50_000, '2026-01-01'))
    done(await set(51_003, '2026-11-23'))
    done(await set(60_000, '2026-11-24'))
    const order = await opened()
    const parts = [
      ...unpriced.parts,
      { ...unpriced.parts[0]!, payer: 'insurer' },
      { ...unpriced.parts[0]!, payer: 'manufacturer' },
    ]
    const reply = done(await order.step(steps.estimateOrder, { labor: [], parts }))
    expect(reply).toMatchObject({
      body: {
        parts: [
          { payer: 'customer', unitPriceFen: 51_003, amountFen: 102_006 },
          { payer: 'insurer', unitPriceFen: 61_204, amountFen: 122_408 },
          { payer: 'manufacturer', unitPriceFen: 51_003, amountFen: 102_006 },
        ],
        warnings: [],
      },
    })
    expect(await api.as(advisor)(readPartPrice, { params: { partNumber } })).toMatchObject({
      body: { today: { customerFen: 51_003, insurerFen: 61_204, confirmed: true } },
    })
  })

  it('is never another price: neither more nor less than the limit that is known', async () => {
    done(await set(51_003, '2026-11-01'))
    for (const limitFen of [51_002, 51_004]) {
      const order = await opened()
      const parts = [{ ...brakes.parts[0]!, priceLimit: { limitFen, source: 'x' } }]
      expect(await order.step(steps.estimateOrder, { labor: [], parts })).toMatchObject({
        status: 422,
        problem: { errors: [{ path: 'body.parts.0.priceLimit.limitFen', reason: 'not-the-price-limit' }] },
      })
    }
  })

  it('must be named where it is not known, and from then on counts for every customer', async () => {
    const order = await opened()
    expect(await order.step(steps.estimateOrder, unpriced)).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.parts.0.priceLimit', reason: 'required' }] },
    })
    const named = done(await order.step(steps.estimateOrder, brakes))
    expect(named).toMatchObject({
      body: {
        parts: [{ limit: { fen: 51_003, source: '通知', confirmed: false } }],
        warnings: [{ code: 'limit-unconfirmed' }],
      },
    })
    const next = await opened()
    expect(done(await next.step(steps.estimateOrder, unpriced))).toMatchObject({
      body: { parts: [{ unitPriceFen: 51_003 }] },
    })
    expect(await api.as(account('parts_supervisor'))(listUnconfirmedPrices)).toMatchObject({
      body: { items: [{ partNumber }] },
    })
    done(await set(52_000, '2026-11-01'))
    expect(await api.as(advisor)(listUnconfirmedPrices)).toMatchObject({ body: { items: [] } })
    expect(await api.as(advisor)(readPartPrice, { params: { partNumber } })).toMatchObject({
      body: { limits: [{ limitFen: 52_000, confirmed: true }], today: { customerFen: 52_000 } },
    })
  })

  it('is set by the parts supervisor alone, and the same word again changes nothing', async () => {
    expect(await set(1, '2026-11-01', advisor)).toMatchObject({ status: 403 })
    const [first, again] = [done(await set(51_003, '2026-11-01')), done(await set(51_003, '2026-11-01'))]
    expect([first.etag, again.etag]).toEqual(['"1"', '"1"'])
  })

  it('of two people who set another one at once takes one, and the other must look', async () => {
    const { etag } = done(await setSeen(51_003, '2026-11-01', undefined))
    expect(await setSeen(52_000, '2026-11-01', undefined)).toMatchObject({
      status: 428,
      problem: { code: 'version-missing' },
    })
    const replies = await Promise.all([
      setSeen(52_000, '2026-11-01', etag),
      setSeen(53_000, '2026-11-01', etag),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(await setSeen(1, '2026-11-01', '"1"', account('parts_supervisor'))).toMatchObject({ status: 412 })
  })

  it('tells who named it and who confirmed it, newest first', async () => {
    const order = await opened()
    await order.step(steps.estimateOrder, brakes)
    api.moveTo(addMinutes(now, 1))
    done(await set(brakes.parts[0]!.priceLimit.limitFen, '2026-11-23'))
    const changes = (by: RoleCode) => api.as(account(by))(listPartPriceChanges, { params: { partNumber } })
    expect(await changes('parts_supervisor')).toMatchObject({
      body: {
        items: [
          { action: 'limit-set', by: account('parts_supervisor').staffId, before: { partNumber } },
          { action: 'limit-named', by: advisor.staffId, after: { partNumber } },
        ],
      },
    })
    expect((await changes('service_advisor')).status).toBe(403)
  })

  it('is each dealer’s own', async () => {
    done(await set(51_003, '2026-11-01'))
    for (const route of [readPartPrice, listPartPriceChanges])
      expect(await api.as(stranger)(route, { params: { partNumber } })).toMatchObject({ status: 404 })
    expect(await api.as(stranger)(listUnconfirmedPrices)).toMatchObject({ body: { items: [] } })
  })
})

describe('rework', () => {
  const earlier = (more: Partial<RepairOrder> = {}) =>
    repairOrderOf('earlier', {
      kind: 'repair',
      receivedOn: day('2026-11-01'),
      deliveredOn: day('2026-11-03'),
      intake: { complaint: '制动时 有异响。', ...stampAt(now) },
      ...more,
    })
  const withEarlier = async (more: Partial<RepairOrder> = {}) => {
    const visit = visitOf('2026-11-03', { name: 'earlier', maintenance: false })
    await save(
      api.store,
      ...puts(repairOrderRecord, earlier(more)),
      vehicleRecord.put({ ...(await vehicleNow()), visits: [visit] }, stampAt(now)),
    )
  }

  it('is suggested as the car comes in with the same complaint, and a person may say no', async () => {
    await withEarlier()
    const order = await opened()
    expect(order.reply).toMatchObject({
      body: {
        rework: { orderId: orderIdOf('earlier'), because: 'same-complaint' },
        warnings: [{ code: 'rework-suggested' }],
      },
    })
    done(await order.step(changeOrder, { reworkOf: null }))
    const estimated = done(await order.step(steps.estimateOrder, brakes))
    expect(estimated).toMatchObject({ body: { rework: { because: 'said' } } })
    expect((await orderOf(order.orderId)).rework?.orderId).toBeUndefined()
  })

  it('is not suggested after the days that the dealer has set', async () => {
    await withEarlier({ deliveredOn: day('2026-10-23') })
    expect((await orderOf((await opened()).orderId)).rework).toBeUndefined()
  })

  it('is of no order of another vehicle', async () => {
    await save(api.store, ...puts(repairOrderRecord, earlier({ vehicleId: vehicleIdOf('second') })))
    const order = await opened()
    expect(await order.step(changeOrder, { reworkOf: orderIdOf('earlier') })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.reworkOf', reason: 'not-a-choice' }] },
    })
  })
})

describe('the lists', () => {
  it('give open orders by their promise, and none that is over', async () => {
    const late = await opened(advisor, { promisedAt: local('2026-11-24 12:00') })
    const soon = await opened(advisor, { promisedAt: local('2026-11-23 12:00') })
    const none = await opened(account('service_manager'))
    const over = await opened()
    done(await over.step(steps.cancelOrder, { reason: 'price_refused' }))
    done(await late.step(steps.estimateOrder, brakes))
    const as = api.as(advisor)
    const ids = async (query: object) => {
      const reply = done(await as(listOrders, { query: query }))
      return reply.body.items.map(({ orderId }) => orderId)
    }
    expect(await ids({})).toEqual([soon.orderId, late.orderId, none.orderId])
    expect(await ids({ state: 'received' })).toEqual([soon.orderId, none.orderId])
    expect(await ids({ state: 'estimated' })).toEqual([late.orderId])
    expect(await ids({ advisor: staffIdOf('A1') })).toEqual([soon.orderId, late.orderId])
    expect(await ids({ promisedBefore: local('2026-11-23 12:00') })).toEqual([soon.orderId])
    expect(await ids({ promisedBefore: local('2026-11-23 11:59') })).toEqual([])
    expect(await as(listOrders, { query: { state: 'delivered' as never } })).toMatchObject({
      status: 422,
    })
  })

  it('give the order of a number, also when it is over, to its own dealer alone', async () => {
    const order = await opened(advisor, { number: 'A-7' })
    done(await order.step(steps.cancelOrder, { reason: 'price_refused' }))
    const query = { number: ' a-7 ' }
    expect(await api.as(advisor)(listOrders, { query })).toMatchObject({
      body: { items: [{ orderId: order.orderId, status: 'cancelled' }] },
    })
    expect(await api.as(stranger)(listOrders, { query })).toMatchObject({ body: { items: [] } })
    expect(await api.as(advisor)(listOrders, { query: { number: 'A-8' } })).toMatchObject({
      body: { items: [] },
    })
  })

  it('leave out what has moved on before the index heard of it', async () => {
    const order = await opened()
    api.table.freezeIndexes()
    done(await order.step(steps.estimateOrder, brakes))
    const as = api.as(advisor)
    expect(await as(listOrders, { query: { state: 'received' } })).toMatchObject({ body: { items: [] } })
    done(await order.step(steps.cancelOrder, { reason: 'price_refused' }))
    expect(await as(listOrders)).toMatchObject({ body: { items: [] } })
  })

  it('are paged, and a cursor is good for its own list alone', async () => {
    const all = []
    for (let index = 0; index < 5; index += 1) {
      all.push((await opened(advisor, { promisedAt: local(`2026-11-24 1${String(index)}:00`) })).orderId)
    }
    const as = api.as(advisor)
    const found = []
    let cursor: string | undefined
    do {
      const page = done(await as(listOrders, { query: { limit: 2, cursor, state: 'received' } }))
      found.push(...page.body.items.map(({ orderId }) => orderId))
      cursor = page.body.next
      if (cursor === undefined) break
      for (const [who, query] of [
        [advisor, { cursor }],
        [stranger, { cursor, state: 'received' }],
      ] as const) {
        expect(await api.as(who)(listOrders, { query })).toMatchObject({
          status: 400,
          problem: { code: 'cursor-invalid' },
        })
      }
    } while (found.length < 10)
    expect(found).toEqual(all)
  })

  it('give a vehicle’s orders and an order’s changes, the latest first', async () => {
    const order = await opened()
    done(await order.step(steps.estimateOrder, brakes))
    const as = api.as(account('warranty_clerk'))
    expect(await as(listVehicleOrders, { params: { vehicleId } })).toMatchObject({
      body: { items: [{ orderId: order.orderId, etag: '"2"' }] },
    })
    expect(await as(listOrderChanges, { params: { orderId: order.orderId } })).toMatchObject({
      body: {
        items: [
          { action: 'estimated', by: staffIdOf('A1'), before: { status: 'received' } },
          { action: 'opened', after: { status: 'received' } },
        ],
      },
    })
  })
})

describe('an order that an export brought', () => {
  it('goes on here, and keeps what the old system had charged', async () => {
    const imported = repairOrderOf('old', {
      status: 'in_work',
      deliveredOn: undefined,
      laborFen: 10_000,
      partsFen: 20_000,
      totalFen: 31_000,
      settlement: 'insurer',
    })
    await save(api.store, ...puts(repairOrderRecord, imported))
    const all = account('service_manager', { roles: everyRole })
    let etag = '"1"'
    for (const [route, body] of toDelivery) {
      const params = { orderId: imported.orderId }
      const reply = done(await api.as(all)(route, { params, ifMatch: etag, body }))
      etag = reply.etag
    }
    expect(await orderOf(imported.orderId)).toMatchObject({
      status: 'delivered',
      livesHere: true,
      totalFen: 31_000,
      invoice: {
        charges: [{ payer: 'insurer', laborFen: 10_000, partsFen: 20_000, totalFen: 31_000 }],
        totalFen: 31_000,
      },
    })
  })
})
