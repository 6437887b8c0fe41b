import { auditStore } from './audit.ts'
import { dealerStore } from './dealers.ts'
import { noticeEffectStore } from './notice-effects.ts'
import { noticeStore } from './notices.ts'
import { partPriceStore } from './part-prices.ts'
import { proposedPriceStore } from './proposed-prices.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'

/** What is asked of the table where people look at what notices bring, and say yes or no. */
export function openEffectApiStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    notices: noticeStore(client),
    noticeEffects: noticeEffectStore(client),
    proposedPrices: proposedPriceStore(client),
    partPrices: partPriceStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type EffectApiStore = ReturnType<typeof openEffectApiStore>
