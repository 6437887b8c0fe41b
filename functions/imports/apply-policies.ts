import { idFor } from '../../shared/domain/ids.ts'
import { policyKey, withoutPolicy, withPolicy, type Policy } from '../../shared/domain/policy.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { replanCalls } from '../../shared/due/plans/replan-calls.ts'
import { takeName } from '../../shared/store/guards.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ApplyContext, ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { PolicyRow } from './policies-table.ts'

/** A policy, its vehicle's cover, its next prompt and the call list it ends change together. */
export const applyPolicies: TableApplier<PolicyRow> = {
  chunkSize: 14,
  async plan(rows, context) {
    const { store, dealer, stamp } = context
    const { dealerId } = dealer
    const [ids, vehicleIds, specialists] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'policy-number',
        rows.map(({ values }) => policyKey(values)),
      ),
      store.guards.idsBehind(
        dealerId,
        'vin',
        rows.map(({ values }) => values.vin),
      ),
      store.guards.idsBehind(
        dealerId,
        'staff-number',
        rows.flatMap(({ values }) => values.specialistNumber ?? []),
      ),
    ])
    const named = rows.map(({ values }) => policyKey(values))
    const usual = (name: string) => idFor('policy', dealerId, name)
    const [known, vehicles] = await Promise.all([
      store.policies.byIds(dealerId, [...ids.values(), ...named.filter((name) => !ids.has(name)).map(usual)]),
      store.vehicles.byIds(dealerId, vehicleIds.values()),
    ])
    const moved = rows.flatMap(({ values }) => {
      const before = known.get(ids.get(policyKey(values)) ?? '')
      const vehicleId = vehicleIds.get(values.vin)
      return before && vehicleId && before.vehicleId !== vehicleId ? [before] : []
    })
    const left = await store.vehicles.byIds(
      dealerId,
      moved.map(({ vehicleId }) => vehicleId),
    )
    for (const [vehicleId, vehicle] of left) vehicles.set(vehicleId, vehicle)
    // A policy whose number was corrected since has kept its id; the number is another policy's now.
    const newId = (name: string) =>
      known.has(usual(name)) ? idFor('policy', dealerId, name, stamp.by) : usual(name)
    const writes: Write[] = []
    const refused: ChunkPlan<PolicyRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<PolicyRow>['warned']>[number][] = []
    const covered = new Map<string, Vehicle>()
    for (const { vehicleId, policyId } of moved) {
      const vehicle = covered.get(vehicleId) ?? vehicles.get(vehicleId)
      if (vehicle) covered.set(vehicleId, { ...vehicle, cover: withoutPolicy(vehicle.cover, policyId) })
    }
    let changed = 0
    let created = 0
    for (const { line, values } of rows) {
      const { vin, plate, specialistNumber, ...fields } = values
      const vehicleId = vehicleIds.get(vin)
      const vehicle = vehicleId && (covered.get(vehicleId) ?? vehicles.get(vehicleId))
      if (!vehicle) {
        refused.push({ line, field: 'vin', code: 'vehicle-unknown' })
        continue
      }
      const name = policyKey(values)
      const guarded = ids.get(name)
      const policyId = guarded ?? newId(name)
      const specialistId = specialistNumber === undefined ? undefined : specialists.get(specialistNumber)
      if (specialistNumber !== undefined && specialistId === undefined) {
        warned.push({ line, field: 'specialistNumber', code: 'specialist-unknown' })
      }
      const before = guarded === undefined ? undefined : known.get(policyId)
      const after: Policy = {
        ...(before ?? unwritten(stamp)),
        ...fields,
        dealerId,
        policyId,
        vehicleId: vehicle.vehicleId,
        ...('specialistNumber' in values ? { specialistId } : {}),
      }
      const cover = withPolicy(vehicle.cover, after)
      if (before !== undefined && saysTheSame(before, after)) {
        // Another policy comes to count again where the one that did turned out to be another vehicle's.
        const counts = cover[after.kind]?.policyId === policyId
        if (counts && vehicle.cover[after.kind]?.policyId !== policyId) {
          covered.set(vehicle.vehicleId, { ...vehicle, cover })
        }
        continue
      }
      changed += 1
      if (before === undefined) created += 1
      writes.push(policyRecord.put(after, stamp))
      if (guarded === undefined) writes.push(takeName(dealerId, 'policy-number', name, policyId, stamp))
      covered.set(vehicle.vehicleId, { ...vehicle, cover })
    }
    writes.push(...(await writesForCover(vehicles, covered, context)))
    return { writes, changed, created, refused, warned }
  },
}

async function writesForCover(
  before: ReadonlyMap<string, Vehicle>,
  covered: ReadonlyMap<string, Vehicle>,
  context: ApplyContext,
): Promise<Write[]> {
  const changed = [...covered.values()].filter((vehicle) => {
    const known = before.get(vehicle.vehicleId)
    return known === undefined || !saysTheSame(known, vehicle)
  })
  return [
    ...changed.map((vehicle) => vehicleRecord.put(vehicle, context.stamp)),
    ...(await replanCalls(changed, context)),
  ]
}
