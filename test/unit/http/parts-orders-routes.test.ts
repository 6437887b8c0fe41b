import { beforeEach, describe, expect, it } from 'vitest'
import { PartsOrder } from '../../../shared/domain/parts-order.ts'
import {
  cancelPartsOrder,
  changePartsOrder,
  closePartsOrder,
  expectPartsOrder,
  listPartsOrders,
  listPartsOrdersOfRepairOrder,
  placePartsOrder,
  readPartsOrder,
  readPartsOrderChanges,
  receivePartsOrder,
  reorderMissingParts,
} from '../../../shared/http/routes/parts-orders.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { partsOrderIdOf, partsOrderRecord } from '../../../shared/store/parts-orders.ts'
import { dealerOf, local, orderIdOf, partsOrderOf, repairOrderOf, staffIdOf } from '../../support/builders.ts'
import type { Account } from '../../support/api-client.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const planner: Account = { dealerId: 'D001', roles: ['parts_planner'], staffId: staffIdOf('P1'), sub: 'p1' }
const keeper: Account = { dealerId: 'D001', roles: ['warehouse_keeper'], staffId: staffIdOf('W1'), sub: 'w1' }
const boss: Account = { dealerId: 'D001', roles: ['parts_supervisor'], sub: 'b1' }
const stranger: Account = { ...boss, dealerId: 'D002', sub: 'x1' }

const orderId = orderIdOf('repair')
const lamp = { partNumber: '4121100', partName: '大灯', quantity: 1 }
const bolts = { partNumber: 'Q150', partName: '螺栓', quantity: 10 }
const order = {
  number: 'PO-1',
  orderClass: 'E',
  expectedOn: '2026-11-25' as never,
  orderId,
  lines: [lamp, bolts],
}
const partsOrderId = partsOrderIdOf('D001', 'PO-1')
const params = { partsOrderId }

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(local('2026-11-23 10:00'))
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(repairOrderRecord, repairOrderOf('repair', { status: 'in_work', deliveredOn: undefined })),
  )
})

