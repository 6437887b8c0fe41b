import { newsOf } from '../../shared/domain/export-said.ts'
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
import type { ApplyContext, ChunkPlan, NumberedRow, TableApplier } from './apply-chunk.ts'
import type { PolicyRow } from './policies-table.ts'
import { rowOutcome } from './row-outcome.ts'

/** A policy, its vehicle's cover, its next prompt and the call list it ends change together. */
export const applyPolicies: TableApplier<PolicyRow> = {
  chunkSize: 14,
  async plan(rows, context) {
    const known = await readKnown(rows, context)
    const told = rows.map((row) => tellRow(row, known, context))
    const vehicles = await vehiclesOf(told, known, context)
    const writes: Write[] = []
    const refused: ChunkPlan<PolicyRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<PolicyRow>['warned']>[number][] = []
    const covered = new Map<string, Vehicle>()
    for (const { before, vehicleId } of told) {
      if (before === undefined || vehicleId === undefined || before.vehicleId === vehicleId) continue
      const left = covered.get(before.vehicleId) ?? vehicles.get(before.vehicleId)
      if (left === undefined) continue
      covered.set(left.vehicleId, { ...left, cover: withoutPolicy(left.cover, before.policyId) })
    }
    let changed = 0
    let created = 0
    for (const { line, values, before, vehicleId, policyId, names, after: policy } of told) {
      const vehicle = vehicleId && (covered.get(vehicleId) ?? vehicles.get(vehicleId))
      if (!vehicle) {
        refused.push({ line, field: 'vin', code: 'vehicle-unknown' })
        continue
      }
      const after = policy(vehicle.vehicleId)
      if (values.specialistNumber !== undefined && after.specialistId === undefined) {
        warned.push({ line, field: 'specialistNumber', code: 'specialist-unknown' })
      }
      const cover = withPolicy(vehicle.cover, after)
      const outcome = rowOutcome(before, after)
      if (outcome !== 'same') writes.push(policyRecord.put(after, context.stamp))
      if (outcome === 'same' || outcome === 'heard') {
        // Another policy comes to count again where the one that did turned out to be another vehicle's.
        const counts = cover[after.kind]?.policyId === policyId
        if (counts && vehicle.cover[after.kind]?.policyId !== policyId) {
          covered.set(vehicle.vehicleId, { ...vehicle, cover })
        }
        continue
      }
      changed += 1
      if (outcome === 'created') created += 1
      writes.push(...names)
      covered.set(vehicle.vehicleId, { ...vehicle, cover })
    }
    writes.push(...(await writesForCover(vehicles, covered, context)))
    return { writes, changed, created, refused, warned }
  },
}

interface Known {
  /** Ids behind the rows' policies, VINs and specialists. */
  readonly ids: ReadonlyMap<string, string>
  readonly vehicleIds: ReadonlyMap<string, string>
  readonly specialists: ReadonlyMap<string, string>
  /** Under the ids behind the rows, and under those that new policies would usually have. */
  readonly policies: ReadonlyMap<string, Policy>
  /** Under the ids behind the rows. */
  readonly vehicles: ReadonlyMap<string, Vehicle>
}

async function readKnown(
  rows: readonly NumberedRow<PolicyRow>[],
  { store, dealer: { dealerId } }: ApplyContext,
): Promise<Known> {
  const named = rows.map(({ values }) => policyKey(values))
  const vins = rows.map(({ values }) => values.vin)
  const specialistNumbers = rows.flatMap(({ values }) => values.specialistNumber ?? [])
  const [ids, vehicleIds, specialists] = await Promise.all([
    store.guards.idsBehind(dealerId, 'policy-number', named),
    store.guards.idsBehind(dealerId, 'vin', vins),
    store.guards.idsBehind(dealerId, 'staff-number', specialistNumbers),
  ])
  const usual = named.filter((name) => !ids.has(name)).map((name) => idFor('policy', dealerId, name))
  const [policies, vehicles] = await Promise.all([
    store.policies.byIds(dealerId, [...ids.values(), ...usual]),
    store.vehicles.byIds(dealerId, vehicleIds.values()),
  ])
  return { ids, vehicleIds, specialists, policies, vehicles }
}

/** The policy with what is new in its row; it stays with its vehicle where the row only repeats another's VIN. */
function tellRow(
  { line, values }: NumberedRow<PolicyRow>,
  { ids, vehicleIds, specialists, policies }: Known,
  { dealer: { dealerId }, stamp }: ApplyContext,
) {
  const { number, plate, specialistNumber, ...said } = values
  const { vin: _, ...fields } = said
  const name = policyKey(values)
  const guarded = ids.get(name)
  const before = guarded === undefined ? undefined : policies.get(guarded)
  const usual = idFor('policy', dealerId, name)
  // A policy whose number was corrected since has kept its id; the number is another policy's now.
  const policyId = guarded ?? (policies.has(usual) ? idFor('policy', dealerId, name, stamp.by) : usual)
  const specialistId = specialistNumber && specialists.get(specialistNumber)
  // A number that is nobody's counts as blank, so that it is news once it is somebody's.
  const specialist = specialistId && specialistNumber
  const cells = { ...said, ...('specialistNumber' in values ? { specialist } : {}) }
  const { news, exportSaid } = newsOf(cells, { recordId: policyId, rowName: name }, before?.exportSaid)
  const { vin, specialist: __, ...changed } = news
  return {
    ...{ line, values, before, policyId },
    names: guarded === undefined ? [takeName(dealerId, 'policy-number', name, policyId, stamp)] : [],
    vehicleId: before !== undefined && vin === undefined ? before.vehicleId : vehicleIds.get(values.vin),
    after: (vehicleId: string): Policy => ({
      ...(before ?? { ...unwritten(stamp), ...fields, number, dealerId, policyId }),
      ...changed,
      ...('specialist' in news ? { specialistId } : {}),
      vehicleId,
      exportSaid,
    }),
  }
}

/** The rows' vehicles, and those that their policies leave or stay with. */
async function vehiclesOf(
  told: readonly ReturnType<typeof tellRow>[],
  { vehicles }: Known,
  { store, dealer: { dealerId } }: ApplyContext,
): Promise<ReadonlyMap<string, Vehicle>> {
  const others = told.flatMap(({ before }) => before?.vehicleId ?? []).filter((id) => !vehicles.has(id))
  return new Map([...vehicles, ...(await store.vehicles.byIds(dealerId, others))])
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
