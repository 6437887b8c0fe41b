import type { WaitingDueItem } from '../domain/due-item.ts'
import { MOST_IN_DELIVERY } from '../domain/message.ts'
import { keyText, MOST_WRITES } from '../store/table-client.ts'
import type { Change } from './apply-decision.ts'
import { deliveredTogether } from './plan-deliveries.ts'

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
 * Groups that fit a transaction: their own writes, the deliveries of their messages, the journal's page. It takes
 * each record once: of decisions on the same one the second goes into another group, and anew from there.
 */
export function groups(candidates: readonly Candidate[]): Candidate[][] {
  const all: Candidate[][] = []
  let group = new Group()
  for (const candidate of candidates) {
    if (!group.takes(candidate)) {
      all.push(group.members)
      group = new Group()
    }
    group.add(candidate)
  }
  return group.members.length === 0 ? all : [...all, group.members]
}

/** The page of the journal that tells of a group. */
const JOURNAL = 1

class Group {
  readonly members: Candidate[] = []
  readonly #records = new Set<string>()
  /** Messages by what they must have in common to go in one delivery. */
  readonly #together = new Map<string, number>()
  #writes = JOURNAL

  /** Whether there is room for it; an empty group takes anything. */
  takes({ change }: Candidate): boolean {
    if (this.members.length === 0) return true
    if (change.writes.some(({ key }) => this.#records.has(keyText(key)))) return false
    return this.#writes + 1 + change.writes.length + this.#writesFor(change) <= MOST_WRITES
  }

  add(candidate: Candidate): void {
    const { change } = candidate
    this.#writes += 1 + change.writes.length + this.#writesFor(change)
    for (const { key } of change.writes) this.#records.add(keyText(key))
    if (change.message !== undefined) {
      const kind = deliveredTogether(change.message)
      this.#together.set(kind, (this.#together.get(kind) ?? 0) + 1)
    }
    this.members.push(candidate)
  }

  /** The row of its message, and a delivery when none of the group's has a place left. */
  #writesFor({ message }: Change): number {
    if (message === undefined) return 0
    const others = this.#together.get(deliveredTogether(message)) ?? 0
    return others % MOST_IN_DELIVERY === 0 ? 2 : 1
  }
}
