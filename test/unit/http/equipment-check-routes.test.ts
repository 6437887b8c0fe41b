import { beforeEach, describe, expect, it } from 'vitest'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { missingListOf } from '../../../shared/due/plans/timer-names.ts'
import * as routes from '../../../shared/http/routes/equipment-checks.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import { day, deadlineOf, dealerOf, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const account = (name: string, role: RoleCode, dealerId = 'D001'): Account => ({
  dealerId,
  roles: [role],
  staffId: staffIdOf(name),
  sub: `account-${name}`,
})
const leader = account('T2', 'team_leader')
const supervisor = account('W1', 'workshop_supervisor')

let api: ReturnType<typeof startApi>
const check = deadlineOf('2026-11-23T17:45', {
  cause: { kind: 'duty', code: 'equipment-check', occurrence: '2026-11-23T17:45' },
  role: 'team_leader',
})
beforeEach(async () => {
  api = startApi(local('2026-11-23 17:40'))
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(
      staffRecord,
      staffOf('T1', { role: 'team_leader' }),
      staffOf('T2', { role: 'team_leader' }),
      staffOf('W1', { role: 'workshop_supervisor' }),
    ),
    ...puts(deadlineRecord, check),
  )
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const missing = { tool: '扭力扳手', quantity: 1, problem: 'missing' as const }
const damaged = { tool: '举升机', quantity: 1, problem: 'damaged' as const }
const record = (more: object = {}, who = leader) =>
  api.as(who)(routes.recordCheck, {
    body: { team: '机修二组', occasion: 'closing', lines: [missing], ...more },
  })
const timerOf = (found: { equipmentCheckId: string }) =>
  api.store.deadlines.ofCause('D001', { kind: 'timer', ...missingListOf(found) })
const waits = async (found: { equipmentCheckId: string }) => {
  const subject = deadlineSubject((await timerOf(found))!.deadlineId)
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item)
}
const seen = ({ equipmentCheckId, etag }: { equipmentCheckId: string; etag: string }) => ({
  params: { equipmentCheckId },
  ifMatch: etag,
})

