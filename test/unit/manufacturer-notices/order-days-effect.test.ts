import { beforeEach, describe, expect, it } from 'vitest'
import { orderDaysIn } from '../../../functions/manufacturer-notices/order-days.ts'
import { adoptMissing } from '../../../functions/report-deadlines/adopt.ts'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import { sweepDeadlines } from '../../../functions/report-deadlines/sweep.ts'
import { STOCK_ORDERS } from '../../../shared/domain/duty.ts'
import { defaultPartsOrderClasses } from '../../../shared/domain/parts-order-class.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { openDeadlineJobStore } from '../../../shared/store/deadline-job-store.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { day, dealerOf, local } from '../../support/builders.ts'
import { capturingLog } from '../messages/delivering.ts'
import { csv, mailWithFiles, openEffects, type EffectRig } from './effect-rig.ts'

const subject = '关于2026年12月配件订货日历的通知'
const calendar = (rows: readonly string[], name = subject) =>
  mailWithFiles(name, '附件为12月订货日历，请按日历提交M订单。', {
    '12月订货日历.csv': csv('订货日期,订单类型', rows),
  })
const deadlineJob = {
  job: 'report-deadlines',
  zone: 'Asia/Shanghai',
  scheduledAt: '2026-11-23T00:00:00.000Z',
}

let rig: EffectRig
beforeEach(async () => {
  rig = await openEffects()
})
const adopt = () =>
  adoptMissing(
    openDeadlineJobStore(rig.table),
    dutyCatalogue.filter(({ code }) => code === STOCK_ORDERS),
    {
      dealerId: 'D001',
      adoptedOn: day('2026-11-23'),
      hours: openingHoursOf(dealerOf()),
      stamp: { at: rig.clock.now(), by: 'test' },
    },
    () => [],
  )
const deadlinesOpened = async (at: string) => {
  rig.moveTo(local(at))
  const store = openDeadlineJobStore(rig.table)
  await sweepDeadlines(deadlineJob, { store, files: rig.files, clock: rig.clock, log: capturingLog() })
}
const deadlines = () =>
  rig.table
    .all()
    .filter(({ entity }) => entity === 'Deadline')
    .map((item) => deadlineRecord.parse(item))
    .map(({ dueOn, state }) => `${dueOn} ${state}`)
    .sort()
const duty = async () => (await rig.effectStore.duties.byCode('D001', STOCK_ORDERS))!

