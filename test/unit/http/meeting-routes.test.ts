import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { trainingsOf } from '../../../functions/team-records/trainings-of.ts'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { deadlineSubject, planDeadline, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import * as routes from '../../../shared/http/routes/meetings.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { meetingRecord } from '../../../shared/store/meetings.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import {
  day,
  deadlineOf,
  dealerOf,
  local,
  meetingOf,
  staffIdOf,
  staffOf,
  stampAt,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { startApiOn } from './fixture.ts'

const account = (name: string, role: RoleCode, dealerId = 'D001'): Account => ({
  dealerId,
  roles: [role],
  staffId: staffIdOf(name),
  sub: `account-${name}`,
})
const supervisor = account('W1', 'workshop_supervisor')
const leader = account('T1', 'team_leader')
const advisor = account('A1', 'service_advisor')
const head = account('H1', 'service_manager')
const elsewhere = account('W1', 'workshop_supervisor', 'D002')

/** What somebody else does right before the next transaction. */
let meanwhile: (() => Promise<unknown>) | undefined
let api: ReturnType<typeof startApiOn>
const morning = deadlineOf('2026-11-23T08:30')

beforeEach(async () => {
  const table = memoryTable({
    async before(operation) {
      if (operation !== 'commit') return
      const others = meanwhile
      meanwhile = undefined
      await others?.()
    },
  })
  api = startApiOn(table, local('2026-11-23 08:29'))
  const people: [string, RoleCode][] = [
    ['W1', 'workshop_supervisor'],
    ['T1', 'team_leader'],
    ['A1', 'service_advisor'],
    ['H1', 'service_manager'],
  ]
  const item = planDeadline(
    morning,
    undefined,
    openingHoursOf(dealerOf()),
    stampAt(local('2026-11-22 00:00')),
  )
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, ...people.map(([name, role]) => staffOf(name, { role }))),
    ...puts(staffRecord, staffOf('X1', { dealerId: 'D002' })),
    ...puts(deadlineRecord, morning),
    ...puts(dueItemRecord, item!),
  )
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const told = (more: object = {}) => ({
  kind: 'meeting' as const,
  topic: '车间晨会',
  heldAt: local('2026-11-23 08:10'),
  durationMinutes: 15,
  ledBy: staffIdOf('W1'),
  attended: [staffIdOf('W1'), staffIdOf('T1')],
  ...more,
})
const record = (more: object = {}, who = supervisor) =>
  api.as(who)(routes.recordMeeting, { body: told(more) })
const closing = { closesDeadline: morning.deadlineId }
const deadline = () => api.store.deadlines.byId('D001', morning.deadlineId)
const waits = async ({ deadlineId }: Deadline) => {
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, deadlineSubject(deadlineId))
  return item !== undefined && isWaiting(item)
}

describe('the record of a meeting', () => {
  it('closes the deadline of which it is the proof, and takes its duty', async () => {
    const { body } = ok(await record(closing))
    expect(body).toMatchObject({ dutyCode: 'morning-meeting', deadlineId: morning.deadlineId })
    expect(await deadline()).toMatchObject({
      state: 'done',
      ended: {
        by: staffIdOf('W1'),
        late: false,
        proof: { kind: 'record', record: `meeting#${body.meetingId}` },
      },
    })
    expect(await waits(morning)).toBe(false)
  })

  it('says by itself that it was late', async () => {
    api.moveTo(local('2026-11-23 08:45'))
    ok(await record(closing, head))
    expect(await deadline()).toMatchObject({ state: 'done', ended: { late: true } })
  })

  it.each<[string, object, Account, number, object]>([
    ['that somebody else closes', closing, leader, 403, { code: 'not-your-deadline' }],
    [
      'of another duty',
      { ...closing, dutyCode: 'department-meeting' },
      supervisor,
      422,
      { errors: [{ path: 'body.closesDeadline', reason: 'not-a-choice' }] },
    ],
    [
      'that is not there',
      { closesDeadline: deadlineOf('2026-11-24T08:30').deadlineId },
      supervisor,
      422,
      { errors: [{ path: 'body.closesDeadline', reason: 'not-a-choice' }] },
    ],
  ])('leaves a deadline alone %s, and nothing is written', async (_, more, who, status, problem) => {
    expect(await record(more, who)).toMatchObject({ status, problem })
    expect(await deadline()).toMatchObject({ state: 'open', version: 1 })
    expect(ok(await api.as(head)(routes.listMeetings, {})).body.items).toEqual([])
  })

  it.each<[string, Partial<Deadline>]>([
    ['of a timer', { cause: { kind: 'timer', code: 'complaint-reply', record: 'complaint#1' } }],
    ['of what is counted', { cause: { kind: 'duty', code: 'spot', occurrence: 'x' }, target: 3 }],
  ])('is no proof %s', async (_, more) => {
    const other = deadlineOf('2026-11-23T09:00', more)
    await save(api.store, ...puts(deadlineRecord, other))
    expect(await record({ closesDeadline: other.deadlineId })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.closesDeadline', reason: 'not-a-choice' }] },
    })
  })

  it('closes a deadline once: another one is told that it is done', async () => {
    ok(await record(closing))
    expect(await record({ ...closing, heldAt: local('2026-11-23 08:20') })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['reopen'] },
    })
  })

  it('is not written when somebody closes the deadline at the same moment', async () => {
    meanwhile = async () => ok(await record({ ...closing, heldAt: local('2026-11-23 08:20') }, head))
    expect(await record(closing)).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
    expect(ok(await api.as(head)(routes.listMeetings, {})).body.items).toHaveLength(1)
  })

  it('is one for one moment and leader, and once under one key', async () => {
    const given = { body: told(closing), idempotencyKey: 'meeting-0001' }
    const first = ok(await api.as(supervisor)(routes.recordMeeting, given))
    expect(await api.as(supervisor)(routes.recordMeeting, given)).toEqual(first)
    expect(await record()).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: first.body.meetingId },
    })
  })

  it.each<[string, object, { path: string; reason: string }[]]>([
    [
      'a stranger',
      { ledBy: staffIdOf('X1'), attended: [staffIdOf('X1')], absent: [] },
      [
        { path: 'body.ledBy', reason: 'not-a-choice' },
        { path: 'body.attended.0', reason: 'not-a-choice' },
      ],
    ],
    [
      'somebody who was there and was not',
      { absent: [{ staffId: staffIdOf('T1'), reason: '病假' }] },
      [
        { path: 'body.attended.1', reason: 'named-twice' },
        { path: 'body.absent.0.staffId', reason: 'named-twice' },
      ],
    ],
    [
      'a moment to come',
      { heldAt: local('2026-11-23 08:30') },
      [{ path: 'body.heldAt', reason: 'too-far-ahead' }],
    ],
    [
      'a plan for the day before, of a stranger',
      { actions: [{ action: '改善', ownerId: staffIdOf('X1'), dueOn: day('2026-11-22') }] },
      [
        { path: 'body.actions.0.ownerId', reason: 'not-a-choice' },
        { path: 'body.actions.0.dueOn', reason: 'in-the-past' },
      ],
    ],
    [
      'marks of a meeting',
      { results: [{ staffId: staffIdOf('T1'), score: 90 }] },
      [{ path: 'body.results.0.staffId', reason: 'not-a-choice' }],
    ],
    [
      'marks of who was not there, twice',
      { kind: 'training', results: [{ staffId: staffIdOf('A1') }, { staffId: staffIdOf('A1') }] },
      [
        { path: 'body.results.0.staffId', reason: 'not-a-choice' },
        { path: 'body.results.0.staffId', reason: 'named-twice' },
        { path: 'body.results.1.staffId', reason: 'not-a-choice' },
        { path: 'body.results.1.staffId', reason: 'named-twice' },
      ],
    ],
  ])('refuses %s, all faults at once', async (_, more, errors) => {
    expect(await record(more)).toMatchObject({ status: 422, problem: { errors } })
  })

  it('is put right in the version that was seen, and what of its plan is done is written down', async () => {
    const plan = { action: '补工具', ownerId: staffIdOf('T1'), dueOn: day('2026-11-30') }
    const { body } = ok(await record({ actions: [plan], minutes: '旧' }))
    const params = { meetingId: body.meetingId }
    const ask = api.as(supervisor)
    const change = { params, ifMatch: body.etag, body: { actions: [{ ...plan, doneOn: day('2026-11-23') }] } }
    const changed = ok(await ask(routes.changeMeeting, change)).body
    expect(changed).toMatchObject({ topic: '车间晨会', minutes: '旧', actions: [{ doneOn: '2026-11-23' }] })
    expect((await ask(routes.changeMeeting, change)).status).toBe(412)
    expect((await ask(routes.changeMeeting, { params, body: { minutes: null } })).status).toBe(428)
    const without = { params, ifMatch: changed.etag, body: { minutes: null } }
    expect(ok(await ask(routes.changeMeeting, without)).body).not.toHaveProperty('minutes')
    const stranger = { ...without, ifMatch: '"3"', body: { ledBy: staffIdOf('X1') } }
    expect((await ask(routes.changeMeeting, stranger)).status).toBe(422)
    const { items } = ok(await api.as(head)(routes.readMeetingChanges, { params })).body
    expect(items.map(({ action }) => action)).toEqual(['changed', 'changed', 'recorded'])
  })

  it('is read by everybody, written by who leads, and another dealer’s is not there', async () => {
    const { body } = ok(await record())
    const params = { meetingId: body.meetingId }
    expect((await api.as(advisor)(routes.readMeeting, { params })).status).toBe(200)
    expect((await record({ heldAt: local('2026-11-23 08:20') }, advisor)).status).toBe(403)
    expect((await api.as(elsewhere)(routes.readMeeting, { params })).status).toBe(404)
    expect((await api.as(elsewhere)(routes.changeMeeting, { params, ifMatch: '"1"', body: {} })).status).toBe(
      404,
    )
    expect(ok(await api.as(elsewhere)(routes.listMeetings, {})).body.items).toEqual([])
  })
})