/** The etag of the order as it is now. */
const etag = async () => `"${String((await stored()).version)}"`
const stored = async () => (await api.store.partsOrders.byId('D001', partsOrderId))!
async function place(more: object = {}) {
  const reply = await api.as(planner)(placePartsOrder, { body: { ...order, ...more } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply
}
async function receive(lines: object[], more: object = {}) {
  const body = { lines, ...more } as never
  return api.as(keeper)(receivePartsOrder, { params, body, ifMatch: await etag() })
}

describe('POST /parts-orders', () => {
  it('places an order with its lines, for the repair order that waits', async () => {
    const reply = await place()
    expect(reply).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        partsOrderId,
        number: 'PO-1',
        status: 'placed',
        orderedOn: '2026-11-23',
        expectedOn: '2026-11-25',
        orderId,
        missing: 0,
        createdBy: staffIdOf('P1'),
        lines: [
          { line: 1, ...lamp, outstanding: 1, received: 0 },
          { line: 2, ...bolts, outstanding: 10 },
        ],
      },
    })
    expect(reply.body.daysLate).toBeUndefined()
  })

  it('makes a number where none is given, another one each time', async () => {
    const made = [await place({ number: undefined }), await place({ number: undefined })]
    const numbers = made.map(({ body }) => body.number)
    for (const number of numbers) expect(number).toMatch(/^PO20261123-[2-9A-HJ-NP-Z]{4}$/)
    expect(new Set(numbers).size).toBe(2)
  })

  it('refuses a number that is taken, however it is written, and says by which order', async () => {
    await place()
    const again = await api.as(planner)(placePartsOrder, { body: { ...order, number: ' ｐｏ-1' } })
    expect(again).toMatchObject({ status: 409, problem: { code: 'already-exists', existing: partsOrderId } })
    expect((await place({ number: 'PO-2' })).status).toBe(201)
  })

  it('is done once under one key, also by twins at the same moment', async () => {
    const send = () =>
      api.as(planner)(placePartsOrder, {
        body: { ...order, number: undefined },
        idempotencyKey: 'key-of-one-order',
      })
    const replies = await Promise.all([send(), send(), send()])
    const ids = replies.map((reply) => reply.ok && reply.body.partsOrderId)
    expect(new Set(ids).size).toBe(1)
    expect(api.table.all().filter(({ entity }) => entity === 'PartsOrder')).toHaveLength(1)
  })

  it.each([
    ['a class that is none of the dealer’s', { orderClass: 'Z' }, 'body.orderClass', 'not-a-choice'],
    ['a repair order that nobody knows', { orderId: orderIdOf('no') }, 'body.orderId', 'not-a-choice'],
    ['a day before it was ordered', { expectedOn: '2026-11-22' }, 'body.expectedOn', 'too-small'],
    ['an order of tomorrow', { orderedOn: '2026-11-24' }, 'body.orderedOn', 'too-far-ahead'],
    ['half a character in a number', { number: 'PO\ud800' }, 'body.number', 'wrong-format'],
    [
      'a control character in a name',
      { lines: [{ ...lamp, partName: 'a\u0000b' }] },
      'body.lines.0.partName',
      'wrong-format',
    ],
    ['no line', { lines: [] }, 'body.lines', 'too-small'],
    ['a line without a piece', { lines: [{ ...lamp, quantity: 0 }] }, 'body.lines.0.quantity', 'too-small'],
    ['too many lines', { lines: Array(51).fill(lamp) }, 'body.lines', 'too-large'],
  ])('refuses %s', async (_, more, path, reason) => {
    const reply = await api.as(planner)(placePartsOrder, { body: { ...order, ...more } })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path, reason }] } })
    expect(api.table.all().filter(({ entity }) => entity === 'PartsOrder')).toEqual([])
  })

  it('takes the classes that the dealer has set', async () => {
    const dealer = (await api.store.dealers.byId('D001'))!
    const partsOrderClasses = [{ code: 'Z', zh: '直发', en: 'Direct' }]
    const settings = { ...dealer.settings, partsOrderClasses }
    await save(api.store, dealerRecord.put({ ...dealer, settings }, { at: dealer.updatedAt, by: 'test' }))
    expect((await place({ orderClass: 'Z' })).body.orderClass).toBe('Z')
  })

  it('refuses the repair order of another dealer', async () => {
    const reply = await api.as(stranger)(placePartsOrder, { body: order })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path: 'body.orderId' }] } })
  })
})

describe('a delivery', () => {
  it('is counted line by line, and what is damaged or short is missing', async () => {
    await place()
    const first = await receive([{ line: 1, damaged: 1 }], { photos: ['p/1.jpg'], remark: '破裂' })
    expect(first).toMatchObject({
      status: 200,
      etag: '"2"',
      body: {
        status: 'partly_received',
        missing: 1,
        lines: [
          { line: 1, damaged: 1, missing: 1, outstanding: 0 },
          { line: 2, outstanding: 10, missing: 0 },
        ],
        receipts: [{ by: staffIdOf('W1'), photos: ['p/1.jpg'], remark: '破裂' }],
      },
    })
    const second = await receive([{ line: 2, received: 8, short: 2 }])
    expect(second).toMatchObject({ body: { status: 'received', missing: 3 } })
    expect((await stored()).receipts).toHaveLength(2)
  })

  it('that is more than was ordered is refused whole', async () => {
    await place()
    expect(
      await receive([
        { line: 1, received: 1 },
        { line: 2, received: 11 },
      ]),
    ).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.lines.1', reason: 'too-large' }] },
    })
    expect(await stored()).toMatchObject({ version: 1, status: 'placed', receipts: [] })
  })

  it('counted by two at once counts once: the other is told', async () => {
    await place()
    const body = { lines: [{ line: 1, received: 1 }] }
    const count = () => api.as(keeper)(receivePartsOrder, { params, body, ifMatch: '"1"' })
    const replies = await Promise.all([count(), count()])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await stored()).receipts).toHaveLength(1)
  })

  it('is worked out anew when the write is contested by nobody who counts', async () => {
    await place()
    let contested = 0
    api.table.onCommit = () => {
      contested += 1
      return contested === 1 ? { kind: 'conflict', contested: [0] } : undefined
    }
    expect((await receive([{ line: 1, received: 1 }])).status).toBe(200)
    expect((await stored()).receipts).toHaveLength(1)
  })
})

