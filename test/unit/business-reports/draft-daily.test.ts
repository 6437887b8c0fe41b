import { beforeEach, describe, expect, it } from 'vitest'
import {
  BUSINESS_REPORTS,
  draftDailyReports,
  DraftsFailed,
} from '../../../functions/business-reports/draft-daily.ts'
import { firesBetween } from '../../../local/scheduler.ts'
import { timeIn, type Instant } from '../../../shared/domain/time.ts'
import { schedules } from '../../../shared/due/schedules.ts'
import { writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { auditRecord, CALL_OUTCOME } from '../../../shared/store/audit.ts'
import { dailyReportRecord } from '../../../shared/store/business-reports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { journalRecord } from '../../../shared/store/messages.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import {
  day,
  dealerOf,
  local,
  messageRowOf,
  policyIdOf,
  policyOf,
  repairOrderOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { memoryTable, type MemoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'

let table: MemoryTable
let store: Store

/** A dealer since Thursday, 3 December 2026. */
const here = { createdAt: local('2026-12-03 10:00') }
const run = (at: string, log = listeningLog()) => draftDailyReports({ store, clock: clockAt(local(at)), log })
const reportOf = (date: string, dealerId = 'D001') => store.businessReports.daily(dealerId, day(date))
const deliveredOn = (name: string, date: string) =>
  repairOrderOf(name, { receivedOn: day(date), deliveredOn: day(date) })

beforeEach(async () => {
  table = memoryTable()
  store = openStore(table)
  await save(store, ...puts(dealerRecord, dealerOf({}, here)))
})

describe('the day’s draft', () => {
  it('is made once the dealer has closed, from the day’s records, and names no day before the dealer came', async () => {
    await save(
      store,
      ...puts(repairOrderRecord, deliveredOn('a', '2026-12-07'), deliveredOn('old', '2026-12-02')),
    )
    await run('2026-12-07 17:59')
    expect(await reportOf('2026-12-07')).toBeUndefined()
    await run('2026-12-07 18:00')
    expect(await reportOf('2026-12-07')).toMatchObject({
      status: 'drafted',
      edition: 1,
      countedAt: local('2026-12-07 18:00'),
      figures: { visits: 1, settled: 1, laborFen: 10_000, partsFen: 20_000, totalFen: 30_000, delivered: 1 },
    })
    expect(await reportOf('2026-12-02')).toBeUndefined()
  })

  it('waits for a dealer who closes later, and is not made by that dealer’s hour for the others', async () => {
    await save(
      store,
      ...puts(dealerRecord, dealerOf({ closingTime: '20:00' }, { ...here, dealerId: 'D002' })),
    )
    await run('2026-12-07 18:00')
    expect(await reportOf('2026-12-07', 'D002')).toBeUndefined()
    await run('2026-12-07 20:00')
    expect(await reportOf('2026-12-07', 'D002')).toMatchObject({ countedAt: local('2026-12-07 20:00') })
    expect(await reportOf('2026-12-07')).toMatchObject({ countedAt: local('2026-12-07 18:00') })
  })

  it('has ten minutes later what the index had not shown yet', async () => {
    table.freezeIndexes()
    await save(store, ...puts(repairOrderRecord, deliveredOn('just now', '2026-12-07')))
    await run('2026-12-07 18:00')
    expect((await reportOf('2026-12-07'))?.figures.delivered).toBe(0)
    table.thawIndexes()
    await run('2026-12-07 18:10')
    expect(await reportOf('2026-12-07')).toMatchObject({ version: 2, figures: { delivered: 1 } })
  })

  it('counts renewals, outcomes of calls and SMS of the day', async () => {
    const at = local('2026-12-07 11:00')
    const stamp = stampAt(at)
    const renewal = { ...unwritten(stamp), renews: policyIdOf('old') }
    const sent = (name: string, more = {}) => messageRowOf(name, { status: 'sent', ...more })
    const rows = [sent('a'), sent('b'), messageRowOf('c'), sent('mail', { channel: 'mail' })]
    const call = (id: string, outcome: string, when: Instant = at) => ({
      ...unwritten(stampAt(when)),
      dealerId: 'D001',
      recordKind: 'CallEntry',
      recordId: vehicleIdOf(id),
      entryId: `${when}#${id}`,
      action: CALL_OUTCOME,
      after: { outcome, remark: null },
    })
    await save(
      store,
      ...puts(
        policyRecord,
        policyOf('new', { ...renewal, premiumFen: 250_001 }),
        policyOf('given back', {
          ...renewal,
          ended: { kind: 'cancelled', on: day('2026-12-07'), reason: 'OTHER' },
        }),
        policyOf('no renewal', unwritten(stamp)),
      ),
      ...puts(
        auditRecord,
        call('x', 'RENEWED'),
        call('y', 'NO_ANSWER'),
        call('z', 'NO_ANSWER'),
        call('before', 'LOST', local('2026-12-06 23:59')),
      ),
      ...writesForMessages(
        'D001',
        rows.map((row) => ({ row, sendAfter: at })),
        stamp,
      ),
      ...puts(journalRecord, {
        ...unwritten(stamp),
        dealerId: 'D001',
        purpose: 'maintenance-reminders',
        date: '2026-12-07',
        journalId: 'j1',
        decided: rows.map(({ messageId, subject, cycle, step }) => ({
          ...{ subject, cycle, step, messageId },
          outcome: 'message' as const,
        })),
      }),
    )
    await run('2026-12-07 18:00')
    expect((await reportOf('2026-12-07'))?.figures).toMatchObject({
      renewals: { policies: 1, premiumFen: 250_001 },
      calls: { RENEWED: 1, NO_ANSWER: 2 },
      sms: { 'maintenance-reminders': { sent: 2, waiting: 1, failed: 0, withheld: 0 } },
    })
    expect((await reportOf('2026-12-07'))?.figures.calls).not.toHaveProperty('LOST')
  })

  it('is not made of a day without work, unless there is something to count', async () => {
    const renewed = { ...unwritten(stampAt(local('2026-12-12 11:00'))), renews: policyIdOf('old') }
    await save(
      store,
      ...puts(repairOrderRecord, deliveredOn('on Sunday', '2026-12-06')),
      ...puts(policyRecord, policyOf('on Saturday', { ...renewed, premiumFen: 350_000 })),
    )
    for (const date of ['2026-12-05', '2026-12-06', '2026-12-12', '2026-12-13']) await run(`${date} 18:00`)
    expect(await reportOf('2026-12-05')).toBeUndefined()
    expect(await reportOf('2026-12-06')).toMatchObject({ figures: { visits: 1 } })
    expect(await reportOf('2026-12-12')).toMatchObject({
      figures: { visits: 0, renewals: { policies: 1, premiumFen: 350_000 } },
    })
    expect(await reportOf('2026-12-13')).toBeUndefined()
  })

  describe.each([
    ['a working day', '2026-12-07'],
    ['a day off with orders', '2026-12-05'],
  ])('on %s', (_, date) => {
    // Before the evening's first fire and after its last one the nearest ones stand in.
    it.each([
      ['17:30', '18:00', '18:10'],
      ['18:00', '18:00', '18:10'],
      ['18:05', '18:10', '19:00'],
      ['18:11', '19:00', '19:10'],
      ['18:30', '19:00', '19:10'],
      ['18:45', '19:00', '19:10'],
      ['14:00', '16:00', '16:10'],
      ['23:30', '23:00', '23:10'],
    ])(
      'of who closes at %s is made by the fire at %s and once more at %s',
      async (closingTime, ...counts) => {
        await save(store, ...puts(dealerRecord, dealerOf({ closingTime }, { ...here, dealerId: 'D002' })))
        const { expression } = schedules.find(({ job }) => job === BUSINESS_REPORTS)!
        const zone = 'Asia/Shanghai'
        const fires = firesBetween([{ expression, zone }], local(`${date} 00:00`), local(`${date} 23:59`))
        const counted: string[] = []
        for (const [index, { at }] of fires.entries()) {
          const order = { ...deliveredOn(`before fire ${String(index)}`, date), dealerId: 'D002' }
          await save(store, ...puts(repairOrderRecord, order))
          await draftDailyReports({ store, clock: clockAt(at), log: listeningLog() })
          const report = await reportOf(date, 'D002')
          if (report?.countedAt === at) counted.push(timeIn(at, zone))
        }
        expect(counted.slice(0, 2)).toEqual(counts)
      },
    )
  })

  it('of days on which the system was down is made when it is back, each once', async () => {
    await run('2026-12-10 21:00')
    const days = (await store.businessReports.dailyOf('D001', '2026-12' as never)).map(({ date }) => date)
    expect(days).toEqual(['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'])
    const commits = table.commits.length
    await run('2026-12-10 22:00')
    expect(table.commits).toHaveLength(commits)
  })

  it('of one dealer does not fail with that of another, and the run is repeated', async () => {
    await save(store, ...puts(dealerRecord, dealerOf({}, { ...here, dealerId: 'D000' })))
    table.put({ pk: 'D000#daily-report#2026-12', sk: '2026-12-07', date: 'damaged' })
    const log = listeningLog()
    await expect(run('2026-12-07 18:00', log)).rejects.toThrow(DraftsFailed)
    expect(await reportOf('2026-12-07')).toMatchObject({ status: 'drafted' })
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { dealerId: 'D000' } },
    ])
  })
})

