import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import type { WarrantyRecords } from '../../shared/store/warranty-store.ts'
import type { Outbox } from '../outbox-store.ts'

/** What became of what the manufacturers owe. */
export interface WarrantyCounts {
  /** Claims that were opened. */
  readonly claims: number
  /** Of all claims, those that nobody has submitted. */
  readonly unsubmitted: number
  /** Mails about warranty that the provider accepted, to staff and to manufacturers. */
  readonly mailed: number
}

/** Deliveries of a year and more: none that is claimed is older. */
const DAYS_BACK = 400

/** The claims as they stand, by their keys. */
export async function claimsNow(
  { warrantyClaims }: Pick<WarrantyRecords, 'warrantyClaims'>,
  dealerId: string,
  on: CalendarDate,
): Promise<Omit<WarrantyCounts, 'mailed'>> {
  const lines = await warrantyClaims.linesSince(dealerId, addDays(on, -DAYS_BACK))
  return {
    claims: lines.length,
    unsubmitted: lines.filter(({ status }) => status === 'opened').length,
  }
}

/** How many mails of this run are about warranty, as the ledger names their purpose. */
export async function warrantyMails(
  { messages }: Pick<Store, 'messages'>,
  dealerId: string,
  { run, all }: Pick<Outbox, 'run' | 'all'>,
): Promise<number> {
  const ids = all().flatMap((message) =>
    message.channel === 'mail' && message.run === run ? (message.tags[MESSAGE_TAG] ?? []) : [],
  )
  const rows = await messages.byIds(dealerId, ids)
  return [...rows.values()].filter(({ purpose }) => purpose.startsWith('warranty')).length
}

/** By this tag a mail names its row in the ledger. */
const MESSAGE_TAG = 'messageId'