describe('missing pieces', () => {
  beforeEach(async () => {
    await place({ supplier: '中心库' })
    await receive([
      { line: 1, damaged: 1 },
      { line: 2, received: 7, short: 3 },
    ])
  })
  const again = async (body: object = {}) =>
    api.as(planner)(reorderMissingParts, { params, body, ifMatch: await etag() })

  it('are ordered again in an order that is linked with the first one', async () => {
    const reply = await again({ number: 'PO-9', orderClass: 'S' })
    const newId = partsOrderIdOf('D001', 'PO-9')
    expect(reply).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        partsOrderId: newId,
        status: 'placed',
        orderClass: 'S',
        supplier: '中心库',
        orderId,
        reorderOf: partsOrderId,
        lines: [
          { line: 1, ...lamp, quantity: 1 },
          { line: 2, ...bolts, quantity: 3 },
        ],
      },
    })
    const first = await api.as(planner)(readPartsOrder, { params })
    expect(first).toMatchObject({
      body: {
        missing: 0,
        lines: [
          { reordered: [{ partsOrderId: newId, quantity: 1 }] },
          { reordered: [{ partsOrderId: newId, quantity: 3 }] },
        ],
      },
    })
    expect(await again()).toMatchObject({ status: 409, problem: { code: 'nothing-missing' } })
  })

  it('may be ordered again in part, and no piece more', async () => {
    expect((await again({ lines: [{ line: 2, quantity: 2 }] })).status).toBe(201)
    expect(await again({ lines: [{ line: 2, quantity: 2 }] })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.lines.0.quantity', reason: 'too-large' }] },
    })
    expect(await again({ lines: [{ line: 2, quantity: 1 }] })).toMatchObject({
      body: { lines: [{ line: 1, partNumber: 'Q150', quantity: 1 }] },
    })
    const first = await api.as(planner)(readPartsOrder, { params })
    expect(first).toMatchObject({
      body: {
        missing: 1,
        lines: [{ missing: 1 }, { missing: 0, reordered: [{ quantity: 2 }, { quantity: 1 }] }],
      },
    })
  })

  it('are ordered again once, when two planners do it at once', async () => {
    const replies = await Promise.all([again(), again()])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 412])
    expect(api.table.all().filter(({ entity }) => entity === 'PartsOrder')).toHaveLength(2)
  })
})

describe('the expected day', () => {
  const expect_ = async (body: object) =>
    api.as(planner)(expectPartsOrder, { params, body: body as never, ifMatch: await etag() })

  it('changes for a reason, and each change is kept', async () => {
    await place()
    await expect_({ expectedOn: '2026-11-28', reason: '厂家缺货' })
    expect(await expect_({ expectedOn: null, reason: '厂家停产' })).toMatchObject({
      status: 200,
      body: {
        expectedChanges: [
          { from: '2026-11-25', to: '2026-11-28', reason: '厂家缺货', by: staffIdOf('P1') },
          { from: '2026-11-28', reason: '厂家停产' },
        ],
      },
    })
    expect((await stored()).expectedOn).toBeUndefined()
  })

  it('that is the same changes nothing, one before the order is refused', async () => {
    await place()
    expect(await expect_({ expectedOn: '2026-11-25', reason: '核对' })).toMatchObject({ etag: '"1"' })
    expect(await expect_({ expectedOn: '2026-11-20', reason: '错' })).toMatchObject({ status: 422 })
    expect(await stored()).toMatchObject({ version: 1, expectedChanges: [] })
  })

  it('that has passed makes the order late, until everything is accounted for', async () => {
    await place()
    api.moveTo(local('2026-11-28 09:00'))
    const late = () => api.as(boss)(listPartsOrders, { query: { expectedBefore: '2026-11-28' } })
    expect(await late()).toMatchObject({ body: { items: [{ partsOrderId, daysLate: 3 }] } })
    await receive([{ line: 1, received: 1 }])
    expect(await late()).toMatchObject({ body: { items: [{ daysLate: 3, status: 'partly_received' }] } })
    await receive([{ line: 2, short: 10 }])
    expect(await late()).toMatchObject({ body: { items: [] } })
  })
})

