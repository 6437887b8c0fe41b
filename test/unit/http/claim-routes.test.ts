import { beforeEach, describe, expect, it } from 'vitest'
import type { WarrantyClaim } from '../../../shared/domain/warranty-claim.ts'
import * as routes from '../../../shared/http/routes/warranty-claims.ts'
import { claimTimerWrites } from '../../../shared/due/plans/claim-timers.ts'
import { claimWithheldRecord, warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import {
  claimWithheldOf,
  day,
  dealerOf,
  local,
  orderIdOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { lineOf } from '../warranty/claim-facts.ts'
import {
  advisor,
  clerk,
  now,
  openShop,
  stranger,
  withClaim,
  withOrder,
  type Api,
} from './warranty-accounts.ts'

let api: Api
beforeEach(async () => {
  api = await openShop()
})

type VerbRoute = typeof routes.submitClaim
async function step(route: object, claim: Pick<WarrantyClaim, 'claimId'>, body?: object, account = clerk) {
  const known = await api.store.warrantyClaims.byId('D001', claim.claimId)
  return api.as(account)(route as VerbRoute, {
    params: { warrantyClaimId: claim.claimId },
    ifMatch: `"${String(known?.version ?? 1)}"`,
    ...(body && { body }),
  })
}
async function stepped(route: object, claim: Pick<WarrantyClaim, 'claimId'>, body?: object) {
  const reply = await step(route, claim, body)
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}

describe('a claim', () => {
  it('goes from its opening to the refusal, the appeal and the approval, with what is due next on the way', async () => {
    const claim = await withClaim(api, 'one', { openedAt: now, deliveredOn: day('2026-11-23') })
    expect((await stepped(routes.giveReason, claim, { reason: '系统维护' })).delays).toHaveLength(1)
    const sent = await stepped(routes.submitClaim, claim, { manufacturerNumber: 'gw-1' })
    expect(sent).toMatchObject({ status: 'submitted', manufacturerNumber: 'GW-1', missing: [] })
    expect(sent.next).toBeUndefined()
    const returned = await stepped(routes.returnClaim, claim, { reason: '缺照片' })
    expect(returned.next).toEqual({ step: 'resubmit', dueOn: '2026-11-30', overdue: false })
    await stepped(routes.addEvidence, claim, { kind: 'photo', reference: 'p-2', line: 1 })
    await stepped(routes.resubmitClaim, claim, {})
    await stepped(routes.takeUpClaim, claim)
    const refused = await stepped(routes.refuseClaim, claim, { reason: '不清晰' })
    expect(refused.next).toMatchObject({ step: 'appeal', dueOn: '2026-12-08' })
    await stepped(routes.appealClaim, claim, { reason: '已补' })
    const approved = await stepped(routes.approveClaim, claim, { lines: [{ line: 1, approvedFen: 29_000 }] })
    expect(approved).toMatchObject({
      status: 'approved',
      lines: [{ claimedFen: 30_000, approvedFen: 29_000 }],
    })
    expect(approved.submissions).toHaveLength(2)
    expect(approved.answers.map(({ verdict }) => verdict)).toEqual(['returned', 'refused', 'approved'])
    const audit = await api.store.audit.of('D001', 'WarrantyClaim', claim.claimId)
    expect(audit.map(({ action }) => action)).toEqual([
      'reason-given',
      'submitted',
      'returned',
      'evidence-added',
      'resubmitted',
      'taken-up',
      'refused',
      'appealed',
      'approved',
    ])
  })

  it('is not submitted while it lacks something, and the answer says what', async () => {
    const part = { partNumber: 'P-1', name: '轴承', quantity: 1 }
    const claim = await withClaim(api, 'one', {
      evidence: [],
      rescued: true,
      lines: [lineOf(1, 400_000, { cause: undefined, part })],
    })
    const reply = await step(routes.submitClaim, claim, {})
    expect(reply).toMatchObject({
      ok: false,
      status: 409,
      problem: {
        code: 'claim-incomplete',
        missing: ['photo', 'rescue_report', 'lines.1.old_part', 'lines.1.cause', 'authorization.not-asked'],
      },
    })
    expect(await api.store.warrantyClaims.byId('D001', claim.claimId)).toMatchObject({ version: 1 })
    await stepped(routes.changeClaim, claim, { lines: [{ line: 1, cause: '磨损', part: null }] })
    await stepped(routes.recordAuthorization, claim, { state: 'granted', number: 'Y-1', upToFen: 400_000 })
    await stepped(routes.addEvidence, claim, { kind: 'photo', reference: 'p' })
    await stepped(routes.addEvidence, claim, { kind: 'rescue_report', reference: 'r' })
    expect(await stepped(routes.submitClaim, claim, {})).toMatchObject({ status: 'submitted' })
  })

  it('ends its timers with the submission and the report, and drops them when it is given up', async () => {
    const context = { store: api.store, dealer: dealerOf(), stamp: stampAt(now) }
    const timer = (claim: WarrantyClaim, code: 'warranty-claim-same-day' | 'rescue-report') =>
      api.store.deadlines.ofCause('D001', { kind: 'timer', code, record: `warranty-claim#${claim.claimId}` })
    const [one, two] = [
      await withClaim(api, 'one', { rescued: true }),
      await withClaim(api, 'two', { rescued: true }),
    ]
    for (const claim of [one, two])
      await save(api.store, ...(await claimTimerWrites(undefined, claim, context)))
    expect(await timer(one, 'warranty-claim-same-day')).toMatchObject({ state: 'open' })
    await stepped(routes.addEvidence, one, { kind: 'rescue_report', reference: 'r' })
    expect(await timer(one, 'rescue-report')).toMatchObject({
      state: 'done',
      ended: { proof: { kind: 'record', record: `warranty-claim#${one.claimId}` } },
    })
    await stepped(routes.submitClaim, one, {})
    expect(await timer(one, 'warranty-claim-same-day')).toMatchObject({ state: 'done' })
    await stepped(routes.withdrawClaim, two, { reason: '重复' })
    expect(await timer(two, 'warranty-claim-same-day')).toMatchObject({ state: 'dropped' })
    expect(await timer(two, 'rescue-report')).toMatchObject({ state: 'dropped' })
  })

  it('is changed line by line; a new line stands behind the last, with its sum', async () => {
    const claim = await withClaim(api, 'one')
    const changed = await stepped(routes.changeClaim, claim, {
      rescued: true,
      lines: [
        { line: 1, correction: null },
        { line: 2, claimedFen: 5_000, operation: { code: 'A1', name: '检查', laborHours: 0.5 } },
      ],
    })
    expect(changed).toMatchObject({ claimedFen: 35_000, rescued: true })
    expect(changed.lines.map(({ line, correction }) => [line, correction])).toEqual([
      [1, undefined],
      [2, undefined],
    ])
    const far = await step(routes.changeClaim, claim, { lines: [{ line: 4, claimedFen: 1 }] })
    expect(far).toMatchObject({ status: 422, problem: { errors: [{ path: 'body.lines.0.line' }] } })
    const without = await step(routes.changeClaim, claim, { lines: [{ line: 3 }] })
    expect(without).toMatchObject({ status: 422, problem: { errors: [{ path: 'body.lines.0.claimedFen' }] } })
  })

  it('takes no more approval than is claimed, of no line that it has not', async () => {
    const claim = await withClaim(api, 'one', { status: 'submitted' })
    const more = await step(routes.approveClaim, claim, { lines: [{ line: 1, approvedFen: 30_001 }] })
    expect(more).toMatchObject({ status: 422, problem: { errors: [{ reason: 'too-large' }] } })
    const other = await step(routes.approveClaim, claim, { lines: [{ line: 2, approvedFen: 1 }] })
    expect(other).toMatchObject({ status: 422, problem: { errors: [{ reason: 'not-a-choice' }] } })
  })

  it('has a manufacturer’s number that no other claim has', async () => {
    const [one, two] = [await withClaim(api, 'one'), await withClaim(api, 'two')]
    await stepped(routes.submitClaim, one, { manufacturerNumber: 'GW-1' })
    expect(await step(routes.submitClaim, two, { manufacturerNumber: 'GW-1' })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: one.claimId },
    })
    await stepped(routes.returnClaim, one, { reason: '重报' })
    await stepped(routes.resubmitClaim, one, { manufacturerNumber: 'GW-2' })
    await stepped(routes.submitClaim, two, { manufacturerNumber: 'GW-1' })
    const ids = await api.store.guards.idsBehind('D001', 'claim-number', ['GW-1', 'GW-2'])
    expect([...ids.values()].sort()).toEqual([one.claimId, two.claimId].sort())
  })

  it('is found by our number as long as there is one, also where the manufacturer had taken it for its own', async () => {
    const claim = await withClaim(api, 'one')
    await stepped(routes.submitClaim, claim, { manufacturerNumber: claim.number })
    await stepped(routes.returnClaim, claim, { reason: '号码有误' })
    await stepped(routes.resubmitClaim, claim, { manufacturerNumber: 'GW-7' })
    const found = await api.store.guards.idsBehind('D001', 'claim-number', [claim.number, 'GW-7'])
    expect([...found.values()]).toEqual([claim.claimId, claim.claimId])
  })

  it('is its own dealer’s, its clerk’s, and of the version that was seen', async () => {
    const claim = await withClaim(api, 'one')
    const given = { params: { warrantyClaimId: claim.claimId } }
    expect(await api.as(stranger)(routes.readClaim, given)).toMatchObject({ status: 404 })
    expect(await step(routes.submitClaim, claim, {}, stranger)).toMatchObject({ status: 404 })
    expect(await step(routes.submitClaim, claim, {}, advisor)).toMatchObject({ status: 403 })
    expect(await api.as(advisor)(routes.readClaim, given)).toMatchObject({ status: 200 })
    const stale = { ...given, ifMatch: '"7"', body: {} }
    expect(await api.as(clerk)(routes.submitClaim, stale)).toMatchObject({ status: 412 })
    expect(await step(routes.takeUpClaim, claim)).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: expect.arrayContaining(['submit']) as unknown },
    })
  })

  it('says what its order charges the manufacturer, where that is something else', async () => {
    const claim = await withClaim(api, 'one', { lines: [lineOf(1, 30_000)] })
    const given = { params: { warrantyClaimId: claim.claimId } }
    const read = async () => {
      const reply = await api.as(clerk)(routes.readClaim, given)
      if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
      return reply.body.orderChargesFen
    }
    expect(await read()).toBeUndefined()
    await withOrder(api, 'one', { totalFen: 45_000, laborFen: 15_000, partsFen: 30_000 })
    expect(await read()).toBe(45_000)
  })

  it('says nothing of its order where both agree', async () => {
    const { claimId } = await withClaim(api, 'one', { lines: [lineOf(1, 30_000)] })
    await withOrder(api, 'one')
    const reply = await api.as(clerk)(routes.readClaim, { params: { warrantyClaimId: claimId } })
    expect(reply).toMatchObject({ ok: true })
    expect(reply).not.toMatchObject({ body: { orderChargesFen: expect.anything() as unknown } })
  })

  it('is worked out anew when somebody else was faster, and refused if they changed it', async () => {
    const claim = await withClaim(api, 'one')
    let met = false
    api.table.onCommit = () => {
      if (met) return undefined
      met = true
      const { status } = claim
      api.table.onCommit = undefined
      const write = warrantyClaimRecord.put({ ...claim, version: 1, status, rescued: true }, stampAt(now))
      void api.store.commit([write])
      return { kind: 'conflict', contested: [0] }
    }
    expect(await step(routes.submitClaim, claim, {})).toMatchObject({ status: 412 })
  })
})

