import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { decideDeadline } from '../../../functions/report-deadlines/decide.ts'
import { openedThatDay } from '../../../functions/report-deadlines/opened-that-day.ts'
import { anotherStandsFor } from '../../../functions/report-deadlines/stands-for-another.ts'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import type { Duty, DutyRule } from '../../../shared/domain/duty.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { dutySubject, owedOnDay, planDuty } from '../../../shared/due/plans/duty-occurrences.ts'
import {
  day,
  dealerOf,
  deadlineOf,
  dutyOf,
  local,
  staffOf,
  stampAt,
  waitingItem,
} from '../../support/builders.ts'
import { departmentOf, type Department } from './department.ts'

const rule: DutyRule = {
  code: 'stock-count',
  role: 'warehouse_keeper',
  zh: '库存盘点',
  en: 'Count the stock',
  rrule: 'FREQ=DAILY',
  dueTime: '16:00',
  remindBefore: ['PT0S'],
  escalateTo: 'parts_supervisor',
  escalateAfter: 'PT2H',
  shift: 'none',
}
const code = rule.code
const staff = [
  staffOf('keeper', { role: 'warehouse_keeper' }),
  staffOf('supervisor', { role: 'parts_supervisor' }),
]

let department: Department
const at = async (text: string) => {
  department.now = local(text)
  await department.sweep()
}
const begin = async (more: Partial<DutyRule> = {}, from = '2026-11-23 00:00') => {
  department = await departmentOf(dealerOf(), staff, { at: local(from), rules: [{ ...rule, ...more }] })
  await department.sweep()
}
/** What is owed for a day, by the local time that names it, and what has become of it. */
const owedFor = (date: string) =>
  department
    .deadlines()
    .filter(({ dueOn, state }) => dueOn === date && state !== 'dropped')
    .flatMap(({ cause, state }) => (cause.kind === 'duty' ? `${cause.occurrence.slice(11)} ${state}` : []))
    .sort()
const finish = (time: string) => {
  const found = department
    .deadlines()
    .find(({ cause }) => cause.kind === 'duty' && cause.occurrence === time.replace(' ', 'T'))
  return department.finish(found!.deadlineId)
}

describe('a day whose duty is moved to another time', () => {
  beforeEach(() => begin())

  it('is owed once: what was due by then stays, and the new time asks for nothing more', async () => {
    await at('2026-11-23 17:00')
    await department.rule(code, { dueTime: '18:00' })
    await at('2026-11-23 17:10')
    expect(owedFor('2026-11-23')).toEqual(['16:00 late'])
    await at('2026-11-24 00:00')
    expect(owedFor('2026-11-23')).toEqual(['16:00 escalated'])
    expect(owedFor('2026-11-24')).toEqual(['18:00 open'])
  })

  it('is done with when it was done before', async () => {
    await at('2026-11-23 10:00')
    await finish('2026-11-23 16:00')
    await department.rule(code, { dueTime: '18:00' })
    await at('2026-11-23 10:10')
    expect(owedFor('2026-11-23')).toEqual(['16:00 done'])
    await at('2026-11-24 00:00')
    expect(owedFor('2026-11-24')).toEqual(['18:00 open'])
  })

  it('is owed at the new time alone while the old one was still to come', async () => {
    await at('2026-11-23 10:00')
    await department.rule(code, { dueTime: '18:00' })
    await at('2026-11-23 10:10')
    expect(owedFor('2026-11-23')).toEqual(['18:00 open'])
  })

  it('is owed as often as the rule names it now, what stays among it', async () => {
    await at('2026-11-23 17:00')
    await department.rule(code, { rrule: 'FREQ=DAILY;BYHOUR=9,18,20', dueTime: null })
    await at('2026-11-23 17:10')
    // Nine was over: what is late stands for it.
    expect(owedFor('2026-11-23')).toEqual(['16:00 late', '18:00 open', '20:00 open'])
  })

  it('and back again is owed at the first time, unless it was done at the second', async () => {
    await at('2026-11-23 10:00')
    await department.rule(code, { dueTime: '18:00' })
    await at('2026-11-23 10:10')
    await finish('2026-11-23 18:00')
    await department.rule(code, { dueTime: '16:00' })
    await at('2026-11-23 10:20')
    expect(owedFor('2026-11-23')).toEqual(['18:00 done'])
  })
})

