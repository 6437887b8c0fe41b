import { isWaiting, type WaitingDueItem } from '../domain/due-item.ts'
import { idFor } from '../domain/ids.ts'
import type { DecisionJournal } from '../domain/message.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { dateIn, type Instant, type Zone } from '../domain/time.ts'
import type { Clock } from '../runtime/clock.ts'
import { dueItemRecord } from '../store/due-items.ts'
import { journalRecord } from '../store/messages.ts'
import { SHARDS } from '../store/shards.ts'
import type { JobStore } from '../store/job-store.ts'
import { TableOverloaded, type Item, type Write } from '../store/table-client.ts'
import { changeAfterThrow, changeFor, withoutMessage } from './apply-decision.ts'
import { groups, newestOfEach, type Candidate } from './group-changes.ts'
import { heldDealers, type HeldDealer } from './held-dealers.ts'
import { writesForMessages } from './plan-deliveries.ts'
import type { Purpose } from './purpose.ts'

export interface SweepReport {
  /** Due steps that were decided, superseded ones among them. */
  readonly decided: number
  readonly byOutcome: Readonly<Record<string, number>>
  /** Items that were put off or whose decision threw. */
  readonly putOff: number
  /** Dealers of whose customers none was decided about. */
  readonly held: readonly HeldDealer[]
  /** Due items that cannot be read: nothing becomes of them until somebody mends them. */
  readonly damaged: number
}

export interface SweepDependencies {
  readonly store: JobStore
  readonly clock: Clock
  /** Who the records say has written them: the job's name. */
  readonly by: string
  /** Hears of each decision that threw, after which its item moves back or is failed. */
  readonly onThrow?: (item: WaitingDueItem, error: unknown) => void
}

/**
 * Decides what is due, shard by shard, until nothing is. Safe to run twice at once: each decision is committed
 * against the version of its due item, so what another sweep has decided is left alone.
 */
export async function sweep<Facts>(
  purpose: Purpose<Facts>,
  { store, clock, by, onThrow }: SweepDependencies,
): Promise<SweepReport> {
  const now = clock.now()
  const stamp = { at: now, by }
  const held = purpose.writesToCustomers
    ? await heldDealers(purpose.name, store, now)
    : new Map<string, HeldDealer>()
  const tally = new Tally()
  const work = { store, stamp, tally, zoneOf: zonesOf(store), onThrow }
  let damaged = 0
  for (let shard = 0; shard < SHARDS; shard += 1) {
    let after: Item | undefined
    let progress: boolean
    let unreadable: number
    do {
      progress = false
      unreadable = 0
      do {
        const page = await store.dueItems.due(purpose.name, shard, now, after)
        after = page.next
        unreadable += page.damaged.length
        const due = newestOfEach(page.items.filter(isWaiting)).filter(({ dealerId }) => !held.has(dealerId))
        for (const items of Map.groupBy(due, ({ dealerId }) => dealerId).values()) {
          if (await decideAll(purpose, items, work)) progress = true
        }
      } while (after !== undefined)
      // What was decided may be due again at once (its next step has passed too); the index shows it next time.
    } while (progress)
    damaged += unreadable
  }
  return { ...tally.report(), held: [...held.values()], damaged }
}

interface Work {
  readonly store: JobStore
  readonly stamp: Stamp
  readonly tally: Tally
  readonly zoneOf: (dealerId: string) => Promise<Zone>
  readonly onThrow: SweepDependencies['onThrow'] | undefined
}

/** The zones of dealers, each read once. */
function zonesOf(store: JobStore): Work['zoneOf'] {
  const known = new Map<string, Promise<Zone>>()
  return (dealerId) => {
    const zone = known.get(dealerId) ?? store.dealers.byId(dealerId).then((dealer) => dealer?.zone ?? 'UTC')
    known.set(dealerId, zone)
    return zone
  }
}

/**
 * Facts are read for so many items at once: with the dealer's the most keys of one batched read, and with their
 * messages two transactions full.
 */
const MOST_FACTS = 96

/** Decides and commits one dealer's items; true when anything was committed. */
async function decideAll<Facts>(
  purpose: Purpose<Facts>,
  items: readonly WaitingDueItem[],
  work: Work,
): Promise<boolean> {
  let progress = false
  for (let start = 0; start < items.length; start += MOST_FACTS) {
    const candidates = await decide(purpose, items.slice(start, start + MOST_FACTS), work)
    for (const group of groups(candidates)) {
      if (await commitGroup(purpose, group, work)) progress = true
    }
  }
  return progress
}

async function decide<Facts>(
  purpose: Purpose<Facts>,
  items: readonly WaitingDueItem[],
  { stamp, onThrow }: Work,
): Promise<Candidate[]> {
  const facts = await factsOneByOneOnFailure(purpose, items, stamp.at)
  return items.map((item, index) => {
    const known = facts[index]
    try {
      if (known === undefined) throw new Error('no facts for a due item')
      if ('error' in known) throw known.error
      return { item, change: changeFor(item, purpose.decide(item, known.facts, stamp.at), stamp) }
    } catch (error) {
      onThrow?.(item, error)
      return { item, change: changeAfterThrow(item, error, stamp) }
    }
  })
}

