import { auditStore } from './audit.ts'
import { campaignStore } from './campaigns.ts'
import { followUpCallStore } from './follow-up-calls.ts'
import { openJobStore } from './job-store.ts'
import { dealerStore } from './dealers.ts'
import { guardStore } from './guards.ts'
import { orderStore } from './orders.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'
import { vehicleStore } from './vehicles.ts'

/** What campaigns say of cars: beside the whole store (`openStore`), as few have a say in it. */
export function openCampaignRecords(client: TableClient) {
  return { campaigns: campaignStore(client) }
}

export type CampaignRecords = ReturnType<typeof openCampaignRecords>

/** What is asked of the table where cars of campaigns are listed, looked up and done. */
export function openCampaignStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    vehicles: vehicleStore(client),
    guards: guardStore(client),
    orders: orderStore(client),
    followUpCalls: followUpCallStore(client),
    ...openCampaignRecords(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type CampaignStore = ReturnType<typeof openCampaignStore>

/** What is asked of it when the SMS of recalls are due, and calls about them are looked through. */
export function openRecallStore(client: TableClient) {
  return { ...openJobStore(client), ...openCampaignStore(client) }
}

export type RecallStore = ReturnType<typeof openRecallStore>
