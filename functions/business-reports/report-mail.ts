import type { Dealer } from '../../shared/domain/dealer.ts'
import { letters } from '../../shared/domain/ids.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { writesForMessages } from '../../shared/due/plan-deliveries.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** Which report's mail it is: `daily-business-report` or `monthly-business-report`, of a day or a month. */
export interface ReportMail {
  readonly purpose: 'daily-business-report' | 'monthly-business-report'
  readonly period: string
  readonly edition: number
}

/** To whom reports go up: who holds the role now, or stands in; undefined: nobody does. */
export function reportReader(dealer: Dealer, staff: readonly Staff[], { at }: Stamp): Staff | undefined {
  return holdersOf('general_manager', staff, dateIn(at, dealer.zone))[0]
}

/** A mail whose body lies in the bucket, with what makes it go out: for the transaction that confirms the report. */
export interface PreparedMail {
  readonly messageId: string
  readonly writes: readonly Write[]
}

/**
 * Writes the mail's body into the bucket. Its id knows its content: of two who confirm at once with different remarks, the
 * one who is too late has written the body of no mail that goes out. That each edition goes out once is the report's own
 * state, in the same transaction.
 */
export async function prepareMail(
  { write }: Pick<Files, 'write'>,
  { dealerId }: Dealer,
  { staffId }: Staff,
  { purpose, period, edition }: ReportMail,
  content: MailContent,
  stamp: Stamp,
): Promise<PreparedMail> {
  const about = { dealerId, purpose, subject: `${purpose}#${period}`, cycle: period }
  const step = `edition-${String(edition)}`
  const body = JSON.stringify(content)
  const messageId = messageIdFor(about, `${step}#${letters(20, [body])}`, staffId, 'mail')
  await write(fileKeys.mail(dealerId, messageId), body, 'application/json')
  const row = {
    ...unwritten(stamp),
    ...about,
    messageId,
    step,
    messageClass: 'staff',
    channel: 'mail',
    recipient: { kind: 'staff', id: staffId },
    template: { name: purpose, version: 1 },
    text: content.subject,
    status: 'planned',
    attempts: [],
  } as const
  return {
    messageId,
    writes: writesForMessages(dealerId, [{ row: { ...row, attempts: [] }, sendAfter: stamp.at }], stamp),
  }
}