describe('POST /warranty-claims', () => {
  it('opens a claim of goodwill on an order that was withheld, once', async () => {
    const order = await withOrder(api, 'accident', { kind: 'accident' })
    await save(api.store, ...puts(claimWithheldRecord, claimWithheldOf('accident')))
    const ask = () =>
      api.as(clerk)(routes.openClaim, { body: { orderId: order.orderId, kind: 'goodwill' as const } })
    const opened = await ask()
    expect(opened).toMatchObject({
      status: 201,
      body: { number: 'SP-RO-accident-Y', kind: 'goodwill', next: { step: 'submit', dueOn: '2026-11-23' } },
    })
    expect((await api.store.warrantyClaims.withheldOf('D001', [order.orderId])).size).toBe(0)
    expect(await ask()).toMatchObject({ status: 409, problem: { code: 'already-exists' } })
    const asked = { body: { orderId: order.orderId, kind: 'goodwill' as const } }
    expect(await api.as(stranger)(routes.openClaim, asked)).toMatchObject({ status: 404 })
  })

  it('opens none on a car that is still here', async () => {
    const { orderId } = await withOrder(api, 'here', { status: 'in_work', deliveredOn: undefined })
    const asked = { body: { orderId, kind: 'warranty' as const } }
    expect(await api.as(clerk)(routes.openClaim, asked)).toMatchObject({ status: 409 })
  })
})