/** The table could not be asked, or did not give all it was asked for. */
function isOfTheTable(error: unknown): boolean {
  return error instanceof TableOverloaded || (error instanceof Error && '$metadata' in error)
}

/** One damaged record must not hold up the items that were read with it. */
async function factsOneByOneOnFailure<Facts>(
  purpose: Purpose<Facts>,
  items: readonly WaitingDueItem[],
  now: Instant,
): Promise<({ facts: Facts } | { error: unknown })[]> {
  try {
    return (await purpose.facts(items, now)).map((facts) => ({ facts }))
  } catch (error) {
    // The table itself could not answer: no item's fault, and the whole sweep is run again.
    if (isOfTheTable(error)) throw error
    const [only] = items
    if (items.length === 1 || only === undefined) return [{ error }]
    const halves = Math.ceil(items.length / 2)
    return [
      ...(await factsOneByOneOnFailure(purpose, items.slice(0, halves), now)),
      ...(await factsOneByOneOnFailure(purpose, items.slice(halves), now)),
    ]
  }
}

/**
 * Commits a group; what it met conflicts on is decided anew from fresh reads, one by one, so that a contested
 * item never holds up its neighbours.
 */
async function commitGroup<Facts>(
  purpose: Purpose<Facts>,
  group: readonly Candidate[],
  work: Work,
): Promise<boolean> {
  const contested = await commit(purpose, group, work)
  if (contested === undefined) return true
  const rest = group.filter((candidate) => !contested.has(candidate))
  let progress = false
  if (contested.size < group.length && rest.length > 0) {
    progress = await commitGroup(purpose, rest, work)
  }
  for (const { item } of contested) {
    if (await decideAnew(purpose, item, work)) progress = true
  }
  return progress
}

async function decideAnew<Facts>(
  purpose: Purpose<Facts>,
  { dealerId, subject }: WaitingDueItem,
  work: Work,
): Promise<boolean> {
  const item = await work.store.dueItems.bySubject(dealerId, purpose.name, subject)
  if (item === undefined || !isWaiting(item) || item.dueAt > work.stamp.at) return false
  for (const candidate of await decide(purpose, [item], work)) {
    const told = candidate.change.message?.row.messageId
    const known = told === undefined ? undefined : await work.store.messages.byId(dealerId, told)
    const change = known === undefined ? candidate.change : withoutMessage(item, candidate.change)
    return (await commit(purpose, [{ item, change }], work)) === undefined
  }
  return false
}

/** Undefined when committed, else the candidates that somebody else's write stands against. */
async function commit<Facts>(
  purpose: Purpose<Facts>,
  group: readonly Candidate[],
  { store, stamp, tally, zoneOf }: Work,
): Promise<Set<Candidate> | undefined> {
  const [first] = group
  if (first === undefined) return undefined
  const { dealerId } = first.item
  const owners: Candidate[] = []
  const writes: Write[] = []
  for (const candidate of group) {
    for (const write of [dueItemRecord.put(candidate.change.item, stamp), ...candidate.change.writes]) {
      owners.push(candidate)
      writes.push(write)
    }
  }
  const messages = group.flatMap(({ change }) => change.message ?? [])
  const messageWrites = writesForMessages(dealerId, messages, stamp)
  const journal = journalOf(purpose.name, dealerId, group, stamp, await zoneOf(dealerId))
  const result = await store.commit([...writes, ...messageWrites, ...journal])
  if (result.kind === 'committed') {
    tally.count(group)
    return undefined
  }
  const contested = new Set(
    result.contested.flatMap(
      (index) => owners[index] ?? ownerOf(messageWrites[index - writes.length], group),
    ),
  )
  return contested.size > 0 ? contested : new Set(group)
}

/** The candidate whose message a contested write is; all of them when it is the delivery that carries them. */
function ownerOf(write: Write | undefined, group: readonly Candidate[]): Candidate[] {
  const owner = group.find(({ change }) => write?.key.pk.endsWith(`#${change.message?.row.messageId ?? '-'}`))
  return owner === undefined ? [...group] : [owner]
}

function journalOf(
  purpose: string,
  dealerId: string,
  group: readonly Candidate[],
  stamp: Stamp,
  zone: Zone,
): Write[] {
  const decided = group.flatMap(({ change }) => change.entries)
  if (decided.length === 0) return []
  const names = decided.map(({ subject, cycle, step }) => `${subject} ${cycle} ${step}`)
  const journal: DecisionJournal = {
    ...unwritten(stamp),
    dealerId,
    purpose,
    date: dateIn(stamp.at, zone),
    journalId: `${stamp.at}#${idFor('journal', dealerId, purpose, ...names)}`,
    decided,
  }
  return [journalRecord.put(journal, stamp)]
}

class Tally {
  #decided = 0
  #putOff = 0
  readonly #byOutcome = new Map<string, number>()

  count(group: readonly Candidate[]): void {
    for (const { change } of group) {
      if (change.entries.length === 0) this.#putOff += 1
      for (const { outcome } of change.entries) {
        this.#decided += 1
        this.#byOutcome.set(outcome, (this.#byOutcome.get(outcome) ?? 0) + 1)
      }
    }
  }

  report(): Omit<SweepReport, 'held' | 'damaged'> {
    return {
      decided: this.#decided,
      putOff: this.#putOff,
      byOutcome: Object.fromEntries(this.#byOutcome),
    }
  }
}
