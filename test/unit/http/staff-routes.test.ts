import { beforeEach, describe, expect, it } from 'vitest'
import { dailyMailRow } from '../../../functions/insurance-renewals/daily-mail.ts'
import { sendLists } from '../../../functions/insurance-renewals/send-lists.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import type { Route } from '../../../shared/http/contract.ts'
import {
  addAbsence,
  cancelAbsence,
  changeStaff,
  createStaff,
  departStaff,
  listStaff,
  listStaffChanges,
  nameDeputies,
  readRoles,
  readStaff,
  readWork,
  rejoinStaff,
} from '../../../shared/http/routes/staff.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account } from '../../support/api-client.ts'
import {
  absenceIdOf,
  day,
  local,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { specialist, startApi, stranger, withList } from './fixture.ts'

let api: ReturnType<typeof startApi>
const holding = (role: RoleCode, staffId?: string): Account => ({
  dealerId: 'D001',
  roles: [role],
  sub: `account-${role}`,
  ...(staffId === undefined ? {} : { staffId }),
})
const keeper = holding('information_clerk')
const boss = holding('insurance_manager', staffIdOf('M1'))

/** S1 has anna and berta on the list; M1 leads, S2 calls too, C1 is a clerk. */
beforeEach(async () => {
  api = startApi()
  await withList(api)
  await save(
    api.store,
    ...puts(
      staffRecord,
      staffOf('S2'),
      staffOf('C1', { role: 'insurance_clerk' }),
      staffOf('T1', { role: 'trainer' }),
    ),
    ...['S1', 'S2', 'M1', 'C1', 'T1'].map((number) =>
      takeName('D001', 'staff-number', number, staffIdOf(number), stampAt(local('2026-01-01 08:00'))),
    ),
  )
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const s1 = { staffId: staffIdOf('S1') }
const now = async (name: string) => (await api.store.staff.byId('D001', staffIdOf(name)))!
const change = (name: string, more: Partial<Staff>) =>
  now(name).then((staff) =>
    save(api.store, staffRecord.put({ ...staff, ...more }, stampAt(local('2026-11-23 09:00')))),
  )
const listOf = async (name: string) =>
  (await api.store.callLists.of('D001', staffIdOf(name))).map(({ vehicleId }) => vehicleId)
const onList = [vehicleIdOf('anna'), vehicleIdOf('berta')].sort()

describe('what of a member of staff is told', () => {
  const secrets = { mobile: '+8613800138009' as never, joinedOn: day('2020-01-01') }
  const kept = ['mobile', 'email', 'joinedOn', 'absences']
  beforeEach(() =>
    change('S1', {
      ...secrets,
      absences: [
        { absenceId: absenceIdOf('a'), from: day('2026-11-20'), until: day('2026-11-24'), kind: 'sick' },
      ],
    }),
  )
  const told = async (account: Account) => ok(await api.as(account)(readStaff, { params: s1 })).body

  it.each([
    ['the person', specialist],
    ['their superior', boss],
    ['the head of the department', holding('service_manager')],
    ['the information clerk', keeper],
  ])('is everything to %s', async (_, account) => {
    expect(Object.keys(await told(account))).toEqual(expect.arrayContaining(kept))
  })

  it.each([
    ['a colleague', holding('renewal_specialist', staffIdOf('S2'))],
    ['a superior of others', holding('parts_supervisor')],
    ['an account without a member of staff', holding('finance')],
  ])('is to %s who they are, what they do and until when they are away, and no more', async (_, account) => {
    const body = await told(account)
    for (const field of kept) expect(body).not.toHaveProperty(field)
    expect(body).toMatchObject({
      name: '李专员',
      role: 'renewal_specialist',
      presence: 'on_leave',
      awayUntil: '2026-11-24',
    })
    expect(JSON.stringify(body)).not.toMatch(/sick|13800138009|@/)
  })
})

describe('GET /staff', () => {
  const numbers = async (query: object = {}) =>
    ok(await api.as(keeper)(listStaff, { query })).body.items.map(({ number }) => number)

  it('lists who is employed, by number; those of a role, or who has left, where asked', async () => {
    await change('S2', { leftOn: day('2026-11-22'), furtherRoles: ['trainer'] })
    expect(await numbers()).toEqual(['C1', 'M1', 'S1', 'T1'])
    expect(await numbers({ role: 'trainer', employed: 'all' })).toEqual(['S2', 'T1'])
    expect(await numbers({ employed: 'no' })).toEqual(['S2'])
  })

  it.each([1, 2, 3, 5])(
    'gives everybody once in pages of %i, and refuses the cursor under another filter',
    async (limit) => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const { body } = ok(await api.as(keeper)(listStaff, { query: { limit, ...(cursor && { cursor }) } }))
        found.push(...body.items.map(({ number }) => number))
        if (body.next !== undefined) {
          const forged = { limit, cursor: body.next, role: 'trainer' } as const
          expect(await api.as(keeper)(listStaff, { query: forged })).toMatchObject({ status: 400 })
          const elsewhere = { ...keeper, dealerId: 'D002' }
          expect(await api.as(elsewhere)(listStaff, { query: { limit, cursor: body.next } })).toMatchObject({
            status: 400,
          })
        }
        cursor = body.next
      } while (cursor !== undefined)
      expect(found).toEqual(['C1', 'M1', 'S1', 'S2', 'T1'])
    },
  )
})

describe('POST /staff', () => {
  const body = { number: 's 009', name: '赵敏', role: 'finance', mobile: '138-0013-8000' } as const

  it('takes somebody on, with the number as their name', async () => {
    const reply = ok(await api.as(keeper)(createStaff, { body }))
    expect(reply).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { number: 'S009', mobile: '+8613800138000' },
    })
    expect(await api.as(keeper)(createStaff, { body: { ...body, number: 'S009' } })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: reply.body.staffId },
    })
    const changes = ok(await api.as(keeper)(listStaffChanges, { params: { staffId: reply.body.staffId } }))
    expect(changes.body.items).toMatchObject([{ action: 'joined', by: 'account-information_clerk' }])
  })

  it('under one key takes one on', async () => {
    const given = { body, idempotencyKey: 'key-00001' }
    const replies = await Promise.all([1, 2, 3].map(() => api.as(keeper)(createStaff, given)))
    expect(new Set(replies.map((reply) => ok(reply).body.staffId)).size).toBe(1)
  })

  it.each([
    ['a number that is none', { mobile: '1234' }, 'body.mobile', 'wrong-format'],
    ['a role twice', { furtherRoles: ['trainer', 'trainer'] }, 'body.furtherRoles', 'invalid'],
    ['a role that there is not', { role: 'king' }, 'body.role', 'not-a-choice'],
  ])('refuses %s', async (_, more, path, reason) => {
    expect(await api.as(keeper)(createStaff, { body: { ...body, ...more } as never })).toMatchObject({
      status: 422,
      problem: { errors: [{ path, reason }] },
    })
  })

  it('makes nobody general manager, but for a general manager', async () => {
    const head: RoleCode = 'general_manager'
    for (const more of [{ role: head }, { furtherRoles: [head] }]) {
      expect(await api.as(keeper)(createStaff, { body: { ...body, ...more } })).toMatchObject({
        status: 403,
        problem: { code: 'role-not-to-give' },
      })
    }
    ok(await api.as(holding(head))(createStaff, { body: { ...body, role: head } }))
  })

  it('is not for those who only lead a team', async () => {
    expect((await api.as(boss)(createStaff, { body })).status).toBe(403)
  })
})

