import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { cursorFor } from '../../../shared/http/cursor.ts'
import { readTimeline } from '../../../shared/http/routes/vehicle-timeline.ts'
import { listVehicleChanges } from '../../../shared/http/routes/vehicles.ts'
import { auditRecord } from '../../../shared/store/audit.ts'
import { complaintRecord, complaintTallyRecord } from '../../../shared/store/complaints.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  complaintOf,
  customerIdOf,
  day,
  dealerOf,
  followUpCallOf,
  local,
  messageRowOf,
  orderIdOf,
  policyIdOf,
  policyOf,
  repairOrderOf,
  staffIdOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], sub: 'account-a1' }
const stranger: Account = { ...advisor, dealerId: 'D002', sub: 'account-x' }
const keeper: Account = { ...advisor, roles: ['front_desk_supervisor'] }
const annaId = vehicleIdOf('anna')
const params = { vehicleId: annaId }

const message = (name: string, at: Instant, vehicle = annaId, dealerId = 'D001') => ({
  ...messageRowOf(name, {
    dealerId,
    subject: `vehicle#${vehicle}`,
    createdAt: at,
    status: 'sent',
    recipient: { kind: 'customer', id: customerIdOf('anna') },
  }),
  deliveryId: idFor('delivery', name),
})
const call = (at: Instant, after: object | undefined, vehicle = annaId, dealerId = 'D001') => ({
  ...unwritten({ at, by: staffIdOf('S1') }),
  dealerId,
  recordKind: 'CallEntry',
  recordId: vehicle,
  entryId: `${at}#${staffIdOf('S1')}#1`,
  action: 'call-outcome',
  before: { policyId: policyIdOf('anna') },
  ...(after === undefined ? {} : { after: after as never }),
})

const complaint = (dealerId: string) =>
  complaintOf('of anna', { dealerId, filedAt: local('2026-10-05 09:30'), status: 'answered' })

/** Everything that a car of a dealer can tell, out of order. */
const lived: Partial<Vehicle> = {
  soldOn: day('2024-01-10'),
  customerId: customerIdOf('berta'),
  ownedSince: day('2026-03-05'),
  formerOwners: [{ customerId: customerIdOf('anna'), until: day('2026-03-05'), by: 'clerk' }],
  formerPlates: [{ plate: '浙A00001' as never, until: day('2026-03-06'), by: 'clerk' }],
  platedSince: day('2026-03-06'),
  statusChanges: [{ status: 'active', on: day('2026-03-05'), by: 'clerk' }],
  readings: [{ on: day('2026-08-01'), km: 20_000, source: 'told', by: 'clerk' }],
}
const lists = (dealerId: string) => [
  ...puts(vehicleRecord, vehicleOf('anna', { ...lived, dealerId })),
  ...puts(
    repairOrderRecord,
    repairOrderOf('old', { dealerId, receivedOn: day('2025-05-01') }),
    repairOrderOf('new', {
      dealerId,
      receivedOn: day('2026-10-01'),
      status: 'in_work',
      deliveredOn: undefined,
    }),
  ),
  ...puts(complaintRecord, complaint(dealerId)),
  ...puts(complaintTallyRecord, {
    ...unwritten(stampAt(local('2026-10-05 09:30'))),
    dealerId,
    subjectId: annaId,
    complaints: [complaint(dealerId)],
  }),
  ...puts(
    followUpCallRecord,
    followUpCallOf('old', { dealerId, since: day('2026-10-08'), status: 'reached', score: 9 }),
  ),
  ...puts(policyRecord, policyOf('anna', { dealerId, startsOn: day('2025-12-01') })),
  ...puts(
    messageRecord,
    message('first', local('2026-09-01 09:00'), annaId, dealerId),
    message('second', local('2026-11-01 09:00'), annaId, dealerId),
  ),
  ...puts(
    auditRecord,
    call(local('2026-10-20 10:00'), { outcome: 'THINKING', remark: '太贵' }, annaId, dealerId),
    call(local('2026-11-10 10:00'), { outcome: 'LOST', lostReason: 'PRICE_HIGH' }, annaId, dealerId),
  ),
]

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...lists('D001'),
    ...puts(messageRecord, message('of another', local('2026-11-02 09:00'), vehicleIdOf('other'))),
  )
})

const told = [
  '2026-11-10 call 续保电话：战败',
  '2026-11-01 message 保养提醒短信：已发送',
  '2026-10-20 call 续保电话：考虑中',
  '2026-10-08 follow_up 修后回访：已回访，9分',
  '2026-10-05 complaint 客户抱怨TS-of anna（维修质量）：已答复待确认',
  '2026-10-01 order 保养工单RO-new：维修中',
  '2026-09-01 message 保养提醒短信：已发送',
  '2026-08-01 odometer 里程20,000公里',
  '2026-03-06 plate 车牌由浙A00001换为浙A12345',
  '2026-03-05 status 恢复在用',
  '2026-03-05 owner 过户：换了车主',
  '2025-12-01 policy 商业险生效：平安，至2026-11-30',
  '2025-05-01 order 保养工单RO-old：已交车',
]

