import { MOST_WRITES, type Write } from './table-client.ts'

/**
 * DynamoDB takes four megabytes in one transaction. Its own count of an item, names and values without quotes and
 * commas, is nearly always smaller than the item's JSON, which is counted here; three megabytes leave room for where it is
 * not.
 */
const MOST_BYTES = 3 * 1024 * 1024

/** What they weigh in a transaction. */
function bytesOf(writes: readonly Write[]): number {
  return writes.reduce((sum, write) => {
    const item = write.kind === 'put' ? { ...write.item, ...write.key } : write.key
    return sum + Buffer.byteLength(JSON.stringify(item))
  }, 0)
}

export function fitsOneTransaction(writes: readonly Write[]): boolean {
  return writes.length <= MOST_WRITES && bytesOf(writes) <= MOST_BYTES
}

/**
 * How many of these groups of writes, from the first on, fit into one transaction; those of one group belong together.
 * @param room writes that the transaction has left
 */
export function howManyFit(groups: readonly (readonly Write[])[], room = MOST_WRITES): number {
  let writes = 0
  let bytes = 0
  const tooMany = groups.findIndex((group) => {
    writes += group.length
    bytes += bytesOf(group)
    return writes > room || bytes > MOST_BYTES
  })
  return tooMany === -1 ? groups.length : tooMany
}
