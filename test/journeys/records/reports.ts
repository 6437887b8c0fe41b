import { expect, it } from 'vitest'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import * as routes from '../../../shared/http/routes/business-reports.ts'
import { createStaff } from '../../../shared/http/routes/staff.ts'
import { readTargetBoard, readTargets, setTargets } from '../../../shared/http/routes/target-board.ts'
import { monthlyReportRecord } from '../../../shared/store/business-reports.ts'
import { day, local } from '../../support/builders.ts'
import { monthlyReportOf } from '../../support/report-builders.ts'
import { puts, save } from '../../support/store.ts'
import { done, type Desk } from './desk.ts'

/** On Monday evening the day's figures go up, and the board shows how far the month is. */
export function theDayInFigures(desk: () => Desk): void {
  const clerk = () => desk().as('information_clerk')
  const manager = () => desk().as('general_manager')
  const params = { date: day('2026-11-23') }
  const month = CalendarMonth.parse('2026-11')
  const mails = () =>
    desk()
      .stack.outbox.all()
      .flatMap((message) => (message.channel === 'mail' ? [message.subject] : []))

  it('the day’s report is drafted when the dealer closes, and holds what the orders say', async () => {
    await desk().stack.runUntil(local('2026-11-23 18:15'))
    const { body } = await done(clerk()(routes.readDailyReport, { params }))
    expect(body).toMatchObject({ status: 'drafted', edition: 1 })
    expect(body.figures.settled).toBeGreaterThan(0)
    expect(body.figures.totalFen).toBeGreaterThan(0)
    expect(body.figures.sms['maintenance-reminders']).toMatchObject({ sent: 1, withheld: 1 })
    expect(Object.values(body.figures.calls).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(0)
    const listed = await done(manager()(routes.listDailyReports, { query: { month } }))
    expect(listed.body.items.map(({ date, totalFen }) => [date, totalFen])).toContainEqual([
      params.date,
      body.figures.totalFen,
    ])
  })

  it('it is confirmed, mailed once, and corrected by a new edition', async () => {
    const hired = {
      number: 'G001',
      name: '总经理',
      role: 'general_manager',
      email: 'gm@example.com',
    } as const
    await done(manager()(createStaff, { body: hired }))
    const seen = async () => ({
      params,
      ifMatch: (await done(clerk()(routes.readDailyReport, { params }))).body.etag,
    })
    await done(clerk()(routes.redraftDailyReport, await seen()))
    const { body } = await done(
      clerk()(routes.confirmDailyReport, {
        ...(await seen()),
        body: { remarks: '全员在岗' },
        idempotencyKey: 'confirm-monday-1',
      }),
    )
    expect(body.confirmed).toHaveProperty('mailedTo')
    await desk().stack.runUntil(local('2026-11-23 18:30'))
    expect(mails().filter((subject) => subject.startsWith('【日报】11月23日'))).toHaveLength(1)
    const corrected = await done(
      clerk()(routes.correctDailyReport, { ...(await seen()), body: { reason: '晚上补录' } }),
    )
    expect(corrected.body).toMatchObject({ status: 'drafted', edition: 2, corrects: 1 })
  })

  it('the month before is confirmed likewise', async () => {
    const before = CalendarMonth.parse('2026-10')
    const { dealerId } = desk()
    await save(desk().store, ...puts(monthlyReportRecord, monthlyReportOf(before, { dealerId })))
    const seen = async () => ({
      params: { month: before },
      ifMatch: (await done(clerk()(routes.readMonthlyReport, { params: { month: before } }))).body.etag,
    })
    await done(clerk()(routes.redraftMonthlyReport, await seen()))
    await done(clerk()(routes.confirmMonthlyReport, { ...(await seen()), body: {} }))
    await done(clerk()(routes.correctMonthlyReport, { ...(await seen()), body: { reason: '补导入' } }))
    const listed = await done(manager()(routes.listMonthlyReports, { query: { limit: 1 } }))
    expect(listed.body.items).toMatchObject([{ month: before, edition: 2, status: 'drafted' }])
    await desk().stack.runUntil(local('2026-11-23 18:40'))
    expect(mails().filter((subject) => subject.startsWith('【月报】2026年10月'))).toHaveLength(1)
  })

  it('targets are set, and stand beside what was done and how much of the month is gone', async () => {
    const head = desk().as('service_manager')
    await done(head(setTargets, { params: { month }, body: { targets: { visits: 100 } } }))
    expect((await done(head(readTargets, { params: { month } }))).body.targets).toEqual({ visits: 100 })
    const { body } = await done(manager()(readTargetBoard, { query: { month } }))
    expect(body).toMatchObject({ on: params.date, workingDays: { all: 21, gone: 16 } })
    const visits = body.measures.find(({ measure }) => measure === 'visits')!
    expect(visits.actual).toBeGreaterThan(0)
    expect(visits.reachedPercent).toBe(visits.actual)
  })
}
