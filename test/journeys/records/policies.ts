import { expect, it } from 'vitest'
import { readCallList, recordCallOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
import * as routes from '../../../shared/http/routes/policies.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** The specialist works through Monday's list, and the insurance clerk keeps the policies right. */
export function policiesOnMonday(desk: () => Desk): void {
  const specialist = () => desk().as('renewal_specialist')
  const clerk = () => desk().as('insurance_clerk')
  const policy = async (insurer: string, number: string) => {
    const { body } = await done(specialist()(routes.findPolicies, { query: { insurer, number } }))
    return body.items[0]!
  }
  const listed = async () => (await done(specialist()(readCallList))).body.entries
  const seen = ({ policyId, etag }: { policyId: string; etag: string }) => ({
    params: { policyId },
    ifMatch: etag,
  })
  const nextYear = {
    insurer: '平安产险',
    number: 'P1-2027',
    startsOn: day('2026-12-23'),
    endsOn: day('2027-12-22'),
    premiumFen: 280_000,
  }

  it('an outcome takes a vehicle off the list of the day', async () => {
    await desk().stack.runUntil(local('2026-11-23 08:30'))
    const before = await listed()
    const entry = before.find(({ vehicle }) => vehicle.vin === 'LGBH52E03KY000001')!
    const { vehicleId } = entry.vehicle
    const body = { outcome: 'CALL_BACK', callBackAt: local('2026-11-30 10:00') } as const
    const given = { params: { vehicleId }, body, idempotencyKey: 'called-li-0001' }
    expect(await specialist()(recordCallOutcome, { ...given, ifMatch: '"999"' })).toMatchObject({
      status: 412,
    })
    await done(specialist()(recordCallOutcome, { ...given, ifMatch: entry.etag }))
    expect((await listed()).length).toBe(before.length - 1)
  })

  it('a renewal takes its vehicle off the list, though nobody recorded a call', async () => {
    const old = await policy('平安产险', 'P1')
    expect((await listed()).some(({ vehicle }) => vehicle.vehicleId === old.vehicleId)).toBe(true)
    const renewal = await done(specialist()(routes.renewPolicy, { ...seen(old), body: nextYear }))
    expect(renewal.body).toMatchObject({ renews: old.policyId, state: 'to_begin' })
    const compulsory = await policy('平安产险', 'P2')
    const body = { ...nextYear, number: 'P2-2027', premiumFen: 95_000 }
    await done(specialist()(routes.renewPolicy, { ...seen(compulsory), body }))
    expect((await listed()).some(({ vehicle }) => vehicle.vehicleId === old.vehicleId)).toBe(false)

    const { vehicleId } = old
    const all = await done(specialist()(routes.listVehiclePolicies, { params: { vehicleId } }))
    expect(all.body.items.map(({ number }) => number).sort()).toEqual(['P1', 'P1-2027', 'P2', 'P2-2027'])
    const standing = await done(specialist()(routes.readInsurance, { params: { vehicleId } }))
    expect(standing.body).toMatchObject({ commercial: { claims: 0 }, compulsory: { baseFen: 95_000 } })
  })

  it('an accident under the running policy is recorded, and taken back when it was another car', async () => {
    const running = await policy('平安产险', 'P1')
    const claim = { on: day('2026-04-02'), amountFen: 180_000, atFault: true, note: '追尾' }
    const hit = await done(clerk()(routes.addClaim, { ...seen(running), body: claim }))
    const { claimId } = hit.body.claims[0]!
    const params = { policyId: running.policyId, claimId }
    const taken = await done(clerk()(routes.retractClaim, { params, ifMatch: hit.body.etag }))
    expect(taken.body.claims).toEqual([])
  })

  it('a policy recorded for the wrong car is moved, corrected, and given back to its insurer', async () => {
    const { vehicleId } = await policy('人保财险', 'P3')
    const other = await policy('人保财险', 'P4')
    const made = await done(
      clerk()(routes.createPolicy, {
        body: { vehicleId, kind: 'commercial', ...nextYear, number: 'P5', startsOn: day('2026-11-23') },
      }),
    )
    const moved = await done(
      clerk()(routes.movePolicy, { ...seen(made.body), body: { vehicleId: other.vehicleId } }),
    )
    const corrected = await done(
      clerk()(routes.changePolicy, { ...seen(moved.body), body: { premiumFen: 290_000 } }),
    )
    const over = { on: day('2026-11-23'), reason: 'CHANGED_INSURER', refundFen: 289_000 } as const
    await done(clerk()(routes.cancelPolicy, { ...seen(corrected.body), body: over }))
    const params = { policyId: made.body.policyId }
    const read = await done(specialist()(routes.readPolicy, { params }))
    expect(read.body).toMatchObject({ state: 'cancelled', vehicleId: other.vehicleId, premiumFen: 290_000 })
    const changes = await done(desk().as('insurance_manager')(routes.listPolicyChanges, { params }))
    expect(changes.body.items).toHaveLength(4)
  })

  it('a policy that ran out and is not renewed here lapses', async () => {
    const gone = await policy('人保财险', 'P4')
    const lapsed = await done(
      specialist()(routes.lapsePolicy, { ...seen(gone), body: { reason: 'BOUGHT_ELSEWHERE' } }),
    )
    expect(lapsed.body.state).toBe('lapsed')
  })
}
