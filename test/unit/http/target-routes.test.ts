import { beforeEach, describe, expect, it } from 'vitest'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import { readTargetBoard, readTargets, setTargets } from '../../../shared/http/routes/target-board.ts'
import { dailyReportRecord } from '../../../shared/store/business-reports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import type { Account } from '../../support/api-client.ts'
import { day, dealerOf, local } from '../../support/builders.ts'
import { dailyReportOf, dayFiguresOf } from '../../support/report-builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const head: Account = { dealerId: 'D001', roles: ['service_manager'], sub: 'account-h' }
const elsewhere: Account = { ...head, dealerId: 'D002', sub: 'account-x' }
const params = { month: CalendarMonth.parse('2026-12') }

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const visited = (date: string, visits: number, more = {}) =>
  dailyReportOf(date, { figures: dayFiguresOf({ visits, totalFen: visits * 101 }), ...more })

/** Tuesday, 8 December 2026, ten in the morning: the last report is Monday's. */
beforeEach(async () => {
  api = startApi(local('2026-12-08 10:00'))
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(
      dailyReportRecord,
      visited('2026-12-01', 10, {
        status: 'confirmed',
        confirmed: { at: local('2026-12-01 18:20'), by: 'c' },
      }),
      visited('2026-12-02', 20, {
        recordsNow: {
          figures: dayFiguresOf({ visits: 21, totalFen: 2_121 }),
          countedAt: local('2026-12-03 18:00'),
        },
      }),
      visited('2026-12-07', 30),
      visited('2026-11-30', 500),
      visited('2026-12-07', 999, { dealerId: 'D002' }),
    ),
  )
})

const put = (targets: object, ifMatch?: string, account = head) =>
  api.as(account)(setTargets, { params, body: { targets }, ...(ifMatch === undefined ? {} : { ifMatch }) })
const board = async (query: { month?: CalendarMonth; on?: ReturnType<typeof day> } = {}) =>
  ok(await api.as(clerk)(readTargetBoard, { query })).body
const lineOf = (body: Awaited<ReturnType<typeof board>>, measure: string) =>
  body.measures.find((line) => line.measure === measure)

describe('targets', () => {
  it('are set by those who lead the department, and changed in the version that they have seen', async () => {
    expect(await put({ visits: 1 }, undefined, clerk)).toMatchObject({ status: 403 })
    expect(await put({ visits: 600 }, '"1"')).toMatchObject({ status: 404 })
    const first = ok(await put({ visits: 600, renewals: 40 }))
    expect(first.body).toMatchObject({ etag: '"1"', targets: { visits: 600, renewals: 40 }, before: [] })
    expect(await put({ visits: 700 })).toMatchObject({ status: 428 })
    expect(await put({ visits: 700 }, '"2"')).toMatchObject({ status: 412 })
    const second = ok(await put({ visits: 700 }, first.etag))
    expect(second.body).toMatchObject({
      targets: { visits: 700 },
      before: [{ at: local('2026-12-08 10:00'), by: 'account-h', targets: { visits: 600, renewals: 40 } }],
    })
    expect(second.body.targets).not.toHaveProperty('renewals')
    expect(ok(await put({ visits: 700 }, second.etag)).body.before).toHaveLength(1)
    expect(await api.store.audit.of('D001', 'MonthTargets', '2026-12')).toHaveLength(2)
  })

  it('are whole numbers of a measure of the list, in the dealer’s own month', async () => {
    expect(await put({ visits: 0 })).toMatchObject({ status: 422 })
    expect(await put({ visits: 1.5 })).toMatchObject({ status: 422 })
    expect(await put({ coffee: 3 })).toMatchObject({ status: 422 })
    ok(await put({ visits: 600 }))
    expect(await api.as(elsewhere)(readTargets, { params })).toMatchObject({ status: 404 })
    expect(ok(await api.as(clerk)(readTargets, { params })).body.targets).toEqual({ visits: 600 })
    expect(await api.as(specialist)(readTargets, { params })).toMatchObject({ status: 403 })
  })
})

describe('the board', () => {
  it('adds up what the records say of the month’s days, and stands at the end of the last one', async () => {
    ok(await put({ visits: 100 }))
    const body = await board()
    expect(body).toMatchObject({
      month: '2026-12',
      on: '2026-12-07',
      workingDays: { all: 23, gone: 5 },
      timeGonePercent: 21.7,
      unconfirmedDays: 2,
    })
    expect(lineOf(body, 'visits')).toMatchObject({ actual: 61, target: 100, reachedPercent: 61 })
    expect(lineOf(body, 'total_revenue')).toMatchObject({ actual: 10 * 101 + 2_121 + 30 * 101 })
  })

  it('shows how it stood on a day: what was done by then, and the targets of then', async () => {
    api.moveTo(local('2026-12-01 09:00'))
    const { etag } = ok(await put({ visits: 50 }))
    api.moveTo(local('2026-12-03 09:00'))
    ok(await put({ visits: 100 }, etag))
    api.moveTo(local('2026-12-08 10:00'))
    expect(lineOf(await board({ on: day('2026-12-02') }), 'visits')).toMatchObject({ actual: 31, target: 50 })
    expect(lineOf(await board({ on: day('2026-12-03') }), 'visits')).toMatchObject({
      actual: 31,
      target: 100,
    })
    const november = await board({ on: day('2026-11-30') })
    expect([november.month, lineOf(november, 'visits')?.target]).toEqual(['2026-11', undefined])
  })

  it('answers for months that are over and for those to come', async () => {
    expect(await board({ month: CalendarMonth.parse('2026-11') })).toMatchObject({
      on: '2026-11-30',
      timeGonePercent: 100,
    })
    const next = await board({ month: CalendarMonth.parse('2027-01') })
    expect(next).toMatchObject({ timeGonePercent: 0, calendarMissing: true })
    expect(next).not.toHaveProperty('on')
  })

  it('is asked for a day of its month that is not to come', async () => {
    const ask = (query: object) => api.as(clerk)(readTargetBoard, { query })
    expect(await ask({ month: '2026-11', on: '2026-12-01' })).toMatchObject({ status: 422 })
    expect(await ask({ on: '2026-12-09' })).toMatchObject({ status: 422 })
    expect(await api.as(specialist)(readTargetBoard)).toMatchObject({ status: 403 })
    expect(lineOf(ok(await api.as(elsewhere)(readTargetBoard)).body, 'visits')?.actual).toBe(999)
  })
})
