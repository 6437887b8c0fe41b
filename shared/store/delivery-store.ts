import { campaignStore } from './campaigns.ts'
import { openJobStore } from './job-store.ts'
import { noticeStore } from './notices.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'
import { warrantyMailingStore } from './warranty-mailings.ts'

/**
 * What is asked of the table when messages go out: what jobs ask, the order that names who brought the car, the recall, and the notice or
 * mailing that a manufacturer is written to about. A part of the whole store (`openStore`), as the deliverer has both
 * senders to carry.
 */
export function openDeliveryStore(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    campaigns: campaignStore(client),
    notices: noticeStore(client),
    warrantyMailings: warrantyMailingStore(client),
  }
}

export type DeliveryStore = ReturnType<typeof openDeliveryStore>
