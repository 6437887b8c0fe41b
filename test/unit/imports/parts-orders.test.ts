import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { partsOrderRecord } from '../../../shared/store/parts-orders.ts'
import { stampAt } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { asOf, importingWorld, type ImportingWorld } from './importing.ts'

const VIN = 'LGWEF4A53HF000001'
const rows = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const base = {
  customers: rows('客户编号,姓名,手机,短信同意', 'C1,王芳,13800138001,是'),
  vehicles: rows('车架号,品牌,车型,购车日期,客户编号', `${VIN},长城,哈弗H6,2025-12-01,C1`),
}
const order = (number: string, status: '在修' | '已交车') =>
  `${number},${VIN},一般维修,2026-11-01,${status === '在修' ? '' : '2026-11-10'},100,200,300,自费,${status}`
const orders = (...lines: string[]) =>
  rows('工单号,车架号,维修类型,进厂日期,交车日期,工时费,材料费,总金额,结算方式,状态', ...lines)
const partsOrders = (...lines: string[]) =>
  rows('订单号,订单类型,零件号,零件名称,数量,订购日期,预计到货日期,关联工单', ...lines)
const lamp = (orderClass = 'E', quantity = 1, expected = '2026-11-20') =>
  `PO1,${orderClass},4121100,大灯,${String(quantity)},2026-11-02,${expected},R1`

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
  await world.import('I1', {
    ...base,
    orders: orders(order('R1', '在修')),
    parts_orders: partsOrders(lamp()),
  })
})
const stored = async () => (await world.store.partsOrders.byNumbers('D001', ['PO1'])).get('PO1')

describe('a parts order of an export', () => {
  it('is on its way as long as its repair order is in work', async () => {
    expect(await stored()).toMatchObject({
      status: 'placed',
      orderClass: 'E',
      orderId: idFor('order', 'D001', 'R1'),
      lines: [{ line: 1, partNumber: '4121100', partName: '大灯', quantity: 1 }],
      receipts: [],
      expectedChanges: [],
    })
    expect((await world.store.partsOrders.open('D001', { limit: 9 })).items).toHaveLength(1)
  })

  it('is over once its repair order is delivered: nothing waits, so nothing is late', async () => {
    await world.import('I2', { orders: orders(order('R1', '已交车')), parts_orders: partsOrders(lamp()) })
    expect((await stored())?.status).toBe('closed')
    expect((await world.store.partsOrders.open('D001', { limit: 9 })).items).toEqual([])
  })

  it('keeps each day on which it was expected', async () => {
    await world.import('I2', { parts_orders: partsOrders(lamp('E', 1, '2026-11-25')) })
    expect(await stored()).toMatchObject({
      expectedOn: '2026-11-25',
      expectedChanges: [{ by: 'import I2', from: '2026-11-20', to: '2026-11-25' }],
    })
  })

  it('is left alone once people have worked on it, and the report says so', async () => {
    const known = (await stored())!
    const receipt = {
      at: asOf,
      by: 'keeper',
      lines: [{ line: 1, received: 1, damaged: 0, short: 0, excess: 0 }],
      photos: [],
    }
    const counted = { ...known, status: 'received' as const, receipts: [receipt] }
    await save(world.store, partsOrderRecord.put(counted, { ...stampAt(asOf), by: 'keeper' }))
    const run = await world.import('I2', { parts_orders: partsOrders(lamp('S', 3)) })
    expect(await stored()).toMatchObject({ status: 'received', orderClass: 'E', receipts: [receipt] })
    expect(run.results.parts_orders).toMatchObject({ accepted: 1, changed: 0, rejected: {} })
    expect(world.report('I2').join()).toContain('parts-order-worked-on')
  })

  it('has one of the dealer’s own classes', async () => {
    const refused = await world.import('I2', { parts_orders: partsOrders(lamp('Z')) })
    expect(refused.results.parts_orders).toMatchObject({ accepted: 0, rejected: { 'class-unknown': 1 } })
    const dealer = (await world.store.dealers.byId('D001'))!
    const partsOrderClasses = [{ code: 'Z', zh: '直发订单', en: 'Direct order' }]
    const settings = { ...dealer.settings, partsOrderClasses }
    await save(world.store, dealerRecord.put({ ...dealer, settings }, stampAt(asOf)))
    const taken = await world.import('I3', { parts_orders: partsOrders(lamp('Z')) })
    expect(taken.results.parts_orders).toMatchObject({ accepted: 1, changed: 1, rejected: {} })
    expect((await stored())?.orderClass).toBe('Z')
  })
})
