import { it } from 'vitest'
import { readCallList, recordCallOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
import * as policies from '../../../shared/http/routes/policies.ts'
import { mergeVehicle } from '../../../shared/http/routes/vehicle-merge.ts'
import * as routes from '../../../shared/http/routes/vehicles.ts'
import { customerIdOf, staffIdOf, vehicleIdOf } from '../../support/builders.ts'
import { shown, type Race } from './race.ts'

/** Cars change plates, owners and policies, and two people write it down at once. */
export function vehiclesAtOnce(race: () => Race): void {
  const anna = customerIdOf('anna')
  const seen = ({ body }: { body: { vehicleId: string; etag: string } }) => ({
    params: { vehicleId: body.vehicleId },
    ifMatch: body.etag,
  })
  const insured = ({ body }: { body: { policyId: string; etag: string } }) => ({
    params: { policyId: body.policyId },
    ifMatch: body.etag,
  })
  const policy = (own: object) =>
    race().once(policies.createPolicy, {
      body: shown(policies.createPolicy, {
        vehicleId: vehicleIdOf('anna'),
        specialistId: staffIdOf('S1'),
        ...own,
      }),
    })

  it('what came of a call is recorded once', async () => {
    const query = { staffId: staffIdOf('S1') }
    const list = await race().ask(readCallList, { query })
    if (!list.ok) throw new Error(list.problem.code)
    const { vehicle, etag } = list.body.entries[0]!
    const { vehicleId } = vehicle
    const call = { params: { vehicleId }, query, ifMatch: etag, body: { outcome: 'QUOTED' } } as const
    // With the talk the entry leaves the list.
    await race().once(recordCallOutcome, call, { late: 'not-found' })
  })

  it('a vehicle is taken in, changed, sold on, read and merged, each once', async () => {
    const body = shown(routes.createVehicle, { vin: 'LGWEF4A56HF000008', customerId: anna })
    let car = await race().once(routes.createVehicle, { body })
    const twinBody = shown(routes.createVehicle, { vin: 'LGWEF4A51HF000238', customerId: anna })
    const twin = await race().once(routes.createVehicle, { body: twinBody })
    car = await race().once(routes.changeVehicle, { ...seen(car), body: { plate: '浙B00001' } })
    const { etag } = await race().once(routes.recordOdometer, {
      ...seen(car),
      body: { km: 665, on: '2026-11-23', source: 'read' },
    })
    car = await race().once(routes.setVehicleStatus, {
      ...seen(car),
      ifMatch: etag!,
      body: shown(routes.setVehicleStatus),
    })
    car = await race().once(routes.transferVehicle, {
      ...seen(car),
      body: { customerId: customerIdOf('berta'), on: '2026-11-23' },
    })
    const { vehicleId: otherId, etag: otherEtag } = twin.body
    const merge = { ...seen(car), body: { otherId, otherEtag, confirmed: true } } as const
    await race().once(mergeVehicle, merge, { versionInBody: true })
  })

  it('a policy is recorded, corrected, moved, claimed on, renewed and ended, each once', async () => {
    let sold = await policy({ number: 'N1' })
    sold = await race().once(policies.changePolicy, { ...insured(sold), body: { premiumFen: 315_000 } })
    sold = await race().once(policies.movePolicy, {
      ...insured(sold),
      body: { vehicleId: vehicleIdOf('berta') },
    })
    sold = await race().once(policies.addClaim, { ...insured(sold), body: shown(policies.addClaim) })
    const { claimId } = sold.body.claims[0]!
    const { params, ifMatch } = insured(sold)
    sold = await race().once(policies.retractClaim, { params: { ...params, claimId }, ifMatch })
    const body = shown(policies.renewPolicy, { number: 'N2', specialistId: staffIdOf('S1') })
    await race().once(policies.renewPolicy, { ...insured(sold), body })

    const returned = await policy({ number: 'N3' })
    await race().once(policies.cancelPolicy, { ...insured(returned), body: shown(policies.cancelPolicy) })
    const over = await policy({ number: 'N4', startsOn: '2025-11-20', endsOn: '2026-11-19' })
    await race().once(policies.lapsePolicy, { ...insured(over), body: { reason: 'BOUGHT_ELSEWHERE' } })
  })
}
