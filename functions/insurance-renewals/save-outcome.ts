import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import { MAINTENANCE } from '../../shared/due/plans/maintenance-reminders.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { TalkOutcome } from '../../shared/http/routes/insurance-renewals.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { auditRecord, CALL_OUTCOME, changeWrites } from '../../shared/store/audit.ts'
import type { Store } from '../../shared/store/store.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { recordOutcome, timeFaults, type TalkFacts, type TalkRecord } from './record-outcome.ts'

export interface Talk {
  readonly dealerId: string
  /** Whose list. */
  readonly staffId: string
  readonly vehicleId: string
  /** The entry's version that the caller has seen. */
  readonly version: number
  readonly outcome: TalkOutcome
}

/**
 * Records what came of a call: entry, timers, the vehicle if it is gone, and the record of who did it, in one
 * transaction.
 * @param also what else belongs into the transaction, given what is recorded
 * @throws NotFound, Stale, FieldsInvalid, Contested
 */
export async function saveOutcome(
  store: Store,
  talk: Talk,
  stamp: Stamp,
  also: (record: TalkRecord) => readonly Write[],
): Promise<TalkRecord> {
  const { record } = await untilCommitted(store, async () => {
    const facts = await factsOf(store, talk)
    asSeen(facts.entry, talk.version)
    const faults = timeFaults(facts, talk.outcome, stamp.at)
    if (faults.length > 0) throw new FieldsInvalid(faults)
    const outcome = recordOutcome(facts, talk.outcome, stamp)
    const writes = [
      outcome.entry === undefined
        ? callEntryRecord.remove(facts.entry)
        : callEntryRecord.put(outcome.entry, stamp),
      ...[outcome.item, outcome.maintenanceItem].flatMap((item) =>
        item === undefined ? [] : [dueItemRecord.put(item, stamp)],
      ),
      ...(outcome.vehicle === undefined ? [] : vehicleWritesOf(facts, outcome.vehicle, stamp)),
      auditRecord.put(auditOf(facts, talk.outcome, outcome, stamp), stamp),
      ...also(outcome),
    ]
    return { record: outcome, writes }
  })
  return record
}

/** Told at the desk or on the telephone: the vehicle's own history has it either way. */
function vehicleWritesOf({ vehicle: before }: TalkFacts, after: Vehicle, stamp: Stamp): Write[] {
  return changeWrites(
    vehicleRecord,
    { id: after.vehicleId, action: `status-${after.status}`, before, after },
    stamp,
  )
}

async function factsOf(store: Store, { dealerId, staffId, vehicleId }: Talk): Promise<TalkFacts> {
  const name = `${staffId}/${vehicleId}` as const
  const subject = `vehicle#${vehicleId}`
  const [dealer, entries, vehicle, item, maintenanceItem] = await Promise.all([
    store.dealers.byId(dealerId),
    store.callLists.entries(dealerId, [name]),
    store.vehicles.byId(dealerId, vehicleId),
    store.dueItems.bySubject(dealerId, CALL_LISTS, subject),
    store.dueItems.bySubject(dealerId, MAINTENANCE, subject),
  ])
  const entry = entries.get(name)
  if (dealer === undefined || entry === undefined) throw new NotFound()
  return { dealer, entry, vehicle, item, maintenanceItem }
}

/** A vehicle's talks stand together, whoever had them: the history that outlives the entry. */
function auditOf(
  { entry, vehicle: known }: TalkFacts,
  talk: TalkOutcome,
  { vehicle }: TalkRecord,
  stamp: Stamp,
): AuditEntry {
  const { dealerId, staffId, vehicleId, policyId, step, listedOn, listedSince } = entry
  return {
    ...unwritten(stamp),
    dealerId,
    recordKind: callEntryRecord.entity,
    recordId: vehicleId,
    entryId: `${stamp.at}#${staffId}#${String(entry.version)}`,
    action: CALL_OUTCOME,
    before: { staffId, policyId, step, listedOn, listedSince, ...statusOf(vehicle && known) },
    after: { ...talk, remark: talk.remark ?? null, ...statusOf(vehicle) },
  }
}

/** Told only where the talk has changed it. */
function statusOf(vehicle: Vehicle | undefined) {
  return vehicle === undefined ? {} : { vehicleStatus: vehicle.status }
}