describe('the lists of claims', () => {
  it('show what is open by its day, what was delivered, what was withheld, and the money at risk', async () => {
    const stored = { openedAt: local('2026-11-20 12:00') }
    const one = await withClaim(api, 'one', { ...stored, next: { step: 'submit', dueOn: day('2026-11-20') } })
    const two = await withClaim(api, 'two', { ...stored, status: 'submitted', manufacturer: '奇瑞' })
    const three = await withClaim(api, 'three', { ...stored, status: 'settled' })
    await save(api.store, ...puts(claimWithheldRecord, claimWithheldOf('accident')))
    const ask = api.as(clerk)
    const month = { from: day('2026-11-01'), until: day('2026-11-30') }
    const listed = async (query: object) => {
      const reply = await ask(routes.listClaims, { query })
      return reply.ok ? reply.body.items.map(({ claimId }) => claimId) : reply.problem
    }
    expect(await listed({})).toEqual([one.claimId, two.claimId])
    expect(await listed({ dueBy: day('2026-11-20') })).toEqual([one.claimId])
    expect(await listed({ manufacturer: '奇瑞' })).toEqual([two.claimId])
    const delivered = await ask(routes.listDeliveredClaims, { query: { ...month, state: 'settled' } })
    expect(delivered).toMatchObject({ body: { items: [{ claimId: three.claimId }] } })
    expect(await ask(routes.listWithheldClaims, { query: month })).toMatchObject({
      body: { items: [{ orderId: orderIdOf('accident'), reason: 'accident' }] },
    })
    const ofCar = { params: { vehicleId: vehicleIdOf('anna') } }
    const ofAnna = await ask(routes.listClaimsOfVehicle, ofCar)
    expect(ofAnna.ok && ofAnna.body.items.length).toBe(3)
    expect(await ask(routes.readMoneyAtRisk)).toMatchObject({
      body: {
        on: '2026-11-23',
        groups: [{ step: 'submit', dueOn: '2026-11-20', standing: 'overdue', fen: 30_000 }],
        waiting: { claimIds: [two.claimId], fen: 30_000 },
        totalFen: 60_000,
        isAll: true,
      },
    })
  })

  it('refuse a period that is upside down or too long, and a cursor of another list', async () => {
    const ask = (query: object) => api.as(clerk)(routes.listDeliveredClaims, { query: query as never })
    expect(await ask({ from: '2026-11-02', until: '2026-11-01' })).toMatchObject({ status: 422 })
    expect(await ask({ from: '2025-01-01', until: '2026-11-01' })).toMatchObject({ status: 422 })
    await withClaim(api, 'one')
    await withClaim(api, 'two')
    const page = await api.as(clerk)(routes.listClaims, { query: { limit: 1 } })
    const cursor = page.ok ? page.body.next : undefined
    expect(cursor).toBeDefined()
    const month = { from: '2026-11-01', until: '2026-11-30' }
    expect(await ask({ ...month, cursor })).toMatchObject({ status: 400 })
    const forged = { query: { limit: 1, cursor: 'WzEsMl0' } }
    expect(await api.as(clerk)(routes.listClaims, forged)).toMatchObject({ status: 400 })
  })
})
