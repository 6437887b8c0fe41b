import type { WaitingDueItem } from '../domain/due-item.ts'
import { keyText, MOST_WRITES } from '../store/table-client.ts'
import type { Change } from './apply-decision.ts'
import { MOST_IN_DELIVERY } from './plan-deliveries.ts'

/** A due item and what its decision changes. */
export interface Candidate {
  readonly item: WaitingDueItem
  readonly change: Change
}

/** While an item moves, the index may show it twice, and a transaction takes each once. */
export function newestOfEach(items: readonly WaitingDueItem[]): WaitingDueItem[] {
  const newest = new Map<string, WaitingDueItem>()
  for (const item of items) {
    const name = `${item.dealerId} ${item.subject}`
    const known = newest.get(name)
    if (known === undefined || known.version < item.version) newest.set(name, item)
  }
  return [...newest.values()]
}

/**
 * Groups that fit a transaction: their own writes, a delivery for each kind of message, the journal's page. It
 * takes each record once: of decisions on the same one the second goes into another group, and anew from there.
 */
export function groups(candidates: readonly Candidate[]): Candidate[][] {
  const all: Candidate[][] = []
  let group: Candidate[] = []
  let writes = 0
  let records = new Set<string>()
  for (const candidate of candidates) {
    const { change } = candidate
    const touched = change.writes.map(({ key }) => keyText(key))
    const more = 1 + change.writes.length + (change.message === undefined ? 0 : 2)
    const full = group.length === MOST_IN_DELIVERY || writes + more + 1 > MOST_WRITES
    if (full || touched.some((record) => records.has(record))) {
      all.push(group)
      group = []
      writes = 0
      records = new Set()
    }
    group.push(candidate)
    writes += more
    for (const record of touched) records.add(record)
  }
  return group.length === 0 ? all : [...all, group]
}