describe('an equipment check', () => {
  it('with anything missing has its list handed in the next day, by who signed for it', async () => {
    const { body } = ok(await record())
    expect(body).toMatchObject({ status: 'list_owed', signedBy: staffIdOf('T2'), on: '2026-11-23' })
    expect(await timerOf(body)).toMatchObject({
      role: 'team_leader',
      assignedTo: staffIdOf('T2'),
      about: body.team,
      dueAt: local('2026-11-24 17:40'),
    })
    api.moveTo(local('2026-11-24 09:00'))
    const handed = ok(
      await api.as(leader)(routes.handInMissingList, { ...seen(body), body: { reference: 'tools/1.pdf' } }),
    ).body
    expect(handed).toMatchObject({ status: 'list_handed_in', list: { by: staffIdOf('T2') } })
    expect(await timerOf(body)).toMatchObject({
      state: 'done',
      ended: {
        late: false,
        proof: { kind: 'record', record: `equipment-check#${body.equipmentCheckId}` },
      },
    })
    expect(await waits(body)).toBe(false)
    const again = await api.as(leader)(routes.handInMissingList, { ...seen(handed), body: {} })
    expect(again).toMatchObject({ status: 409, problem: { allowed: [] } })
  })

  it('with nothing missing owes no list, also where something is damaged', async () => {
    for (const lines of [[], [damaged]]) {
      const { body } = ok(await record({ lines, occasion: lines.length > 0 ? 'closing' : 'morning' }))
      expect(body.status).toBe('complete')
      expect(await timerOf(body)).toBeUndefined()
    }
  })

  it('that is put right owes its list, or none any more', async () => {
    const { body } = ok(await record())
    const change = (from: { equipmentCheckId: string; etag: string }, lines: object[]) =>
      api
        .as(leader)(routes.changeCheck, { ...seen(from), body: { lines } as never })
        .then(ok)
    const found = (await change(body, [damaged])).body
    expect(found.status).toBe('complete')
    expect(await timerOf(body)).toMatchObject({ state: 'dropped', ended: { reason: 'nothing-missing' } })
    expect(await waits(body)).toBe(false)
    const lost = (await change(found, [missing])).body
    expect(lost.status).toBe('list_owed')
    expect(await timerOf(body)).toMatchObject({ state: 'open', dueAt: local('2026-11-24 17:40') })
    expect((await api.as(leader)(routes.changeCheck, { ...seen(body), body: { lines: [] } })).status).toBe(
      412,
    )
  })

  it('closes the deadline of its own day, by who may', async () => {
    const closing = { closesDeadline: check.deadlineId }
    expect(await record({ ...closing, on: day('2026-11-22') })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.closesDeadline', reason: 'not-a-choice' }] },
    })
    const { body } = ok(await record(closing))
    expect(body.deadlineId).toBe(check.deadlineId)
    expect(await api.store.deadlines.byId('D001', check.deadlineId)).toMatchObject({
      state: 'done',
      ended: { late: false, proof: { record: `equipment-check#${body.equipmentCheckId}` } },
    })
  })

  it('is one for a team, day and occasion, and once under one key', async () => {
    const body = { team: '机修二组', occasion: 'closing' as const, lines: [] }
    const given = { body, idempotencyKey: 'check-0001' }
    const first = ok(await api.as(leader)(routes.recordCheck, given))
    expect(await api.as(leader)(routes.recordCheck, given)).toEqual(first)
    expect(await record()).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: first.body.equipmentCheckId },
    })
    ok(await record({ occasion: 'morning' }))
    expect(await record({ on: day('2026-11-24') })).toMatchObject({
      problem: { errors: [{ path: 'body.on', reason: 'too-far-ahead' }] },
    })
  })

  it('is signed by a person of the workshop, and another dealer’s is not there', async () => {
    const { body } = ok(await record())
    const { staffId: _, ...account } = leader
    expect(await record({ occasion: 'morning' }, account)).toMatchObject({
      status: 403,
      problem: { code: 'no-staff-record' },
    })
    expect((await record({}, { ...leader, roles: ['service_advisor'] })).status).toBe(403)
    const elsewhere = api.as({ ...leader, dealerId: 'D002' })
    const { params } = seen(body)
    expect((await elsewhere(routes.readCheck, { params })).status).toBe(404)
    expect((await elsewhere(routes.changeCheck, { ...seen(body), body: { lines: [] } })).status).toBe(404)
    expect((await elsewhere(routes.handInMissingList, { ...seen(body), body: {} })).status).toBe(404)
    expect(ok(await elsewhere(routes.listChecks, {})).body.items).toEqual([])
  })
})

describe('the list of checks', () => {
  it('is by period and team, or of those whose list is owed, page by page', async () => {
    ok(await record({ on: day('2026-11-20') }))
    ok(await record({ on: day('2026-11-21'), lines: [], team: '机修一组' }))
    ok(await record({ on: day('2026-11-22') }))
    const days = async (query: object) => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const paged = { limit: 1, ...query, ...(cursor && { cursor }) }
        const { body } = ok(await api.as(supervisor)(routes.listChecks, { query: paged }))
        found.push(...body.items.map(({ on }) => on))
        cursor = body.next
      } while (cursor !== undefined)
      return found
    }
    expect(await days({})).toEqual(['2026-11-22', '2026-11-21', '2026-11-20'])
    expect(await days({ team: '机修一组' })).toEqual(['2026-11-21'])
    expect(await days({ from: '2026-11-21', until: '2026-11-21' })).toEqual(['2026-11-21'])
    expect(await days({ listOwed: 'yes' })).toEqual(['2026-11-20', '2026-11-22'])
    expect(await days({ listOwed: 'yes', from: '2026-11-21' })).toEqual(['2026-11-22'])
  })
})
