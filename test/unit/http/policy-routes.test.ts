import { beforeEach, describe, expect, it } from 'vitest'
import { CALL_LISTS } from '../../../shared/due/plans/insurance-call-lists.ts'
import {
  addClaim,
  cancelPolicy,
  changePolicy,
  createPolicy,
  findPolicies,
  lapsePolicy,
  listPolicyChanges,
  listVehiclePolicies,
  movePolicy,
  readInsurance,
  readPolicy,
  renewPolicy,
  retractClaim,
} from '../../../shared/http/routes/policies.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { takeName } from '../../../shared/store/guards.ts'
import type { Route } from '../../../shared/http/contract.ts'
import type { Account } from '../../support/api-client.ts'
import {
  coverOf,
  day,
  dealerOf,
  local,
  policyIdOf,
  policyOf,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, insuranceManager, specialist, startApi, stranger, withList } from './fixture.ts'

let api: ReturnType<typeof startApi>
const inside: Account = { dealerId: 'D001', roles: ['insurance_clerk'], sub: 'account-i' }

beforeEach(async () => {
  api = startApi()
  await withList(api)
  await save(
    api.store,
    ...['anna', 'berta'].map((name) =>
      takeName(
        'D001',
        'policy-number',
        `平安#P-${name.toUpperCase()}`,
        policyIdOf(name),
        stampAt(local('2026-01-01 08:00')),
      ),
    ),
  )
})

const anna = { policyId: policyIdOf('anna') }
const terms = {
  insurer: '平安',
  number: 'PDZA-NEW',
  startsOn: day('2026-12-01'),
  endsOn: day('2027-11-30'),
  premiumFen: 280_000,
}
const policyNow = async (policyId: string, dealerId = 'D001') =>
  (await api.store.policies.byIds(dealerId, [policyId])).get(policyId)
const vehicleNow = (name: string) => api.store.vehicles.byId('D001', vehicleIdOf(name))
const timerOf = (name: string) =>
  api.store.dueItems.bySubject('D001', CALL_LISTS, `vehicle#${vehicleIdOf(name)}`)
const isListed = async (name: string) =>
  (await api.store.callLists.of('D001', staffIdOf('S1'))).some(
    ({ vehicleId }) => vehicleId === vehicleIdOf(name),
  )
const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}

describe('POST /policies', () => {
  const body = { vehicleId: vehicleIdOf('anna'), kind: 'compulsory', ...terms } as const

  it('makes a policy, its name, and the cover of the vehicle', async () => {
    const reply = ok(await api.as(specialist)(createPolicy, { body }))
    expect(reply).toMatchObject({ status: 201, etag: '"1"', body: { state: 'to_begin', claims: [] } })
    const { policyId } = reply.body
    expect((await vehicleNow('anna'))?.cover.compulsory).toEqual({
      policyId,
      insurer: '平安',
      endsOn: '2027-11-30',
      premiumFen: 280_000,
    })
    expect(ok(await api.as(specialist)(readPolicy, { params: { policyId } })).body).toEqual(reply.body)
    const changes = ok(await api.as(insuranceManager)(listPolicyChanges, { params: { policyId } }))
    expect(changes.body.items).toMatchObject([{ action: 'created', by: staffIdOf('S1') }])
    expect(changes.body.items[0]?.before).toBeUndefined()
  })

  it('refuses a number that the insurer gave to another policy, however it is written', async () => {
    expect(await api.as(specialist)(createPolicy, { body: { ...body, number: 'ｐ-AN na' } })).toMatchObject({
      status: 409,
      problem: { existing: policyIdOf('anna') },
    })
    const first = ok(await api.as(specialist)(createPolicy, { body })).body.policyId
    const again = await api.as(specialist)(createPolicy, {
      body: { ...body, insurer: ' 平 安', number: ' pdza-new' },
    })
    expect(again).toMatchObject({ status: 409, problem: { code: 'already-exists', existing: first } })
    expect((await api.as(specialist)(createPolicy, { body: { ...body, insurer: '人保' } })).status).toBe(201)
  })

  it('names the record that counts where the vehicle’s was merged', async () => {
    const merged = vehicleOf('copy', { status: 'merged', mergedInto: vehicleIdOf('anna') })
    await save(api.store, ...puts(vehicleRecord, merged))
    const refused = { status: 409, problem: { code: 'vehicle-merged', existing: vehicleIdOf('anna') } }
    const ofCopy = { vehicleId: vehicleIdOf('copy') }
    expect(await api.as(specialist)(createPolicy, { body: { ...body, ...ofCopy } })).toMatchObject(refused)
    const moving = { params: anna, body: ofCopy, ifMatch: '"1"' }
    expect(await api.as(inside)(movePolicy, moving)).toMatchObject(refused)
  })

  it('under one key makes one policy', async () => {
    const given = { body, idempotencyKey: 'key-0001' }
    const replies = await Promise.all([1, 2, 3].map(() => api.as(specialist)(createPolicy, given)))
    expect(new Set(replies.map((reply) => ok(reply).body.policyId)).size).toBe(1)
    expect(api.table.all().filter(({ entity }) => entity === 'Policy')).toHaveLength(3)
  })

  it.each([
    [
      'a vehicle that nobody here knows',
      { vehicleId: vehicleIdOf('nobody') },
      'body.vehicleId',
      'not-a-choice',
    ],
    ['an end before the beginning', { endsOn: day('2026-11-30') }, 'body.endsOn', 'too-small'],
    ['a term of more than three years', { endsOn: day('2029-12-02') }, 'body.endsOn', 'too-far-ahead'],
    [
      'a specialist who does not work here',
      { specialistId: staffIdOf('X') },
      'body.specialistId',
      'not-a-choice',
    ],
    ['a day outside all books', { startsOn: day('0001-01-01') }, 'body.startsOn', 'too-far-ahead'],
    ['a negative premium', { premiumFen: -1 }, 'body.premiumFen', 'too-small'],
  ])('refuses %s', async (_, more, path, reason) => {
    const reply = await api.as(specialist)(createPolicy, { body: { ...body, ...more } })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path, reason }] } })
    expect(api.table.all().filter(({ entity }) => entity === 'Policy')).toHaveLength(2)
  })
})

