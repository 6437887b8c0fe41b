import { dealerStore } from './dealers.ts'
import { followUpCallStore } from './follow-up-calls.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'

/** What the job asks that ends calls whose last day is over: a part of the whole store, for its cold start. */
export function openDropStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    followUpCalls: followUpCallStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type DropStore = ReturnType<typeof openDropStore>
