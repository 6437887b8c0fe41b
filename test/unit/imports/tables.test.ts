import { describe, expect, it } from 'vitest'
import type { TableName } from '../../../functions/imports/tables.ts'
import { readAll } from './reading.ts'

/** A good row of each table by header; a case changes some of its cells. */
const good: Record<TableName, Record<string, string>> = {
  staff: {
    工号: 'E001',
    姓名: '汤轩涵',
    岗位: '服务站长',
    手机: '13909466852',
    邮箱: 'e001@dealer.example',
    入职日期: '2024-07-29',
    离职日期: '',
  },
  customers: {
    客户编号: 'C1',
    姓名: '武文',
    手机: '13909466852',
    地址: '某市',
    性别: '男',
    生日: '1977/4/3',
    短信同意: '是',
    备注: '',
  },
  vehicles: {
    车架号: 'LGWEF4A53HF000001',
    车牌号: '浙A12345',
    品牌: '长城',
    车型: '哈弗H6',
    购车日期: '2026-11-22',
    保修起始日期: '',
    客户编号: 'C1',
    最近里程: '1,000',
    最近进厂日期: '2026-11-22',
  },
  orders: {
    工单号: 'RO1',
    车架号: 'LGWEF4A53HF000001',
    车牌号: '',
    维修类型: '保养',
    进厂日期: '2026-11-20',
    交车日期: '2026-11-20',
    里程: '5000',
    服务顾问: '侯欢',
    工时费: '￥160.00',
    材料费: '',
    总金额: '160',
    结算方式: '自费',
    状态: '已交车',
  },
  policies: {
    保单号: 'P1',
    车架号: 'LGWEF4A53HF000001',
    车牌号: '',
    保险公司: '平安产险',
    险种: '交强险',
    起保日期: '2026-01-01',
    到期日期: '2027-01-01',
    保费: '950',
    续保专员: '',
  },
  parts_orders: {
    订单号: 'PO1',
    订单类型: 'm',
    配件编码: '5-K59',
    配件名称: '前制动片',
    数量: '2',
    订货日期: '2026-01-01',
    预计到货日期: '2026-01-01',
    关联工单: 'RO1',
  },
}

async function read(table: TableName, changes: Record<string, string>) {
  const cells = { ...good[table], ...changes }
  const quoted = Object.values(cells).map((cell) => `"${cell}"`)
  const items = await readAll(table, `${Object.keys(cells).join(',')}\n${quoted.join(',')}\n`)
  expect(items).toHaveLength(1)
  return items[0]!
}

describe.each(Object.keys(good) as TableName[])('%s', (table) => {
  it('accepts the good row without a warning', async () => {
    expect(await read(table, {})).toMatchObject({ kind: 'row', warnings: [] })
  })
})

it('gives the values of an order in the words of the code', async () => {
  expect(await read('orders', {})).toMatchObject({
    values: {
      number: 'RO1',
      vin: 'LGWEF4A53HF000001',
      kind: 'maintenance',
      receivedOn: '2026-11-20',
      deliveredOn: '2026-11-20',
      odometerKm: 5000,
      advisorName: '侯欢',
      laborFen: 16000,
      partsFen: 0,
      totalFen: 16000,
      settlement: 'customer',
      status: 'delivered',
    },
  })
})

