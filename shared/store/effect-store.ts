import { openCampaignStore } from './campaign-store.ts'
import { claimStatementStore } from './claim-statements.ts'
import { dutyStore } from './duties.ts'
import { noticeEffectStore } from './notice-effects.ts'
import { noticeStore } from './notices.ts'
import { partPriceStore } from './part-prices.ts'
import { proposedPriceStore } from './proposed-prices.ts'
import type { TableClient } from './table-client.ts'

/** What is asked of the table where notices take effect: what they tell of, each kind in its own records. */
export function openEffectStore(client: TableClient) {
  return {
    ...openCampaignStore(client),
    notices: noticeStore(client),
    noticeEffects: noticeEffectStore(client),
    duties: dutyStore(client),
    proposedPrices: proposedPriceStore(client),
    partPrices: partPriceStore(client),
    claimStatements: claimStatementStore(client),
  }
}

export type EffectStore = ReturnType<typeof openEffectStore>
