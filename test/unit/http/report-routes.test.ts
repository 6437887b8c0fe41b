import { beforeEach, describe, expect, it } from 'vitest'
import { draftMonthlyReports } from '../../../functions/business-reports/draft-monthly.ts'
import { draftDailyReports } from '../../../functions/business-reports/draft-daily.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import {
  confirmDailyReport,
  confirmMonthlyReport,
  correctDailyReport,
  correctMonthlyReport,
  listDailyReports,
  listMonthlyReports,
  readDailyReport,
  readMonthlyReport,
  redraftDailyReport,
  redraftMonthlyReport,
} from '../../../shared/http/routes/business-reports.ts'
import { MailContent } from '../../../shared/messages/mail-content.ts'
import { dailyReportRecord } from '../../../shared/store/business-reports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import { day, dealerOf, local, repairOrderOf, staffIdOf, staffOf, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, insuranceManager, specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const elsewhere: Account = { ...clerk, dealerId: 'D002', sub: 'account-x' }
const params = { date: day('2026-12-07') }
const served = { receivedOn: params.date, deliveredOn: params.date }

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}

/** Monday, 7 December 2026, at half past six: the day's report was drafted at six. */
beforeEach(async () => {
  api = startApi(local('2026-12-07 18:30'))
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf({}, { createdAt: local('2026-12-01 08:00') })),
    ...puts(staffRecord, staffOf('G1', { role: 'general_manager', name: '张总' })),
    ...puts(repairOrderRecord, repairOrderOf('first', served)),
  )
  await draftDailyReports({ ...api, clock: { now: () => local('2026-12-07 18:00') } })
  await save(api.store, ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })))
})

const read = async () => ok(await api.as(clerk)(readDailyReport, { params }))
const seen = async () => ({ params, ifMatch: (await read()).body.etag })
const confirm = async (remarks?: string) =>
  ok(
    await api.as(clerk)(confirmDailyReport, {
      ...(await seen()),
      body: remarks === undefined ? {} : { remarks },
    }),
  )
const mails = () => api.table.all().filter(({ entity }) => entity === 'Message')
const mailOf = (messageId: unknown) =>
  MailContent.parse(
    JSON.parse(Buffer.from(api.files.stored.get(fileKeys.mail('D001', String(messageId)))!).toString()),
  )

describe('a drafted report', () => {
  it('tells its figures and how each of them is counted, to those who lead', async () => {
    const { body, etag } = ok(await api.as(insuranceManager)(readDailyReport, { params }))
    expect(body).toMatchObject({
      status: 'drafted',
      edition: 1,
      figures: { visits: 1, laborFen: 10_000, partsFen: 20_000, totalFen: 30_000 },
    })
    expect(body.etag).toBe(etag)
    expect(Object.keys(body.how).sort()).toEqual(Object.keys(body.figures).sort())
    expect(await api.as(specialist)(readDailyReport, { params })).toMatchObject({ status: 403 })
    expect(await api.as(elsewhere)(readDailyReport, { params })).toMatchObject({ status: 404 })
    expect(await api.as(clerk)(readDailyReport, { params: { date: day('2026-12-06') } })).toMatchObject({
      status: 404,
    })
  })

  it('stands in the list of its month, which is this one unless another is asked for', async () => {
    const { body } = ok(await api.as(clerk)(listDailyReports))
    expect(body.month).toBe('2026-12')
    expect(body.items.map(({ date, totalFen }) => [date, totalFen])).toEqual([
      ['2026-12-01', 0],
      ['2026-12-02', 0],
      ['2026-12-03', 0],
      ['2026-12-04', 0],
      ['2026-12-07', 30_000],
    ])
    const november = ok(await api.as(clerk)(listDailyReports, { query: { month: '2026-11' } }))
    expect(november.body.items).toEqual([])
    expect(ok(await api.as(elsewhere)(listDailyReports)).body.items).toEqual([])
    expect(await api.as(clerk)(listDailyReports, { query: { month: '2026-13' } })).toMatchObject({
      status: 422,
    })
  })

  it('is counted anew on request, with what has come since', async () => {
    await save(api.store, ...puts(repairOrderRecord, repairOrderOf('second', served)))
    const { body } = ok(await api.as(clerk)(redraftDailyReport, await seen()))
    expect(body).toMatchObject({ status: 'drafted', edition: 1, figures: { settled: 2, totalFen: 60_000 } })
    expect(body.countedAt).toBe(local('2026-12-07 18:30'))
  })

  it('of a past day is counted as of the day’s end', async () => {
    api.moveTo(local('2026-12-09 10:00'))
    expect(ok(await api.as(clerk)(redraftDailyReport, await seen())).body.countedAt).toBe(
      local('2026-12-08 00:00'),
    )
  })

  it('is changed by its clerk and the service manager alone, in the version that they have seen', async () => {
    const manager: Account = { ...clerk, roles: ['general_manager'], sub: 'account-g' }
    expect(await api.as(manager)(confirmDailyReport, { ...(await seen()), body: {} })).toMatchObject({
      status: 403,
    })
    expect(await api.as(clerk)(confirmDailyReport, { params, body: {} })).toMatchObject({ status: 428 })
    expect(await api.as(clerk)(confirmDailyReport, { params, ifMatch: '"9"', body: {} })).toMatchObject({
      status: 412,
    })
    expect(await api.as(elsewhere)(confirmDailyReport, { params, ifMatch: '"1"', body: {} })).toMatchObject({
      status: 404,
    })
    const head: Account = { ...clerk, roles: ['service_manager'], sub: 'account-h' }
    ok(await api.as(head)(confirmDailyReport, { ...(await seen()), body: {} }))
  })
})

