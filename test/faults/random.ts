/**
 * Random numbers that a seed repeats. What is drawn for a name depends on seed and name alone, so that a request that
 * comes a moment earlier or later in the replay meets the same fate.
 */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<Value>(values: readonly Value[]): Value
  /** The values in another order. */
  shuffled<Value>(values: readonly Value[]): Value[]
  /** A source of its own under a name. */
  named(...names: readonly (string | number)[]): Random
}

export function randomOf(seed: string): Random {
  let state = hashOf(seed)
  // Mulberry32: one multiplication a number, and good enough to choose faults by.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (values) => values[between(0, values.length - 1)]!,
    shuffled(values) {
      const left = [...values]
      return values.map(() => left.splice(between(0, left.length - 1), 1)[0]!)
    },
    named: (...names) => randomOf(`${seed} ${names.join(' ')}`),
  }
}

/** FNV-1a, stirred once more: names that differ in their last letter must not begin alike. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
