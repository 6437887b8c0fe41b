import { campaignStore } from './campaigns.ts'
import { openCareStore } from './care-store.ts'
import { contactPointStore } from './contact-points.ts'
import type { TableClient } from './table-client.ts'

/**
 * What is asked of the table by those who ring customers up: what is kept of how content they are, what was refused at their
 * numbers, and the recalls that they are told of.
 */
export function openCallStore(client: TableClient) {
  return {
    ...openCareStore(client),
    contactPoints: contactPointStore(client),
    campaigns: campaignStore(client),
  }
}

export type CallStore = ReturnType<typeof openCallStore>