describe('a correction', () => {
  const correct = async (body: object) =>
    api.as(planner)(changePartsOrder, { params, body: body, ifMatch: await etag() })

  it('changes what is given, and null takes away', async () => {
    await place({ supplier: '中心库', supplierNumber: 'G1' })
    expect(await correct({ supplier: null, orderId: null, lines: [bolts] })).toMatchObject({
      status: 200,
      body: { supplierNumber: 'G1', lines: [{ line: 1, ...bolts }] },
    })
    expect(await stored()).not.toMatchObject({ supplier: expect.anything() as unknown })
    const waiting = await api.as(boss)(listPartsOrdersOfRepairOrder, { params: { orderId } })
    expect(waiting).toMatchObject({ body: { items: [] } })
  })

  it('of lines is refused once something has come, and says what is allowed', async () => {
    await place()
    await receive([{ line: 1, received: 1 }])
    expect(await correct({ supplier: '别家' })).toMatchObject({ status: 200 })
    expect(await correct({ lines: [bolts] })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['change', 'expect', 'receive', 'reorder'] },
    })
  })

  it('needs the version that was seen', async () => {
    await place()
    expect(await api.as(planner)(changePartsOrder, { params, body: {} })).toMatchObject({ status: 428 })
    expect(await api.as(planner)(changePartsOrder, { params, body: {}, ifMatch: '"7"' })).toMatchObject({
      status: 412,
      etag: '"1"',
    })
  })
})

describe('an end', () => {
  it('closes what is accounted for, and gives up what is missing', async () => {
    await place()
    const close = async () => api.as(keeper)(closePartsOrder, { params, ifMatch: await etag() })
    expect(await close()).toMatchObject({
      status: 409,
      problem: {
        code: 'transition-refused',
        allowed: ['change', 'change-lines', 'expect', 'receive', 'cancel'],
      },
    })
    await receive([
      { line: 1, received: 1 },
      { line: 2, short: 10 },
    ])
    expect(await close()).toMatchObject({ status: 200, body: { status: 'closed', missing: 0 } })
    expect(await close()).toMatchObject({ status: 409, problem: { allowed: [] } })
  })

  it('cancels what has not come, with the reason', async () => {
    await place()
    const cancel = async () =>
      api.as(planner)(cancelPartsOrder, { params, body: { reason: '不修了' }, ifMatch: await etag() })
    expect(await cancel()).toMatchObject({
      body: { status: 'cancelled', cancelled: { reason: '不修了', by: staffIdOf('P1') } },
    })
    expect(await receive([{ line: 1, received: 1 }])).toMatchObject({ status: 409, problem: { allowed: [] } })
  })

  it('of what has partly come is no cancelling', async () => {
    await place()
    await receive([{ line: 1, received: 1 }])
    const body = { reason: '不修了' }
    const reply = await api.as(planner)(cancelPartsOrder, { params, body, ifMatch: await etag() })
    expect(reply).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
  })
})