describe('PATCH /staff/{staffId}', () => {
  const patch = (body: object, ifMatch = '"1"', account: Account = boss) =>
    api.as(account)(changeStaff, { params: s1, ifMatch, body })

  it('sets one as first in a role, and takes that from who was', async () => {
    await change('S2', { firstIn: ['renewal_specialist'] })
    ok(await patch({ firstIn: ['renewal_specialist'] }))
    expect((await now('S2')).firstIn).toEqual([])
    const { body } = ok(await api.as(specialist)(readRoles))
    const role = body.roles.find((each) => each.role === 'renewal_specialist')!
    expect(role).toMatchObject({
      zh: '续保专员',
      holders: [{ staffId: staffIdOf('S1') }, { staffId: staffIdOf('S2') }],
    })
    const changes = ok(await api.as(keeper)(listStaffChanges, { params: { staffId: staffIdOf('S2') } }))
    expect(changes.body.items[0]).toMatchObject({ action: 'not-first-any-more' })
  })

  it('sets nobody as first in a role that they do not hold, and forgets it with the role', async () => {
    expect(await patch({ firstIn: ['trainer'] })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.firstIn' }] },
    })
    ok(await patch({ firstIn: ['renewal_specialist'] }))
    expect(ok(await patch({ role: 'insurance_clerk' }, '"2"')).body.firstIn).toEqual([])
  })

  it('clears what is null, and leaves the rest', async () => {
    const { body } = ok(await patch({ email: null, name: '李四' }))
    expect(body).toMatchObject({ name: '李四', number: 'S1' })
    expect(body.email).toBeUndefined()
    expect((await now('S1')).email).toBeUndefined()
  })

  it('of the number takes the new one and lets the old one go', async () => {
    ok(await patch({ number: 'S7' }))
    expect((await api.store.guards.idsBehind('D001', 'staff-number', ['S1', 'S7'])).get('S7')).toBe(
      s1.staffId,
    )
    expect((await api.store.guards.idsBehind('D001', 'staff-number', ['S1'])).size).toBe(0)
    expect(await patch({ number: 'S2' }, '"2"')).toMatchObject({
      status: 409,
      problem: { existing: staffIdOf('S2') },
    })
  })

  it('moves the list of who does not call any more to those who do', async () => {
    ok(await patch({ role: 'insurance_clerk' }))
    expect([await listOf('S1'), (await listOf('S2')).sort()]).toEqual([[], onList])
  })

  it('is for superiors: not for the person, nor for who leads others', async () => {
    const own = { ...boss, staffId: staffIdOf('M1') }
    const m1 = {
      params: { staffId: staffIdOf('M1') },
      ifMatch: '"1"',
      body: { furtherRoles: ['service_manager' as const] },
    }
    expect(await api.as(own)(changeStaff, m1)).toMatchObject({
      status: 403,
      problem: { code: 'not-your-staff' },
    })
    expect(await patch({ name: 'X' }, '"1"', holding('parts_supervisor'))).toMatchObject({
      status: 403,
      problem: { code: 'not-your-staff' },
    })
    expect(await now('S1')).toMatchObject({ version: 1 })
  })

  it('gives no role that does not stand below the caller’s own', async () => {
    const given = [{ role: 'service_manager' }, { furtherRoles: ['trainer'] }]
    for (const body of given) {
      expect(await patch(body), JSON.stringify(body)).toMatchObject({
        status: 403,
        problem: { code: 'role-not-to-give' },
      })
    }
    ok(await patch({ furtherRoles: ['insurance_clerk'] }))
    ok(await patch({ furtherRoles: ['insurance_clerk', 'trainer'] }, '"2"', keeper))
  })

  it('is not for who stands above only some of what the person does', async () => {
    await change('S1', { furtherRoles: ['service_manager'] })
    expect(await patch({ name: 'X' }, '"2"')).toMatchObject({
      status: 403,
      problem: { code: 'not-your-staff' },
    })
  })

  it('of two at once under one version takes one', async () => {
    const replies = await Promise.all([patch({ name: 'A' }), patch({ name: 'B' })])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await now('S1')).version).toBe(2)
  })
})

