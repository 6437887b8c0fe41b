import { auditStore } from './audit.ts'
import { campaignStore } from './campaigns.ts'
import { deadlineStore } from './deadlines.ts'
import { followUpCallStore } from './follow-up-calls.ts'
import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import { partPriceStore } from './part-prices.ts'
import type { TableClient } from './table-client.ts'
import { warrantyClaimStore } from './warranty-claims.ts'

/** Repair orders and what follows from them: a part of the whole store (`openStore`), for its cold start. */
export function openOrderRecords(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    partPrices: partPriceStore(client),
    followUpCalls: followUpCallStore(client),
    warrantyClaims: warrantyClaimStore(client),
    campaigns: campaignStore(client),
    deadlines: deadlineStore(client),
    audit: auditStore(client),
  }
}

export type OrderRecords = ReturnType<typeof openOrderRecords>
