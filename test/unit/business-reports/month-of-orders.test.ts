import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftDailyReports } from '../../../functions/business-reports/draft-daily.ts'
import { draftMonthlyReports } from '../../../functions/business-reports/draft-monthly.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import { RepairOrder } from '../../../shared/domain/order.ts'
import { dailyReportRecord } from '../../../shared/store/business-reports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { dealerOf, local, stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'
import { anyOrder } from './any-order.ts'

const december = CalendarMonth.parse('2026-12')

/** What happens on a day of December: orders come or turn out otherwise, in whatever state; reports are confirmed. */
const happening = fc.record({
  on: fc.integer({ min: 1, max: 31 }),
  order: anyOrder,
  /** Instead of a new order, the one so many before is written over. */
  instead: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
  confirms: fc.boolean(),
})

async function confirmOldest(store: Store): Promise<void> {
  const reports = await store.businessReports.dailyOf('D001', december)
  const report = reports.find(({ status }) => status === 'drafted')
  if (report === undefined) return
  const confirmed = { at: local('2026-12-31 20:00'), by: 'clerk' }
  await save(
    store,
    dailyReportRecord.put({ ...report, status: 'confirmed', confirmed }, stampAt(confirmed.at)),
  )
}

/** The sums as somebody would add them up who has nothing but the orders. */
function addedUp(orders: readonly RepairOrder[]) {
  const inDecember = (date: string | undefined) => date?.startsWith('2026-12') ?? false
  const wall = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' })
  const came = orders.filter(({ status }) => !['appointment', 'no_show', 'cancelled'].includes(status))
  const back = came.filter(({ status }) => status === 'delivered')
  const settled = came.filter(({ invoice, status, deliveredOn }) =>
    inDecember(
      invoice !== undefined
        ? wall.format(new Date(invoice.at))
        : status === 'delivered'
          ? deliveredOn
          : undefined,
    ),
  )
  const sum = (of: (order: RepairOrder) => number) =>
    Number(settled.reduce((total, order) => total + BigInt(of(order)), 0n))
  return {
    visits: came.filter(({ receivedOn }) => inDecember(receivedOn)).length,
    settled: settled.length,
    laborFen: sum(({ laborFen }) => laborFen),
    partsFen: sum(({ partsFen }) => partsFen),
    totalFen: sum(({ totalFen }) => totalFen),
    delivered: back.filter(({ deliveredOn }) => inDecember(deliveredOn)).length,
  }
}

describe('the monthly report', () => {
  it('is the sum over the orders and over its days, to the fen, whatever came late, changed or was confirmed before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 25 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 6 }),
        async (happenings, evenings) => {
          const table = memoryTable()
          const store = openStore(table)
          await save(store, ...puts(dealerRecord, dealerOf({}, { createdAt: local('2026-11-01 09:00') })))
          const written: RepairOrder[] = []
          for (let on = 1; on <= 31; on += 1) {
            for (const { order, instead, confirms } of happenings.filter((each) => each.on === on)) {
              const known = instead === undefined ? undefined : written.at(-1 - instead)
              const next =
                known === undefined ? order : { ...order, orderId: known.orderId, version: known.version }
              await save(store, repairOrderRecord.put(next, stampAt(order.updatedAt)))
              const place = known === undefined ? written.length : written.indexOf(known)
              written[place] = { ...next, version: next.version + 1 }
              if (confirms) await confirmOldest(store)
            }
            const clock = clockAt(local(`2026-12-${String(on).padStart(2, '0')} 18:00`))
            if (evenings.includes(on)) await draftDailyReports({ store, clock, log: listeningLog() })
          }
          const clock = clockAt(local('2027-01-03 08:05'))
          await draftMonthlyReports({ store, clock, log: listeningLog() })
          const { figures } = (await store.businessReports.monthly('D001', december))!
          const orders = table
            .all()
            .filter(({ entity }) => entity === 'RepairOrder')
            .map((item) => RepairOrder.parse(item))
          const expected = addedUp(orders)
          expect(figures).toMatchObject(expected)
          for (const field of Object.keys(expected) as (keyof typeof expected)[]) {
            expect(figures.days.reduce((total, line) => total + line[field], 0)).toBe(expected[field])
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