describe('the list of meetings', () => {
  const topics = async (query: object) =>
    ok(await api.as(advisor)(routes.listMeetings, { query })).body.items.map(({ topic }) => topic)

  it('is by period, kind and duty, the last first, thirty days unless it is said otherwise', async () => {
    const at = (heldAt: string, topic: string, more: object = {}) =>
      meetingOf(topic, { topic, heldAt: local(heldAt), ...more })
    await save(
      api.store,
      ...puts(
        meetingRecord,
        at('2026-10-24 00:00', 'first'),
        at('2026-10-23 23:59', 'before'),
        at('2026-11-22 23:59', 'training', { kind: 'training', dutyCode: 'workshop-training' }),
      ),
    )
    expect(await topics({})).toEqual(['training', 'first'])
    expect(await topics({ until: '2026-10-23' })).toEqual(['before'])
    expect(await topics({ from: '2026-10-01', until: '2026-10-24' })).toEqual(['first', 'before'])
    expect(await topics({ kind: 'meeting' })).toEqual(['first'])
    expect(await topics({ dutyCode: 'workshop-training' })).toEqual(['training'])
    expect(await topics({ kind: 'meeting', dutyCode: 'workshop-training' })).toEqual([])
  })

  it('gives each once in pages, and refuses a forged cursor and an endless period', async () => {
    for (const minute of ['01', '02', '03']) ok(await record({ heldAt: local(`2026-11-23 08:${minute}`) }))
    const found: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: 2, ...(cursor && { cursor }) }
      const { body } = ok(await api.as(head)(routes.listMeetings, { query }))
      found.push(...body.items.map(({ heldAt }) => heldAt))
      if (body.next !== undefined) {
        const other = { query: { limit: 2, cursor: body.next, kind: 'training' as const } }
        expect(await api.as(head)(routes.listMeetings, other)).toMatchObject({ status: 400 })
      }
      cursor = body.next
    } while (cursor !== undefined)
    expect(found).toEqual(['08:03', '08:02', '08:01'].map((time) => local(`2026-11-23 ${time}`)))
    const reason = async (query: object) => api.as(head)(routes.listMeetings, { query })
    expect(await reason({ from: '2025-01-01', until: '2026-11-23' })).toMatchObject({
      problem: { errors: [{ path: 'query.until', reason: 'too-large' }] },
    })
    expect(await reason({ from: '2026-11-24', until: '2026-11-23' })).toMatchObject({
      problem: { errors: [{ path: 'query.until', reason: 'too-small' }] },
    })
  })
})

