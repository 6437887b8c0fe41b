import * as z from 'zod'
import { keyText, type Item, type Key, type TableClient } from '../../shared/store/table-client.ts'
import { ImportChangesTooMany } from './undo-faults.ts'
import type { UndoEntry } from './undo-log.ts'

/** What becomes of one item when the import is taken back. */
export interface Step {
  readonly key: Key
  /** What stands there: the version that the import left, an item that has none (a name, a pointer), or nothing. */
  readonly left: { readonly version: number } | 'without-version' | 'nothing'
  /** There was nothing: it is deleted. */
  readonly created: boolean
  /** Of the log's pages the one that has what was there before the import's first write. */
  readonly page: number
}

export interface UndoPlan {
  /** By the text of their keys. */
  readonly steps: ReadonlyMap<string, Step>
  /** What somebody else has changed since. */
  readonly changed: readonly Key[]
  /** Items that are already as they were. */
  readonly restored: number
}

/** Who wrote: the import itself, or its undo. */
export interface Writers {
  readonly importedBy: string
  readonly undoneBy: string
}

/** 500,000 items are some 200 MB here, beside which a function of 1 GB has room for its work. */
const MOST_ITEMS = 500_000

/** Numbers kept of each entry: page, written version (0: none, -1: deleted), version before (0: absent), whose. */
const WORDS = 4
const WITHOUT_VERSION = 0
const DELETED = -1

/**
 * Gathers what the pages of an import's log say of each item, and weighs it against the table: an item goes back to what
 * it was before the import's first write if the import's last write is what stands there now.
 */
export class UndoPlanner {
  readonly #trails = new Map<string, number[]>()
  readonly #writers: Writers
  readonly #most: number

  constructor(writers: Writers, most = MOST_ITEMS) {
    this.#writers = writers
    this.#most = most
  }

  /** Pages come in the order in which they were written. @throws ImportChangesTooMany */
  add(page: number, entries: readonly UndoEntry[]): void {
    for (const entry of entries) {
      const name = keyText(entry)
      const { version: before = 0, updatedBy, createdBy } = Bookkeeping.parse(entry.before ?? {})
      // What has no version is written whole each time, and tells its last writer as its maker.
      const own = (updatedBy ?? createdBy) === this.#writers.importedBy ? 1 : 0
      const written = entry.deleted ? DELETED : (entry.version ?? WITHOUT_VERSION)
      const trail = this.#trails.get(name)
      if (trail === undefined) this.#trails.set(name, [page, written, before, own])
      else trail.push(page, written, before, own)
    }
    if (this.#trails.size > this.#most) throw new ImportChangesTooMany('too many items to take back')
  }

  async plan(table: Pick<TableClient, 'getMany'>): Promise<UndoPlan> {
    const steps = new Map<string, Step>()
    const changed: Key[] = []
    let restored = 0
    for (const names of batches([...this.#trails.keys()])) {
      const items = await table.getMany(names.map(keyOf))
      for (const name of names) {
        const verdict = this.#weigh(this.#trails.get(name) ?? [], items.get(name))
        if (verdict === 'changed') changed.push(keyOf(name))
        else if (verdict === 'restored') restored += 1
        else if (verdict !== 'untouched') steps.set(name, { key: keyOf(name), ...verdict })
      }
    }
    return { steps, changed, restored }
  }

  #weigh(trail: readonly number[], item: Item | undefined): Omit<Step, 'key'> | Verdict {
    const now = item && Bookkeeping.parse(item)
    const last = trail.length - WORDS
    const lastWritten = trail[last + 1] ?? 0
    if (now === undefined) {
      if (lastWritten === DELETED) return this.#step(trail, last, 'nothing')
      // What the import made is gone: there is nothing to take back. What was there before it should not be.
      return (trail[2] ?? 0) === 0 ? 'restored' : 'changed'
    }
    if (now.updatedBy === this.#writers.undoneBy) return 'restored'
    const made = now.createdBy === this.#writers.importedBy
    // A guard goes with its owner: where the name is another's by now, the owner has changed too.
    if (now.version === undefined) return made ? this.#step(trail, last, 'without-version') : 'untouched'
    if (now.updatedBy === this.#writers.importedBy) {
      const at = this.#writtenAs(trail, now.version, last)
      if (at !== undefined) return this.#step(trail, at, { version: now.version })
    }
    // Its transaction never was, if what it found is what stands there still, or somebody else was first to make it.
    const everMade = trail.some((before, word) => word % WORDS === 2 && before > 0)
    return now.version === trail[2] || (!everMade && !made) ? 'untouched' : 'changed'
  }

  #step(trail: readonly number[], from: number, left: Step['left']): Omit<Step, 'key'> {
    const first = this.#first(trail, from)
    return { left, page: trail[first] ?? 0, created: trail[first + 2] === 0 }
  }

  /** From a write back to the import's first one that it builds on. */
  #first(trail: readonly number[], from: number): number {
    let at = from
    while (trail[at + 3] === 1) {
      const earlier = this.#writtenAs(trail, trail[at + 2] ?? 0, at - WORDS)
      if (earlier === undefined) break
      at = earlier
    }
    return at
  }

  /** The last entry up to this one that wrote the version; of a transaction planned twice both say the same. */
  #writtenAs(trail: readonly number[], version: number, from: number): number | undefined {
    for (let at = from; at >= 0; at -= WORDS) if (trail[at + 1] === version) return at
    return undefined
  }
}

type Verdict =
  | 'changed'
  /** As it was: by an undo that went so far, or because what the import made is gone. */
  | 'restored'
  /** The import planned to write it and did not. */
  | 'untouched'

const Bookkeeping = z.object({
  version: z.int().optional(),
  createdBy: z.string().optional(),
  updatedBy: z.string().optional(),
})

const IN_BATCH = 1_000

function* batches(names: readonly string[]): Generator<string[]> {
  for (let start = 0; start < names.length; start += IN_BATCH) yield names.slice(start, start + IN_BATCH)
}

function keyOf(name: string): Key {
  const [pk = '', sk = ''] = name.split('\n')
  return { pk, sk }
}
