import { auditStore } from './audit.ts'
import { dealerStore } from './dealers.ts'
import { messageStore } from './messages.ts'
import { returnedPartStore } from './returned-parts.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { warrantyClaimStore } from './warranty-claims.ts'
import { warrantyMailingStore } from './warranty-mailings.ts'

/** The mailings to manufacturers: beside the whole store (`openStore`), as few have a say in them. */
export function openMailingRecords(client: TableClient) {
  return { warrantyMailings: warrantyMailingStore(client) }
}

export type MailingRecords = ReturnType<typeof openMailingRecords>

/** Them, what goes with them, and the mails that they become: no orders, for the spreadsheet has its weight. */
export function openMailingStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    messages: messageStore(client),
    audit: auditStore(client),
    warrantyClaims: warrantyClaimStore(client),
    returnedParts: returnedPartStore(client),
    ...openMailingRecords(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type MailingStore = ReturnType<typeof openMailingStore>
