import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import { CALL_LISTS } from '../../../shared/due/plans/insurance-call-lists.ts'
import { MAINTENANCE } from '../../../shared/due/plans/maintenance-reminders.ts'
import { readCallList, recordCallOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { auditRecord } from '../../../shared/store/audit.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  callEntryOf,
  dueItemOf,
  local,
  policyIdOf,
  staffIdOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { insuranceManager, specialist, startApi, stranger, withList } from './fixture.ts'

let api: ReturnType<typeof startApi>

beforeEach(async () => {
  api = startApi()
  await withList(api)
})

const anna = { vehicleId: vehicleIdOf('anna') }
const entryOf = async (name: string, staff = 'S1') =>
  (await api.store.callLists.entries('D001', [`${staffIdOf(staff)}/${vehicleIdOf(name)}`])).get(
    `${staffIdOf(staff)}/${vehicleIdOf(name)}`,
  )
const timerOf = (name: string) =>
  api.store.dueItems.bySubject('D001', CALL_LISTS, `vehicle#${vehicleIdOf(name)}`)
const maintenanceOf = (name: string) =>
  api.store.dueItems.bySubject('D001', MAINTENANCE, `vehicle#${vehicleIdOf(name)}`)
const talksAbout = (name: string) =>
  api.table
    .all()
    .filter(({ pk }) => pk === `D001#audit#CallEntry#${vehicleIdOf(name)}`)
    .map((item) => auditRecord.parse(item))
    .sort((a, b) => (a.entryId < b.entryId ? -1 : 1))

describe('GET /call-list', () => {
  it('gives a specialist the own list, best first, with what the call needs', async () => {
    const reply = await api.as(specialist)(readCallList)
    if (!reply.ok) throw new Error(reply.problem.code)
    expect(reply.body.date).toBe('2026-11-23')
    expect(reply.body.entries.map(({ rank, vehicle }) => [rank, vehicle.vehicleId])).toEqual([
      [1, vehicleIdOf('anna')],
      [2, vehicleIdOf('berta')],
    ])
    expect(reply.body.entries[0]).toMatchObject({
      etag: '"1"',
      step: 'd7',
      vehicle: { plate: '浙A12345', vin: 'LGWEF4A53HF000001' },
      customer: { name: '王芳', mobile: /^\+86138\d{8}$/ },
      policy: { policyId: policyIdOf('anna'), kind: 'commercial', endsOn: '2026-11-30', daysLeft: 7 },
    })
  })

  it('gives a manager the list that is named, and no list without a name', async () => {
    const as = api.as({ ...insuranceManager, staffId: undefined } as never)
    const named = await as(readCallList, { query: { staffId: staffIdOf('S1') } })
    expect(named.ok && named.body.entries.length).toBe(2)
    expect(await as(readCallList)).toMatchObject({
      ok: false,
      status: 403,
      problem: { code: 'no-staff-record' },
    })
  })

  it('reads the list once, and each record of it once', async () => {
    const before = { ...api.table.reads }
    await api.as(specialist)(readCallList)
    const { query, getMany } = api.table.reads
    expect([query - before.query, getMany - before.getMany]).toEqual([1, 3])
  })

  it.each([
    ['vehicle', `D001#vehicle#${vehicleIdOf('anna')}`],
    ['policy', `D001#policy#${policyIdOf('anna')}`],
    ['customer', `D001#customer#${idFor('customer', 'anna')}`],
  ])('leaves out an entry without its %s, and the log tells which', async (missing, pk) => {
    const { sk } = api.table.all().find((item) => item['pk'] === pk)!
    const key = { pk, sk: String(sk) }
    await save(api.store, { kind: 'delete', key, condition: { clause: 'none' } })
    const reply = await api.as(specialist)(readCallList)
    expect(reply.ok && reply.body.entries.map(({ rank, vehicle }) => [rank, vehicle.vehicleId])).toEqual([
      [1, vehicleIdOf('berta')],
    ])
    expect(api.log.lines.filter(({ code }) => code === 'CALL_ENTRY_INCOMPLETE')).toMatchObject([
      {
        level: 'warn',
        fields: {
          dealerId: 'D001',
          staffId: staffIdOf('S1'),
          vehicleId: vehicleIdOf('anna'),
          policyId: policyIdOf('anna'),
          missing,
        },
      },
    ])
  })

  it('refuses a specialist the list of another, but takes the own name', async () => {
    const as = api.as(specialist)
    expect(await as(readCallList, { query: { staffId: staffIdOf('M1') } })).toMatchObject({
      status: 403,
      problem: { code: 'not-your-list' },
    })
    expect((await as(readCallList, { query: { staffId: staffIdOf('S1') } })).status).toBe(200)
  })

  it('knows no staff and no entry of another dealer', async () => {
    const reply = await api.as(stranger)(readCallList)
    expect(reply.ok && reply.body.entries).toEqual([])
    const manager = api.as({ ...insuranceManager, dealerId: 'D002' })
    expect(await manager(readCallList, { query: { staffId: staffIdOf('M1') } })).toMatchObject({
      status: 404,
    })
  })
})

describe('POST /call-list/{vehicleId}/outcomes', () => {
  it('records an end: the entry is gone, the timer has stopped, and who said so is known', async () => {
    const reply = await api.as(specialist)(recordCallOutcome, {
      params: anna,
      ifMatch: '"1"',
      body: { outcome: 'LOST', lostReason: 'PRICE_HIGH', remark: '别家便宜' },
    })
    expect(reply).toMatchObject({ ok: true, status: 200, body: { outcome: 'LOST', onList: false } })
    expect(reply.etag).toBeUndefined()
    expect(await entryOf('anna')).toBeUndefined()
    expect(await timerOf('anna')).toMatchObject({
      version: 2,
      decided: [{ step: 'd7' }, { step: 'outcome', outcome: 'suppressed', reason: 'LOST' }],
    })
    expect((await timerOf('anna'))?.step).toBeUndefined()
    expect(talksAbout('anna')).toMatchObject([
      {
        action: 'call-outcome',
        before: { staffId: staffIdOf('S1'), policyId: policyIdOf('anna'), step: 'd7' },
        after: { outcome: 'LOST', lostReason: 'PRICE_HIGH', remark: '别家便宜' },
        createdBy: staffIdOf('S1'),
        createdAt: local('2026-11-23 10:00'),
      },
    ])
    expect(await entryOf('berta')).toBeDefined()
  })

  it('of a vehicle that is gone takes it off every reminder in the same transaction, and the record tells it', async () => {
    await save(api.store, ...puts(dueItemRecord, dueItemOf('anna')))
    const before = api.table.commits.length
    const reply = await api.as(specialist)(recordCallOutcome, {
      params: anna,
      ifMatch: '"1"',
      body: { outcome: 'LOST', lostReason: 'VEHICLE_SOLD' },
    })
    expect(reply).toMatchObject({ ok: true, body: { onList: false } })
    expect(await api.store.vehicles.byId('D001', vehicleIdOf('anna'))).toMatchObject({
      status: 'sold',
      version: 2,
      updatedBy: staffIdOf('S1'),
    })
    expect((await maintenanceOf('anna'))?.dueAt).toBeUndefined()
    expect((await timerOf('anna'))?.dueAt).toBeUndefined()
    expect(talksAbout('anna')).toMatchObject([
      {
        before: { step: 'd7', vehicleStatus: 'active' },
        after: { lostReason: 'VEHICLE_SOLD', vehicleStatus: 'sold' },
      },
    ])
    expect(api.table.commits.length).toBe(before + 1)
    expect(await api.store.audit.of('D001', 'Vehicle', vehicleIdOf('anna'))).toMatchObject([
      { action: 'status-sold', before: { status: 'active' }, after: { status: 'sold' } },
    ])
  })

  it('of nobody reached keeps the entry and tells its new ETag, under which the next call is recorded', async () => {
    const as = api.as(specialist)
    const first = await as(recordCallOutcome, {
      params: anna,
      ifMatch: '"1"',
      body: { outcome: 'NO_ANSWER' },
    })
    expect(first).toMatchObject({ ok: true, etag: '"2"', body: { onList: true } })
    const list = await as(readCallList)
    expect(list.ok && list.body.entries[0]).toMatchObject({
      etag: '"2"',
      lastOutcome: { outcome: 'NO_ANSWER' },
    })

    const stale = await as(recordCallOutcome, { params: anna, ifMatch: '"1"', body: { outcome: 'RENEWED' } })
    expect(stale).toMatchObject({ ok: false, status: 412, etag: '"2"', problem: { code: 'version-stale' } })
    expect(await entryOf('anna')).toBeDefined()

    api.moveTo(local('2026-11-23 15:00'))
    const second = await as(recordCallOutcome, { params: anna, ifMatch: '"2"', body: { outcome: 'RENEWED' } })
    expect(second).toMatchObject({ ok: true, body: { onList: false } })
    expect(talksAbout('anna').map(({ after }) => (after as { outcome: string }).outcome)).toEqual([
      'NO_ANSWER',
      'RENEWED',
    ])
  })

  it('of an agreed day makes the timer wait for it', async () => {
    const callBackAt = local('2026-11-26 16:00')
    const reply = await api.as(specialist)(recordCallOutcome, {
      params: anna,
      ifMatch: '"1"',
      body: { outcome: 'CALL_BACK', callBackAt },
    })
    expect(reply).toMatchObject({
      ok: true,
      body: { onList: false, nextContactAt: local('2026-11-26 07:30') },
    })
    expect(await timerOf('anna')).toMatchObject({ step: 'call-back', dueAt: local('2026-11-26 07:30') })
  })

  it('of a past time is refused as a field, and nothing is written', async () => {
    const before = api.table.all()
    const reply = await api.as(specialist)(recordCallOutcome, {
      params: anna,
      ifMatch: '"1"',
      body: { outcome: 'CALL_BACK', callBackAt: local('2026-11-23 09:59') },
    })
    expect(reply).toMatchObject({
      ok: false,
      status: 422,
      problem: { errors: [{ path: 'body.callBackAt', reason: 'in-the-past' }] },
    })
    expect(api.table.all()).toEqual(before)
  })

  it('is refused without the version that was read', async () => {
    const reply = await api.as(specialist)(recordCallOutcome, { params: anna, body: { outcome: 'RENEWED' } })
    expect(reply).toMatchObject({ status: 428, problem: { code: 'version-missing' } })
  })

  it('on another specialist’s entry is the managers’ to record', async () => {
    await save(api.store, callEntryRecord.put(callEntryOf('S2', 'clara'), stampAt(local('2026-11-23 07:30'))))
    const given = {
      params: { vehicleId: vehicleIdOf('clara') },
      query: { staffId: staffIdOf('S2') },
      ifMatch: '"1"',
      body: { outcome: 'INVALID' },
    } as const
    expect((await api.as(specialist)(recordCallOutcome, given)).status).toBe(403)
    expect((await api.as(insuranceManager)(recordCallOutcome, given)).status).toBe(200)
    expect(talksAbout('clara')[0]?.createdBy).toBe(staffIdOf('M1'))
  })

  it('finds nothing of another dealer, nor a vehicle that is on no list', async () => {
    const given = { params: anna, ifMatch: '"1"', body: { outcome: 'RENEWED' } } as const
    expect(await api.as(stranger)(recordCallOutcome, given)).toMatchObject({ status: 404 })
    expect(await entryOf('anna')).toBeDefined()
    const unknown = { ...given, params: { vehicleId: vehicleIdOf('nobody') } }
    expect(await api.as(specialist)(recordCallOutcome, unknown)).toMatchObject({ status: 404 })
  })
})

describe('two writers at once', () => {
  const call = { params: anna, ifMatch: '"1"', body: { outcome: 'RENEWED' } } as const

  /** Something happens between the reads of the request and its transaction, once. */
  function meanwhile(happens: () => void) {
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      happens()
      return undefined
    }
  }
  const store = (write: ReturnType<typeof callEntryRecord.put>) => {
    if (write.kind === 'put') api.table.put({ ...write.item, ...write.key })
  }

  it('another talk that came first is kept, and this one is told of it', async () => {
    const entry = (await entryOf('anna'))!
    meanwhile(() => store(callEntryRecord.put({ ...entry, step: 'd3' }, stampAt(local('2026-11-23 10:00')))))
    expect(await api.as(specialist)(recordCallOutcome, call)).toMatchObject({ status: 412, etag: '"2"' })
    expect(await entryOf('anna')).toMatchObject({ step: 'd3', version: 2 })
    expect(talksAbout('anna')).toEqual([])
  })

  it('a timer that moved is read again, and the outcome counts for what it is now', async () => {
    const timer = (await timerOf('anna'))!
    meanwhile(() => store(dueItemRecord.put({ ...timer, failures: 2 }, stampAt(local('2026-11-23 10:00')))))
    expect((await api.as(specialist)(recordCallOutcome, call)).status).toBe(200)
    expect(await timerOf('anna')).toMatchObject({ version: 3, failures: 2 })
    expect((await timerOf('anna'))?.step).toBeUndefined()
    expect(talksAbout('anna')).toHaveLength(1)
  })

  it('a vehicle that changed is read again, and loses nothing of the change', async () => {
    const known = (await api.store.vehicles.byId('D001', vehicleIdOf('anna')))!
    meanwhile(() =>
      store(vehicleRecord.put({ ...known, model: '哈弗H9' }, stampAt(local('2026-11-23 10:00')))),
    )
    const body = { outcome: 'LOST', lostReason: 'SCRAPPED' } as const
    expect((await api.as(specialist)(recordCallOutcome, { ...call, body })).status).toBe(200)
    expect(await api.store.vehicles.byId('D001', vehicleIdOf('anna'))).toMatchObject({
      status: 'scrapped',
      model: '哈弗H9',
    })
  })

  it('that stay faster for ever are told of, and nothing is written', async () => {
    api.table.onCommit = () => ({ kind: 'conflict', contested: [1] })
    const before = api.table.all()
    expect(await api.as(specialist)(recordCallOutcome, call)).toMatchObject({
      status: 409,
      problem: { code: 'contested' },
    })
    expect(api.table.all()).toEqual(before)
  })

  it('two outcomes for one entry: one counts, the other is told to look again', async () => {
    const as = api.as(specialist)
    const replies = await Promise.all([
      as(recordCallOutcome, call),
      as(recordCallOutcome, { ...call, body: { outcome: 'INVALID' } }),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404])
    expect(talksAbout('anna')).toHaveLength(1)
  })
})

