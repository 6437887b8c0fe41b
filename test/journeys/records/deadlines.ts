import { expect, it } from 'vitest'
import { startTimer } from '../../../shared/due/plans/timers.ts'
import * as routes from '../../../shared/http/routes/deadlines.ts'
import { createDuty } from '../../../shared/http/routes/duties.ts'
import { local, stampAt } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { done, type Desk } from './desk.ts'

/** At noon the department says what it has done, and whoever is above what is late takes note. */
export function whatIsDone(desk: () => Desk): void {
  const clerk = () => desk().as('information_clerk')
  const head = () => desk().as('service_manager')
  const specialist = () => desk().as('renewal_specialist')
  const idOf = async (code: string) => {
    const { body } = await done(head()(routes.listDeadlines, { query: { code, state: 'unfinished' } }))
    return { deadlineId: body.items[0]!.deadlineId }
  }
  const seen = async (params: { deadlineId: string }) => {
    const { body } = await done(head()(routes.readDeadline, { params }))
    return { params, ifMatch: body.etag }
  }

  it('each sees what they owe today, and whose the rest is', async () => {
    const mine = await done(head()(routes.listMyDeadlines))
    expect(mine.body.items.length).toBeGreaterThan(5)
    expect(mine.body.items.some(({ late }) => late)).toBe(true)
    const theirs = await done(specialist()(routes.listDeadlines))
    expect(new Set(theirs.body.items.map(({ role }) => role))).toEqual(new Set(['renewal_specialist']))
    const all = await done(clerk()(routes.listDeadlines))
    expect(all.body.items.length).toBeGreaterThan(theirs.body.items.length)
  })

  it('what is done is closed with proof, and was closed by mistake is taken back', async () => {
    const params = await idOf('renewal-morning-huddle')
    const proof = { kind: 'text', text: '17 台已分配' } as const
    await done(specialist()(routes.closeDeadline, { ...(await seen(params)), body: { proof } }))
    const back = await done(specialist()(routes.reopenDeadline, await seen(params)))
    expect(back.body).toMatchObject({ state: 'open', next: { what: 'reminder' } })
    const again = { ...(await seen(params)), body: { proof }, idempotencyKey: 'huddle-monday-0001' }
    const closed = await done(specialist()(routes.closeDeadline, again))
    expect(closed.body).toMatchObject({ state: 'done', late: false })
    const changes = await done(specialist()(routes.listDeadlineChanges, { params }))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['done', 'reopened', 'done'])
  })

  it('what is late is passed up, and nobody further hears of it once somebody has taken note', async () => {
    const body = {
      code: 'noon-post',
      role: 'information_clerk',
      zh: '午间收发厂家邮件',
      en: 'Manufacturers’ mail at noon',
      rrule: 'FREQ=DAILY',
      dueTime: '12:20',
      escalateTo: 'service_manager',
      escalateAfter: 'PT10M',
    } as const
    await done(clerk()(createDuty, { body }))
    await desk().stack.runUntil(local('2026-11-23 12:50'))
    const params = await idOf(body.code)
    const late = await done(head()(routes.readDeadline, { params }))
    expect(late.body).toMatchObject({
      state: 'escalated',
      late: true,
      reminders: [{ fate: 'told' }],
      escalations: [{ role: 'service_manager', name: '吴站长' }],
    })
    const mine = await done(head()(routes.listMyDeadlines))
    expect(mine.body.items.find(({ deadlineId }) => deadlineId === params.deadlineId)?.because).toBe(
      'passed-up',
    )
    const noted = await done(head()(routes.acknowledgeDeadline, await seen(params)))
    expect(noted.body).not.toHaveProperty('next')
  })

  it('a timer that a fact has started stands still for a reason, and goes on', async () => {
    const { store, stack, dealerId } = desk()
    const dealer = (await store.dealers.byId(dealerId))!
    const startedAt = stack.clock.now()
    const timer = { code: 'complaint-reply', record: 'complaint#cmp_1', startedAt } as const
    await save(store, ...(await startTimer(timer, { store, dealer, stamp: stampAt(startedAt) })))
    const params = await idOf(timer.code)
    const body = { reason: '等客户回电' }
    const stands = await done(head()(routes.pauseDeadline, { ...(await seen(params)), body }))
    expect(stands.body).toMatchObject({ paused: true })
    await desk().stack.runUntil(local('2026-11-23 13:10'))
    const goesOn = await done(head()(routes.resumeDeadline, await seen(params)))
    expect(goesOn.body).toMatchObject({ paused: false, moves: 1 })
    expect(goesOn.body.dueAt > stands.body.dueAt).toBe(true)
  })

  it('how much of the month was done in time is told by role', async () => {
    const { body } = await done(clerk()(routes.readOnTime, { query: { month: '2026-11' } }))
    const renewals = body.roles.find(({ role }) => role === 'renewal_specialist')
    expect(renewals).toMatchObject({ owed: 1, inTime: 1, percentInTime: 100 })
  })
}
