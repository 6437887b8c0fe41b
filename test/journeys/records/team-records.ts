import { expect, it } from 'vitest'
import { readDeadline, listDeadlines } from '../../../shared/http/routes/deadlines.ts'
import * as checks from '../../../shared/http/routes/equipment-checks.ts'
import * as meetings from '../../../shared/http/routes/meetings.ts'
import { listStaff } from '../../../shared/http/routes/staff.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** What teams write down of their day is the proof of what they owe. */
export function whatTeamsWriteDown(desk: () => Desk): void {
  const head = () => desk().as('service_manager')
  const supervisor = () => desk().as('front_desk_supervisor')
  const leader = () => desk().as('team_leader')
  const deadlineOf = async (code: string) => {
    const { body } = await done(head()(listDeadlines, { query: { code, state: 'unfinished' } }))
    return body.items.find(({ dueOn }) => dueOn === '2026-11-23')!.deadlineId
  }
  const stateOf = async (deadlineId: string) =>
    (await done(head()(readDeadline, { params: { deadlineId } }))).body.state
  const people = async () =>
    (await done(head()(listStaff))).body.items.map(({ staffId }) => staffId) as [string, string, string]

  it('a training counts for who was there', async () => {
    const [ledBy, present] = await people()
    const training = {
      kind: 'training' as const,
      topic: '投诉处理话术',
      heldAt: local('2026-11-23 11:00'),
      durationMinutes: 45,
      ledBy,
      attended: [present],
      results: [{ staffId: present, score: 92 }],
    }
    await done(supervisor()(meetings.recordMeeting, { body: training }))
    const list = await done(head()(meetings.listMeetings, { query: { kind: 'training' } }))
    expect(list.body.items).toMatchObject([{ topic: training.topic, results: [{ score: 92 }] }])
    const theirs = await done(head()(meetings.readTrainings, { params: { staffId: present } }))
    expect(theirs.body).toMatchObject({ attended: 1, minutes: 45 })
  })

  it('a meeting that was held closes what was owed, and its plan is followed', async () => {
    const [ledBy, present, absent] = await people()
    const closesDeadline = await deadlineOf('front-desk-evening-meeting')
    const body = {
      kind: 'meeting' as const,
      topic: '前台夕会（提前）',
      heldAt: local('2026-11-23 12:55'),
      durationMinutes: 15,
      ledBy,
      attended: [ledBy, present],
      absent: [{ staffId: absent, reason: '接车' }],
      minutes: '下午两台预约车，提前备件。',
      actions: [{ action: '核对预约看板', ownerId: present, dueOn: day('2026-11-24') }],
      closesDeadline,
    }
    const asked = { body, idempotencyKey: 'evening-meeting-0001' }
    const { meetingId, dutyCode } = (await done(supervisor()(meetings.recordMeeting, asked))).body
    expect(dutyCode).toBe('front-desk-evening-meeting')
    expect(await stateOf(closesDeadline)).toBe('done')
    const params = { meetingId }
    const read = await done(desk().as('service_advisor')(meetings.readMeeting, { params }))
    const actions = read.body.actions.map((action) => ({ ...action, doneOn: day('2026-11-23') }))
    await done(supervisor()(meetings.changeMeeting, { params, ifMatch: read.body.etag, body: { actions } }))
    const changes = await done(head()(meetings.readMeetingChanges, { params }))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['changed', 'recorded'])
    expect((await done(head()(meetings.listMeetings))).body.items).toHaveLength(2)
  })

  it('a check signs for the equipment, and what is missing is listed the next day', async () => {
    const [signer] = await people()
    desk().seat('team_leader', signer)
    const closesDeadline = await deadlineOf('equipment-check')
    const wrench = { tool: '扭力扳手', quantity: 1, problem: 'missing' as const }
    const lift = { tool: '举升机', quantity: 1, problem: 'damaged' as const, remark: '左锁止不灵' }
    const body = { team: '机修一组', occasion: 'closing' as const, lines: [lift], closesDeadline }
    // The last request of a route is the one that the other dealer sends: it names the deadline.
    await done(
      leader()(checks.recordCheck, { body: { team: '机修二组', occasion: 'closing', lines: [wrench] } }),
    )
    const first = await done(leader()(checks.recordCheck, { body, idempotencyKey: 'closing-check-0001' }))
    expect(first.body.status).toBe('complete')
    expect(await stateOf(closesDeadline)).toBe('done')
    const params = { equipmentCheckId: first.body.equipmentCheckId }
    const seen = async () => ({
      params,
      ifMatch: (await done(leader()(checks.readCheck, { params }))).body.etag,
    })
    await done(leader()(checks.changeCheck, { ...(await seen()), body: { lines: [lift, wrench] } }))
    const owed = await done(head()(checks.listChecks, { query: { listOwed: 'yes' } }))
    expect(owed.body.items).toHaveLength(2)
    await done(leader()(checks.handInMissingList, { ...(await seen()), body: { reference: 'tools/1.pdf' } }))
    const all = await done(head()(checks.listChecks))
    expect(all.body.items.map(({ status }) => status).sort()).toEqual(['list_handed_in', 'list_owed'])
  })
}
