import type { CommitResult, Write } from './table-client.ts'
import { howManyFit } from './transaction-size.ts'

/**
 * Commits changes that need nothing of each other in as few transactions as hold them, and where one meets a conflict its
 * changes one after the other, so that one that somebody changes meanwhile does not hold up the rest. Returns how many
 * were committed.
 */
export async function commitEach(
  store: { readonly commit: (writes: readonly Write[]) => Promise<CommitResult> },
  changes: readonly (readonly Write[])[],
): Promise<number> {
  let committed = 0
  for (let start = 0; start < changes.length;) {
    // One that is too large by itself is the table's to refuse.
    const together = changes.slice(start, start + Math.max(1, howManyFit(changes.slice(start))))
    start += together.length
    if ((await store.commit(together.flat())).kind === 'committed') committed += together.length
    else if (together.length > 1) {
      for (const writes of together) if ((await store.commit(writes)).kind === 'committed') committed += 1
    }
  }
  return committed
}
