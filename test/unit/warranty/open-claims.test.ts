import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { openForAll } from '../../../functions/warranty/open-claims.ts'
import { monthOf } from '../../../shared/domain/calendar-month.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { RepairKind } from '../../../shared/domain/order.ts'
import { Payer } from '../../../shared/domain/order-lines.ts'
import { addDays, dateIn, type Instant } from '../../../shared/domain/time.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { openWarrantyStore } from '../../../shared/store/warranty-store.ts'
import {
  day,
  dealerOf,
  local,
  orderIdOf,
  repairOrderOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryTable, type MemoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'
import { claimOf } from './claim-facts.ts'

const morning = local('2026-11-23 08:10')
const twoMonths = day('2026-10-01')

let table: MemoryTable
let store: ReturnType<typeof openWarrantyStore>
beforeEach(async () => {
  table = memoryTable()
  store = openWarrantyStore(table)
  await save(store, ...puts(dealerRecord, dealerOf()), ...puts(vehicleRecord, vehicleOf('anna')))
})

const paid = (name: string, more: Partial<RepairOrder> = {}) =>
  repairOrderOf(name, {
    kind: 'warranty',
    settlement: 'manufacturer',
    receivedOn: day('2026-11-18'),
    deliveredOn: day('2026-11-20'),
    ...more,
  })
const run = (at: Instant = morning) => openForAll({ store, clock: clockAt(at), log: listeningLog() })
const claimsOf = (name: string) => store.warrantyClaims.ofOrder('D001', orderIdOf(name))
const reasonOf = async (name: string) =>
  (await store.warrantyClaims.withheldOf('D001', [orderIdOf(name)])).get(orderIdOf(name))?.reason
async function corrected(name: string, more: Partial<RepairOrder>) {
  const order = await store.orders.byId('D001', orderIdOf(name))
  await save(store, repairOrderRecord.put({ ...order!, ...more }, stampAt(morning)))
}

describe('the morning’s claims', () => {
  it('are opened of this and the previous month, each with what the order charges, whom it is claimed from, and no timer', async () => {
    await save(
      store,
      ...puts(
        repairOrderRecord,
        paid('now', { campaignCode: 'SC-1', rescued: true }),
        paid('october', { deliveredOn: twoMonths }),
        paid('september', { deliveredOn: day('2026-09-30') }),
        paid('tomorrow', { deliveredOn: day('2026-11-24') }),
        paid('customer', { kind: 'repair', settlement: 'customer' }),
        paid('here', { status: 'in_work', deliveredOn: undefined }),
      ),
    )
    expect(await run()).toEqual({ opened: 2 })
    expect(await claimsOf('now')).toMatchObject([
      {
        number: 'SP-RO-now-H',
        kind: 'campaign',
        campaignCode: 'SC-1',
        rescued: true,
        manufacturer: '长城',
        status: 'opened',
        deliveredOn: '2026-11-20',
        openedAt: morning,
        next: { step: 'submit', dueOn: '2026-11-23' },
        lines: [{ line: 1, claimedFen: 30_000 }],
      },
    ])
    expect(await claimsOf('october')).toMatchObject([{ kind: 'warranty' }])
    for (const name of ['september', 'tomorrow', 'customer', 'here']) expect(await claimsOf(name)).toEqual([])
    const entities = table.all().map(({ entity }) => entity)
    expect(entities).not.toContain('Deadline')
    expect(entities).not.toContain('DueItem')
  })

  it('go to the manufacturer that the settings name for the brand', async () => {
    const manufacturers = [
      { zh: '一汽', en: 'FAW', brandWords: ['红旗'] },
      { zh: '长城汽车', en: 'GWM', brandWords: ['哈弗', 'ＧＷＭ', '长城'] },
    ].map((each) => ({ ...each, mailDomains: [], mailAddresses: [], enabled: true }))
    await save(
      store,
      dealerRecord.put({ ...dealerOf({ manufacturers }), version: 1 }, stampAt(morning)),
      ...puts(vehicleRecord, vehicleOf('gwm', { brand: 'gwm 坦克' })),
      ...puts(repairOrderRecord, paid('one'), paid('two', { vehicleId: vehicleIdOf('gwm') })),
    )
    await run()
    for (const name of ['one', 'two'])
      expect(await claimsOf(name)).toMatchObject([{ manufacturer: '长城汽车' }])
  })

  it('are opened once, however often the job fires, and after days in which it did not', async () => {
    await save(store, ...puts(repairOrderRecord, paid('one'), paid('two')))
    const both = await Promise.all([run(), run()])
    expect(both.map(({ opened }) => opened).reduce((a, b) => a + b)).toBe(2)
    expect(await run(local('2026-11-30 08:10'))).toEqual({ opened: 0 })
    expect((await store.warrantyClaims.linesSince('D001', twoMonths)).length).toBe(2)
  })

  it('read only the orders that lack one', async () => {
    const ahead = paid('ahead', { deliveredOn: day('2026-11-24') })
    await save(store, ...puts(repairOrderRecord, paid('one'), paid('two'), ahead))
    await run()
    const reads = { ...table.reads }
    await run()
    expect(table.reads.get - reads.get).toBe(0)
    expect(table.reads.getMany - reads.getMany).toBe(0)
    expect(table.commits.at(-1)?.length).toBe(4)
  })

  it('of an accident, of nothing charged, of a car nobody knows are withheld with the reason, until the books are put right', async () => {
    await save(
      store,
      ...puts(
        repairOrderRecord,
        paid('accident', { kind: 'accident' }),
        paid('nothing', { totalFen: 0, laborFen: 0, partsFen: 0 }),
        paid('no car', { vehicleId: vehicleIdOf('nobody') }),
      ),
    )
    expect(await run()).toEqual({ opened: 0 })
    expect(await reasonOf('accident')).toBe('accident')
    expect(await reasonOf('nothing')).toBe('nothing-charged')
    expect(await reasonOf('no car')).toBe('vehicle-unknown')
    const written = table.commits.length
    await run()
    expect(table.commits.length).toBe(written)
    await corrected('accident', { kind: 'warranty' })
    expect(await run()).toEqual({ opened: 1 })
    expect(await reasonOf('accident')).toBeUndefined()
  })

  it('that are withheld are told no more once the customer pays, the order is gone, or it has a claim after all', async () => {
    const names = ['paid', 'gone', 'claimed', 'stays']
    await save(store, ...puts(repairOrderRecord, ...names.map((name) => paid(name, { kind: 'accident' }))))
    await run()
    await corrected('paid', { settlement: 'insurer' })
    await save(store, repairOrderRecord.remove((await store.orders.byId('D001', orderIdOf('gone')))!))
    const claim = claimOf('claimed', { deliveredOn: day('2026-11-20') })
    await save(store, ...puts(warrantyClaimRecord, claim))
    await run()
    expect(await Promise.all(names.map(reasonOf))).toEqual([undefined, undefined, undefined, 'accident'])
  })

  it('that nobody has touched go with an order that is taken back or not owed, and come again with it', async () => {
    await save(store, ...puts(repairOrderRecord, paid('one'), paid('two'), paid('worked on')))
    await run()
    const [mine] = await claimsOf('worked on')
    await save(store, warrantyClaimRecord.put({ ...mine!, rescued: true }, { at: morning, by: 'W1' }))
    const one = await store.orders.byId('D001', orderIdOf('one'))
    await save(store, repairOrderRecord.remove(one!))
    await corrected('two', { settlement: 'customer', kind: 'repair' })
    await corrected('worked on', { settlement: 'customer', kind: 'repair' })
    expect(await run()).toEqual({ opened: 0 })
    expect(await claimsOf('one')).toEqual([])
    expect(await claimsOf('two')).toEqual([])
    expect(await claimsOf('worked on')).toHaveLength(1)
    await corrected('two', { settlement: 'manufacturer' })
    expect(await run()).toEqual({ opened: 1 })
  })

  it('that nobody has touched follow their order when an import corrects it; what people have worked on stays', async () => {
    await save(store, ...puts(repairOrderRecord, paid('one'), paid('worked on'), paid('nothing')))
    await run()
    const [mine] = await claimsOf('worked on')
    await save(store, warrantyClaimRecord.put({ ...mine!, rescued: true }, { at: morning, by: 'W1' }))
    const more = { totalFen: 45_000, laborFen: 15_000, partsFen: 30_000 }
    await corrected('one', { ...more, odometerKm: 9_999 })
    await corrected('worked on', more)
    await corrected('nothing', { totalFen: 0, laborFen: 0, partsFen: 0 })
    const next = local('2026-11-24 08:10')
    expect(await run(next)).toEqual({ opened: 0 })
    const opened = { status: 'opened', openedAt: morning, updatedBy: 'warranty-claims' }
    expect(await claimsOf('one')).toMatchObject([
      { ...opened, odometerKm: 9_999, lines: [{ line: 1, claimedFen: 45_000 }] },
    ])
    expect(await claimsOf('worked on')).toMatchObject([{ lines: [{ claimedFen: 30_000 }] }])
    expect(await claimsOf('nothing')).toEqual([])
    expect(await reasonOf('nothing')).toBe('nothing-charged')
    const written = table.commits.length
    await run(next)
    expect(table.commits.length).toBe(written)
  })

  it('become claims of another kind with their order, and are no second ones', async () => {
    await save(store, ...puts(repairOrderRecord, paid('one')))
    await run()
    const service = { kind: 'first_service', totalFen: 45_000, laborFen: 15_000, partsFen: 30_000 } as const
    await corrected('one', service)
    await run()
    expect(await claimsOf('one')).toMatchObject([{ kind: 'free_service', lines: [{ claimedFen: 45_000 }] }])
  })

  it('of one dealer do not wait for those of another whose records are damaged', async () => {
    await save(store, ...puts(dealerRecord, dealerOf({}, { dealerId: 'D000' })))
    await save(store, ...puts(repairOrderRecord, paid('one'), paid('bad', { dealerId: 'D000' })))
    const damaged = table
      .all()
      .find(({ entity, dealerId }) => entity === 'RepairOrder' && dealerId === 'D000')
    table.put({ ...damaged, status: 'nonsense' })
    await expect(run()).rejects.toThrow('1 dealers')
    expect(await claimsOf('one')).toHaveLength(1)
  })

  it('leave no order that the manufacturer may owe for without a claim or a reason, whatever the orders are', async () => {
    const anyOrder = fc.record({
      kind: fc.constantFrom(...RepairKind.options),
      settlement: fc.constantFrom(...Payer.options),
      totalFen: fc.constantFrom(0, 30_000),
      deliveredOn: fc.integer({ min: 0, max: 53 }).map((days) => addDays(twoMonths, days)),
      campaign: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyOrder, { maxLength: 12 }), async (told) => {
        table = memoryTable()
        store = openWarrantyStore(table)
        await save(store, ...puts(dealerRecord, dealerOf()), ...puts(vehicleRecord, vehicleOf('anna')))
        const orders = told.map(({ campaign, totalFen, ...more }, index) =>
          repairOrderOf(String(index), {
            ...more,
            totalFen,
            laborFen: totalFen / 3,
            partsFen: (totalFen / 3) * 2,
            ...(campaign ? { campaignCode: 'SC-1' } : {}),
          }),
        )
        await save(store, ...puts(repairOrderRecord, ...orders))
        await run()
        for (const order of orders) {
          const claims = await store.warrantyClaims.ofOrder('D001', order.orderId)
          const withheld = (await store.warrantyClaims.withheldOf('D001', [order.orderId])).size
          const asked = order.settlement === 'manufacturer' || order.campaignCode !== undefined
          expect(claims.length + withheld).toBeLessThanOrEqual(1)
          if (asked) expect(claims.length + withheld).toBe(1)
          expect(monthOf(order.deliveredOn!) >= monthOf(twoMonths)).toBe(true)
          expect(claims.every(({ openedAt }) => dateIn(openedAt, 'Asia/Shanghai') === '2026-11-23')).toBe(
            true,
          )
        }
      }),
      { numRuns: 25 },
    )
  })
})