describe('leave', () => {
  const leave = (more: object = {}, ifMatch = '"1"', account: Account = boss) =>
    api.as(account)(addAbsence, {
      params: s1,
      ifMatch,
      body: { from: day('2026-11-23'), until: day('2026-11-25'), kind: 'annual', ...more },
    })

  it('that begins today moves the list to the deputy at once, whatever the deputy does else', async () => {
    const { body } = ok(await leave({ deputyId: staffIdOf('C1') }))
    expect(body).toMatchObject({
      presence: 'on_leave',
      awayUntil: '2026-11-25',
      absences: [{ kind: 'annual' }],
    })
    expect((await listOf('C1')).sort()).toEqual(onList)
    const { body: roles } = ok(await api.as(specialist)(readRoles))
    expect(roles.roles.find(({ role }) => role === 'renewal_specialist')?.holders).toMatchObject([
      { staffId: staffIdOf('C1'), because: 'stands-in', standsInFor: [staffIdOf('S1')] },
      { staffId: staffIdOf('S2'), because: 'holds' },
    ])
    const work = ok(await api.as(boss)(readWork, { params: s1 })).body
    expect(work).toMatchObject({
      callEntries: 0,
      repairOrders: 0,
      fieldServiceOrders: 0,
      complaints: 0,
      workedOnBy: { staffId: staffIdOf('C1'), because: 'stands-in' },
    })
  })

  it('that is taken back brings the list back', async () => {
    const { body, etag } = ok(await leave({ deputyId: staffIdOf('C1') }))
    const params = { ...s1, absenceId: body.absences![0]!.absenceId }
    ok(await api.as(boss)(cancelAbsence, { params, ifMatch: etag! }))
    expect([(await listOf('S1')).sort(), await listOf('C1')]).toEqual([onList, []])
    expect((await api.as(boss)(cancelAbsence, { params, ifMatch: '"3"' })).status).toBe(404)
  })

  it('that begins tomorrow moves nothing yet', async () => {
    ok(await leave({ from: day('2026-11-24') }))
    expect((await listOf('S1')).sort()).toEqual(onList)
  })

  it('when the lists cannot follow at once is recorded all the same, and the morning’s job does the rest', async () => {
    const query = api.table.query.bind(api.table)
    api.table.query = (question) => {
      if (question.pk.includes('#call-list#')) throw new Error('the table is away')
      return query(question)
    }
    ok(await leave())
    api.table.query = query
    expect(api.log.lines.filter(({ code }) => code === 'OPEN_WORK_LEFT_FOR_MORNING')).toHaveLength(1)
    expect((await now('S1')).absences).toHaveLength(1)
  })

  it.each([
    ['an end before its beginning', { until: day('2026-11-22') }, 'body.until'],
    ['a deputy who has left', { deputyId: staffIdOf('gone') }, 'body.deputyId'],
    ['oneself as deputy', { deputyId: staffIdOf('S1') }, 'body.deputyId'],
    ['more than two years', { until: day('2028-11-24') }, 'body.until'],
  ])('refuses %s', async (_, more, path) => {
    await save(api.store, ...puts(staffRecord, staffOf('gone', { leftOn: day('2026-11-22') })))
    expect(await leave(more)).toMatchObject({ status: 422, problem: { errors: [{ path }] } })
  })

  it('does not overlap other leave', async () => {
    ok(await leave())
    expect(await leave({ from: day('2026-11-25'), until: day('2026-11-27') }, '"2"')).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.from', reason: 'invalid' }] },
    })
    expect((await leave({ from: day('2026-11-26'), until: day('2026-11-27') }, '"2"')).status).toBe(200)
  })

  it('is not granted to oneself', async () => {
    const itself = { ...boss, staffId: staffIdOf('S1') }
    expect(await leave({}, '"1"', itself)).toMatchObject({ status: 403, problem: { code: 'not-your-staff' } })
  })
})

