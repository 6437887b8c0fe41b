import type { Instant } from '../../shared/domain/time.ts'
import { changeView } from '../../shared/http/changes.ts'
import type { exportedLists, PersonalDataView } from '../../shared/http/routes/customer-data.ts'
import { activeView, customerView } from './customer-view.ts'
import type { PersonalData } from './gather-data.ts'

/** A Lambda answers with six megabytes at most; what is left is for the envelope around it. */
export const MOST_BYTES = 5_000_000

type List = (typeof exportedLists)[number]

/**
 * Everything that is held about a person, as one answer. What does not fit is counted, so that nobody takes a part for
 * the whole. Pure.
 */
export function exportOf(data: PersonalData, exportedAt: Instant, mostBytes = MOST_BYTES): PersonalDataView {
  const customer = activeView(data.customer)
  let left = mostBytes - bytesOf(customer)
  const leftOut: Partial<Record<List, number>> = {}
  const fitting = <Value>(list: List, values: readonly Value[]): Value[] => {
    const taken: Value[] = []
    for (const value of values) {
      left -= bytesOf(value)
      if (left < 0) break
      taken.push(value)
    }
    if (taken.length < values.length) leftOut[list] = values.length - taken.length
    return taken
  }
  return {
    exportedAt,
    customer,
    records: fitting('records', data.records.map(customerView)),
    contacts: fitting(
      'contacts',
      data.contacts.map(({ address, consents, suppressions }) => ({
        mobile: address,
        consents,
        suppressions,
      })),
    ),
    vehicles: fitting('vehicles', data.vehicles),
    formerVehicles: fitting('formerVehicles', data.formerVehicles),
    policies: fitting('policies', data.policies),
    messages: fitting('messages', newestFirst(data.messages)),
    calls: fitting(
      'calls',
      newestFirst(data.calls).map((entry) => ({ vehicleId: entry.recordId, ...changeView(entry) })),
    ),
    visits: fitting('visits', newestFirst(data.visits)),
    complaints: fitting('complaints', newestFirst(data.complaints)),
    followUps: fitting('followUps', newestFirst(data.followUps)),
    campaigns: fitting('campaigns', newestFirst(data.campaigns)),
    orders: fitting('orders', newestFirst(data.orders)),
    changes: fitting('changes', newestFirst(data.changes).map(changeView)),
    leftOut,
  }
}

function newestFirst<Value extends { readonly createdAt: Instant }>(values: readonly Value[]): Value[] {
  return values.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