describe('POST /policies/{policyId}/renew', () => {
  const renew = (given: Partial<Parameters<typeof send>[0]> = {}) => send({ body: terms, ...given })
  const send = (given: { body: typeof terms; ifMatch?: string; idempotencyKey?: string }) =>
    api.as(specialist)(renewPolicy, { params: anna, ifMatch: '"1"', ...given })

  it('links old and new, moves the cover, and takes the vehicle off the list, in one transaction', async () => {
    const before = api.table.commits.length
    const { body } = ok(await renew())
    expect(api.table.commits.length).toBe(before + 1)
    expect(body).toMatchObject({
      renews: policyIdOf('anna'),
      kind: 'commercial',
      vehicleId: vehicleIdOf('anna'),
    })
    expect(await policyNow(policyIdOf('anna'))).toMatchObject({ renewedBy: body.policyId, version: 2 })
    expect((await vehicleNow('anna'))?.cover.commercial).toMatchObject({ policyId: body.policyId })
    expect(await isListed('anna')).toBe(false)
    expect(await timerOf('anna')).toMatchObject({ cycle: body.policyId, step: 'd45', decided: [] })
    expect((await timerOf('anna'))?.assignedTo).toBeUndefined()
    expect(await isListed('berta')).toBe(true)
  })

  it('is not done twice: the second hears of the renewal', async () => {
    const { policyId } = ok(await renew()).body
    expect(await renew({ ifMatch: '"2"', body: { ...terms, number: 'OTHER' } })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: policyId },
    })
    expect(await renew({ body: { ...terms, number: 'OTHER' } })).toMatchObject({ status: 412, etag: '"2"' })
  })

  it('of two at once under one version takes one, and the other loses nothing', async () => {
    const replies = await Promise.all([renew(), renew({ body: { ...terms, number: 'OTHER' } })])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 412])
    expect(api.table.all().filter(({ entity }) => entity === 'Policy')).toHaveLength(3)
  })

  it('is worked out anew when the sweep was faster', async () => {
    let faster = true
    api.table.onCommit = () => {
      if (!faster) return undefined
      faster = false
      return { kind: 'conflict', contested: [0] }
    }
    expect((await renew()).status).toBe(201)
  })

  it('must end later than the policy that it renews', async () => {
    const body = { ...terms, startsOn: day('2025-12-01'), endsOn: day('2026-11-30') }
    const reply = await renew({ body })
    expect(reply).toMatchObject({ status: 422 })
    if (reply.ok) throw new Error()
    expect(reply.problem.errors?.map(({ path }) => path)).toEqual(['body.startsOn', 'body.endsOn'])
  })
})