describe('the lists', () => {
  beforeEach(async () => {
    await save(
      api.store,
      ...puts(
        partsOrderRecord,
        ...[
          partsOrderOf('late', { expectedOn: '2026-11-20' as never, orderClass: 'M' }),
          partsOrderOf('soon', { expectedOn: '2026-11-24' as never }),
          partsOrderOf('someday', {}),
          partsOrderOf('over', { status: 'closed', orderedOn: '2026-05-01' as never }),
          partsOrderOf('gone', { status: 'cancelled', orderedOn: '2026-06-01' as never }),
        ].map((each) => PartsOrder.parse(each)),
      ),
    )
  })
  const numbersOf = async (query: object, account = boss) => {
    const reply = await api.as(account)(listPartsOrders, { query })
    return reply.ok ? reply.body.items.map(({ number }) => number) : reply.problem
  }

  it('show what is open by the day it is expected, what nobody knows a day of last', async () => {
    expect(await numbersOf({})).toEqual(['PO-late', 'PO-soon', 'PO-someday'])
    expect(await numbersOf({ expectedBefore: '2026-11-24' })).toEqual(['PO-late'])
    expect(await numbersOf({ expectedBefore: '2026-11-25' })).toEqual(['PO-late', 'PO-soon'])
    expect(await numbersOf({ orderClass: 'M' })).toEqual(['PO-late'])
  })

  it('show what is over, ordered last first', async () => {
    expect(await numbersOf({ open: 'false' })).toEqual(['PO-gone', 'PO-over'])
    expect(await numbersOf({ open: 'false', expectedBefore: '2026-11-24' })).toMatchObject({
      code: 'fields-invalid',
      errors: [{ path: 'query.expectedBefore', reason: 'invalid' }],
    })
  })

  it('find an order by its number, open or not', async () => {
    await place()
    expect(await numbersOf({ number: 'po-1' })).toEqual(['PO-1'])
    const reason = { reason: '不修了' }
    await api.as(planner)(cancelPartsOrder, { params, body: reason, ifMatch: '"1"' })
    expect(await numbersOf({ number: ' ＰＯ-1' })).toEqual(['PO-1'])
    expect(await numbersOf({ number: 'PO-2' })).toEqual([])
    expect(await numbersOf({ number: 'PO-1' }, stranger)).toEqual([])
  })

  it('page by a cursor that belongs to the list, the dealer and the filter', async () => {
    const first = await api.as(boss)(listPartsOrders, { query: { limit: 2 } })
    if (!first.ok || first.body.next === undefined) throw new Error('a page was expected')
    const cursor = first.body.next
    expect(await numbersOf({ limit: 2, cursor })).toEqual(['PO-someday'])
    const refused = { code: 'cursor-invalid' }
    expect(await numbersOf({ limit: 2, cursor, orderClass: 'M' })).toMatchObject(refused)
    expect(await numbersOf({ limit: 2, cursor }, stranger)).toMatchObject(refused)
    expect(await numbersOf({ cursor: Buffer.from('["x",[]]').toString('base64url') })).toMatchObject(refused)
  })

  it('show what a repair order waits for, and know none of another dealer', async () => {
    const list = (account: Account) => api.as(account)(listPartsOrdersOfRepairOrder, { params: { orderId } })
    const reply = await list(boss)
    expect(reply.ok && reply.body.items).toHaveLength(5)
    expect(await list(stranger)).toMatchObject({ status: 404 })
  })
})

describe('another dealer', () => {
  it.each([
    [readPartsOrder, {}],
    [readPartsOrderChanges, {}],
    [changePartsOrder, { body: {}, ifMatch: '"1"' }],
    [expectPartsOrder, { body: { expectedOn: null, reason: 'x' }, ifMatch: '"1"' }],
    [receivePartsOrder, { body: { lines: [{ line: 1, received: 1 }] }, ifMatch: '"1"' }],
    [reorderMissingParts, { body: {}, ifMatch: '"1"' }],
    [closePartsOrder, { ifMatch: '"1"' }],
    [cancelPartsOrder, { body: { reason: 'x' }, ifMatch: '"1"' }],
  ] as const)('finds nothing under the id: %j', async (route, more) => {
    await place()
    expect(await api.as(stranger)(route, { params, ...more } as never)).toMatchObject({ status: 404 })
    expect(await stored()).toMatchObject({ version: 1 })
  })
})

describe('GET /parts-orders/{partsOrderId}/changes', () => {
  it('tells who did what, newest first, with before and after', async () => {
    await place()
    api.moveTo(local('2026-11-24 08:00'))
    await receive([{ line: 1, received: 1 }])
    const reply = await api.as(boss)(readPartsOrderChanges, { params })
    expect(reply).toMatchObject({
      body: {
        items: [
          {
            action: 'received',
            by: staffIdOf('W1'),
            at: local('2026-11-24 08:00'),
            before: { status: 'placed' },
            after: { status: 'partly_received' },
          },
          { action: 'placed', by: staffIdOf('P1'), after: { number: 'PO-1' } },
        ],
      },
    })
  })
})