describe('an order calendar', () => {
  it('names the days of the planner’s duty in its month', async () => {
    await adopt()
    await rig.receive('a', calendar(['2026-12-01,M', '2026-12-11,M', '2026-12-05,S']))
    await rig.run()
    expect(rig.effectOf('a')).toMatchObject({
      status: 'applied',
      found: 3,
      applied: 2,
      skipped: 1,
      dates: [
        { date: '2026-12-01', orderClass: 'M', use: 'ordering-day' },
        { date: '2026-12-05', orderClass: 'S', use: 'other-class' },
        { date: '2026-12-11', orderClass: 'M', use: 'ordering-day' },
      ],
      faults: [{ code: 'date-other-class', file: '12月订货日历.csv', row: 4 }],
    })
    expect((await duty()).namedDays).toMatchObject([{ month: '2026-12', on: ['2026-12-01', '2026-12-11'] }])
    const history = await rig.effectStore.audit.of('D001', 'Duty', STOCK_ORDERS)
    expect(history.map(({ action }) => action)).toEqual(['adopted', 'days-named'])
  })

  it('drops what was opened by the days of the rule, and its own days are opened and reminded of', async () => {
    await adopt()
    // The third is opened on the day before it, with its reminder.
    await deadlinesOpened('2026-12-02 08:00')
    expect(deadlines()).toContain('2026-12-03 open')
    await rig.receive('a', calendar(['2026-12-04,M', '2026-12-14,M']))
    await rig.run()
    expect(deadlines()).toContain('2026-12-03 dropped')
    await deadlinesOpened('2026-12-03 08:00')
    expect(deadlines()).toContain('2026-12-04 open')
    await deadlinesOpened('2026-12-13 08:00')
    expect(deadlines()).toContain('2026-12-14 open')
    expect(deadlines().some((each) => each.startsWith('2026-12-13'))).toBe(false)
    await deadlinesOpened('2026-12-23 08:00')
    expect(deadlines().some((each) => each.startsWith('2026-12-23'))).toBe(false)
    await deadlinesOpened('2027-01-02 08:00')
    expect(deadlines()).toContain('2027-01-03 open')
  })

  it('gives way to a corrected one, and to the rule where it is taken back', async () => {
    await adopt()
    await rig.receive('a', calendar(['2026-12-01,M']))
    await rig.run()
    rig.moveTo(local('2026-11-24 10:00'))
    await rig.receive('b', calendar(['2026-12-02,M'], '更正：2026年12月配件订货日历'))
    await rig.run()
    expect((await duty()).namedDays?.at(-1)).toMatchObject({ on: ['2026-12-02'] })
    rig.moveTo(local('2026-11-25 10:00'))
    await rig.withdraw('b')
    await rig.run()
    expect((await duty()).namedDays?.at(-1)).toMatchObject({ on: ['2026-12-01'] })
    rig.moveTo(local('2026-11-26 10:00'))
    await rig.withdraw('a')
    await rig.run()
    expect((await duty()).namedDays?.at(-1)).not.toHaveProperty('on')
    expect([rig.effectOf('a')?.status, rig.effectOf('b')?.status]).toEqual(['withdrawn', 'withdrawn'])
  })

  it('has failed where the dealer has not adopted the duty, and is done once it has', async () => {
    await rig.receive('a', calendar(['2026-12-01,M']))
    await rig.run()
    expect(rig.effectOf('a')).toMatchObject({ status: 'failed', failed: { code: 'duty-missing' } })
  })

  it('is done on the duty as somebody has just changed it', async () => {
    await adopt()
    await rig.receive('a', calendar(['2026-12-01,M']))
    let changed = false
    rig.table.onCommit = (writes) => {
      const put = writes.find(({ key }) => key.sk === STOCK_ORDERS)
      if (changed || put?.kind !== 'put') return undefined
      changed = true
      const stored = rig.table.all().find(({ sk }) => sk === STOCK_ORDERS)!
      rig.table.put({ ...stored, dueTime: '15:00', version: Number(stored['version']) + 1 })
      return undefined
    }
    await rig.run()
    expect(changed).toBe(true)
    expect(await duty()).toMatchObject({ dueTime: '15:00', namedDays: [{ on: ['2026-12-01'] }] })
    expect(rig.effectOf('a')?.status).toBe('applied')
  })
})

describe('the days of an order calendar', () => {
  const at = { file: null, sheet: '', row: 1, column: '' }
  const today = day('2026-11-23')
  const usesOf = (dates: readonly (readonly [string, string?])[], classes = defaultPartsOrderClasses) =>
    orderDaysIn(
      { orderDates: dates.map(([date, orderClass]) => ({ date: day(date), orderClass, at })) },
      { today, classes },
    ).map(({ use }) => use)

  it('are all ordering days where it names no class', () => {
    expect(usesOf([['2026-12-01'], ['2026-12-02']])).toEqual(['ordering-day', 'ordering-day'])
  })

  it('without a class are left, where others have one', () => {
    expect(usesOf([['2026-12-01', 'M'], ['2026-12-02']])).toEqual(['ordering-day', 'without-class'])
  })

  it('that are over or a slip of the pen are told as such', () => {
    expect(
      usesOf([
        ['2026-11-22', 'M'],
        ['2026-11-23', 'M'],
        ['2062-12-01', 'M'],
      ]),
    ).toEqual(['past', 'ordering-day', 'too-far-ahead'])
  })

  it.each([
    ['库存', 'ordering-day'],
    ['M', 'ordering-day'],
    ['紧急', 'other-class'],
  ])('of the class %s are %s by the dealer’s names for classes', (written, use) => {
    expect(usesOf([['2026-12-01', written]])).toEqual([use])
  })

  it('are those of M where the settings call no class one for stock', () => {
    expect(usesOf([['2026-12-01', 'M']], [{ code: 'X', zh: '甲', en: 'other' }])).toEqual(['ordering-day'])
  })
})
