import type { CommitResult, Write } from './table-client.ts'

/**
 * Commits changes that need nothing of each other in one transaction, and where that meets a conflict one after the other,
 * so that one that somebody changes meanwhile does not hold up the rest. Returns how many were committed.
 */
export async function commitEach(
  store: { readonly commit: (writes: readonly Write[]) => Promise<CommitResult> },
  changes: readonly (readonly Write[])[],
): Promise<number> {
  if (changes.length === 0) return 0
  if ((await store.commit(changes.flat())).kind === 'committed') return changes.length
  let committed = 0
  for (const writes of changes) if ((await store.commit(writes)).kind === 'committed') committed += 1
  return committed
}
