import ICAL from 'ical.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFeed, listFeeds, readFeed, revokeFeed } from '../../../shared/http/routes/calendar-feeds.ts'
import { adoptDuties, changeDuty, readCalendar } from '../../../shared/http/routes/duties.ts'
import { changeSettings } from '../../../shared/http/routes/dealers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dutyRecord } from '../../../shared/store/duties.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import { absenceIdOf, day, dealerOf, dutyOf, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from '../http/fixture.ts'
import { faultsOfCalendar } from './rfc-5545.ts'

let api: ReturnType<typeof startApi>
const manager: Account = { dealerId: 'D001', roles: ['service_manager'], sub: 'account-m' }
const planner: Account = {
  dealerId: 'D001',
  roles: ['parts_planner'],
  staffId: staffIdOf('P1'),
  sub: 'account-p',
}
const leave = {
  absenceId: absenceIdOf('a'),
  from: day('2026-11-24'),
  until: day('2026-11-24'),
  kind: 'annual',
} as const

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const make = (body: object, account = clerk) => api.as(account)(createFeed, { body })
const tokenOf = ({ body }: { body: { address: string } }) => body.address.slice('/calendars/'.length)
const read = (token: string) => api.as(undefined)(readFeed, { params: { token } })
const textOf = async (body: object) => ok(await read(tokenOf(ok(await make(body))))).body

interface Event {
  readonly uid: string
  readonly summary: string
  readonly at: string
  readonly alarms: readonly string[]
  readonly sequence: unknown
}

/** By another library. */
function eventsIn(text: string): Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as string)
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      at: event.startDate.toJSDate().toISOString(),
      alarms: component
        .getAllSubcomponents('valarm')
        .map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
      sequence: component.getFirstPropertyValue('sequence'),
    }
  })
}
const daysOf = (text: string, summary: string) =>
  eventsIn(text)
    .filter((event) => event.summary === summary)
    .map(({ at }) => at.slice(0, 10))

/** Monday, 23 November 2026, ten in the morning; adopted two weeks before. */
beforeEach(async () => {
  api = startApi(local('2026-11-09 07:00'))
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(
      staffRecord,
      staffOf('P1', { role: 'parts_planner', absences: [leave], deputies: [{ deputyId: staffIdOf('P2') }] }),
      staffOf('P2', { role: 'warehouse_keeper' }),
    ),
  )
  ok(await api.as(clerk)(adoptDuties, { body: {} }))
  api.moveTo(local('2026-11-23 10:00'))
})