describe('a policy that ends early', () => {
  const cancel = (policyId: string, ifMatch: string, on = '2026-11-23') =>
    api.as(inside)(cancelPolicy, {
      params: { policyId },
      ifMatch,
      body: { on: day(on), reason: 'CHANGED_INSURER', refundFen: 1000 },
    })

  it('covers nothing any more, and nobody is called about it', async () => {
    const { body } = ok(await cancel(policyIdOf('anna'), '"1"'))
    expect(body).toMatchObject({
      state: 'cancelled',
      ended: { refundFen: 1000 },
      allowed: ['move', 'claims'],
    })
    expect((await vehicleNow('anna'))?.cover).toEqual({})
    expect(await isListed('anna')).toBe(false)
    expect((await timerOf('anna'))?.step).toBeUndefined()
    expect(await cancel(policyIdOf('anna'), '"2"')).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['move', 'claims'] },
    })
  })

  it('and was a renewal leaves the old one to be called about and renewed again', async () => {
    const renew = (number: string, ifMatch: string) =>
      api.as(specialist)(renewPolicy, { params: anna, ifMatch, body: { ...terms, number } })
    const { policyId } = ok(await renew('FIRST', '"1"')).body
    ok(await cancel(policyId, '"1"', '2026-12-01'))
    expect((await policyNow(policyIdOf('anna')))?.renewedBy).toBeUndefined()
    expect((await vehicleNow('anna'))?.cover.commercial?.policyId).toBe(policyIdOf('anna'))
    expect(await timerOf('anna')).toMatchObject({ cycle: policyIdOf('anna'), step: 'd7' })
    expect((await renew('SECOND', '"3"')).status).toBe(201)
  })

  it('gives way to another of its kind that still runs', async () => {
    const other = policyOf('other', { endsOn: day('2026-11-25') })
    await save(api.store, ...puts(policyRecord, other))
    ok(await cancel(policyIdOf('anna'), '"1"'))
    expect((await vehicleNow('anna'))?.cover.commercial?.policyId).toBe(other.policyId)
  })

  it('does not bring one back that ended long ago', async () => {
    await save(api.store, ...puts(policyRecord, policyOf('older', { endsOn: day('2025-11-30') })))
    ok(await cancel(policyIdOf('anna'), '"1"'))
    expect((await vehicleNow('anna'))?.cover).toEqual({})
  })

  it.each([
    ['before it began', '2025-11-30', 'too-small'],
    ['after its end', '2026-12-02', 'too-far-ahead'],
    ['before the day has come', '2026-11-24', 'too-far-ahead'],
  ])('is not cancelled %s', async (_, on, reason) => {
    expect(await cancel(policyIdOf('anna'), '"1"', on)).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.on', reason }] },
    })
    expect((await vehicleNow('anna'))?.cover.commercial?.policyId).toBe(policyIdOf('anna'))
  })

  it('and has not begun yet is given back from its first day on, and from no later one', async () => {
    const begins = { startsOn: day('2026-12-01'), endsOn: day('2027-11-30') }
    await save(api.store, ...puts(policyRecord, policyOf('next', begins)))
    expect((await cancel(policyIdOf('next'), '"1"', '2026-12-02')).status).toBe(422)
    ok(await cancel(policyIdOf('next'), '"1"', '2026-12-01'))
  })
})

describe('POST /policies/{policyId}/lapse', () => {
  const lapse = (ifMatch = '"1"') =>
    api.as(specialist)(lapsePolicy, { params: anna, ifMatch, body: { reason: 'PRICE_HIGH' } })

  it('is for a policy that has run out', async () => {
    expect(await lapse()).toMatchObject({
      status: 409,
      problem: { allowed: ['renew', 'cancel', 'move', 'claims'] },
    })
    api.moveTo(local('2026-12-01 10:00'))
    const { body } = ok(await lapse())
    expect(body).toMatchObject({ state: 'lapsed', ended: { on: '2026-12-01', reason: 'PRICE_HIGH' } })
    expect((await vehicleNow('anna'))?.cover).toEqual({})
    expect(await isListed('anna')).toBe(false)
  })

  it('is no last word: who comes back renews', async () => {
    api.moveTo(local('2026-12-05 10:00'))
    ok(await lapse())
    const body = { ...terms, startsOn: day('2026-12-06'), endsOn: day('2027-12-05') }
    expect((await api.as(specialist)(renewPolicy, { params: anna, ifMatch: '"2"', body })).status).toBe(201)
    expect(ok(await api.as(specialist)(readPolicy, { params: anna })).body.state).toBe('renewed')
  })
})

