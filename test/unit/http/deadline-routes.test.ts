import { beforeEach, describe, expect, it } from 'vitest'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { addMinutes, timeIn } from '../../../shared/domain/time.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { deadlineSubject, planDeadline, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { timerDeadline } from '../../../shared/due/plans/timer-deadline.ts'
import * as routes from '../../../shared/http/routes/deadlines.ts'
import { changeDuty } from '../../../shared/http/routes/duties.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dutyRecord } from '../../../shared/store/duties.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  day,
  deadlineOf,
  dealerOf,
  dutyOf,
  local,
  staffIdOf,
  staffOf,
  stampAt,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const account = (name: string, role: RoleCode): Account => ({
  dealerId: 'D001',
  roles: [role],
  staffId: staffIdOf(name),
  sub: `account-${name}`,
})
const supervisor = account('W1', 'workshop_supervisor')
const second = account('W2', 'workshop_supervisor')
const advisor = account('A1', 'service_advisor')
const head = account('H1', 'service_manager')
const clerk = account('C1', 'information_clerk')
const desk = account('F1', 'front_desk_supervisor')
const elsewhere: Account = { ...supervisor, dealerId: 'D002' }

const hours = openingHoursOf(dealerOf())
const opened = stampAt(local('2026-11-22 00:00'))
/** As the sweep leaves it when it has opened it. */
const open = async (deadline: Deadline, at = opened) => {
  const item = planDeadline(deadline, undefined, hours, at)
  await save(
    api.store,
    ...puts(deadlineRecord, deadline),
    ...(item === undefined ? [] : puts(dueItemRecord, item)),
  )
  return { params: { deadlineId: deadline.deadlineId }, ifMatch: '"1"' }
}
const itemOf = ({ deadlineId }: { deadlineId: string }) =>
  api.store.dueItems.bySubject('D001', REPORT_DEADLINES, deadlineSubject(deadlineId))
const words = (text: string) => ({ proof: { kind: 'text', text } as const })

/** Monday, 23 November 2026, ten in the morning. */
beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(
      staffRecord,
      staffOf('W1', { role: 'workshop_supervisor', name: '赵主管' }),
      staffOf('W2', { role: 'workshop_supervisor' }),
      staffOf('A1', { role: 'service_advisor' }),
      staffOf('F1', { role: 'front_desk_supervisor' }),
      staffOf('H1', { role: 'service_manager', name: '陈站长' }),
      staffOf('C1', { role: 'information_clerk' }),
    ),
  )
})