describe('the same request again', () => {
  const call = {
    params: anna,
    ifMatch: '"1"',
    body: { outcome: 'RENEWED' },
    idempotencyKey: 'talk-0001',
  } as const

  it('under its key gets the first answer, and is done once', async () => {
    const as = api.as(specialist)
    const first = await as(recordCallOutcome, call)
    expect(await as(recordCallOutcome, call)).toEqual(first)
    expect(first.status).toBe(200)
    expect(talksAbout('anna')).toHaveLength(1)
  })

  it('at the same moment gets the one answer, too', async () => {
    const as = api.as(specialist)
    const [one, two] = await Promise.all([as(recordCallOutcome, call), as(recordCallOutcome, call)])
    expect(one).toEqual(two)
    expect(one.status).toBe(200)
    expect(talksAbout('anna')).toHaveLength(1)
  })

  it('without a key finds the entry gone', async () => {
    const { idempotencyKey: _, ...keyless } = call
    const as = api.as(specialist)
    expect((await as(recordCallOutcome, keyless)).status).toBe(200)
    expect((await as(recordCallOutcome, keyless)).status).toBe(404)
  })

  it('with another content under the same key is refused', async () => {
    const as = api.as(specialist)
    await as(recordCallOutcome, call)
    for (const other of [
      { ...call, body: { outcome: 'INVALID' } as const },
      { ...call, params: { vehicleId: vehicleIdOf('berta') } },
    ]) {
      expect(await as(recordCallOutcome, other)).toMatchObject({
        status: 422,
        problem: { code: 'idempotency-key-reused' },
      })
    }
  })

  it('is another request for another account and after a day', async () => {
    await api.as(specialist)(recordCallOutcome, call)
    const colleague = api.as({ ...specialist, sub: 'account-s2' })
    expect((await colleague(recordCallOutcome, call)).status).toBe(404)
    api.moveTo(local('2026-11-24 10:00'))
    expect((await api.as(specialist)(recordCallOutcome, call)).status).toBe(404)
    const berta = { ...call, params: { vehicleId: vehicleIdOf('berta') } }
    expect((await api.as(specialist)(recordCallOutcome, berta)).status).toBe(200)
  })

  it('that was refused is not remembered: mended, it counts', async () => {
    const as = api.as(specialist)
    expect((await as(recordCallOutcome, { ...call, ifMatch: '"9"' })).status).toBe(412)
    expect((await as(recordCallOutcome, call)).status).toBe(200)
  })
})