const refused: readonly (readonly [TableName, Record<string, string>, code: string, field: string])[] = [
  ['staff', { 工号: '' }, 'required', '工号'],
  ['staff', { 姓名: ' ' }, 'name-missing', '姓名'],
  ['staff', { 岗位: '站长助理' }, 'role-unknown', '岗位'],
  ['staff', { 邮箱: 'e001@' }, 'email-invalid', '邮箱'],
  ['staff', { 入职日期: '2024-02-30' }, 'date-invalid', '入职日期'],
  ['staff', { 离职日期: '2024-07-28' }, 'left-before-joined', '离职日期'],
  ['customers', { 客户编号: '1.23E+15' }, 'number-mangled', '客户编号'],
  ['customers', { 客户编号: '9'.repeat(65) }, 'text-too-long', '客户编号'],
  ['customers', { 姓名: '', 手机: '无' }, 'name-missing', '姓名'],
  ['customers', { 手机: '' }, 'phone-invalid', '手机'],
  ['customers', { 备注: '长'.repeat(501) }, 'text-too-long', '备注'],
  ['vehicles', { 车架号: 'LGWEF4A53HF00001' }, 'vin-length', '车架号'],
  ['vehicles', { 车架号: 'LGWEF4A53HF00000O' }, 'vin-characters', '车架号'],
  ['vehicles', { 车架号: '1'.repeat(17) }, 'vin-all-equal', '车架号'],
  ['vehicles', { 车架号: 'LGWEF4A54HF000001', 购车日期: '2027-01-01' }, 'vin-check-digit', '车架号'],
  ['vehicles', { 品牌: '' }, 'required', '品牌'],
  ['vehicles', { 购车日期: '2026-11-23' }, 'purchase-date-future', '购车日期'],
  ['vehicles', { 购车日期: '' }, 'date-missing', '购车日期'],
  ['vehicles', { 客户编号: '' }, 'customer-unknown', '客户编号'],
  ['vehicles', { 最近里程: '-1' }, 'mileage-negative', '最近里程'],
  ['vehicles', { 最近里程: '不详' }, 'mileage-not-a-number', '最近里程'],
  ['vehicles', { 最近里程: '10000000' }, 'mileage-not-a-number', '最近里程'],
  ['vehicles', { 最近进厂日期: '2026-11-23' }, 'last-visit-date-future', '最近进厂日期'],
  ['orders', { 维修类型: '美容' }, 'kind-unknown', '维修类型'],
  ['orders', { 进厂日期: '2062-11-20' }, 'received-date-future', '进厂日期'],
  ['orders', { 交车日期: '2026-11-23' }, 'delivered-date-future', '交车日期'],
  ['orders', { 交车日期: '2026-11-19', 里程: '-5' }, 'delivered-before-received', '交车日期'],
  ['orders', { 里程: '-5', 总金额: '' }, 'mileage-negative', '里程'],
  ['orders', { 总金额: '' }, 'amount-not-a-number', '总金额'],
  ['orders', { 工时费: '-1' }, 'amount-negative', '工时费'],
  ['orders', { 结算方式: '赊账' }, 'settlement-unknown', '结算方式'],
  ['orders', { 状态: '已取消' }, 'status-unknown', '状态'],
  ['orders', { 交车日期: '' }, 'delivered-date-missing', '状态'],
  ['policies', { 险种: '车船税' }, 'kind-unknown', '险种'],
  ['policies', { 到期日期: '2025-12-31' }, 'ends-before-start', '到期日期'],
  ['policies', { 保费: '待定' }, 'premium-not-a-number', '保费'],
  ['policies', { 保费: '-950' }, 'premium-negative', '保费'],
  ['parts_orders', { 订单类型: '急件' }, 'class-unknown', '订单类型'],
  ['parts_orders', { 数量: '0' }, 'quantity-invalid', '数量'],
  ['parts_orders', { 数量: '1.5' }, 'quantity-invalid', '数量'],
  ['parts_orders', { 预计到货日期: '2025-12-31' }, 'expected-before-ordered', '预计到货日期'],
  ['parts_orders', { 关联工单: '' }, 'order-unknown', '关联工单'],
]

it.each(refused)('%s with %j is refused for %s in %s', async (table, changes, code, field) => {
  const item = await read(table, changes)
  expect(item).toMatchObject({ kind: 'refused', refusal: { line: 2, code, field } })
  if (item.kind === 'refused') {
    expect(item.refusal.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(`${item.refusal.zh}${item.refusal.en}`).not.toContain('{')
  }
})

const warned: readonly (readonly [TableName, Record<string, string>, code: string, absent: string])[] = [
  ['staff', { 手机: '0571-88886666' }, 'phone-ignored', 'mobile'],
  ['customers', { 性别: '未知' }, 'gender-ignored', 'gender'],
  ['customers', { 生日: '1977-00-00' }, 'birthday-ignored', 'birthday'],
  ['vehicles', { 车牌号: '浙A1234' }, 'plate-ignored', 'plate'],
]

it.each(warned)(
  '%s with %j is kept with the warning %s and without %s',
  async (table, changes, code, absent) => {
    const item = await read(table, changes)
    expect(item).toMatchObject({ kind: 'row', warnings: [{ line: 2, code }] })
    expect(item).not.toHaveProperty(['values', absent], expect.anything())
  },
)

it('keeps an imported car whose VIN has no check digit, with a warning', async () => {
  expect(await read('vehicles', { 车架号: '1M8GDM9A1KP042788' })).toMatchObject({
    kind: 'row',
    values: { vin: '1M8GDM9A1KP042788' },
    warnings: [{ code: 'vin-check-digit', field: '车架号' }],
  })
})

it('takes an unclear consent for none', async () => {
  expect(await read('customers', { 短信同意: '再说' })).toMatchObject({
    values: { smsConsent: 'unknown' },
    warnings: [{ code: 'consent-unclear' }],
  })
})

it('takes a new car without a plate as it is', async () => {
  expect(await read('vehicles', { 车牌号: '未上牌' })).toMatchObject({ kind: 'row', warnings: [] })
})

it('tells the status of an order without one from its date of delivery', async () => {
  expect(await read('orders', { 状态: '' })).toMatchObject({ values: { status: 'delivered' } })
  expect(await read('orders', { 状态: '', 交车日期: '' })).toMatchObject({ values: { status: 'in_work' } })
})