async function page(query: Record<string, string> = {}, account = advisor) {
  const reply = await api.as(account)(readTimeline, { params, query })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
const lines = (items: Awaited<ReturnType<typeof page>>['items']) =>
  items.map(({ on, kind, zh }) => `${on} ${kind} ${zh}`)

it('shows of a message to whoever brought the car for which order it was', async () => {
  const at = local('2026-11-21 09:00')
  const orderId = orderIdOf('new')
  await save(
    api.store,
    ...puts(messageRecord, { ...message('ready', at), recipient: { kind: 'presenter', id: orderId } }),
  )
  expect((await page({ limit: '1' })).items).toMatchObject([{ kind: 'message', orderId }])
})

describe('GET /vehicles/{vehicleId}/timeline', () => {
  it('tells all that happened, newest first', async () => {
    const { items, next } = await page()
    expect(lines(items)).toEqual(told)
    expect(next).toBeUndefined()
    expect(items[0]).toMatchObject({
      at: local('2026-11-10 10:00'),
      outcome: 'LOST',
      lostReason: 'PRICE_HIGH',
    })
    expect(items[5]).not.toHaveProperty('at')
  })

  it.each([1, 2, 3, 5])('is the same in pages of %i', async (limit) => {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await page({
        limit: String(limit),
        ...(cursor === undefined ? {} : { cursor }),
      })
      expect(items.length).toBeLessThanOrEqual(limit)
      found.push(...lines(items))
      expect(found.length).toBeLessThanOrEqual(told.length)
      cursor = next
    } while (cursor !== undefined)
    expect(found).toEqual(told)
  })

  it('goes on where it was although something has happened meanwhile', async () => {
    const first = await page({ limit: '4' })
    await save(api.store, ...puts(messageRecord, message('later', local('2026-11-22 09:00'))))
    expect(lines((await page({ cursor: first.next! })).items)).toEqual(told.slice(4))
  })

  it('says that what was said is erased, when it is', async () => {
    await save(api.store, ...puts(auditRecord, call(local('2026-11-20 10:00'), undefined)))
    const { items } = await page({ limit: '1' })
    expect(items[0]).toMatchObject({ kind: 'call', zh: '续保电话：内容已删除' })
    expect(items[0]).not.toHaveProperty('outcome')
  })

  it('tells what was told and said about a record that went into this one', async () => {
    const known = (await api.store.vehicles.byId('D001', annaId))!
    const absorbed = [vehicleIdOf('other')]
    await save(
      api.store,
      vehicleRecord.put({ ...known, absorbed }, stampAt(local('2026-11-23 10:00'))),
      ...puts(auditRecord, call(local('2026-11-03 10:00'), { outcome: 'QUOTED' }, vehicleIdOf('other'))),
    )
    const { items } = await page({ limit: '4' })
    expect(lines(items)).toEqual([
      told[0],
      '2026-11-03 call 续保电话：已报价',
      '2026-11-02 message 保养提醒短信：已发送',
      told[1],
    ])
  })

  it('is another dealer’s own, with the same ids too', async () => {
    expect(await api.as(stranger)(readTimeline, { params })).toMatchObject({ status: 404 })
    await save(api.store, ...lists('D002'))
    expect(lines((await page({}, stranger)).items)).toEqual(told)
    expect(lines((await page()).items)).toEqual(told)
  })

  it('takes no cursor of another dealer, vehicle or list, nor one that was made up', async () => {
    await save(api.store, ...lists('D002'), ...puts(vehicleRecord, vehicleOf('other')))
    const cursor = (await page({ limit: '4' })).next!
    const refused = { status: 400, problem: { code: 'cursor-invalid' } }
    expect(await api.as(stranger)(readTimeline, { params, query: { cursor } })).toMatchObject(refused)
    const ofOther = { params: { vehicleId: vehicleIdOf('other') }, query: { cursor } }
    expect(await api.as(advisor)(readTimeline, ofOther)).toMatchObject(refused)
    expect(await api.as(keeper)(listVehicleChanges, { params, query: { cursor } })).toMatchObject(refused)
    const scope = { dealerId: 'D001', list: readTimeline.path, filter: { vehicleId: annaId } }
    for (const places of ['x', [['a', 'b']], Array(21).fill(null), [null, ['zzz', 'order#x', 'order']]]) {
      const forged = { params, query: { cursor: cursorFor(scope, places as never) } }
      expect(await api.as(advisor)(readTimeline, forged)).toMatchObject(refused)
    }
  })

  it('stays within a dealer whatever place is made up', async () => {
    await save(api.store, ...lists('D002'))
    const scope = { dealerId: 'D001', list: readTimeline.path, filter: { vehicleId: annaId } }
    const places = [null, ['order#9999', '../D002#order#x', 'order'], ['9', 'D002#message#x', 'message']]
    const { items } = await page({ cursor: cursorFor(scope, places) })
    expect(lines(items)).toEqual(told)
  })
})
