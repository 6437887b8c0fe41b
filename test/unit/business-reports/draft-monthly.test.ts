import { beforeEach, describe, expect, it } from 'vitest'
import { DraftsFailed } from '../../../functions/business-reports/draft-daily.ts'
import { draftMonthlyReports } from '../../../functions/business-reports/draft-monthly.ts'
import { draftReports } from '../../../functions/business-reports/draft-reports.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import {
  dailyReportRecord,
  monthlyReportRecord,
  monthTargetsRecord,
} from '../../../shared/store/business-reports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { day, dealerOf, local, repairOrderOf, stampAt } from '../../support/builders.ts'
import { memoryTable, type MemoryTable } from '../../support/memory-table.ts'
import { dailyReportOf, dayFiguresOf, monthTargetsOf } from '../../support/report-builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'

let table: MemoryTable
let store: Store
const december = CalendarMonth.parse('2026-12')
const run = (at: string) => draftMonthlyReports({ store, clock: clockAt(local(at)), log: listeningLog() })
const report = () => store.businessReports.monthly('D001', december)
const served = (name: string, date: string) =>
  repairOrderOf(name, { receivedOn: day(date), deliveredOn: day(date) })

beforeEach(async () => {
  table = memoryTable()
  store = openStore(table)
  await save(
    store,
    ...puts(dealerRecord, dealerOf({}, { createdAt: local('2026-12-10 09:00') })),
    ...puts(monthTargetsRecord, monthTargetsOf('2026-12')),
    ...puts(
      repairOrderRecord,
      served('a', '2026-12-14'),
      served('b', '2026-12-31'),
      served('c', '2027-01-01'),
    ),
  )
})

describe('the report of the month before', () => {
  it('is drafted on the 3rd, from the days since the dealer came, with what was aimed at', async () => {
    await run('2027-01-02 08:05')
    expect(await report()).toBeUndefined()
    await run('2027-01-03 08:05')
    expect(await report()).toMatchObject({
      status: 'drafted',
      figures: { visits: 2, totalFen: 60_000, targets: { visits: 300 } },
      countedAt: local('2027-01-03 08:05'),
    })
    const days = (await report())!.figures.days.map(({ date }) => date)
    expect([days.at(0), days.at(-1), days.length]).toEqual(['2026-12-10', '2026-12-31', 16])
  })

  it('is drafted later when the system was down, and not of a month without the dealer', async () => {
    await run('2027-01-27 08:05')
    expect(await report()).toMatchObject({ status: 'drafted' })
    await run('2026-12-20 08:05')
    expect(await store.businessReports.monthly('D001', CalendarMonth.parse('2026-11'))).toBeUndefined()
  })

  it('is counted anew each morning: the draft changes, a confirmed one is told what changed', async () => {
    await run('2027-01-03 08:05')
    await save(store, ...puts(repairOrderRecord, served('late', '2026-12-15')))
    await run('2027-01-04 08:05')
    const drafted = (await report())!
    expect(drafted).toMatchObject({ version: 2, figures: { visits: 3 } })
    const confirmed = { at: local('2027-01-04 09:00'), by: 'clerk' }
    await save(
      store,
      monthlyReportRecord.put({ ...drafted, status: 'confirmed', confirmed }, stampAt(confirmed.at)),
    )
    await run('2027-01-05 08:05')
    expect((await report())?.version).toBe(3)
    await save(store, ...puts(repairOrderRecord, served('later', '2026-12-16')))
    await run('2027-01-06 08:05')
    expect(await report()).toMatchObject({
      status: 'confirmed',
      figures: { visits: 3 },
      recordsNow: { figures: { visits: 4 } },
    })
  })

  it('is left alone in the evening, unless it is missing', async () => {
    await run('2027-01-03 18:00')
    expect(await report()).toMatchObject({ version: 1, figures: { visits: 2 } })
    await save(store, ...puts(repairOrderRecord, served('late', '2026-12-15')))
    await run('2027-01-03 18:10')
    expect(await report()).toMatchObject({ version: 1 })
  })

  it('does not keep the day’s report from being drafted when it fails, nor the other way round', async () => {
    table.onCommit = (writes) => {
      const [write] = writes
      return write?.kind === 'put' && write.key.sk.startsWith('2026-12')
        ? { kind: 'conflict', contested: [0] }
        : undefined
    }
    const log = listeningLog()
    const clock = clockAt(local('2027-01-04 18:00'))
    await expect(draftReports({ store, clock, log })).rejects.toThrow(DraftsFailed)
    expect(await store.businessReports.daily('D001', day('2027-01-04'))).toMatchObject({ status: 'drafted' })
    table.onCommit = undefined
    expect(await draftReports({ store, clock, log })).toMatchObject({ monthly: 1 })
  })

  it('marks days that nobody has confirmed, and those whose records changed since', async () => {
    const confirmed = { at: local('2026-12-15 18:20'), by: 'clerk' }
    const figures = dayFiguresOf({ visits: 7 })
    await save(
      store,
      ...puts(dailyReportRecord, dailyReportOf('2026-12-14', { status: 'confirmed', confirmed, figures })),
    )
    await run('2027-01-03 08:05')
    const lines = (await report())!.figures.days
    expect(lines.find(({ date }) => date === '2026-12-14')).toMatchObject({
      visits: 1,
      status: 'confirmed',
      changedSince: true,
    })
    expect(lines.find(({ date }) => date === '2026-12-31')).toMatchObject({
      status: 'drafted',
      changedSince: false,
    })
  })

  it('waits when others keep changing its days, and the run is repeated', async () => {
    table.onCommit = (writes) => {
      const [write] = writes
      return write?.kind === 'put' && write.key.pk.includes('daily-report')
        ? { kind: 'conflict', contested: [0] }
        : undefined
    }
    await expect(run('2027-01-03 08:05')).rejects.toThrow(DraftsFailed)
    expect(await report()).toBeUndefined()
    table.onCommit = undefined
    await run('2027-01-03 08:15')
    expect(await report()).toMatchObject({ figures: { visits: 2 } })
  })
})