describe('POST /staff/{staffId}/deputies', () => {
  const name = (deputies: object[], account: Account = specialist) =>
    api.as(account)(nameDeputies, { params: s1, ifMatch: '"1"', body: { deputies } as never })

  it('is for the person and their superiors, and for no colleague', async () => {
    expect(await name([{ deputyId: staffIdOf('C1') }])).toMatchObject({
      status: 200,
      body: { deputies: [{ deputyId: staffIdOf('C1') }] },
    })
    expect(await name([], holding('trainer', staffIdOf('T1')))).toMatchObject({ status: 403 })
  })

  it('refuses each one who cannot stand in', async () => {
    const reply = await name([{ deputyId: staffIdOf('C1') }, { deputyId: staffIdOf('nobody') }])
    expect(reply).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.deputies.1.deputyId', reason: 'not-a-choice' }] },
    })
    const backwards = { deputyId: staffIdOf('C1'), from: '2026-12-02', until: '2026-12-01' }
    expect(await name([backwards])).toMatchObject({
      problem: { errors: [{ path: 'body.deputies.0.until' }] },
    })
  })
})

describe('leaving', () => {
  const depart = (leftOn: string, more: object = {}, ifMatch = '"1"') =>
    api.as(boss)(departStaff, { params: s1, ifMatch, body: { leftOn: day(leftOn), ...more } })

  it('hands the open work on from the day after the last one', async () => {
    ok(await depart('2026-11-23'))
    expect((await listOf('S1')).sort()).toEqual(onList)
    api.moveTo(local('2026-11-24 10:00'))
    expect(ok(await api.as(boss)(readWork, { params: s1 })).body.workedOnBy).toMatchObject({
      staffId: staffIdOf('S2'),
    })
  })

  it('with an earlier last day hands it on at once, to whom it names if they call', async () => {
    await save(api.store, ...puts(staffRecord, staffOf('S3')))
    const { body } = ok(await depart('2026-11-20', { handTo: staffIdOf('S3') }))
    expect(body).toMatchObject({ presence: 'left', leftOn: '2026-11-20', deputies: [{ from: '2026-11-21' }] })
    expect([(await listOf('S3')).sort(), await listOf('S1'), await listOf('S2')]).toEqual([onList, [], []])
  })

  it('hands the list to whom it names, also where that one calls nobody else', async () => {
    ok(await depart('2026-11-20', { handTo: staffIdOf('M1') }))
    expect([(await listOf('M1')).sort(), await listOf('S1'), await listOf('S2')]).toEqual([onList, [], []])
    expect(ok(await api.as(boss)(readWork, { params: s1 })).body.workedOnBy).toMatchObject({
      staffId: staffIdOf('M1'),
      because: 'stands-in',
    })
    const mailed = async (staffId: string) =>
      api.store.messages.byId(
        'D001',
        dailyMailRow({ dealerId: 'D001', staffId, kind: 'list', date: day('2026-11-24') }).messageId,
      )
    const { store, files, log } = api
    const clock = { now: () => local('2026-11-24 08:00') }
    await sendLists({ store, files, log, clock })
    expect(await mailed(staffIdOf('M1'))).toMatchObject({ text: expect.stringContaining('2') as string })
    expect(await mailed(staffIdOf('S2'))).toBeUndefined()
  })

  it('hands on open orders with the work, which it shows before', async () => {
    const own = { status: 'in_work', advisorId: staffIdOf('S1') } as const
    await save(api.store, ...puts(repairOrderRecord, repairOrderOf('a', own)))
    expect(ok(await api.as(boss)(readWork, { params: s1 })).body).toMatchObject({ repairOrders: 1 })
    ok(await depart('2026-11-20', { handTo: staffIdOf('S2') }))
    expect(await api.store.orders.byId('D001', orderIdOf('a'))).toMatchObject({ advisorId: staffIdOf('S2') })
  })

  it('is done once, and undone by coming back', async () => {
    ok(await depart('2026-11-20'))
    expect(await depart('2026-11-21', {}, '"2"')).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['rejoin'] },
    })
    const back = (joinedOn: string, ifMatch: string) =>
      api.as(boss)(rejoinStaff, { params: s1, ifMatch, body: { joinedOn: day(joinedOn) } })
    expect(await back('2026-11-20', '"2"')).toMatchObject({ status: 422 })
    expect(ok(await back('2026-11-23', '"2"')).body).toMatchObject({
      presence: 'at_work',
      joinedOn: '2026-11-23',
    })
    expect(await back('2026-11-23', '"3"')).toMatchObject({ status: 409, problem: { allowed: ['depart'] } })
  })

  it('of a superior is not for a subordinate, whatever the superior does besides', async () => {
    const advisor = holding('service_advisor')
    await save(
      api.store,
      ...puts(
        staffRecord,
        staffOf('B1', { role: 'service_manager', furtherRoles: ['advisor_assistant'] }),
        staffOf('G1', { role: 'general_manager', furtherRoles: ['advisor_assistant'] }),
      ),
    )
    const goes = (account: Account, name: string) =>
      api.as(account)(departStaff, {
        params: { staffId: staffIdOf(name) },
        ifMatch: '"1"',
        body: { leftOn: day('2026-11-22') },
      })
    for (const [account, name] of [
      [advisor, 'B1'],
      [advisor, 'G1'],
      [keeper, 'G1'],
      [holding('service_manager'), 'G1'],
    ] as const) {
      expect(await goes(account, name)).toMatchObject({ status: 403, problem: { code: 'not-your-staff' } })
    }
    ok(await goes(keeper, 'B1'))
    ok(await goes(holding('general_manager'), 'G1'))
  })

  it('may be put off until it has come', async () => {
    ok(await depart('2026-12-31'))
    expect(ok(await depart('2027-01-31', {}, '"2"')).body.leftOn).toBe('2027-01-31')
  })
})

