import type { CallEntry } from '../../shared/domain/call-list.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { segmentOf } from '../../shared/domain/renewal-segment.ts'
import { dateIn, daysBetween, type CalendarDate, type Zone } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { lastMaintenance, lastVisitOn } from '../../shared/domain/visits.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { ListStore } from '../../shared/store/list-store.ts'
import { bestFirst, type CallListEntry } from './call-list.ts'

const lines = {
  incomplete: {
    code: 'CALL_ENTRY_INCOMPLETE',
    sentence: 'a vehicle is left out of its call list: a record that the call needs is not there',
  },
} as const satisfies Record<string, LogLine>

/** A line of the list with the records that it is about. */
export interface ListedCall extends CallListEntry {
  readonly entry: CallEntry
  readonly customerId: Customer['customerId']
}

/** A specialist's list with what the specialist needs at the telephone, best first. */
export async function readList(
  { store, log }: { store: ListStore; log: Log },
  { dealerId, zone }: Pick<Dealer, 'dealerId' | 'zone'>,
  staffId: string,
  today: CalendarDate,
): Promise<ListedCall[]> {
  const entries = await store.callLists.of(dealerId, staffId)
  const [vehicles, policies] = await Promise.all([
    store.vehicles.byIds(
      dealerId,
      entries.map(({ vehicleId }) => vehicleId),
    ),
    store.policies.byIds(
      dealerId,
      entries.map(({ policyId }) => policyId),
    ),
  ])
  const customers = await store.customers.byIds(
    dealerId,
    [...vehicles.values()].map(({ customerId }) => customerId),
  )
  return bestFirst(
    entries.flatMap((entry) => {
      const vehicle = vehicles.get(entry.vehicleId)
      const policy = policies.get(entry.policyId)
      const customer = vehicle && customers.get(vehicle.customerId)
      if (vehicle === undefined || policy === undefined || customer === undefined) {
        const { vehicleId, policyId } = entry
        const missing = vehicle === undefined ? 'vehicle' : policy === undefined ? 'policy' : 'customer'
        log.warn(lines.incomplete, { dealerId, staffId, vehicleId, policyId, missing })
        return []
      }
      const line = entryOf(entry, vehicle, policy, customer, today)
      return [{ ...line, previousOutcome: outcomeOf(entry, zone), entry, customerId: customer.customerId }]
    }),
  )
}

function entryOf(
  entry: CallEntry,
  vehicle: Vehicle,
  policy: Policy,
  customer: Customer,
  today: CalendarDate,
): Omit<CallListEntry, 'rank'> {
  const other = policy.kind === 'commercial' ? vehicle.cover.compulsory : vehicle.cover.commercial
  return {
    vehiclePlate: vehicle.plate,
    vin: vehicle.vin,
    brand: vehicle.brand,
    model: vehicle.model,
    customerName: customer.name,
    mobile: customer.mobile,
    policyKind: policy.kind,
    insurer: policy.insurer,
    policyNumber: policy.number,
    endsOn: policy.endsOn,
    daysLeft: daysBetween(today, policy.endsOn),
    step: daysOf(entry.step),
    segment: segmentOf(vehicle, policy, today).segment,
    premiumFen: policy.premiumFen,
    otherPolicy: other && {
      kind: policy.kind === 'commercial' ? 'compulsory' : 'commercial',
      insurer: other.insurer,
      endsOn: other.endsOn,
    },
    lastVisitOn: lastVisitOn(vehicle),
    lastMaintenanceOn: lastMaintenance(vehicle)?.deliveredOn,
    listedSince: entry.listedSince,
    isNew: entry.listedOn === today,
    remark: customer.remark,
  }
}

function outcomeOf({ lastOutcome }: CallEntry, zone: Zone): CallListEntry['previousOutcome'] {
  if (lastOutcome === undefined) return undefined
  const { outcome, remark, at } = lastOutcome
  return { outcome, remark, on: dateIn(at, zone) }
}

/** The days of a contact step; undefined for a call that was agreed with the customer. */
function daysOf(step: string): number | undefined {
  const days = /^d(\d+)$/.exec(step)?.[1]
  return days === undefined ? undefined : Number(days)
}
