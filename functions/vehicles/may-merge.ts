import { MOST_ABSORBED } from '../../shared/domain/vehicle-past.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

export interface MergeFacts {
  readonly kept: Vehicle
  /** Merged already: into this one, with records that have come since. */
  readonly other: Vehicle
  /** A person says that they are one car, whatever their VINs. */
  readonly confirmed: boolean
}

export type MergeVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'vins-differ' | 'merged-elsewhere' | 'too-many-records' }

/** Two letters that changed places, and one that was misread: what else differs is hardly a typo. */
const MOST_WRONG = 3

/** Whether two records may become one car. Pure. */
export function mayMerge({ kept, other, confirmed }: MergeFacts): MergeVerdict {
  if (other.mergedInto !== undefined) {
    return other.mergedInto === kept.vehicleId
      ? { allowed: true }
      : { allowed: false, reason: 'merged-elsewhere' }
  }
  if (placesApart(kept.vin, other.vin) > MOST_WRONG && !confirmed) {
    return { allowed: false, reason: 'vins-differ' }
  }
  const records = kept.absorbed.length + 1 + other.absorbed.length
  return records > MOST_ABSORBED ? { allowed: false, reason: 'too-many-records' } : { allowed: true }
}

function placesApart(a: string, b: string): number {
  return Array.from(a).filter((character, index) => character !== b.charAt(index)).length
}