describe('the list of deadlines', () => {
  const list = async (query: object, who = head) =>
    ok(await api.as(who)(routes.listDeadlines, { query })).body
  const dues = async (query: object, who = head) => (await list(query, who)).items.map(({ dueAt }) => dueAt)
  const at = (text: string) => local(text)

  beforeEach(async () => {
    for (const occurrence of ['2026-11-16T08:30', '2026-11-20T08:30', '2026-11-30T08:30', '2026-12-01T08:30'])
      await open(deadlineOf(occurrence))
    await open(
      deadlineOf('2026-11-24T17:00', {
        cause: { kind: 'duty', code: 'advisor-report', occurrence: '2026-11-24T17:00' },
        role: 'service_advisor',
      }),
    )
    await open(
      deadlineOf('2026-11-21T08:30', {
        state: 'done',
        ended: { at: at('2026-11-21 09:00'), by: 'x', late: true },
      }),
    )
  })

  it('is of a week back and a week ahead by itself, by the due moment', async () => {
    expect(await dues({})).toEqual(
      [
        '2026-11-16 08:30',
        '2026-11-20 08:30',
        '2026-11-21 08:30',
        '2026-11-24 17:00',
        '2026-11-30 08:30',
      ].map(at),
    )
    expect(await dues({ from: day('2026-11-21') })).toHaveLength(4)
    expect(await dues({ until: day('2026-11-20') })).toHaveLength(2)
    expect(await dues({ from: day('2026-12-01'), until: day('2026-12-01') })).toEqual([
      at('2026-12-01 08:30'),
    ])
  })

  it('is of a role, a code, a state, a person', async () => {
    expect(await dues({ role: 'service_advisor' })).toEqual([at('2026-11-24 17:00')])
    expect(await dues({ code: 'advisor-report' })).toEqual([at('2026-11-24 17:00')])
    expect(await dues({ state: 'done' })).toEqual([at('2026-11-21 08:30')])
    expect(await dues({ state: 'unfinished' })).toHaveLength(4)
    expect(await dues({ holderId: staffIdOf('W2') })).toHaveLength(4)
    expect(await dues({ holderId: staffIdOf('A1') })).toEqual([at('2026-11-24 17:00')])
    const stranger = { query: { holderId: staffIdOf('nobody') } }
    expect((await api.as(head)(routes.listDeadlines, stranger)).status).toBe(404)
  })

  it('shows each the deadlines of their roles and below', async () => {
    expect(await dues({}, advisor)).toEqual([at('2026-11-24 17:00')])
    expect(await dues({}, desk)).toEqual([at('2026-11-24 17:00')])
    expect(await dues({}, supervisor)).toHaveLength(4)
    expect(await dues({}, clerk)).toHaveLength(5)
    expect(await dues({}, elsewhere)).toEqual([])
  })

  it('says whose each is and why, and whether it is or was late', async () => {
    const { items } = await list({})
    expect(items.map(({ state, late }) => `${state} ${String(late)}`)).toEqual([
      'open true',
      'open true',
      'done true',
      'open false',
      'open false',
    ])
    expect(items[0]!.owner).toEqual({
      staffId: staffIdOf('W1'),
      name: '赵主管',
      because: 'holds',
      standsInFor: [],
    })
  })

  it('comes in pages that together are the whole, also where most are somebody else’s', async () => {
    const many = Array.from({ length: 450 }, (_, nth) =>
      deadlineOf(`2026-11-25T${timeIn(addMinutes(at('2026-11-25 00:00'), nth), 'Asia/Shanghai')}`),
    )
    await save(api.store, ...puts(deadlineRecord, ...many))
    await open(
      deadlineOf('2026-11-26T17:00', {
        cause: { kind: 'duty', code: 'advisor-report', occurrence: '2026-11-26T17:00' },
        role: 'service_advisor',
      }),
    )
    const first = await list({ limit: 1 }, advisor)
    expect(first.items.map(({ dueAt }) => dueAt)).toEqual([at('2026-11-24 17:00')])
    const rest = await list({ limit: 1, cursor: first.next }, advisor)
    expect(rest.items.map(({ dueAt }) => dueAt)).toEqual([at('2026-11-26 17:00')])
    expect(rest.next).toBeUndefined()
    const forged = { query: { cursor: first.next, role: 'service_advisor' as const } }
    expect((await api.as(advisor)(routes.listDeadlines, forged)).status).toBe(400)
  })

  it.each([
    [{ from: day('2026-11-23'), until: day('2026-11-22') }, 'too-small'],
    [{ from: day('2026-11-23'), until: day('2027-01-24') }, 'too-far-ahead'],
  ])('is not of %j', async (query, reason) => {
    const reply = await api.as(head)(routes.listDeadlines, { query })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path: 'query.until', reason }] } })
  })
})

describe('what is mine', () => {
  it('is what I owe today and what is overdue, what others of the role see, and what was passed up to me', async () => {
    await open(
      deadlineOf('2026-11-20T08:30', {
        state: 'escalated',
        escalations: [{ role: 'service_manager', staffId: staffIdOf('H1'), at: local('2026-11-20 10:30') }],
      }),
    )
    await open(deadlineOf('2026-11-23T17:00'))
    await open(deadlineOf('2026-11-24T08:30'))
    const mine = async (who: Account) =>
      ok(await api.as(who)(routes.listMyDeadlines)).body.items.map(({ dueAt, because }) => [dueAt, because])
    const [late, today] = [local('2026-11-20 08:30'), local('2026-11-23 17:00')]
    expect(await mine(supervisor)).toEqual([
      [late, 'owns'],
      [today, 'owns'],
    ])
    expect(await mine(second)).toEqual([
      [late, 'holds'],
      [today, 'holds'],
    ])
    expect(await mine(head)).toEqual([[late, 'passed-up']])
    expect(await mine(clerk)).toEqual([])
    expect(await mine(elsewhere)).toEqual([])
    const { staffId: _, ...nobody } = supervisor
    expect((await api.as(nobody)(routes.listMyDeadlines)).status).toBe(403)
  })
})