describe('a confirmed report', () => {
  it('goes to the general manager by mail, with the clerk’s remarks, in one transaction', async () => {
    const before = api.table.commits.length
    const { body } = await confirm('下午停电一小时。')
    expect(api.table.commits).toHaveLength(before + 1)
    expect(body).toMatchObject({
      status: 'confirmed',
      remarks: '下午停电一小时。',
      confirmed: { at: local('2026-12-07 18:30'), mailedTo: staffIdOf('G1') },
    })
    const [row, ...others] = mails()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      purpose: 'daily-business-report',
      step: 'edition-1',
      recipient: { kind: 'staff', id: staffIdOf('G1') },
      text: '【日报】12月7日：进厂 1 台，营业额 ¥300.00',
      status: 'planned',
    })
    const mail = mailOf(row!['messageId'])
    for (const text of [mail.html, mail.text]) {
      expect(text).toContain('张总，您好')
      expect(text).toContain('下午停电一小时。')
      expect(text).toContain('¥300.00')
    }
  })

  it('goes out once, however often it is confirmed', async () => {
    const first = await seen()
    const again = { ...first, body: {}, idempotencyKey: 'confirm-2026-12-07' }
    const answers = await Promise.all([
      api.as(clerk)(confirmDailyReport, again),
      api.as(clerk)(confirmDailyReport, again),
      api.as(clerk)(confirmDailyReport, { ...first, body: { remarks: '另一人' } }),
    ])
    expect(answers.filter(({ ok: done }) => done).length).toBeGreaterThan(0)
    const late = await api.as(clerk)(confirmDailyReport, { ...(await seen()), body: {} })
    expect(late).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
    expect(mails()).toHaveLength(1)
  })

  it('carries the body that belongs to it, when two confirm at once with different remarks', async () => {
    const first = await seen()
    const ask = (remarks: string) => api.as(clerk)(confirmDailyReport, { ...first, body: { remarks } })
    // The first to write is made to wait, until the other one has written.
    let waiting: ReturnType<typeof ask> | undefined
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      waiting = ask('后写')
      return { kind: 'conflict', contested: [0] }
    }
    const answers = [await ask('先写'), await waiting!]
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(mails()).toHaveLength(1)
    const { remarks } = (await read()).body
    expect(mailOf(mails()[0]!['messageId']).text).toContain(remarks)
  })

  it('is confirmed without mail where nobody is the general manager', async () => {
    const [manager] = (await api.store.staff.ofDealer('D001')).values()
    await save(
      api.store,
      staffRecord.put({ ...manager!, leftOn: day('2026-12-01') }, stampAt(local('2026-12-01 09:00'))),
    )
    expect((await confirm()).body.confirmed).toEqual({ at: local('2026-12-07 18:30'), by: 'account-c1' })
    expect(mails()).toEqual([])
  })

  it('is not drafted anew', async () => {
    await confirm()
    expect(await api.as(clerk)(redraftDailyReport, await seen())).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['correct'] },
    })
  })
})