describe('a feed', () => {
  it('of every role is what RFC 5545 asks for, line by line, and another library reads it', async () => {
    const long = { zh: '，；\\长'.repeat(50), en: 'a,b;c\\d '.repeat(20).trim(), role: 'trainer' } as const
    await save(api.store, ...puts(dutyRecord, dutyOf('long-words', long)))
    for (const role of ['trainer', 'parts_supervisor', 'front_desk_supervisor'] as const) {
      const text = await textOf({ role })
      expect(faultsOfCalendar(text)).toEqual([])
      expect(eventsIn(text).length).toBeGreaterThan(10)
    }
    expect(eventsIn(await textOf({ role: 'trainer' }))[0]?.summary).toBe(long.zh)
  })

  it('has the moments of the calendar, from a week ago to sixty days ahead', async () => {
    const events = eventsIn(await textOf({ role: 'parts_supervisor' }))
    const owed = async (from: string, until: string) =>
      ok(
        await api.as(clerk)(readCalendar, {
          query: { from: day(from), until: day(until), role: 'parts_supervisor', limit: 1000 },
        }),
      ).body.items.map(({ dueAt }) => dueAt)
    const expected = [
      ...(await owed('2026-11-16', '2026-12-31')),
      ...(await owed('2027-01-01', '2027-01-22')),
    ]
    expect(events.map(({ at }) => at)).toEqual(expected)
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
  })

  it('shows the same moment in Asia/Shanghai and Europe/Berlin', async () => {
    const text = await textOf({ role: 'parts_supervisor' })
    const first = new ICAL.Component(ICAL.parse(text) as string).getFirstSubcomponent('vevent')!
    const start = new ICAL.Event(first).startDate
    expect(start.zone).toBe(ICAL.Timezone.utcTimezone)
    const shown = (timeZone: string) =>
      new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
        start.toJSDate(),
      )
    expect(shown('Asia/Shanghai')).toBe('2026-11-16 08:30')
    expect(shown('Europe/Berlin')).toBe('2026-11-16 01:30')
  })

  it('reminds as long before as the duty says', async () => {
    const events = eventsIn(await textOf({ role: 'parts_planner' }))
    const plan = events.find(({ summary }) => summary === '提报配件月度计划')
    expect(plan?.alarms).toEqual(['-P3D', '-P1D', 'PT0S'])
  })

  it('keeps the name of an occurrence whose day moves, and counts the changes of its duty', async () => {
    const reportOf = async () =>
      eventsIn(await textOf({ role: 'parts_planner' })).find(({ summary }) => summary === '提报配件月度计划')!
    const before = await reportOf()
    expect(before.at).toBe('2026-12-11T09:00:00.000Z')
    const workingDayOverrides = [{ date: day('2026-12-13'), working: true }]
    ok(await api.as(manager)(changeSettings, { ifMatch: '"1"', body: { workingDayOverrides } }))
    const after = await reportOf()
    expect([after.uid, after.at]).toEqual([before.uid, '2026-12-13T09:00:00.000Z'])
    const params = { code: 'parts-monthly-plan' }
    ok(await api.as(clerk)(changeDuty, { params, ifMatch: '"1"', body: { target: 2 } }))
    expect(await reportOf()).toMatchObject({ uid: before.uid, sequence: 2 })
  })

  it('reads the same while nothing changes', async () => {
    const token = tokenOf(ok(await make({ role: 'parts_planner' })))
    const text = ok(await read(token)).body
    api.moveTo(local('2026-11-23 18:00'))
    expect(ok(await read(token)).body).toBe(text)
  })
})

describe('a person’s feed', () => {
  it('has the duties of their roles, and on each day of those for whom they stand in', async () => {
    const own = await textOf({ staffId: staffIdOf('P1') })
    const ofDeputy = await textOf({ staffId: staffIdOf('P2') })
    const shortages = '缺件跟踪并通知预计到货时间'
    expect(daysOf(own, shortages)).toContain('2026-11-23')
    expect(daysOf(own, shortages)).not.toContain('2026-11-24')
    expect(daysOf(ofDeputy, shortages)).toEqual(['2026-11-24'])
    expect(daysOf(ofDeputy, '询问物流到货与代收款')).toContain('2026-11-23')
    expect(daysOf(own, '询问物流到货与代收款')).toEqual([])
  })

  it('ends with their work, whether or not somebody revokes it', async () => {
    const token = tokenOf(ok(await make({ staffId: staffIdOf('P1') })))
    const person = (await api.store.staff.byId('D001', staffIdOf('P1')))!
    const stamp = { at: person.updatedAt, by: 'test' }
    await save(api.store, staffRecord.put({ ...person, leftOn: day('2026-11-23') }, stamp))
    expect((await read(token)).status).toBe(200)
    api.moveTo(local('2026-11-24 00:01'))
    expect((await read(token)).status).toBe(404)
  })
})