describe('what is mine and old, or stands still', () => {
  const mine = async (who: Account, query: object = {}) =>
    ok(await api.as(who)(routes.listMyDeadlines, { query })).body

  it('is counted from the 32nd day on, by the roles that I hold, and told with the first page', async () => {
    await open(deadlineOf('2026-09-01T08:30'))
    await open(deadlineOf('2026-10-23T00:00'))
    await open(deadlineOf('2026-10-23T00:01'))
    await open(deadlineOf('2026-11-20T08:30'))
    for (const who of [supervisor, second]) {
      const { items, older } = await mine(who)
      expect(items.map(({ dueOn }) => dueOn)).toEqual(['2026-10-23', '2026-11-20'])
      expect(older).toEqual({ count: 2, isAll: true })
    }
    expect(await mine(advisor)).toEqual({ items: [], older: { count: 0, isAll: true } })
    const first = await mine(supervisor, { limit: 1 })
    const rest = await mine(supervisor, { limit: 1, cursor: first.next })
    expect(rest.items.map(({ dueOn }) => dueOn)).toEqual(['2026-11-20'])
    expect(rest).not.toHaveProperty('older')
    const found = { from: day('2026-09-01'), until: day('2026-10-23'), state: 'unfinished' } as const
    const list = ok(await api.as(supervisor)(routes.listDeadlines, { query: found })).body
    expect(list.items).toHaveLength(3)
  })

  it('stands in a list of its own, with the reason, to whom it belongs and whom it would be passed up to', async () => {
    const startedAt = local('2026-11-20 10:00')
    const timer = timerDeadline(
      'D001',
      { code: 'promised-delivery', record: 'order#ord_1', startedAt, dueAt: local('2026-11-30 17:00') },
      hours,
      stampAt(startedAt),
    )
    const seen = await open(timer, stampAt(startedAt))
    ok(await api.as(advisor)(routes.pauseDeadline, { ...seen, body: { reason: '等配件' } }))
    expect((await mine(advisor)).items).toEqual([])
    const [theirs] = (await mine(advisor, { paused: 'yes' })).items
    expect(theirs).toMatchObject({
      because: 'owns',
      paused: true,
      pause: { from: local('2026-11-23 10:00'), by: staffIdOf('A1'), reason: '等配件' },
    })
    expect((await mine(desk, { paused: 'yes' })).items).toMatchObject([{ because: 'stands-above' }])
    expect((await mine(supervisor, { paused: 'yes' })).items).toEqual([])
    ok(await api.as(advisor)(routes.resumeDeadline, { ...seen, ifMatch: '"2"' }))
    expect((await mine(advisor, { paused: 'yes' })).items).toEqual([])
  })
})