describe('PATCH /policies/{policyId}', () => {
  const change = (body: object, ifMatch = '"1"') =>
    api.as(inside)(changePolicy, { params: anna, ifMatch, body })

  it('changes what is given, clears what is null, and the prompts follow', async () => {
    const { body } = ok(await change({ endsOn: '2026-12-31', specialistId: staffIdOf('S1') }))
    expect(body).toMatchObject({
      etag: '"2"',
      endsOn: '2026-12-31',
      specialistId: staffIdOf('S1'),
      number: 'P-ANNA',
    })
    expect((await vehicleNow('anna'))?.cover.commercial).toMatchObject({ endsOn: '2026-12-31' })
    expect(ok(await change({ specialistId: null }, '"2"')).body.specialistId).toBeUndefined()
  })

  it('names no specialist who has left, but keeps one who has', async () => {
    const left = staffOf('S9', { leftOn: day('2026-11-22') })
    await save(api.store, ...puts(staffRecord, left))
    expect(await change({ specialistId: left.staffId })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.specialistId', reason: 'not-a-choice' }] },
    })
    const known = (await policyNow(policyIdOf('anna')))!
    await save(
      api.store,
      policyRecord.put({ ...known, specialistId: left.staffId }, stampAt(local('2026-11-23 09:00'))),
    )
    expect(ok(await change({ premiumFen: 1 }, '"2"')).body.specialistId).toBe(left.staffId)
  })

  it('that says nothing new writes nothing, and the version stands', async () => {
    const before = api.table.commits.length
    expect(ok(await change({ premiumFen: 300_000 }))).toMatchObject({ etag: '"1"', body: { etag: '"1"' } })
    expect(api.table.commits.length).toBe(before)
  })

  it('of the number takes the new one and lets the old one go', async () => {
    ok(await change({ number: 'right' }))
    const find = async (number: string) =>
      ok(await api.as(inside)(findPolicies, { query: { insurer: '平安', number } })).body.items.map(
        ({ policyId }) => policyId,
      )
    expect(await find('RIGHT')).toEqual([policyIdOf('anna')])
    expect(await find('p-anna')).toEqual([])
    expect(await change({ number: 'P-berta' }, '"2"')).toMatchObject({
      status: 409,
      problem: { existing: policyIdOf('berta') },
    })
  })

  it('keeps a chain of one kind', async () => {
    ok(await api.as(specialist)(renewPolicy, { params: anna, ifMatch: '"1"', body: terms }))
    expect(await change({ kind: 'compulsory' }, '"2"')).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.kind', reason: 'not-a-choice' }] },
    })
  })

  it.each([
    ['unknown fields', { surprise: 1 }, 'body.surprise'],
    ['a vehicle', { vehicleId: vehicleIdOf('berta') }, 'body.vehicleId'],
    ['nothing in the place of what must be there', { number: null }, 'body.number'],
  ])('refuses %s', async (_, body, path) => {
    expect(await change(body)).toMatchObject({ status: 422, problem: { errors: [{ path }] } })
  })
})

describe('POST /policies/{policyId}/move', () => {
  const move = (policyId: string, to: string, ifMatch = '"1"', account = inside) =>
    api.as(account)(movePolicy, { params: { policyId }, ifMatch, body: { vehicleId: vehicleIdOf(to) } })

  it('takes a policy to its right vehicle: both covers and both calls follow', async () => {
    await save(api.store, ...puts(vehicleRecord, vehicleOf('carla', { vin: 'LVSHFFAC3JS000001' as never })))
    ok(await move(policyIdOf('anna'), 'carla'))
    expect((await vehicleNow('anna'))?.cover).toEqual({})
    expect(await isListed('anna')).toBe(false)
    expect((await vehicleNow('carla'))?.cover.commercial?.policyId).toBe(policyIdOf('anna'))
    expect(await timerOf('carla')).toMatchObject({ cycle: policyIdOf('anna'), step: 'd7' })
  })

  it('takes it out of the chain of the vehicle whose it never was', async () => {
    const { policyId } = ok(
      await api.as(specialist)(renewPolicy, { params: anna, ifMatch: '"1"', body: terms }),
    ).body
    ok(await move(policyId, 'berta'))
    expect((await policyNow(policyIdOf('anna')))?.renewedBy).toBeUndefined()
    expect((await policyNow(policyId))?.renews).toBeUndefined()
    expect((await vehicleNow('anna'))?.cover.commercial?.policyId).toBe(policyIdOf('anna'))
  })

  it('is refused to a vehicle that nobody here knows, and to those who only sell', async () => {
    expect(await move(policyIdOf('anna'), 'nobody')).toMatchObject({ status: 422 })
    expect((await move(policyIdOf('anna'), 'berta', '"1"', specialist)).status).toBe(403)
  })
})