describe('the address of a feed', () => {
  it('is a secret: the table has its hash alone, and no list or log tells it', async () => {
    const token = tokenOf(ok(await make({ role: 'parts_planner' })))
    const secret = token.split('.')[1]!
    expect(secret).toHaveLength(32)
    await read(token)
    const shown = ok(await api.as(clerk)(listFeeds))
    for (const place of [api.table.all(), shown.body, api.log.lines])
      expect(JSON.stringify(place)).not.toContain(secret)
  })

  it('tells nothing once it is revoked, like one that never was', async () => {
    const made = ok(await make({ role: 'parts_planner' }))
    const { feedId, etag } = made.body
    const revoke = () => api.as(clerk)(revokeFeed, { params: { feedId }, ifMatch: etag })
    expect(ok(await revoke()).body.revokedAt).toBe('2026-11-23T02:00:00.000Z')
    const gone = await read(tokenOf(made))
    const never = await read(`D001.${'x'.repeat(32)}.ics`)
    expect(gone).toEqual(never)
    expect(gone).toMatchObject({ status: 404, problem: { code: 'not-found' } })
    const again = { params: { feedId }, ifMatch: '"2"' }
    expect((await api.as(clerk)(revokeFeed, again)).status).toBe(409)
    expect(ok(await api.as(clerk)(listFeeds)).body.items).toEqual([])
    expect(ok(await api.as(clerk)(listFeeds, { query: { live: 'no' } })).body.items).toMatchObject([
      { feedId },
    ])
  })

  it('is of its dealer alone', async () => {
    const token = tokenOf(ok(await make({ role: 'parts_planner' })))
    expect((await read(token)).status).toBe(200)
    expect((await read(token.replace('D001', 'D002'))).status).toBe(404)
    expect((await read(token.replace('.ics', ''))).status).toBe(200)
  })

  it.each(['', 'D001', 'D001.', `D001.${'a'.repeat(31)}`, `D001#duty.${'a'.repeat(32)}`, 'x'.repeat(200)])(
    '%j is none',
    async (token) => {
      expect((await read(token)).status).toBe(404)
    },
  )

  it('is made once: a second is another, and the first stays good', async () => {
    const one = tokenOf(ok(await make({ role: 'parts_planner' })))
    const two = tokenOf(ok(await make({ role: 'parts_planner' })))
    expect(one).not.toBe(two)
    expect([(await read(one)).status, (await read(two)).status]).toEqual([200, 200])
  })
})

describe('who may have a feed', () => {
  const own = { staffId: staffIdOf('P1') }

  it.each([
    ['themselves', own, 201],
    ['a role that they hold', { role: 'parts_planner' }, 201],
    ['somebody else', { staffId: staffIdOf('P2') }, 403],
    ['another role', { role: 'finance' }, 403],
    ['nobody of the dealer’s', { staffId: staffIdOf('nobody') }, 404],
    ['both at once', { ...own, role: 'parts_planner' }, 422],
    ['nobody at all', {}, 422],
  ])('somebody has one of %s', async (_, body, status) => {
    expect((await make(body, planner)).status).toBe(status)
  })

  it('nobody has one of a dealer that is not there', async () => {
    const before = api.table.all().length
    expect((await make({ role: 'finance' }, { ...clerk, dealerId: 'D404' })).status).toBe(404)
    expect(api.table.all().length).toBe(before)
  })

  it('keepers of the records have everybody’s, others see and revoke their own', async () => {
    const theirs = ok(await make({ staffId: staffIdOf('P2') })).body
    const mine = ok(await make(own)).body
    const seen = async (account: Account) =>
      ok(await api.as(account)(listFeeds)).body.items.map(({ feedId }) => feedId)
    expect(await seen(planner)).toEqual([mine.feedId])
    expect(await seen(clerk)).toEqual([theirs.feedId, mine.feedId].sort())
    expect(await seen(specialist)).toEqual([])
    const params = { feedId: theirs.feedId }
    expect((await api.as(planner)(revokeFeed, { params, ifMatch: '"1"' })).status).toBe(403)
    const stranger = { ...clerk, dealerId: 'D002' }
    expect((await api.as(stranger)(revokeFeed, { params, ifMatch: '"1"' })).status).toBe(404)
    const ifMatch = mine.etag
    ok(await api.as(planner)(revokeFeed, { params: { feedId: mine.feedId }, ifMatch }))
    expect(await seen(planner)).toEqual([])
  })
})