describe('a deadline that cannot be read', () => {
  it('is left out of lists, figures and the changes of its duty, and told of in the log', async () => {
    await open(deadlineOf('2026-11-23T15:00'))
    await open(deadlineOf('2026-11-23T17:00'))
    await save(api.store, ...puts(dutyRecord, dutyOf()))
    const item = api.table
      .all()
      .find(({ dueAt, entity }) => entity === 'Deadline' && dueAt === local('2026-11-23 15:00'))!
    api.table.put({ ...item, escalateAfter: '王芳' })
    const dues = (items: readonly { readonly dueAt: string }[]) => items.map(({ dueAt }) => dueAt)
    const left = [local('2026-11-23 17:00')]
    expect(dues(ok(await api.as(head)(routes.listDeadlines)).body.items)).toEqual(left)
    expect(dues(ok(await api.as(supervisor)(routes.listMyDeadlines)).body.items)).toEqual(left)
    api.moveTo(local('2026-11-24 08:00'))
    const { roles } = ok(await api.as(head)(routes.readOnTime, { query: { month: '2026-11' } })).body
    expect(roles).toMatchObject([{ owed: 1 }])
    api.moveTo(local('2026-11-23 10:00'))
    const patch = { params: { code: 'morning-meeting' }, ifMatch: '"1"', body: { on: false } }
    ok(await api.as(clerk)(changeDuty, patch))
    const told = api.log.lines.filter(({ code }) => code === 'DEADLINES_DAMAGED')
    expect(told).toHaveLength(4)
    for (const { level, fields } of told) {
      expect(level).toBe('error')
      expect(fields).toMatchObject({ dealerId: 'D001', damaged: 1 })
    }
    expect(JSON.stringify(told)).not.toContain('王芳')
  })
})

describe('a deadline', () => {
  it('is told with whose it is, its reminders, and what comes next', async () => {
    const { params } = await open(deadlineOf('2026-11-24T08:30', { remindBefore: ['PT4H', 'P3D', 'PT0S'] }))
    const reply = ok(await api.as(second)(routes.readDeadline, { params }))
    expect(reply.etag).toBe('"1"')
    expect(reply.body).toMatchObject({
      owner: { staffId: staffIdOf('W1') },
      holders: [{ staffId: staffIdOf('W1') }, { staffId: staffIdOf('W2') }],
      reminders: [
        { before: 'P3D', dueAt: local('2026-11-21 08:30'), fate: 'not-told' },
        { before: 'PT4H', dueAt: local('2026-11-24 04:30'), fate: 'to-come' },
        { before: 'PT0S', dueAt: local('2026-11-24 08:30'), fate: 'to-come' },
      ],
      next: { what: 'reminder', at: local('2026-11-24 04:30') },
      allowed: ['done'],
      late: false,
    })
  })

  it('that was told of says so, and who above was told', async () => {
    const deadline = deadlineOf('2026-11-20T08:30', {
      state: 'escalated',
      escalations: [{ role: 'service_manager', staffId: staffIdOf('H1'), at: local('2026-11-20 10:30') }],
    })
    const item = planDeadline(deadline, undefined, hours, stampAt(local('2026-11-20 10:30')))!
    await save(api.store, ...puts(deadlineRecord, deadline))
    await save(
      api.store,
      ...puts(dueItemRecord, {
        ...item,
        decided: [
          { step: 'remind-PT0S', outcome: 'message', at: local('2026-11-20 08:30') },
          { step: 'late', outcome: 'suppressed', reason: 'just-reminded', at: local('2026-11-20 08:31') },
        ],
      }),
    )
    const { params } = { params: { deadlineId: deadline.deadlineId } }
    expect(ok(await api.as(supervisor)(routes.readDeadline, { params })).body).toMatchObject({
      reminders: [{ before: 'PT0S', fate: 'told' }],
      escalations: [{ role: 'service_manager', name: '陈站长', at: local('2026-11-20 10:30') }],
      next: { what: 'escalation', at: local('2026-11-20 12:30') },
      allowed: ['done', 'acknowledge'],
    })
  })

  it('is seen by who may, and is not there for another dealer', async () => {
    const { params } = await open(deadlineOf())
    for (const route of [routes.readDeadline, routes.listDeadlineChanges]) {
      expect((await api.as(clerk)(route, { params })).status).toBe(200)
      expect(await api.as(advisor)(route, { params })).toMatchObject({
        status: 403,
        problem: { code: 'not-your-deadline' },
      })
      expect((await api.as(elsewhere)(route, { params })).status).toBe(404)
    }
  })
})