describe('the claims of a policy', () => {
  const claim = { on: day('2026-05-01'), amountFen: 120_000, atFault: true }
  const add = (body: object = claim, ifMatch = '"1"') =>
    api.as(inside)(addClaim, { params: anna, ifMatch, body: body as typeof claim })

  it('count against the no-claim level, and count no more once they are taken back', async () => {
    const level = async () =>
      ok(await api.as(inside)(readInsurance, { params: { vehicleId: vehicleIdOf('anna') } })).body.commercial
    expect(await level()).toMatchObject({ noClaimLevel: -1, insuredYears: 1, claims: 0 })
    const { body } = ok(await add())
    expect(body.claims).toMatchObject([{ ...claim, fatal: false }])
    expect(await level()).toMatchObject({ noClaimLevel: 0, claims: 1, why: { code: 'counted' } })
    const params = { ...anna, claimId: body.claims[0]!.claimId }
    expect(ok(await api.as(inside)(retractClaim, { params, ifMatch: '"2"' })).body.claims).toEqual([])
    expect(await level()).toMatchObject({ noClaimLevel: -1 })
    expect((await api.as(inside)(retractClaim, { params, ifMatch: '"3"' })).status).toBe(404)
    const changes = ok(await api.as(insuranceManager)(listPolicyChanges, { params: anna }))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['claim-retracted', 'claim-added'])
  })

  it.each([
    ['before the policy began', '2025-11-30', 'too-small'],
    ['still to come', '2026-11-24', 'too-far-ahead'],
    ['after its end', '2026-12-01', 'too-far-ahead'],
  ])('are none %s', async (_, on, reason) => {
    if (on > '2026-11-30') api.moveTo(local('2026-12-10 10:00'))
    expect(await add({ ...claim, on })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.on', reason }] },
    })
  })

  it('are at most 24', async () => {
    for (let index = 0; index < 24; index += 1) ok(await add(claim, `"${String(index + 1)}"`))
    expect(await add(claim, '"25"')).toMatchObject({ status: 422 })
  })
})

describe('GET /vehicles/{vehicleId}/insurance', () => {
  it('tells the segment, the governing policy and the next compulsory premium, each with its reason', async () => {
    await save(
      api.store,
      ...puts(
        policyRecord,
        policyOf('duty', { kind: 'compulsory', startsOn: day('2025-12-10'), endsOn: day('2026-12-09') }),
      ),
    )
    const { body } = ok(
      await api.as({ ...clerk, roles: ['service_advisor'] })(readInsurance, {
        params: { vehicleId: vehicleIdOf('anna') },
      }),
    )
    expect(body).toMatchObject({
      on: '2026-11-23',
      segment: { segment: 'firstRenewal', why: { code: 'insured-when-new', zh: /首次续保/ } },
      governing: { policyId: policyIdOf('anna'), daysLeft: 7 },
      compulsory: { startsOn: '2026-12-10', premiumFen: 85_500, why: { code: 'clean-years' } },
    })
  })

  it('goes by the table that the dealer has set', async () => {
    const duty = policyOf('duty', { kind: 'compulsory' })
    const dealer = (await api.store.dealers.byId('D001'))!
    const settings = { ...dealer.settings, insurance: { compulsoryTable: 'A' } as const }
    await save(
      api.store,
      ...puts(policyRecord, duty),
      dealerRecord.put({ ...dealer, settings }, stampAt(local('2026-11-23 09:00'))),
    )
    const { body } = ok(await api.as(inside)(readInsurance, { params: { vehicleId: vehicleIdOf('anna') } }))
    expect(body.compulsory).toMatchObject({ changePercent: -30 })
  })
})

