import type { Customer, MergedCustomer } from '../../shared/domain/customer.ts'

export interface BothRecords {
  readonly customer: Customer
  readonly other: Customer | MergedCustomer
}

/** The two records once the other is the customer's, with these vehicles gone over. Pure. */
export function merged(
  { customer, other }: BothRecords,
  moving: readonly string[],
): { readonly customer: Customer; readonly other: MergedCustomer } {
  const before = other.state === 'merged' ? other.movedVehicles : []
  return {
    customer:
      other.state === 'merged'
        ? customer
        : { ...customer, mergedFrom: [...customer.mergedFrom, nameOf(other), ...other.mergedFrom] },
    other: {
      ...other,
      state: 'merged',
      mergedInto: customer.customerId,
      movedVehicles: [...before, ...moving.filter((id) => !before.includes(id))],
    },
  }
}

/** The two records once the other counts by itself again. Pure. */
export function parted(
  customer: Customer,
  other: MergedCustomer,
): { readonly customer: Customer; readonly other: Customer } {
  const leaving = new Set([other, ...other.mergedFrom].map(({ customerId }) => customerId))
  const { mergedInto, movedVehicles, ...record } = other
  return {
    customer: {
      ...customer,
      mergedFrom: customer.mergedFrom.filter(({ customerId }) => !leaving.has(customerId)),
    },
    other: { ...record, state: 'active' },
  }
}

/** The numbers in the books that mean this record, or one that went into it. */
export function numbersOf(record: Customer | MergedCustomer): string[] {
  return [record, ...record.mergedFrom].map(({ number }) => number)
}

function nameOf({ customerId, number }: Customer): Customer['mergedFrom'][number] {
  return { customerId, number }
}
