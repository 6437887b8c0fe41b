import { auditStore } from './audit.ts'
import { claimStatementStore } from './claim-statements.ts'
import { dealerStore } from './dealers.ts'
import { dutyStore } from './duties.ts'
import { noticeEffectStore } from './notice-effects.ts'
import { noticeStore } from './notices.ts'
import { partPriceStore } from './part-prices.ts'
import { proposedPriceStore } from './proposed-prices.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'

/** What is asked of the table where notices take effect: what they tell of, each kind in its own records. */
export function openEffectStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    notices: noticeStore(client),
    noticeEffects: noticeEffectStore(client),
    duties: dutyStore(client),
    proposedPrices: proposedPriceStore(client),
    partPrices: partPriceStore(client),
    claimStatements: claimStatementStore(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type EffectStore = ReturnType<typeof openEffectStore>