describe('GET /vehicles/{vehicleId}/policies', () => {
  it('pages through a vehicle’s policies, the last to end first, and refuses the cursor of another', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    await save(
      api.store,
      ...puts(vehicleRecord, vehicleOf('carla', { vin: 'LVSHFFAC3JS000001' as never })),
      ...puts(
        policyRecord,
        ...names.map((name, index) =>
          policyOf(name, { vehicleId: vehicleIdOf('carla'), endsOn: day(`2026-0${String(index + 1)}-28`) }),
        ),
      ),
    )
    const carla = { vehicleId: vehicleIdOf('carla') }
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = ok(
        await api.as(inside)(listVehiclePolicies, {
          params: carla,
          query: { limit: 2, ...(cursor && { cursor }) },
        }),
      ).body
      found.push(...page.items.map(({ policyId }) => policyId))
      cursor = page.next ?? cursor
      if (page.next === undefined) break
    } while (cursor !== undefined)
    expect(found).toEqual(names.toReversed().map(policyIdOf))
    const elsewhere = { params: { vehicleId: vehicleIdOf('anna') }, query: { cursor: cursor! } }
    expect(await api.as(inside)(listVehiclePolicies, elsewhere)).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
  })
})

describe('another dealer', () => {
  const vehicleId = vehicleIdOf('anna')
  const ifMatch = '"1"'
  const over = { on: day('2026-11-23'), reason: 'STOLEN' } as const
  const requests: [Route, object][] = [
    [readPolicy, { params: anna }],
    [changePolicy, { params: anna, ifMatch, body: { premiumFen: 1 } }],
    [renewPolicy, { params: anna, ifMatch, body: terms }],
    [cancelPolicy, { params: anna, ifMatch, body: over }],
    [lapsePolicy, { params: anna, ifMatch, body: { reason: 'PRICE_HIGH' } }],
    [movePolicy, { params: anna, ifMatch, body: { vehicleId } }],
    [addClaim, { params: anna, ifMatch, body: { on: day('2026-05-01'), amountFen: 1, atFault: true } }],
    [retractClaim, { params: { ...anna, claimId: 'pcl_aaaaaaaaaaaaaaaaaaaa' }, ifMatch }],
    [listPolicyChanges, { params: anna }],
    [listVehiclePolicies, { params: { vehicleId } }],
    [readInsurance, { params: { vehicleId } }],
  ]

  it.each(requests.map(([route, given]) => [`${route.method} ${route.path}`, route, given] as const))(
    'gets 404 from %s, and changes nothing',
    async (_, route, given) => {
      const before = api.table.commits.length
      const manager = api.as({ ...stranger, roles: ['insurance_manager'] })
      expect(await manager(route, given as never)).toMatchObject({
        status: 404,
        problem: { code: 'not-found' },
      })
      expect(api.table.commits.length).toBe(before)
    },
  )

  it('finds no policy by its number, and may use the number itself', async () => {
    const there = api.as(stranger)
    const found = ok(await there(findPolicies, { query: { insurer: '平安', number: 'P-ANNA' } }))
    expect(found.body.items).toEqual([])
    const body = { vehicleId, kind: 'commercial', ...terms } as const
    expect(await there(createPolicy, { body })).toMatchObject({
      problem: { errors: [{ path: 'body.vehicleId', reason: 'not-a-choice' }] },
    })
    await save(
      api.store,
      ...puts(
        vehicleRecord,
        vehicleOf('anna', { dealerId: 'D002', cover: { commercial: coverOf('anna', '2026-11-30') } }),
      ),
    )
    expect(await there(createPolicy, { body: { ...body, number: 'P-ANNA' } })).toMatchObject({ status: 201 })
  })

  it('with the same ids reads its own', async () => {
    await save(
      api.store,
      ...puts(dealerRecord, dealerOf({}, { dealerId: 'D003' })),
      ...puts(policyRecord, policyOf('anna', { dealerId: 'D003', insurer: '人保' })),
    )
    const reply = ok(await api.as({ ...stranger, dealerId: 'D003' })(readPolicy, { params: anna }))
    expect(reply.body.insurer).toBe('人保')
    expect(reply.body.customerId).toBeUndefined()
  })
})