describe('a day whose deadline was opened for a reminder of days before', () => {
  it('is not owed again when it was done and its rule is changed on the day before', async () => {
    await begin({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=28', remindBefore: ['P5D'] })
    await at('2026-11-25 09:00')
    await finish('2026-11-28 16:00')
    await at('2026-11-27 09:00')
    await department.rule(code, { dueTime: '18:00', remindBefore: [] })
    await at('2026-11-28 00:00')
    expect(owedFor('2026-11-28')).toEqual(['16:00 done'])
    await at('2026-12-28 00:00')
    expect(owedFor('2026-12-28')).toEqual(['18:00 open'])
  })
})

it('what else has been opened for a day is read only of duties that were changed since it can have been', async () => {
  await begin()
  const queriesFor = async (more: Partial<Duty>) => {
    const before = department.table.reads.query
    const opening = { duty: dutyOf(code, more), occurrence: '2026-11-24T08:30' }
    await openedThatDay(department.store, dealerOf(), [opening, opening])
    return department.table.reads.query - before
  }
  expect(await queriesFor({ version: 1, updatedAt: local('2026-11-23 10:00') })).toBe(0)
  expect(await queriesFor({ version: 2, updatedAt: local('2026-09-24 10:00') })).toBe(0)
  expect(await queriesFor({ version: 2, updatedAt: local('2026-09-25 10:00') })).toBe(1)
})

describe('of all that a day was owed before and after a change', () => {
  const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 6 })
  const two = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  const place = openingHoursOf(dealerOf())

  it('as much is owed as the rule names now, and never less than what stays', () => {
    fc.assert(
      fc.property(hours, hours, fc.integer({ min: 0, max: 24 }), (before, now, changedAt) => {
        const duty = dutyOf(code, {
          rrule: `FREQ=DAILY;BYHOUR=${[...now].sort((a, b) => a - b).join()}`,
          dueTime: undefined,
          shift: 'none',
          updatedAt: local(`2026-11-24 ${changedAt === 24 ? '23:59' : two(changedAt)}`),
        })
        const opened = (hour: number): Deadline =>
          deadlineOf(`2026-11-24T${two(hour)}`, {
            cause: { kind: 'duty', code, occurrence: `2026-11-24T${two(hour)}` },
            state: hour % 2 === 0 ? 'done' : 'open',
          })
        const ofDay = before.map(opened)
        const stay = ofDay.filter(({ state, dueAt }) => state === 'done' || dueAt <= duty.updatedAt)
        for (const each of owedOnDay(duty, day('2026-11-24'), place)) {
          const known = stay.some(
            ({ cause }) => cause.kind === 'duty' && cause.occurrence === each.occurrence,
          )
          if (known || anotherStandsFor(each, duty, [...stay], place)) continue
          stay.push(opened(Number(each.occurrence.slice(11, 13))))
        }
        const staying = ofDay.filter(({ state, dueAt }) => state === 'done' || dueAt <= duty.updatedAt).length
        expect(stay).toHaveLength(Math.max(staying, now.length))
      }),
    )
  })
})

describe('the timer of a duty whose days are others now', () => {
  const hours = openingHoursOf(dealerOf())
  const tuesday = stampAt(local('2026-11-24 10:00'))
  const weekly = (more: Partial<Duty> = {}) =>
    dutyOf(code, { rrule: 'FREQ=WEEKLY;BYDAY=FR', shift: 'none', ...more })
  const friday = planDuty(weekly(), undefined, hours, tuesday)!

  it('waits for a day that comes before the one it waited for', () => {
    expect(friday.cycle).toBe('2026-11-27T08:30')
    const denser = weekly({ rrule: 'FREQ=WEEKLY;BYDAY=WE,FR' })
    expect(planDuty(denser, friday, hours, tuesday)).toMatchObject({
      cycle: '2026-11-25T08:30',
      step: 'open',
      dueAt: local('2026-11-25 00:00'),
    })
    expect(planDuty(weekly(), friday, hours, tuesday)).toBeUndefined()
  })

  it('waits for a day that has become a working day, and goes on waiting for one that is still named', () => {
    const daily = dutyOf(code, { rrule: 'FREQ=DAILY', shift: 'skip' })
    const saturday = stampAt(local('2026-11-28 10:00'))
    const monday = planDuty(daily, undefined, hours, saturday)!
    expect(monday.cycle).toBe('2026-11-30T08:30')
    const open = openingHoursOf(
      dealerOf({ workingDayOverrides: [{ date: day('2026-11-29'), working: true }] }),
    )
    expect(planDuty(daily, monday, open, saturday)).toMatchObject({ cycle: '2026-11-29T08:30' })
  })

  it('passes over what has been opened already on its way', async () => {
    await begin({ rrule: 'FREQ=WEEKLY;BYDAY=WE,FR', remindBefore: ['P5D'] }, '2026-11-23 09:00')
    expect(owedFor('2026-11-27')).toEqual(['16:00 open'])
    await department.rule(code, { rrule: 'FREQ=DAILY' })
    await at('2026-11-23 09:10')
    expect(owedFor('2026-11-24')).toEqual(['16:00 open'])
    const ids = department.deadlines().map(({ deadlineId }) => deadlineId)
    expect(new Set(ids).size).toBe(ids.length)
    const week = Array.from({ length: 5 }, (_, nth) => addDays(day('2026-11-23'), nth))
    expect(week.flatMap((date) => owedFor(date))).toEqual(week.map(() => '16:00 open'))
  })
})

it('an occurrence that is owed again is what its duty is by now: of its role, in its words', () => {
  const dropped = deadlineOf('2026-11-24T08:30', {
    state: 'dropped',
    ended: { at: local('2026-11-23 10:00'), by: 'test', late: false, reason: 'not-owed' },
  })
  const duty = dutyOf('morning-meeting', {
    role: 'trainer',
    zh: '培训晨会',
    remindBefore: ['PT1H'],
    target: 3,
  })
  const item = waitingItem('anna', {
    purpose: 'report-deadlines',
    subject: dutySubject(duty.code),
    cycle: '2026-11-24T08:30',
    step: 'open',
    dueAt: local('2026-11-24 00:00'),
  })
  const now = local('2026-11-24 00:00')
  const facts = { kind: 'duty', dealer: dealerOf(), staff: [], duty, known: dropped } as const
  const decision = decideDeadline(item, { ...facts, timer: undefined, ofDay: [] }, now)
  expect(decision).toMatchObject({
    kind: 'skip',
    reason: 'opened',
    writes: [
      { item: { state: 'open', role: 'trainer', zh: '培训晨会', remindBefore: ['PT1H'], target: 3 } },
      { item: { step: 'remind-PT1H', dueAt: local('2026-11-24 07:30') } },
    ],
  })
})
