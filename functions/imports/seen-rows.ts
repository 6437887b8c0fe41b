import { hash } from 'node:crypto'
import { ImportFileError } from './file-error.ts'

/** Five million rows are some 200 MB here, beside which a Lambda of 1 GB still has room for its work. */
const MOST_ROWS = 5_000_000

/** key hash (2), hash of the values (2), line */
const WORDS = 5
const LINE = 4
const FULL = 0.8

export type Seen =
  | { readonly kind: 'first' }
  /** `line` is where the key stood first. */
  | { readonly kind: 'duplicate' | 'conflict'; readonly line: number }

/**
 * Which keys a file has had, and with which values: 20 bytes a slot and at most two slots a row, in one typed
 * array, so that a file of millions of rows costs neither objects nor garbage collection. Keys and values are
 * told apart by 64 bits of SHA-256 each: the chance that two of five million keys collide is one in a million.
 */
export class SeenRows {
  #slots = new Uint32Array(1024 * WORDS)
  #rows = 0
  readonly #mostRows: number

  constructor(mostRows = MOST_ROWS) {
    this.#mostRows = mostRows
  }

  /** Asks for a row and remembers it. `line` counts from 1. Throws ImportFileError `too-many-rows`. */
  add(key: string, values: string, line: number): Seen {
    if (this.#rows >= this.#capacity * FULL) this.#grow()
    const [keyHigh, keyLow] = hash64(key)
    const [valuesHigh, valuesLow] = hash64(values)
    const slots = this.#slots
    const at = this.#find(slots, keyHigh, keyLow)
    const known = slots[at + LINE] ?? 0
    if (known !== 0) {
      const same = slots[at + 2] === valuesHigh && slots[at + 3] === valuesLow
      return { kind: same ? 'duplicate' : 'conflict', line: known }
    }
    if (this.#rows >= this.#mostRows) throw new ImportFileError('too-many-rows', String(this.#mostRows))
    slots.set([keyHigh, keyLow, valuesHigh, valuesLow, line], at)
    this.#rows += 1
    return { kind: 'first' }
  }

  has(key: string): boolean {
    return this.#slots[this.#find(this.#slots, ...hash64(key)) + LINE] !== 0
  }

  get #capacity(): number {
    return this.#slots.length / WORDS
  }

  /** Where the key stands, or the free slot where it belongs: a slot without a line is free. */
  #find(slots: Uint32Array, high: number, low: number): number {
    const capacity = slots.length / WORDS
    let slot = high % capacity
    for (;;) {
      const at = slot * WORDS
      if (slots[at + LINE] === 0 || (slots[at] === high && slots[at + 1] === low)) return at
      slot = slot + 1 === capacity ? 0 : slot + 1
    }
  }

  #grow(): void {
    const slots = new Uint32Array(Math.ceil(this.#capacity * 1.5) * WORDS)
    for (let at = 0; at < this.#slots.length; at += WORDS) {
      const old = this.#slots.subarray(at, at + WORDS)
      if (old[LINE] !== 0) slots.set(old, this.#find(slots, old[0] ?? 0, old[1] ?? 0))
    }
    this.#slots = slots
  }
}

function hash64(text: string): readonly [number, number] {
  const digest = hash('sha256', text, 'buffer')
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)]
}
