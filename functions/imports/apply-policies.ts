import type { DueItem } from '../../shared/domain/due-item.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { withPolicy, type Policy } from '../../shared/domain/policy.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { CALL_LISTS, planCalls } from '../../shared/due/plans/insurance-call-lists.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { policyName, takeName } from '../../shared/store/guards.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ApplyContext, ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { PolicyRow } from './policies-table.ts'

/** A policy, its vehicle's cover, its next prompt and the call list it ends change together. */
export const applyPolicies: TableApplier<PolicyRow> = {
  chunkSize: 20,
  async plan(rows, context) {
    const { store, dealer, stamp } = context
    const { dealerId } = dealer
    const [ids, vehicleIds, specialists] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'policy-number',
        rows.map(({ values }) => policyName(values)),
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
    const [known, vehicles] = await Promise.all([
      store.policies.byIds(dealerId, ids.values()),
      store.vehicles.byIds(dealerId, vehicleIds.values()),
    ])
    const writes: Write[] = []
    const refused: ChunkPlan<PolicyRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<PolicyRow>['warned']>[number][] = []
    const covered = new Map<string, Vehicle>()
    let changed = 0
    for (const { line, values } of rows) {
      const { vin, plate, specialistNumber, ...fields } = values
      const vehicleId = vehicleIds.get(vin)
      const vehicle = vehicleId && (covered.get(vehicleId) ?? vehicles.get(vehicleId))
      if (!vehicle) {
        refused.push({ line, field: 'vin', code: 'vehicle-unknown' })
        continue
      }
      const name = policyName(values)
      const guarded = ids.get(name)
      const policyId = guarded ?? idFor('policy', dealerId, name)
      const specialistId = specialistNumber === undefined ? undefined : specialists.get(specialistNumber)
      if (specialistNumber !== undefined && specialistId === undefined) {
        warned.push({ line, field: 'specialistNumber', code: 'specialist-unknown' })
      }
      const before = known.get(policyId)
      const after: Policy = {
        ...(before ?? unwritten(stamp)),
        ...fields,
        dealerId,
        policyId,
        vehicleId: vehicle.vehicleId,
        specialistId,
      }
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      writes.push(policyRecord.put(after, stamp))
      if (guarded === undefined) writes.push(takeName(dealerId, 'policy-number', name, policyId, stamp))
      covered.set(vehicle.vehicleId, { ...vehicle, cover: withPolicy(vehicle.cover, after) })
    }
    writes.push(...(await writesForCover(vehicles, covered, context)))
    return { writes, changed, refused, warned }
  },
}

async function writesForCover(
  before: ReadonlyMap<string, Vehicle>,
  covered: ReadonlyMap<string, Vehicle>,
  { store, dealer, stamp }: ApplyContext,
): Promise<Write[]> {
  const { dealerId } = dealer
  const subjects = [...covered.keys()].map((vehicleId) => `vehicle#${vehicleId}`)
  const waiting = await store.dueItems.bySubjects(dealerId, CALL_LISTS, subjects)
  const listed = await store.callLists.entries(
    dealerId,
    [...covered.keys()].flatMap(
      (vehicleId) => listedAs(waiting.get(`vehicle#${vehicleId}`), vehicleId) ?? [],
    ),
  )
  return [...covered].flatMap(([vehicleId, vehicle]) => {
    const known = before.get(vehicleId)
    if (known !== undefined && saysTheSame(known, vehicle)) return []
    const existing = waiting.get(`vehicle#${vehicleId}`)
    const item = planCalls(vehicle, dealer, existing, stamp)
    const name = listedAs(existing, vehicleId)
    const entry = name && listed.get(name)
    // Renewed, or nothing left to talk about: the entry leaves its list with the timer's claim on it.
    const over = item !== undefined && item.assignedTo === undefined && entry !== undefined
    return [
      vehicleRecord.put(vehicle, stamp),
      ...(item === undefined ? [] : [dueItemRecord.put(item, stamp)]),
      ...(over ? [callEntryRecord.remove(entry)] : []),
    ]
  })
}

function listedAs(item: DueItem | undefined, vehicleId: string): `${string}/${string}` | undefined {
  return item?.assignedTo === undefined ? undefined : `${item.assignedTo}/${vehicleId}`
}