describe('what reaches the records late', () => {
  const confirm = async (date: string) => {
    const report = (await reportOf(date))!
    const confirmed = { at: local('2026-12-07 18:20'), by: 'clerk' }
    await save(
      store,
      dailyReportRecord.put({ ...report, status: 'confirmed', confirmed }, stampAt(confirmed.at)),
    )
  }

  it('changes the draft of its day', async () => {
    await run('2026-12-07 18:00')
    await save(store, ...puts(repairOrderRecord, deliveredOn('imported', '2026-12-07')))
    await run('2026-12-08 18:00')
    expect(await reportOf('2026-12-07')).toMatchObject({ status: 'drafted', figures: { settled: 1 } })
  })

  it('stands beside a confirmed report, which stays as it went out, and goes when it was no news', async () => {
    await run('2026-12-07 18:00')
    await confirm('2026-12-07')
    const late = deliveredOn('imported', '2026-12-07')
    await save(store, ...puts(repairOrderRecord, late))
    await run('2026-12-08 18:00')
    expect(await reportOf('2026-12-07')).toMatchObject({
      status: 'confirmed',
      figures: { settled: 0, totalFen: 0 },
      recordsNow: { figures: { settled: 1, totalFen: 30_000 } },
    })
    const [stored] = (await store.orders.byIds('D001', [late.orderId])).values()
    await save(
      store,
      repairOrderRecord.put(
        { ...stored!, deliveredOn: day('2026-12-04') },
        stampAt(local('2026-12-08 20:00')),
      ),
    )
    await save(
      store,
      repairOrderRecord.put(
        { ...stored!, version: 2, receivedOn: day('2026-12-04'), deliveredOn: day('2026-12-04') },
        stampAt(local('2026-12-08 20:00')),
      ),
    )
    await run('2026-12-09 18:00')
    expect(await reportOf('2026-12-07')).not.toHaveProperty('recordsNow')
    expect(await reportOf('2026-12-04')).toMatchObject({ figures: { settled: 1 } })
  })

  it('does not touch a confirmed report whose car has only left the workshop since', async () => {
    const stay = repairOrderOf('stays', {
      status: 'in_work',
      receivedOn: day('2026-12-07'),
      deliveredOn: undefined,
    })
    await save(store, ...puts(repairOrderRecord, stay))
    await run('2026-12-07 18:00')
    await confirm('2026-12-07')
    const before = await reportOf('2026-12-07')
    expect(before?.figures.inShop).toBe(1)
    const [stored] = (await store.orders.byIds('D001', [stay.orderId])).values()
    await save(
      store,
      repairOrderRecord.put(
        { ...stored!, status: 'delivered', deliveredOn: day('2026-12-08') },
        stampAt(local('2026-12-08 10:00')),
      ),
    )
    await run('2026-12-08 18:00')
    expect(await reportOf('2026-12-07')).toEqual(before)
  })

  it('loses to a person who changes the report at that moment, and is counted at the next run', async () => {
    await run('2026-12-07 18:00')
    await save(store, ...puts(repairOrderRecord, deliveredOn('imported', '2026-12-07')))
    let stolen = false
    table.onCommit = (writes) => {
      const [write] = writes
      if (stolen || write?.kind !== 'put' || write.key.sk !== '2026-12-07') return undefined
      stolen = true
      return { kind: 'conflict', contested: [0] }
    }
    await run('2026-12-08 18:00')
    expect(await reportOf('2026-12-07')).toMatchObject({ figures: { settled: 0 } })
    await run('2026-12-08 18:10')
    expect(await reportOf('2026-12-07')).toMatchObject({ figures: { settled: 1 } })
  })
})
