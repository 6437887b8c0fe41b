import { beforeEach, describe, expect, it } from 'vitest'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import { filingOf } from '../../../shared/due/plans/timer-names.ts'
import { changeStaff, createStaff, departStaff, rejoinStaff } from '../../../shared/http/routes/staff.ts'
import * as routes from '../../../shared/http/routes/staff-changes.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import { day, dealerOf, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { startApiOn } from './fixture.ts'

const holding = (role: RoleCode, dealerId = 'D001'): Account => ({
  dealerId,
  roles: [role],
  staffId: staffIdOf('K1'),
  sub: `account-${role}`,
})
const clerk = holding('information_clerk')
const brand = (zh: string) => ({
  zh,
  en: zh,
  brandWords: [zh],
  mailDomains: [],
  mailAddresses: [],
  enabled: true,
})

/** What somebody else does right before the next transaction. */
let meanwhile: (() => Promise<unknown>) | undefined
const table = () =>
  memoryTable({
    async before(operation) {
      if (operation !== 'commit') return
      const others = meanwhile
      meanwhile = undefined
      await others?.()
    },
  })

let api: ReturnType<typeof startApiOn>
beforeEach(async () => {
  api = startApiOn(table(), local('2026-11-23 10:00'))
  await save(
    api.store,
    ...puts(
      dealerRecord,
      dealerOf({ manufacturers: [brand('长城'), brand('大众')] }),
      dealerOf({}, { dealerId: 'D002' }),
    ),
    ...puts(
      staffRecord,
      staffOf('A1', { role: 'service_advisor' }),
      staffOf('K1', { role: 'information_clerk' }),
    ),
  )
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const newcomer = { number: 'N1', name: '赵新', role: 'service_advisor' } as const
const takeOn = async (more: object = {}) =>
  ok(await api.as(clerk)(createStaff, { body: { ...newcomer, ...more } })).body
const listed = async (query: object = { status: 'to_file' }) =>
  ok(await api.as(clerk)(routes.listFilings, { query })).body.items
const only = async () => (await listed())[0]!
const timerOf = (change: { staffChangeId: string }) =>
  api.store.deadlines.ofCause('D001', { kind: 'timer', ...filingOf(change) })
const waits = async (change: { staffChangeId: string }) => {
  const subject = deadlineSubject((await timerOf(change))!.deadlineId)
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item)
}
const seen = ({ staffChangeId, etag }: { staffChangeId: string; etag: string }) => ({
  params: { staffChangeId },
  ifMatch: etag,
})

describe('somebody who begins', () => {
  it('is to be filed with each manufacturer within three days, by the information clerk', async () => {
    const { staffId } = await takeOn()
    const change = await only()
    expect(change).toMatchObject({ staffId, name: '赵新', number: 'N1', kind: 'joined', on: '2026-11-23' })
    expect(change.filings.map(({ zh }) => zh)).toEqual(['长城', '大众'])
    expect(await timerOf(change)).toMatchObject({
      state: 'open',
      role: 'information_clerk',
      about: 'N1',
      dueAt: local('2026-11-26 10:00'),
    })
    expect(await waits(change)).toBe(true)
  })

  it('later counts from the opening of their day on', async () => {
    await takeOn({ joinedOn: day('2026-12-01') })
    expect(await timerOf(await only())).toMatchObject({ dueAt: local('2026-12-04 08:30') })
  })

  it('is filed once every system says so, and the deadline has the record for proof', async () => {
    await takeOn()
    const first = await only()
    const one = ok(
      await api.as(clerk)(routes.fileStaffChange, {
        ...seen(first),
        body: { system: 1, reference: 'RY-7' },
      }),
    ).body
    expect(one).toMatchObject({ status: 'to_file', filings: [{ end: { reference: 'RY-7' } }, {}] })
    expect(await timerOf(first)).toMatchObject({ state: 'open' })
    api.moveTo(local('2026-11-26 10:02'))
    const all = ok(
      await api.as(clerk)(routes.fileStaffChange, {
        ...seen(one),
        body: { system: 2, on: day('2026-11-24') },
      }),
    ).body
    expect(all).toMatchObject({ status: 'settled', settledAt: local('2026-11-26 10:02') })
    expect(await timerOf(first)).toMatchObject({
      state: 'done',
      ended: { late: true, proof: { kind: 'record', record: `staff-change#${first.staffChangeId}` } },
    })
    expect(await waits(first)).toBe(false)
    expect(await listed()).toEqual([])
    expect(await listed({})).toMatchObject([{ status: 'settled' }])
  })

  it('need not be filed anywhere: then nothing was owed', async () => {
    await takeOn()
    let change = await only()
    for (const system of [1, 2]) {
      const body = { system, reason: '临时工' }
      change = ok(await api.as(clerk)(routes.needNotFile, { ...seen(change), body })).body
    }
    expect(change.status).toBe('settled')
    expect(await timerOf(change)).toMatchObject({ state: 'dropped', ended: { reason: 'not-needed' } })
  })
})

describe('what was recorded of a system', () => {
  const settled = async () => {
    await takeOn()
    const one = ok(
      await api.as(clerk)(routes.fileStaffChange, { ...seen(await only()), body: { system: 1 } }),
    ).body
    return ok(await api.as(clerk)(routes.fileStaffChange, { ...seen(one), body: { system: 2 } })).body
  }

  it('is taken back within a day, and the same deadline stands again', async () => {
    const change = await settled()
    api.moveTo(local('2026-11-24 09:00'))
    const undone = ok(await api.as(clerk)(routes.undoFiling, { ...seen(change), body: { system: 2 } })).body
    expect(undone).toMatchObject({ status: 'to_file', filings: [{ end: { kind: 'filed' } }, {}] })
    expect(undone.filings[1]).not.toHaveProperty('end')
    expect(undone).not.toHaveProperty('settledAt')
    expect(await timerOf(change)).toMatchObject({ state: 'open', dueAt: local('2026-11-26 10:00') })
    expect(await waits(change)).toBe(true)
  })

  it('stays after a day', async () => {
    const change = await settled()
    api.moveTo(local('2026-11-24 10:01'))
    const reply = await api.as(clerk)(routes.undoFiling, { ...seen(change), body: { system: 2 } })
    expect(reply).toMatchObject({ status: 409, problem: { code: 'transition-refused', allowed: [] } })
  })

  it('is recorded once, of a system that there is, and not of tomorrow', async () => {
    await takeOn()
    const one = ok(
      await api.as(clerk)(routes.fileStaffChange, { ...seen(await only()), body: { system: 1 } }),
    ).body
    const asked = async (body: { system: number; on?: ReturnType<typeof day> }) =>
      api.as(clerk)(routes.fileStaffChange, { ...seen(one), body })
    expect(await asked({ system: 1 })).toMatchObject({ status: 409, problem: { allowed: ['undo'] } })
    expect(await asked({ system: 3 })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.system', reason: 'not-a-choice' }] },
    })
    expect(await asked({ system: 2, on: day('2026-11-24') })).toMatchObject({
      problem: { errors: [{ path: 'body.on', reason: 'too-far-ahead' }] },
    })
    const nothing = await api.as(clerk)(routes.undoFiling, { ...seen(one), body: { system: 2 } })
    expect(nothing).toMatchObject({ status: 409, problem: { allowed: ['file', 'not-needed'] } })
  })
})