describe('another dealer', () => {
  const ifMatch = '"1"'
  const t1 = { staffId: staffIdOf('T1') }
  const requests: [Route, object][] = [
    [readStaff, { params: t1 }],
    [changeStaff, { params: t1, ifMatch, body: { name: 'X' } }],
    [nameDeputies, { params: t1, ifMatch, body: { deputies: [] } }],
    [addAbsence, { params: t1, ifMatch, body: { from: '2026-12-01', until: '2026-12-02', kind: 'sick' } }],
    [cancelAbsence, { params: { ...t1, absenceId: absenceIdOf('a') }, ifMatch }],
    [departStaff, { params: t1, ifMatch, body: { leftOn: '2026-12-01' } }],
    [rejoinStaff, { params: t1, ifMatch, body: { joinedOn: '2026-12-01' } }],
    [readWork, { params: t1 }],
    [listStaffChanges, { params: t1 }],
  ]
  const there = { ...stranger, roles: ['general_manager'] as const }

  it.each(requests.map(([route, given]) => [`${route.method} ${route.path}`, route, given] as const))(
    'gets 404 from %s, and changes nothing',
    async (_, route, given) => {
      const before = api.table.commits.length
      expect(await api.as(there)(route, given as never)).toMatchObject({
        status: 404,
        problem: { code: 'not-found' },
      })
      expect(api.table.commits.length).toBe(before)
    },
  )

  it('lists its own staff alone, names no deputy from here, and may give the same numbers', async () => {
    const list = ok(await api.as(there)(listStaff)).body.items
    expect(list.map(({ number }) => number)).toEqual(['S1'])
    const deputies = [{ deputyId: staffIdOf('T1') }]
    expect(await api.as(there)(nameDeputies, { params: s1, ifMatch, body: { deputies } })).toMatchObject({
      status: 422,
    })
    const body = { number: 'T1', name: '同号', role: 'trainer' } as const
    expect((await api.as(there)(createStaff, { body })).status).toBe(201)
  })
})