describe('done', () => {
  it('is said with proof by whom the deadline belongs to, and nobody is reminded of it any more', async () => {
    const seen = await open(deadlineOf())
    const { etag, body } = ok(
      await api.as(second)(routes.closeDeadline, { ...seen, body: words('已开晨会') }),
    )
    expect(etag).toBe('"2"')
    expect(body).toMatchObject({
      state: 'done',
      late: false,
      ended: { at: local('2026-11-23 10:00'), by: staffIdOf('W2'), late: false, proof: { text: '已开晨会' } },
      allowed: ['reopen'],
    })
    expect(body).not.toHaveProperty('next')
    expect(await itemOf(seen.params)).not.toHaveProperty('step')
    const { items } = ok(await api.as(clerk)(routes.listDeadlineChanges, seen)).body
    expect(items).toMatchObject([{ action: 'done', by: staffIdOf('W2'), before: { state: 'open' } }])
  })

  it('after the due moment is said to be late', async () => {
    const seen = await open(deadlineOf('2026-11-23T09:00', { state: 'late' }))
    const { body } = ok(await api.as(head)(routes.closeDeadline, { ...seen, body: words('补做') }))
    expect(body).toMatchObject({ state: 'done', late: true, ended: { late: true } })
  })

  it('is one change, in one transaction with its timer, once under one key', async () => {
    const seen = { ...(await open(deadlineOf())), idempotencyKey: 'done-0001', body: words('完成') }
    const before = api.table.commits.length
    const first = ok(await api.as(supervisor)(routes.closeDeadline, seen))
    expect(ok(await api.as(supervisor)(routes.closeDeadline, seen))).toEqual(first)
    expect(api.table.commits).toHaveLength(before + 1)
  })

  it('is refused to whoever it is nothing to, in a version not seen, and when it is done already', async () => {
    const seen = { ...(await open(deadlineOf())), body: words('完成') }
    expect(await api.as(clerk)(routes.closeDeadline, seen)).toMatchObject({
      status: 403,
      problem: { code: 'not-your-deadline' },
    })
    expect((await api.as(elsewhere)(routes.closeDeadline, seen)).status).toBe(404)
    const { ifMatch: _, ...unseen } = seen
    expect((await api.as(supervisor)(routes.closeDeadline, unseen)).status).toBe(428)
    ok(await api.as(supervisor)(routes.closeDeadline, seen))
    expect(await api.as(supervisor)(routes.closeDeadline, seen)).toMatchObject({ status: 412, etag: '"2"' })
    expect(await api.as(supervisor)(routes.closeDeadline, { ...seen, ifMatch: '"2"' })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['reopen'] },
    })
  })

  it('of what is counted asks for the number, and for the reason where it falls short', async () => {
    let nth = 10
    const refused = async (proof: object) => {
      const seen = await open(deadlineOf(`2026-11-24T08:${String((nth += 1))}`, { target: 5 }))
      const reply = await api.as(supervisor)(routes.closeDeadline, { ...seen, body: { proof } as never })
      return reply.ok ? 'taken' : reply.problem.errors?.map(({ path, reason }) => `${path} ${reason}`).join()
    }
    expect(await refused({ kind: 'count', count: 5 })).toBe('taken')
    expect(await refused({ kind: 'count', count: 4 })).toBe('body.proof.reason required')
    expect(await refused({ kind: 'count', count: 4, reason: '停电' })).toBe('taken')
    expect(await refused({ kind: 'file', reference: 'a.jpg' })).toBe('body.proof.kind count-or-reason')
    expect(await refused({ kind: 'text', text: '今日无车' })).toBe('taken')
  })

  it('meets the sweep half-way: what was passed up meanwhile is told as a version not seen', async () => {
    const deadline = deadlineOf('2026-11-23T09:00', { state: 'late' })
    const seen = { ...(await open(deadline)), body: words('完成') }
    let others = 1
    api.table.onCommit = (writes) => {
      if (others === 0) return undefined
      others -= 1
      const [put] = puts(deadlineRecord, { ...deadline, state: 'escalated', version: 1 })
      if (put?.kind === 'put') api.table.put({ ...put.item, ...put.key })
      return writes.length > 0 ? { kind: 'conflict', contested: [0] } : undefined
    }
    expect(await api.as(supervisor)(routes.closeDeadline, seen)).toMatchObject({ status: 412, etag: '"2"' })
  })
})