describe('a change that is taken back', () => {
  it('is not owed any more: a departure that does not take place, a role that was given back', async () => {
    const person = await takeOn()
    const filed = async () => {
      let change = await only()
      for (const { system } of change.filings) {
        change = ok(await api.as(clerk)(routes.fileStaffChange, { ...seen(change), body: { system } })).body
      }
    }
    await filed()
    const who = ({ staffId, etag }: { staffId: string; etag: string }) => ({
      params: { staffId },
      ifMatch: etag,
    })
    const manager = api.as(holding('service_manager'))
    const leaving = ok(
      await manager(departStaff, { ...who(person), body: { leftOn: day('2026-12-31') } }),
    ).body
    const change = await only()
    expect(await timerOf(change)).toMatchObject({ state: 'open', dueAt: local('2027-01-03 08:30') })
    const stays = ok(
      await manager(rejoinStaff, { ...who(leaving), body: { joinedOn: day('2027-01-01') } }),
    ).body
    expect(await listed()).toEqual([])
    expect(await timerOf(change)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
    expect(await waits(change)).toBe(false)

    const moved = ok(await manager(changeStaff, { ...who(stays), body: { role: 'trainer' } })).body
    const move = await only()
    expect(move).toMatchObject({ kind: 'role_changed', roles: ['trainer'], rolesBefore: ['service_advisor'] })
    await manager(changeStaff, { ...who(moved), body: { role: 'service_advisor' } })
    expect(await listed()).toEqual([])
    expect(await timerOf(move)).toMatchObject({ state: 'dropped' })
  })
})

describe('staff changes', () => {
  it('are listed by state, person and day', async () => {
    const first = await takeOn({ joinedOn: day('2026-11-20') })
    await takeOn({ number: 'N2', joinedOn: day('2026-12-01') })
    const days = async (query: object) => (await listed(query)).map(({ on }) => on)
    expect(await days({ status: 'to_file' })).toEqual(['2026-11-20', '2026-12-01'])
    expect(await days({})).toEqual(['2026-12-01', '2026-11-20'])
    expect(await days({ from: '2026-11-21' })).toEqual(['2026-12-01'])
    expect(await days({ status: 'to_file', until: '2026-11-30' })).toEqual(['2026-11-20'])
    expect(await days({ staffId: first.staffId })).toEqual(['2026-11-20'])
    expect(await days({ status: 'to_file', staffId: first.staffId })).toEqual(['2026-11-20'])
    expect(await days({ status: 'withdrawn' })).toEqual([])
  })

  it.each([{}, { status: 'to_file' as const }])(
    'of days that end before they begin are refused by the field (%o)',
    async (more) => {
      const query = { ...more, from: day('2026-11-21'), until: day('2026-11-20') }
      expect(await api.as(clerk)(routes.listFilings, { query })).toMatchObject({
        status: 422,
        problem: { errors: [{ path: 'query.until', reason: 'too-small' }] },
      })
    },
  )

  it.each(['status', undefined] as const)('page once through all of them (%s)', async (by) => {
    for (const number of ['N1', 'N2', 'N3']) await takeOn({ number })
    const found: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: 1, ...(by && { status: 'to_file' as const }), ...(cursor && { cursor }) }
      const { body } = ok(await api.as(clerk)(routes.listFilings, { query }))
      found.push(...body.items.map(({ staffChangeId }) => staffChangeId))
      cursor = body.next
    } while (cursor !== undefined)
    expect(new Set(found).size).toBe(3)
    expect(found).toHaveLength(3)
  })

  it('are read by managers, written by the clerk and the service manager, and another dealer’s are not there', async () => {
    await takeOn()
    const change = await only()
    const { params } = seen(change)
    const general = api.as(holding('general_manager'))
    expect((await general(routes.readFiling, { params })).status).toBe(200)
    expect((await general(routes.fileStaffChange, { ...seen(change), body: { system: 1 } })).status).toBe(403)
    expect((await api.as(holding('service_advisor'))(routes.readFiling, { params })).status).toBe(403)
    const other = api.as(holding('information_clerk', 'D002'))
    expect((await other(routes.readFiling, { params })).status).toBe(404)
    expect((await other(routes.fileStaffChange, { ...seen(change), body: { system: 1 } })).status).toBe(404)
    expect(ok(await other(routes.listFilings, {})).body.items).toEqual([])
  })

  it('are written in the version that the caller has seen, and once under one key', async () => {
    await takeOn()
    const change = await only()
    const { params, ifMatch } = seen(change)
    const ask = api.as(clerk)
    const body = { system: 1 }
    expect((await ask(routes.fileStaffChange, { params, body })).status).toBe(428)
    const twice = { params, ifMatch, body, idempotencyKey: 'file-once-0001' }
    const first = ok(await ask(routes.fileStaffChange, twice))
    expect(await ask(routes.fileStaffChange, twice)).toEqual(first)
    expect((await ask(routes.fileStaffChange, { params, ifMatch, body: { system: 2 } })).status).toBe(412)
  })

  it('of one person that somebody else files meanwhile is not withdrawn: what was told stays told', async () => {
    const person = await takeOn()
    const change = await only()
    meanwhile = async () =>
      ok(await api.as(clerk)(routes.fileStaffChange, { ...seen(change), body: { system: 1 } }))
    ok(
      await api.as(holding('service_manager'))(changeStaff, {
        params: { staffId: person.staffId },
        ifMatch: person.etag,
        body: { joinedOn: day('2026-11-24') },
      }),
    )
    expect(meanwhile).toBeUndefined()
    expect(await listed()).toMatchObject([{ staffChangeId: change.staffChangeId, on: '2026-11-23' }])
  })
})