describe('a correction', () => {
  const correct = async () =>
    ok(await api.as(clerk)(correctDailyReport, { ...(await seen()), body: { reason: '补录结算单' } }))

  it('is a new edition that names the first, and goes out when it is confirmed', async () => {
    await confirm('第一版备注')
    await save(api.store, ...puts(repairOrderRecord, repairOrderOf('second', served)))
    const { body } = await correct()
    expect(body).toMatchObject({
      status: 'drafted',
      edition: 2,
      corrects: 1,
      reason: '补录结算单',
      figures: { totalFen: 60_000 },
      earlier: [{ edition: 1, remarks: '第一版备注', figures: { totalFen: 30_000 } }],
    })
    expect(body).not.toHaveProperty('remarks')
    expect(mails()).toHaveLength(1)
    await confirm()
    const second = mails().find(({ step }) => step === 'edition-2')
    expect(second).toMatchObject({ text: '【日报】12月7日：进厂 2 台，营业额 ¥600.00（第 2 版，更正）' })
    expect(mailOf(second!['messageId']).text).toContain('更正第 1 版。原因：补录结算单')
    expect(mails()).toHaveLength(2)
  })

  it('is of what was confirmed, nine editions at most', async () => {
    expect(
      await api.as(clerk)(correctDailyReport, { ...(await seen()), body: { reason: '还没确认' } }),
    ).toMatchObject({ status: 409, problem: { allowed: ['redraft', 'confirm'] } })
    for (let edition = 2; edition <= 9; edition += 1) {
      await confirm()
      expect((await correct()).body.edition).toBe(edition)
    }
    await confirm()
    expect(
      await api.as(clerk)(correctDailyReport, { ...(await seen()), body: { reason: '又一次' } }),
    ).toMatchObject({ status: 409, problem: { allowed: [] } })
    expect(mails()).toHaveLength(9)
    expect(await api.store.audit.of('D001', dailyReportRecord.entity, '2026-12-07')).toHaveLength(17)
  })
})

describe('the monthly report', () => {
  const month = { month: CalendarMonth.parse('2026-12') }
  const readMonth = async () => ok(await api.as(clerk)(readMonthlyReport, { params: month }))
  const seenMonth = async () => ({ params: month, ifMatch: (await readMonth()).body.etag })

  beforeEach(async () => {
    api.moveTo(local('2027-01-03 09:00'))
    await draftMonthlyReports({ ...api, clock: { now: () => local('2027-01-03 08:05') } })
  })

  it('is read by those who lead, and listed with the last month in front', async () => {
    const { body } = await readMonth()
    expect(body).toMatchObject({ status: 'drafted', figures: { visits: 1, totalFen: 30_000 } })
    expect(Object.keys(body.how).sort()).toEqual(Object.keys(body.figures).sort())
    api.moveTo(local('2027-02-03 09:00'))
    await draftMonthlyReports({ ...api, clock: { now: () => local('2027-02-03 08:05') } })
    const first = ok(await api.as(insuranceManager)(listMonthlyReports, { query: { limit: 1 } })).body
    expect(first.items.map((each) => each.month)).toEqual(['2027-01'])
    const second = ok(
      await api.as(clerk)(listMonthlyReports, { query: { limit: 1, cursor: first.next! } }),
    ).body
    expect(second.items).toMatchObject([{ month: '2026-12', totalFen: 30_000, changedSince: false }])
    expect(await api.as(elsewhere)(listMonthlyReports, { query: { cursor: first.next! } })).toMatchObject({
      status: 400,
    })
    expect(await api.as(specialist)(readMonthlyReport, { params: month })).toMatchObject({ status: 403 })
    const theirOwn = ok(await api.as(elsewhere)(readMonthlyReport, { params: month })).body
    expect(theirOwn.figures).toMatchObject({ visits: 0, totalFen: 0 })
  })

  it('is counted anew with its days, confirmed and corrected like a day’s', async () => {
    await save(
      api.store,
      ...puts(
        repairOrderRecord,
        repairOrderOf('late', { receivedOn: day('2026-12-20'), deliveredOn: day('2026-12-20') }),
      ),
    )
    const redrafted = ok(await api.as(clerk)(redraftMonthlyReport, await seenMonth())).body
    expect(redrafted.figures).toMatchObject({ visits: 2, totalFen: 60_000 })
    expect(await api.store.businessReports.daily('D001', day('2026-12-20'))).toMatchObject({
      figures: { visits: 1 },
    })
    ok(await api.as(clerk)(confirmMonthlyReport, { ...(await seenMonth()), body: { remarks: '旺季' } }))
    const [row, ...others] = mails()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      purpose: 'monthly-business-report',
      text: '【月报】2026年12月：进厂 2 台，营业额 ¥600.00',
    })
    expect(mailOf(row!['messageId']).text).toContain('2026-12-20：进厂 1 台')
    const again = { ...(await seenMonth()), body: { reason: '还有' } }
    const corrected = ok(await api.as(clerk)(correctMonthlyReport, again)).body
    expect(corrected).toMatchObject({ status: 'drafted', edition: 2, corrects: 1, earlier: [{ edition: 1 }] })
  })
})
