/**
 * How many partitions of the due index a purpose spreads over. One partition takes 1,000 writes a second; a
 * sweep asks each of them once, so more would cost every quiet sweep a read.
 */
export const SHARDS = 4

/** The shard of a key: FNV-1a over its UTF-16 units, stable for ever (stored keys depend on it). */
export function shardOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) % SHARDS
}
