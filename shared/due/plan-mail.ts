import type { Message } from '../domain/message.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import type { MailContent } from '../messages/mail-content.ts'
import { fileKeys, type Files } from '../store/files.ts'
import type { JobStore } from '../store/job-store.ts'
import type { Write } from '../store/table-client.ts'
import { writesForMessages } from './plan-deliveries.ts'

/** A mail to a member of staff, as the ledger will have it. */
export interface StaffMail extends Pick<
  Message,
  'dealerId' | 'messageId' | 'purpose' | 'subject' | 'cycle' | 'step' | 'template'
> {
  readonly staffId: string
  readonly content: MailContent
}

/**
 * Puts the body of a mail to a member of staff into the files bucket, and says what puts the mail into the ledger, to go
 * at once: for a transaction with what it tells of.
 */
export async function mailWrites(
  files: Pick<Files, 'write'>,
  { staffId, content, ...row }: StaffMail,
  stamp: Stamp,
): Promise<Write[]> {
  await files.write(fileKeys.mail(row.dealerId, row.messageId), JSON.stringify(content), 'application/json')
  const message: Omit<Message, 'deliveryId'> = {
    ...unwritten(stamp),
    ...row,
    messageClass: 'staff',
    channel: 'mail',
    recipient: { kind: 'staff', id: staffId },
    text: content.subject,
    status: 'planned',
    attempts: [],
  }
  return writesForMessages(row.dealerId, [{ row: message, sendAfter: stamp.at }], stamp)
}

/**
 * Puts a mail to a member of staff into the ledger, to go at once; its body goes to the files bucket first. One that
 * stands there already is left as it is: false.
 * @param more what is written with it or not at all
 */
export async function planMail(
  { store, files }: { readonly store: Pick<JobStore, 'commit'>; readonly files: Pick<Files, 'write'> },
  mail: StaffMail,
  stamp: Stamp,
  more: readonly Write[] = [],
): Promise<boolean> {
  const writes = await mailWrites(files, mail, stamp)
  return (await store.commit([...writes, ...more])).kind === 'committed'
}
