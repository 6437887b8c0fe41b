import { withReading } from '../../shared/domain/odometer.ts'
import { withPolicy, type Policy } from '../../shared/domain/policy.ts'
import {
  MOST_FORMER_VINS,
  MOST_REMEMBERED,
  type FormerOwner,
  type FormerVin,
  type RecordedReading,
} from '../../shared/domain/vehicle-past.ts'
import type { Recorded } from '../../shared/domain/change-vehicle.ts'
import type { Vehicle, Visit } from '../../shared/domain/vehicle.ts'
import { withVisit } from '../../shared/domain/visits.ts'

export interface BothVehicles {
  readonly kept: Vehicle
  readonly other: Vehicle
}

/** What goes over with the other record. */
export interface MovedRecords {
  readonly visits: readonly Visit[]
  readonly policies: readonly Policy[]
}

/**
 * The two records once they are one car: the one that counts with what was the other's, the other as it was but for where
 * it went. What stands in both is the kept one's word. Pure.
 */
export function merged({ kept, other }: BothVehicles, moved: MovedRecords, recorded: Recorded): BothVehicles {
  if (other.mergedInto === kept.vehicleId) return { kept: withMoved(kept, moved), other }
  return {
    kept: withPast(withMoved(kept, moved), other, recorded),
    other: { ...other, status: 'merged', mergedInto: kept.vehicleId },
  }
}

/** The VINs that find the other record, and are to find the kept one. */
export function vinsOf({ vin, formerVins }: Pick<Vehicle, 'vin' | 'formerVins'>): Vehicle['vin'][] {
  return [vin, ...formerVins.map((former) => former.vin)]
}

/** The plates under which the other record is found, and the kept one is not yet. */
export function platesOf(other: Vehicle, kept: Vehicle): string[] {
  const all = [...other.formerPlates.map(({ plate }) => plate), ...(other.plate ? [other.plate] : [])]
  return [...new Set<string>(all)].filter((plate) => plate !== kept.plate)
}

function withMoved(kept: Vehicle, { visits, policies }: MovedRecords): Vehicle {
  return {
    ...kept,
    visits: visits.reduce(withVisit, kept.visits),
    cover: policies.reduce(withPolicy, kept.cover),
  }
}

function withPast(kept: Vehicle, other: Vehicle, { on, by }: Recorded): Vehicle {
  const takesPlate = kept.plate === undefined
  const isOtherPlate = other.plate !== undefined && other.plate !== kept.plate && !takesPlate
  const isOtherOwner =
    other.customerId !== kept.customerId &&
    kept.formerOwners.every(({ customerId }) => customerId !== other.customerId)
  return {
    ...kept,
    plate: kept.plate ?? other.plate,
    platedSince: takesPlate ? other.platedSince : kept.platedSince,
    warrantyFrom: kept.warrantyFrom ?? other.warrantyFrom,
    invoicedOn: kept.invoicedOn ?? other.invoicedOn,
    household: kept.household ?? other.household,
    exported: laterOf(kept.exported, other.exported),
    formerOwners: byDay([
      ...kept.formerOwners,
      ...[
        ...other.formerOwners,
        ...(isOtherOwner ? [{ customerId: other.customerId, from: other.ownedSince, until: on, by }] : []),
      ].map(asUnder(other)),
    ]),
    formerPlates: byDay([
      ...kept.formerPlates,
      ...other.formerPlates,
      ...(isOtherPlate && other.plate !== undefined
        ? [{ plate: other.plate, from: other.platedSince, until: on, by }]
        : []),
    ]),
    formerVins: [...kept.formerVins, ...vinsOf(other).map(asMerged({ on, by }))].slice(-MOST_FORMER_VINS),
    statusChanges: [...kept.statusChanges, ...other.statusChanges]
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      .slice(-MOST_REMEMBERED),
    readings: other.readings.reduce<RecordedReading[]>(withReading, kept.readings),
    absorbed: [...kept.absorbed, other.vehicleId, ...other.absorbed],
  }
}

/** Who had the car by another record, at whatever time, bounds nobody's time by this one. */
function asUnder({ vehicleId }: Vehicle) {
  return (owner: FormerOwner): FormerOwner => ({ ...owner, underRecord: owner.underRecord ?? vehicleId })
}

/** The owners by the other record, whom the kept one does not have now. */
export function ownersOf(other: Vehicle, kept: Vehicle): string[] {
  const all = [...other.formerOwners.map(({ customerId }) => customerId), other.customerId]
  return [...new Set<string>(all)].filter((customerId) => customerId !== kept.customerId)
}

/** Whatever an export says under one of them later is not the car's own row. */
function asMerged({ on, by }: Recorded) {
  return (vin: Vehicle['vin']): FormerVin => ({ vin, because: 'merged', until: on, by })
}

function byDay<Past extends { readonly until: string }>(past: readonly Past[]): Past[] {
  return [...past]
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0))
    .slice(-MOST_REMEMBERED)
}

function laterOf(kept: Vehicle['exported'], other: Vehicle['exported']): Vehicle['exported'] {
  return (other?.visitOn ?? '') > (kept?.visitOn ?? '') ? other : kept
}