describe('taking it back', () => {
  it('within a day brings it back as it stood, with its timer', async () => {
    const seen = await open(deadlineOf())
    ok(await api.as(supervisor)(routes.closeDeadline, { ...seen, body: words('完成') }))
    const { body } = ok(await api.as(supervisor)(routes.reopenDeadline, { ...seen, ifMatch: '"2"' }))
    expect(body).toMatchObject({ state: 'open', next: { what: 'reminder' }, allowed: ['done'] })
    expect(body).not.toHaveProperty('ended')
    expect(await itemOf(seen.params)).toMatchObject({ step: 'remind-PT0S' })
  })

  it('after the due moment it is late at once', async () => {
    const seen = await open(deadlineOf())
    ok(await api.as(supervisor)(routes.closeDeadline, { ...seen, body: words('完成') }))
    api.moveTo(local('2026-11-24 09:00'))
    const { body } = ok(await api.as(head)(routes.reopenDeadline, { ...seen, ifMatch: '"2"' }))
    expect(body).toMatchObject({ state: 'late', late: true, next: { what: 'late' } })
  })

  it('later than a day is refused', async () => {
    const seen = await open(deadlineOf())
    ok(await api.as(supervisor)(routes.closeDeadline, { ...seen, body: words('完成') }))
    const again = { ...seen, ifMatch: '"2"' }
    api.moveTo(addMinutes(local('2026-11-24 10:00'), 1))
    expect(await api.as(supervisor)(routes.reopenDeadline, again)).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: [] },
    })
  })
})

describe('taking note', () => {
  const late = () =>
    open(
      deadlineOf('2026-11-20T08:30', {
        state: 'escalated',
        escalations: [{ role: 'service_manager', staffId: staffIdOf('H1'), at: local('2026-11-20 10:30') }],
      }),
      stampAt(local('2026-11-20 10:30')),
    )

  it('by somebody above tells nobody further up', async () => {
    const seen = await late()
    expect(await itemOf(seen.params)).toMatchObject({ step: 'escalate-2' })
    const { body } = ok(await api.as(head)(routes.acknowledgeDeadline, seen))
    expect(body).toMatchObject({
      state: 'escalated',
      acknowledged: { by: staffIdOf('H1'), at: local('2026-11-23 10:00') },
      allowed: ['done'],
    })
    expect(await itemOf(seen.params)).not.toHaveProperty('step')
  })

  it('is not for who owes it, nor of what is not late', async () => {
    const seen = await late()
    expect((await api.as(supervisor)(routes.acknowledgeDeadline, seen)).status).toBe(403)
    const { staffId: _, ...nobody } = head
    expect(await api.as(nobody)(routes.acknowledgeDeadline, seen)).toMatchObject({
      problem: { code: 'no-staff-record' },
    })
    const early = await open(deadlineOf())
    expect(await api.as(head)(routes.acknowledgeDeadline, early)).toMatchObject({
      status: 409,
      problem: { allowed: ['done'] },
    })
  })
})

