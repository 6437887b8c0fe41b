import { beforeEach, describe, expect, it } from 'vitest'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import {
  adoptDuties,
  changeDuty,
  createDuty,
  listDuties,
  listDutyChanges,
  readCalendar,
  readCatalogue,
  readDuty,
  restoreDuty,
} from '../../../shared/http/routes/duties.ts'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { timeIn } from '../../../shared/domain/time.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { deadlineSubject, planDeadline, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { dutySubject } from '../../../shared/due/plans/duty-occurrences.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dutyRecord } from '../../../shared/store/duties.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import {
  absenceIdOf,
  day,
  deadlineOf,
  dealerOf,
  dutyOf,
  local,
  staffIdOf,
  staffOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const elsewhere: Account = { ...clerk, dealerId: 'D002', sub: 'account-x' }

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const faultsIn = (reply: {
  ok: boolean
  problem?: { errors?: readonly { path: string; reason: string }[] }
}) => reply.problem?.errors?.map(({ path, reason }) => `${path} ${reason}`)

/** Monday, 23 November 2026, ten in the morning. */
beforeEach(async () => {
  api = startApi()
  await save(api.store, ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })))
})

const adopt = (body: object = {}, idempotencyKey?: string) =>
  api.as(clerk)(adoptDuties, { body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) })

describe('the catalogue', () => {
  it('is adopted whole, in transactions that the table takes, and again adds nothing', async () => {
    expect(ok(await adopt()).body).toMatchObject({ adoptedOn: '2026-11-23', already: [] })
    expect(await api.store.duties.ofDealer('D001')).toHaveLength(69)
    expect(api.table.commits.length).toBeGreaterThan(1)
    const again = ok(await adopt()).body
    expect([again.adopted.length, again.already.length]).toEqual([0, 69])
    expect(await api.store.duties.ofDealer('D002')).toEqual([])
    const shown = ok(await api.as(specialist)(readCatalogue)).body.items
    expect(shown.map(({ code }) => code)).toEqual(dutyCatalogue.map(({ code }) => code))
    expect(shown.every(({ adopted }) => adopted)).toBe(true)
    expect(ok(await api.as(elsewhere)(readCatalogue)).body.items.some(({ adopted }) => adopted)).toBe(false)
  })

  it('is adopted by codes, and what was adopted before stays as it was changed', async () => {
    ok(await adopt({ codes: ['parts-stocktake'] }))
    ok(
      await api.as(clerk)(changeDuty, {
        params: { code: 'parts-stocktake' },
        ifMatch: '"1"',
        body: { zh: '配件大盘点' },
      }),
    )
    const { body } = ok(await adopt({ codes: ['parts-stocktake', 'order-calendar-announcement'] }))
    expect(body).toMatchObject({ adopted: ['order-calendar-announcement'], already: ['parts-stocktake'] })
    expect(await api.store.duties.byCode('D001', 'parts-stocktake')).toMatchObject({ zh: '配件大盘点' })
  })

  it('that was adopted in part when it was stopped is adopted in full by asking again', async () => {
    let committed = 0
    api.table.onCommit = () => {
      if (committed === 1) throw new Error('the machine is gone')
      committed += 1
      return undefined
    }
    expect((await adopt()).status).toBe(500)
    api.table.onCommit = undefined
    expect(await api.store.duties.ofDealer('D001')).toHaveLength(33)
    expect(ok(await adopt()).body.adopted).toHaveLength(36)
    expect(await api.store.duties.ofDealer('D001')).toHaveLength(69)
  })

  it('that another adopts at the same moment is adopted once', async () => {
    const [one, other] = await Promise.all([adopt(), adopt()])
    const codes = [...ok(one).body.adopted, ...ok(other).body.adopted]
    expect(codes).toHaveLength(69)
    expect(new Set(codes).size).toBe(69)
    for (const duty of await api.store.duties.ofDealer('D001')) expect(duty.version).toBe(1)
  })

  it('gives the same answer to the same request under one key', async () => {
    const first = ok(await adopt({}, 'adopt-all-0001')).body
    expect(ok(await adopt({}, 'adopt-all-0001')).body).toEqual(first)
    expect(first.adopted).toHaveLength(69)
  })

  it.each([
    ['a code that it has not', { codes: ['department-meeting', 'tea-time'] }, ['body.codes.1 not-a-choice']],
    ['a day that is over', { adoptedOn: day('2026-11-22') }, ['body.adoptedOn in-the-past']],
    ['no code', { codes: [] }, ['body.codes too-small']],
  ])('is not adopted by %s', async (_, body, faults) => {
    expect(faultsIn(await adopt(body))).toEqual(faults)
    expect(await api.store.duties.ofDealer('D001')).toEqual([])
  })

  it('is adopted by those who keep the records alone', async () => {
    expect((await api.as(specialist)(adoptDuties, { body: {} })).status).toBe(403)
  })
})

