import {
  MOST_MERGED,
  MOST_MOVED_VEHICLES,
  type Customer,
  type MergedCustomer,
} from '../../shared/domain/customer.ts'

export interface MergeFacts {
  readonly customer: Customer
  /** Merged already: into this customer, with vehicles still to come. */
  readonly other: Customer | MergedCustomer
  /** Of the other, still to be moved. */
  readonly vehicles: number
  /** A person says that they are one, whatever their numbers. */
  readonly confirmed: boolean
}

export type MergeVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'numbers-differ' | 'merged-elsewhere' | 'too-large' }

/** Whether two records may become one customer. One number is one person, as far as a desk can know. Pure. */
export function mayMerge({ customer, other, vehicles, confirmed }: MergeFacts): MergeVerdict {
  if (other.state === 'merged') {
    if (other.mergedInto !== customer.customerId) return { allowed: false, reason: 'merged-elsewhere' }
  } else {
    if (other.mobile !== customer.mobile && !confirmed) return { allowed: false, reason: 'numbers-differ' }
    const records = customer.mergedFrom.length + 1 + other.mergedFrom.length
    if (records > MOST_MERGED) return { allowed: false, reason: 'too-large' }
  }
  const moved = other.state === 'merged' ? other.movedVehicles.length : 0
  return moved + vehicles > MOST_MOVED_VEHICLES ? { allowed: false, reason: 'too-large' } : { allowed: true }
}