describe('a timer', () => {
  const start = () => {
    const timer = {
      code: 'complaint-reply',
      record: 'complaint#cmp_1',
      startedAt: local('2026-11-23 09:00'),
    } as const
    return open(timerDeadline('D001', timer, hours, stampAt(timer.startedAt)), stampAt(timer.startedAt))
  }

  it('has its moment in opening hours beside the one that counts', async () => {
    const { params } = await start()
    expect(ok(await api.as(desk)(routes.readDeadline, { params })).body).toMatchObject({
      dueAt: local('2026-11-24 09:00'),
      openHoursDueAt: local('2026-11-25 14:00'),
      allowed: ['done', 'pause'],
    })
  })

  it('stands still for a reason, and falls due as much later', async () => {
    const seen = await start()
    const paused = ok(
      await api.as(desk)(routes.pauseDeadline, { ...seen, body: { reason: '等客户回电' } }),
    ).body
    expect(paused).toMatchObject({ paused: true, allowed: ['done', 'resume'] })
    expect(paused).not.toHaveProperty('next')
    expect(await itemOf(seen.params)).not.toHaveProperty('step')

    api.moveTo(local('2026-11-24 15:00'))
    const stands = ok(await api.as(desk)(routes.readDeadline, seen)).body
    expect(stands.late).toBe(false)
    const { body } = ok(await api.as(desk)(routes.resumeDeadline, { ...seen, ifMatch: '"2"' }))
    expect(body).toMatchObject({
      state: 'open',
      paused: false,
      dueAt: local('2026-11-25 14:00'),
      pauses: [{ from: local('2026-11-23 10:00'), until: local('2026-11-24 15:00'), reason: '等客户回电' }],
      next: { what: 'reminder', at: local('2026-11-25 10:00') },
    })
  })

  it('that is late already, or stands still, is not held up, and a duty never is', async () => {
    const seen = await start()
    const body = { reason: '等客户回电' }
    const duty = await open(deadlineOf())
    expect(await api.as(supervisor)(routes.pauseDeadline, { ...duty, body })).toMatchObject({
      status: 409,
      problem: { allowed: ['done'] },
    })
    expect((await api.as(desk)(routes.resumeDeadline, seen)).status).toBe(409)
    api.moveTo(local('2026-11-24 09:01'))
    expect(await api.as(desk)(routes.pauseDeadline, { ...seen, body })).toMatchObject({
      status: 409,
      problem: { allowed: ['done'] },
    })
  })

  it('is held up twenty times at most', async () => {
    const pauses = Array.from({ length: 20 }, () => ({
      from: local('2026-11-23 09:10'),
      until: local('2026-11-23 09:20'),
      by: 'x',
      reason: '等',
    }))
    const timer = {
      code: 'complaint-reply',
      record: 'complaint#cmp_2',
      startedAt: local('2026-11-23 09:00'),
    } as const
    const seen = await open({ ...timerDeadline('D001', timer, hours, stampAt(timer.startedAt)), pauses })
    const reply = await api.as(desk)(routes.pauseDeadline, { ...seen, body: { reason: '等' } })
    expect(reply).toMatchObject({ status: 409, problem: { allowed: ['done'] } })
  })
})

describe('on time', () => {
  it('is counted by role and duty, to each for the roles that they see', async () => {
    const done = (occurrence: string, at: string, late: boolean): Deadline =>
      deadlineOf(occurrence, { state: 'done', ended: { at: local(at), by: 'x', late } })
    for (const deadline of [
      done('2026-11-02T08:30', '2026-11-02 08:20', false),
      done('2026-11-03T08:30', '2026-11-03 09:30', true),
      deadlineOf('2026-11-04T08:30', { state: 'escalated' }),
      deadlineOf('2026-11-30T23:59'),
      deadlineOf('2026-10-31T23:59'),
    ])
      await open(deadline)
    const of = async (who: Account) =>
      ok(await api.as(who)(routes.readOnTime, { query: { month: '2026-11' } })).body.roles
    const expected = {
      owed: 3,
      inTime: 1,
      late: 1,
      notDone: 1,
      dropped: 0,
      percentInTime: 33.3,
      averageLateMinutes: 60,
    }
    expect(await of(head)).toEqual([
      {
        role: 'workshop_supervisor',
        zh: '车间主管',
        en: 'Workshop supervisor',
        ...expected,
        duties: [{ code: 'morning-meeting', zh: '车间晨会', en: 'Workshop morning meeting', ...expected }],
      },
    ])
    expect(await of(supervisor)).toHaveLength(1)
    expect(await of(advisor)).toEqual([])
    expect(await of(elsewhere)).toEqual([])
    const wrong = await api.as(head)(routes.readOnTime, { query: { month: '2026-13' } })
    expect(wrong.status).toBe(422)
  })
})