describe('somebody’s trainings', () => {
  const training = (heldAt: string, more: object = {}) =>
    record(
      {
        kind: 'training',
        heldAt: local(heldAt),
        durationMinutes: 90,
        attended: [staffIdOf('W1'), staffIdOf('T1')],
        absent: [{ staffId: staffIdOf('A1'), reason: '年假' }],
        results: [
          { staffId: staffIdOf('T1'), score: 86 },
          { staffId: staffIdOf('W1'), passed: true },
        ],
        ...more,
      },
      supervisor,
    ).then(ok)
  const of = async (name: string, who: Account, query: object = {}) =>
    api.as(who)(routes.readTrainings, { params: { staffId: staffIdOf(name) }, query })

  it('are summed over the period, with why one was missed and what came of it', async () => {
    await training('2026-11-19 16:30')
    await training('2026-11-12 16:30', { durationMinutes: 30, results: [] })
    ok(await record())
    expect(ok(await of('T1', leader)).body).toMatchObject({
      from: '2026-10-24',
      until: '2026-11-23',
      attended: 2,
      missed: 0,
      minutes: 120,
      trainings: [{ attended: true, result: { score: 86 } }, { attended: true }],
    })
    expect(ok(await of('A1', advisor)).body).toMatchObject({
      attended: 0,
      missed: 2,
      minutes: 0,
      trainings: [{ reason: '年假' }, { reason: '年假' }],
    })
    expect(ok(await of('T1', leader, { from: '2026-11-13' })).body.minutes).toBe(90)
  })

  it('are for the person and those who hold them, and so are marks', async () => {
    const { body } = await training('2026-11-19 16:30')
    expect((await of('T1', advisor)).status).toBe(403)
    expect((await of('T1', head)).status).toBe(200)
    const seen = async (who: Account) =>
      ok(await api.as(who)(routes.readMeeting, { params: { meetingId: body.meetingId } })).body.results
    expect(await seen(head)).toHaveLength(2)
    expect(await seen(advisor)).toEqual([])
    const mechanic: Account = { ...leader, roles: ['quality_inspector'] }
    expect(await seen(mechanic)).toEqual([{ staffId: staffIdOf('T1'), score: 86 }])
    expect((await of('T1', elsewhere)).status).toBe(404)
  })

  it('are the sums over the records, whoever was there', () => {
    const somebody = fc.constantFrom('a', 'b', 'c').map(staffIdOf)
    const records = fc.array(
      fc.record({
        there: fc.uniqueArray(somebody, { minLength: 1 }),
        durationMinutes: fc.integer({ min: 1, max: 600 }),
      }),
    )
    fc.assert(
      fc.property(records, (held) => {
        const trainings = held.map(({ there, durationMinutes }, index) =>
          meetingOf(String(index), {
            kind: 'training',
            durationMinutes,
            attended: there,
            absent: ['a', 'b', 'c']
              .map(staffIdOf)
              .filter((staffId) => !there.includes(staffId))
              .map((staffId) => ({ staffId, reason: '病假' })),
          }),
        )
        const each = ['a', 'b', 'c'].map((name) => trainingsOf(staffIdOf(name), trainings))
        const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
        expect(sum(each.map(({ minutes }) => minutes))).toBe(
          sum(held.map(({ there, durationMinutes }) => there.length * durationMinutes)),
        )
        for (const { attended, missed } of each) expect(attended + missed).toBe(held.length)
      }),
    )
  })
})
