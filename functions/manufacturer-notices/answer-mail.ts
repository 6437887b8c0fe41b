import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { writesFrom } from '../../shared/domain/manufacturer.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { writesForMessages } from '../../shared/due/plan-deliveries.ts'
import { noticeWord } from '../../shared/due/plans/timer-names.ts'
import { html } from '../../shared/messages/html.ts'
import { ThreadId, type MailContent } from '../../shared/messages/mail-content.ts'
import { font } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { shorten } from './safe-text.ts'
import { withoutPrefixes } from './subject-prefixes.ts'
import { MANUFACTURER_NOTICES } from './tell-owner.ts'

const MOST_SUBJECT_CHARACTERS = 200
const MOST_REFERENCES = 20

/** Whether an answer to a notice has somewhere to go: only to who wrote it, and only to the dealer's manufacturers. */
export function isAnswerable({ fromAddress }: Notice, { settings: { manufacturers } }: Dealer): boolean {
  return (
    fromAddress !== undefined && manufacturers.some((each) => each.enabled && writesFrom(each, fromAddress))
  )
}

/**
 * The message that carries the answer that stands in a notice. Its body lies in the bucket before the transaction, so it is of
 * this version alone: whoever says yes to older words must not write over it.
 */
export function answerIdOf(notice: Notice): string {
  return messageIdFor(itemOf(notice), stepOf(notice), notice.noticeId, 'mail')
}

function itemOf({ dealerId, noticeId, mailId }: Pick<Notice, 'dealerId' | 'noticeId' | 'mailId'>) {
  return { dealerId, purpose: MANUFACTURER_NOTICES, subject: noticeWord({ noticeId }), cycle: mailId }
}

function stepOf({ version }: Notice): string {
  return `answer#${String(version)}`
}

/** Who signs an answer, and where the manufacturer's next mail goes. */
export interface AnswerFacts {
  readonly dealer: Dealer
  readonly signedBy: string
  /** Of the dealer: `<dealerId>@<inbox domain>`. */
  readonly replyTo: string
}

/** The mail to the manufacturer: the words that a person said yes to, in the thread of the notice. */
export function answerMail(
  notice: Notice,
  text: string,
  { dealer, signedBy, replyTo }: AnswerFacts,
): MailContent {
  const lines = [...text.split('\n'), '', dealer.name, signedBy]
  return {
    subject: shorten(oneLine(`回复：${withoutPrefixes(notice.subject)}`), MOST_SUBJECT_CHARACTERS),
    html: html`<!doctype html>
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
        </head>
        <body style="margin:0;padding:12px;${font}font-size:14px;line-height:1.6;">
          ${lines.map((line) => html`<p style="margin:0 0 4px;">${line === '' ? '\u00a0' : line}</p>`)}
        </body>
      </html>`.markup,
    text: lines.join('\n'),
    attachments: [],
    answers: { replyTo, thread: threadOf(notice) },
  }
}

/** Ids that cannot stand in a header of ours are left out; without the notice's own there is no thread. */
function threadOf({ messageIdHeader, references }: Notice): NonNullable<MailContent['answers']>['thread'] {
  const inReplyTo = ThreadId.safeParse(messageIdHeader).data
  if (inReplyTo === undefined) return undefined
  const known = references.flatMap((id) => ThreadId.safeParse(id).data ?? [])
  return { inReplyTo, references: [...known.slice(-MOST_REFERENCES), inReplyTo] }
}

/**
 * Puts the answer into the files bucket, and says what puts it into the ledger. It goes at any hour; where the notice's
 * sender is none of the dealer's manufacturers any more at that moment, it does not.
 */
export async function answerWrites(
  notice: Notice,
  content: MailContent,
  files: Pick<Files, 'write'>,
  stamp: Stamp,
): Promise<Write[]> {
  const { dealerId, noticeId } = notice
  const messageId = answerIdOf(notice)
  await files.write(fileKeys.mail(dealerId, messageId), JSON.stringify(content), 'application/json')
  const message: Omit<Message, 'deliveryId'> = {
    ...unwritten(stamp),
    ...itemOf(notice),
    step: stepOf(notice),
    messageId,
    template: { name: 'manufacturer-answer', version: 1 },
    messageClass: 'staff',
    channel: 'mail',
    recipient: { kind: 'manufacturer', id: noticeId },
    text: content.subject,
    status: 'planned',
    attempts: [],
  }
  return writesForMessages(dealerId, [{ row: message, sendAfter: stamp.at }], stamp)
}