const drill = {
  code: 'fire-drill',
  role: 'workshop_supervisor',
  zh: '消防演练',
  en: 'Fire drill',
  rrule: 'freq=monthly;byday=1tu',
  dueTime: '16:00',
  escalateTo: 'service_manager',
} as const
const add = (more: object = {}) => api.as(clerk)(createDuty, { body: { ...drill, ...more } })

describe('a duty of the dealer’s own', () => {
  it('is added with what most duties have, and read by everybody', async () => {
    expect(ok(await add())).toMatchObject({
      etag: '"1"',
      body: {
        rrule: 'FREQ=MONTHLY;BYDAY=1TU',
        remindBefore: ['PT0S'],
        escalateAfter: 'PT2H',
        shift: 'none',
        adoptedOn: '2026-11-23',
        ofCatalogue: false,
        on: true,
      },
    })
    expect(ok(await api.as(specialist)(readDuty, { params: { code: 'fire-drill' } })).etag).toBe('"1"')
    expect((await api.as(elsewhere)(readDuty, { params: { code: 'fire-drill' } })).status).toBe(404)
  })

  it('has a code that no other duty has, and none of the catalogue’s', async () => {
    ok(await add())
    expect(await add()).toMatchObject({ status: 409, problem: { existing: 'fire-drill' } })
    expect(faultsIn(await add({ code: 'parts-stocktake' }))).toEqual(['body.code of-the-catalogue'])
  })

  it.each([
    [{ rrule: 'FREQ=HOURLY' }, ['body.rrule rule-frequency']],
    [{ rrule: 'FREQ=DAILY;COUNT=5' }, ['body.rrule rule-part-not-allowed']],
    [{ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' }, ['body.dtstart interval-without-start']],
    [{ dueTime: undefined }, ['body.dueTime due-time-or-hours']],
    [{ dtstart: '2014-12-31' }, ['body.dtstart too-small']],
    [{ remindBefore: ['P1D', 'P1D'] }, ['body.remindBefore named-twice']],
    [{ remindBefore: ['1 day'] }, ['body.remindBefore.0 wrong-format']],
    [{ remindBefore: ['PT0S', 'P61D'] }, ['body.remindBefore.1 too-large']],
    [{ escalateTo: 'nobody' }, ['body.escalateTo not-a-choice']],
    [{ dayIs: 'default' }, ['body.dayIs unknown-field']],
  ])('is refused with %j, field by field, and with the way out', async (more, faults) => {
    const reply = await add(more)
    expect(faultsIn(reply as never)).toEqual(faults)
    expect(await api.store.duties.ofDealer('D001')).toEqual([])
  })

  it('is reminded of 60 days before at the earliest: its deadlines stand open as long', async () => {
    expect(ok(await add({ remindBefore: ['P60D'] })).body.remindBefore).toEqual(['P60D'])
    const params = { code: drill.code }
    const patch = { params, ifMatch: '"1"', body: { remindBefore: ['P999D'] } }
    expect(faultsIn(await api.as(clerk)(changeDuty, patch))).toEqual(['body.remindBefore.0 too-large'])
  })

  it('is one of 200 at most', async () => {
    const many = Array.from({ length: 200 }, (_, index) => dutyOf(`duty-${String(index)}`))
    await save(api.store, ...puts(dutyRecord, ...many))
    expect(faultsIn(await add())).toEqual(['body too-large'])
  })
})

describe('a change of a duty', () => {
  const code = 'parts-stocktake'
  const patch = (body: object, ifMatch = '"1"', account = clerk) =>
    api.as(account)(changeDuty, { params: { code }, ifMatch, body })
  beforeEach(async () => void ok(await adopt({ codes: [code] })))

  it('leaves what is not given, and null takes an optional field away', async () => {
    const { body } = ok(await patch({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=27', dtstart: null, target: 3 }))
    expect(body).toMatchObject({ etag: '"2"', role: 'parts_supervisor', target: 3 })
    expect(body).not.toHaveProperty('dtstart')
    expect(ok(await patch({ target: null }, '"2"')).body).not.toHaveProperty('target')
  })

  it('may not leave a rule that could not be typed', async () => {
    expect(faultsIn(await patch({ dtstart: null }))).toEqual(['body.dtstart interval-without-start'])
    expect(faultsIn(await patch({ dueTime: null }))).toEqual(['body.dueTime due-time-or-hours'])
    expect(await api.store.duties.byCode('D001', code)).toMatchObject({ version: 1 })
  })

  it('is of the version that was seen, and of the dealer’s own', async () => {
    ok(await patch({ zh: '盘点' }))
    expect(await patch({ zh: '再盘点' })).toMatchObject({ status: 412, etag: '"2"' })
    expect((await patch({ zh: '盘点' }, '"2"', elsewhere)).status).toBe(404)
    expect((await patch({ zh: '盘点' }, '"2"', specialist)).status).toBe(403)
  })

  it('back to the catalogue’s rule keeps when it was adopted and that it is off', async () => {
    ok(await patch({ rrule: 'FREQ=DAILY', dtstart: null, on: false }))
    const { body } = ok(await api.as(clerk)(restoreDuty, { params: { code }, ifMatch: '"2"' }))
    expect(body).toMatchObject({
      ...dutyCatalogue.find((rule) => rule.code === code),
      on: false,
      adoptedOn: '2026-11-23',
    })
    ok(await add())
    const own = await api.as(clerk)(restoreDuty, { params: { code: 'fire-drill' }, ifMatch: '"1"' })
    expect(own).toMatchObject({ status: 409, problem: { code: 'transition-refused', allowed: ['change'] } })
  })

  it('is told with who made it, newest first, switching by its own name', async () => {
    ok(await patch({ on: false }))
    ok(await patch({ on: true }, '"2"'))
    ok(await patch({ zh: '盘点' }, '"3"'))
    const { items } = ok(await api.as(clerk)(listDutyChanges, { params: { code } })).body
    expect(items.map(({ action }) => action)).toEqual(['changed', 'switched-on', 'switched-off', 'adopted'])
    expect((await api.as(elsewhere)(listDutyChanges, { params: { code } })).status).toBe(404)
  })
})

describe('the list of duties', () => {
  it('is by code, of a role, on or off, page by page', async () => {
    ok(await adopt())
    const list = async (query: object) => ok(await api.as(specialist)(listDuties, { query })).body
    const warehouse = await list({ role: 'warehouse_keeper' })
    expect(warehouse.items.map(({ code }) => code)).toEqual([
      'freight-arrival-call',
      'warehouse-closing-check',
    ])
    const params = { code: 'freight-arrival-call' }
    ok(await api.as(clerk)(changeDuty, { params, ifMatch: '"1"', body: { on: false } }))
    const off = await list({ on: 'no' })
    expect(off.items).toMatchObject([{ ...params, on: false, switchedAt: '2026-11-23T02:00:00.000Z' }])

    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 20, cursor })
      seen.push(...page.items.map(({ code }) => code))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(dutyCatalogue.map(({ code }) => code).sort())
    expect((await api.as(elsewhere)(listDuties, { query: { cursor: warehouse.next ?? 'x' } })).status).toBe(
      400,
    )
  })
})

describe('the calendar', () => {
  const calendar = async (query: object, account: Account = specialist) =>
    ok(await api.as(account)(readCalendar, { query: query as never })).body
  const monday = { from: day('2026-11-23'), until: day('2026-11-23') }
  const codesIn = ({ items }: { items: readonly { code: string }[] }) => items.map(({ code }) => code)

  it('has what is owed on the day, not what was past when it was adopted, in order', async () => {
    ok(await adopt({ codes: ['department-meeting', 'meeting-minutes-passed-on', 'daily-business-report'] }))
    expect(codesIn(await calendar(monday))).toEqual(['meeting-minutes-passed-on', 'daily-business-report'])
    const later = { from: day('2026-11-16'), until: day('2026-11-30') }
    expect(codesIn(await calendar({ ...later, role: 'front_desk_supervisor' }))).toEqual([
      'department-meeting',
    ])
    expect((await calendar(monday, elsewhere)).items).toEqual([])
  })

  it('has nothing before the day of adoption', async () => {
    ok(await adopt({ codes: ['parts-shortage-check'], adoptedOn: day('2026-11-26') }))
    const { items } = await calendar({ from: day('2026-11-23'), until: day('2026-11-30') })
    expect(items.map(({ dueOn }) => dueOn)).toEqual(['2026-11-26', '2026-11-27', '2026-11-30'])
  })

  it('has nothing of what fell due while a duty was switched off', async () => {
    ok(await adopt({ codes: ['parts-shortage-check'] }))
    const params = { code: 'parts-shortage-check' }
    api.moveTo(local('2026-11-24 12:00'))
    ok(await api.as(clerk)(changeDuty, { params, ifMatch: '"1"', body: { on: false } }))
    api.moveTo(local('2026-11-26 15:59'))
    ok(await api.as(clerk)(changeDuty, { params, ifMatch: '"2"', body: { on: true } }))
    const { items } = await calendar({ from: day('2026-11-23'), until: day('2026-11-27') })
    expect(items.map(({ dueOn }) => dueOn)).toEqual(['2026-11-23', '2026-11-26', '2026-11-27'])
  })

  it('has what a shift brings into its days, by the day on which it is due', async () => {
    const onSunday = { code: 'pay-day', rrule: 'FREQ=MONTHLY;BYMONTHDAY=29', shift: 'earlier' as const }
    ok(await add(onSunday))
    const { items } = await calendar({ from: day('2026-11-25'), until: day('2026-11-28') })
    expect(items).toMatchObject([{ occurrence: '2026-11-29T16:00', dueOn: '2026-11-27' }])
    ok(
      await api.as(clerk)(changeDuty, {
        params: { code: 'pay-day' },
        ifMatch: '"1"',
        body: { shift: 'later' },
      }),
    )
    expect((await calendar({ from: day('2026-11-25'), until: day('2026-11-28') })).items).toEqual([])
  })

  it('says who owns it on the day and why, and finds it for whoever may close it', async () => {
    const leave = {
      absenceId: absenceIdOf('a'),
      from: day('2026-11-24'),
      until: day('2026-11-24'),
      kind: 'annual',
    } as const
    await save(
      api.store,
      ...puts(
        staffRecord,
        staffOf('P1', {
          role: 'parts_planner',
          absences: [leave],
          deputies: [{ deputyId: staffIdOf('P2') }],
        }),
        staffOf('P2', { role: 'warehouse_keeper' }),
        staffOf('P3', { role: 'service_manager' }),
      ),
    )
    ok(await adopt({ codes: ['parts-shortage-check', 'freight-arrival-call', 'equipment-check'] }))
    const days = { from: day('2026-11-23'), until: day('2026-11-24') }
    const { items } = await calendar({ ...days, role: 'parts_planner' })
    expect(items.map(({ dueOn, owner }) => [dueOn, owner?.staffId, owner?.because])).toEqual([
      ['2026-11-23', staffIdOf('P1'), 'holds'],
      ['2026-11-24', staffIdOf('P2'), 'stands-in'],
    ])
    const ofDeputy = await calendar({ ...days, holderId: staffIdOf('P2') })
    expect(codesIn(ofDeputy)).toEqual(['freight-arrival-call', 'parts-shortage-check'])
    expect(codesIn(await calendar({ ...days, holderId: staffIdOf('P1') }))).toEqual(['parts-shortage-check'])
    const up = await calendar({ ...days, role: 'team_leader' })
    expect(up.items[0]?.owner).toMatchObject({ staffId: staffIdOf('P3'), because: 'superior' })
    const stranger = { ...days, holderId: staffIdOf('nobody') }
    expect((await api.as(clerk)(readCalendar, { query: stranger })).status).toBe(404)
  })

  it('says what has become of each, to whom the deadline is no secret, and reads no more than its page', async () => {
    ok(await adopt({ codes: ['parts-shortage-check', 'freight-arrival-call'] }))
    const deadline = (code: string, occurrence: string, more: Partial<Deadline> = {}) =>
      deadlineOf(occurrence, {
        cause: { kind: 'duty', code, occurrence },
        role: code === 'parts-shortage-check' ? 'parts_planner' : 'warehouse_keeper',
        ...more,
      })
    const at = local('2026-11-24 09:40')
    const done = deadline('parts-shortage-check', '2026-11-24T16:00', {
      state: 'done',
      ended: { at, by: staffIdOf('P1'), late: false, proof: { kind: 'text', text: '已查' } },
    })
    await save(
      api.store,
      ...puts(deadlineRecord, done, deadline('freight-arrival-call', '2026-11-24T09:00', { state: 'open' })),
    )
    const states = (page: Awaited<ReturnType<typeof calendar>>) =>
      page.items.map(({ dueAt, deadline: is }) => [timeIn(dueAt, 'Asia/Shanghai'), is])
    api.moveTo(local('2026-11-24 10:00'))
    const tuesday = { from: day('2026-11-24'), until: day('2026-11-24') }
    const late = { deadlineId: expect.any(String) as string, state: 'open', late: true }
    const seen = async (query: typeof tuesday) => ok(await api.as(clerk)(readCalendar, { query })).body
    const whole = await seen(tuesday)
    expect(states(whole)).toEqual([
      ['09:00', late],
      ['16:00', { deadlineId: done.deadlineId, state: 'done', late: false, doneAt: at }],
    ])
    // The next day's are not opened yet, and a specialist sees what is owed, but not who is late.
    const wednesday = { from: day('2026-11-25'), until: day('2026-11-25') }
    expect(states(await seen(wednesday)).map(([, is]) => is)).toEqual([undefined, undefined])
    const theirs = await calendar(tuesday)
    expect(states(theirs)).toEqual([
      ['09:00', undefined],
      ['16:00', undefined],
    ])
    const far = { from: day('2027-02-01'), until: day('2027-03-31') }
    const before = api.table.reads.getMany
    expect((await seen(far)).items.length).toBeGreaterThan(50)
    expect(api.table.reads.getMany).toBe(before)
  })

  it('warns of a year whose working days are not published, once, and logs no more than its number', async () => {
    ok(await add({ code: 'pay-day', rrule: 'FREQ=WEEKLY;BYDAY=MO', shift: 'earlier' }))
    const before = api.log.lines.length
    const far = await calendar({ from: day('2039-01-01'), until: day('2039-02-28') })
    expect(far.calendarMissing).toEqual([2039])
    const warned = api.log.lines.slice(before).filter(({ level }) => level === 'warn')
    expect(warned).toEqual([
      { level: 'warn', code: 'WORKING_DAYS_UNKNOWN', fields: { dealerId: 'D001', years: '2039' } },
    ])
    expect((await calendar(monday)).calendarMissing).toEqual([])
  })

  it('comes in pages that together are the whole', async () => {
    ok(await adopt())
    const days = { from: day('2026-11-24'), until: day('2026-11-26') }
    const whole = await calendar(days)
    expect(whole.items.length).toBeGreaterThan(60)
    const first = await calendar({ ...days, limit: 50 })
    const second = await calendar({ ...days, limit: 50, cursor: first.next })
    expect([...first.items, ...second.items].slice(0, whole.items.length)).toEqual(whole.items.slice(0, 100))
    const forged = { ...days, until: day('2026-11-27'), cursor: first.next }
    expect((await api.as(clerk)(readCalendar, { query: forged })).status).toBe(400)
  })

  it.each([
    [{ from: day('2026-11-23'), until: day('2026-11-22') }, ['query.until too-small']],
    [{ from: day('2026-11-23'), until: day('2027-01-24') }, ['query.until too-far-ahead']],
  ])('is not of %j', async (query, faults) => {
    expect(faultsIn(await api.as(clerk)(readCalendar, { query }))).toEqual(faults)
  })
})

describe('what waits of a duty', () => {
  const params = { code: 'parts-shortage-check' }
  const timer = (code = params.code) =>
    api.store.dueItems.bySubject('D001', REPORT_DEADLINES, dutySubject(code))
  const patch = (body: object, ifMatch: string) =>
    api.as(clerk)(changeDuty, { params, ifMatch, body }).then(ok)
  /** As the sweep would have opened it. */
  const opened = async (occurrence: string, more: Partial<Deadline> = {}) => {
    const deadline = deadlineOf(occurrence, {
      cause: { kind: 'duty', code: params.code, occurrence },
      role: 'parts_planner',
      remindBefore: ['PT4H', 'PT0S'],
      ...more,
    })
    const item = planDeadline(deadline, undefined, openingHoursOf(dealerOf()), earlier)!
    await save(api.store, ...puts(deadlineRecord, deadline), ...puts(dueItemRecord, item))
    return {
      deadline: () => api.store.deadlines.byId('D001', deadline.deadlineId),
      item: () =>
        api.store.dueItems.bySubject('D001', REPORT_DEADLINES, deadlineSubject(deadline.deadlineId)),
      changes: () => api.store.audit.of('D001', deadlineRecord.entity, deadline.deadlineId),
    }
  }

  it('begins with its adoption, each duty at its first occurrence to come', async () => {
    ok(await adopt())
    for (const { code } of dutyCatalogue)
      expect(await timer(code)).toMatchObject({ step: 'open', decided: [], version: 1 })
    expect(await timer()).toMatchObject({ cycle: '2026-11-23T16:00', dueAt: local('2026-11-23 00:00') })
    ok(await add())
    expect(await timer('fire-drill')).toMatchObject({ cycle: '2026-12-01T16:00' })
  })

  it('follows each change in its transaction: another time, off, on, and the catalogue’s rule again', async () => {
    ok(await adopt({ codes: [params.code] }))
    await patch({ dueTime: '09:00' }, '"1"')
    expect(await timer()).toMatchObject({ cycle: '2026-11-24T09:00', step: 'open' })
    await patch({ on: false }, '"2"')
    expect(await timer()).not.toHaveProperty('step')
    await patch({ on: true }, '"3"')
    expect(await timer()).toMatchObject({ cycle: '2026-11-24T09:00', step: 'open' })
    ok(await api.as(clerk)(restoreDuty, { params, ifMatch: '"4"' }))
    expect(await timer()).toMatchObject({ cycle: '2026-11-23T16:00', step: 'open' })
  })

  it('is planned with the next change where a duty has no timer', async () => {
    await save(api.store, ...puts(dutyRecord, dutyOf(params.code)))
    await patch({ zh: '缺件检查' }, '"1"')
    expect(await timer()).toMatchObject({ cycle: '2026-11-24T08:30', step: 'open' })
  })

  it('that is open and still to come is dropped at once, with who did it, and nobody is reminded of it', async () => {
    ok(await adopt({ codes: [params.code] }))
    const today = await opened('2026-11-23T16:00')
    const yesterday = await opened('2026-11-20T16:00', { state: 'late' })
    await patch({ on: false }, '"1"')
    expect(await today.deadline()).toMatchObject({ state: 'dropped', ended: { by: clerk.sub } })
    expect(await today.item()).not.toHaveProperty('step')
    expect(await today.changes()).toMatchObject([{ action: 'dropped', createdBy: clerk.sub }])
    expect(await yesterday.deadline()).toMatchObject({ state: 'late', version: 1 })
  })

  it('goes over to another role with the duty, in its new words', async () => {
    ok(await adopt({ codes: [params.code] }))
    const { deadline, changes } = await opened('2026-11-23T16:00')
    await patch({ role: 'warehouse_keeper', zh: '缺件检查' }, '"1"')
    expect(await deadline()).toMatchObject({ role: 'warehouse_keeper', zh: '缺件检查', state: 'open' })
    expect(await changes()).toMatchObject([{ action: 'changed' }])
    const asked = { roles: ['warehouse_keeper'], limit: 10 } as const
    expect((await api.store.deadlines.unfinished('D001', asked)).items).toHaveLength(1)
  })

  it('fits one transaction, however much of it is open', async () => {
    ok(await adopt({ codes: [params.code] }))
    for (let nth = 0; nth < 35; nth += 1)
      await opened(`2027-01-${String((nth % 28) + 1).padStart(2, '0')}T${nth < 28 ? '08' : '09'}:00`)
    await patch({ on: false }, '"1"')
    const left = (await api.store.deadlines.unfinished('D001', { limit: 100 })).items
    expect(left).toHaveLength(5)
  })
})
