import type { Dealer } from '../../shared/domain/dealer.ts'
import { hashOfSecret, linkTimes, linkToken, type NoticeLink } from '../../shared/domain/notice-link.ts'
import { isOpenNotice, type Notice } from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { mailWrites } from '../../shared/due/plan-mail.ts'
import { noticeWord } from '../../shared/due/plans/timer-names.ts'
import type { Files } from '../../shared/store/files.ts'
import { noticeLinkRecord } from '../../shared/store/notice-links.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { Attachment } from './mail-content.ts'
import { noticeMail } from './notice-mail.ts'

/** What writes in the records as the one who received a mail, and the purpose of its messages. */
export const MANUFACTURER_NOTICES = 'manufacturer-notices'

export interface TellDependencies {
  readonly files: Pick<Files, 'write'>
  /** Where people reach the API, without a slash at the end. */
  readonly publicUrl: string
  /** A secret that nobody can guess, 24 bytes in base64url. */
  readonly newSecret: () => string
}

/**
 * The mail to whom a notice is for: with the link by which they take note, as long as nobody has. Nothing where it is
 * nobody's or over; of what is in quarantine the information clerk hears with the day's list.
 */
export async function tellOwner(
  notice: Notice,
  attachments: readonly Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[],
  { dealer, stamp }: { readonly dealer: Dealer; readonly stamp: Stamp },
  { files, publicUrl, newSecret }: TellDependencies,
): Promise<Write[]> {
  const { dealerId, noticeId, ownerId, status } = notice
  if (ownerId === undefined || status === 'quarantined' || !isOpenNotice(notice)) return []
  const secret = newSecret()
  const takesNote = status === 'received'
  const link: NoticeLink = {
    ...unwritten(stamp),
    dealerId,
    secretHash: hashOfSecret(secret),
    noticeId,
    staffId: ownerId,
    ...linkTimes(stamp.at),
  }
  const item = { dealerId, purpose: MANUFACTURER_NOTICES, subject: noticeWord(notice), cycle: notice.mailId }
  // The body lies in the bucket before the transaction: two that tell at once must not write over each other's link.
  const step = `received#${link.secretHash.slice(0, 16)}`
  const mail = {
    ...item,
    step,
    messageId: messageIdFor(item, step, ownerId, 'mail'),
    staffId: ownerId,
    template: { name: 'manufacturer-notice', version: 1 },
    content: noticeMail(notice, {
      dealer,
      files: attachments,
      link: takesNote ? `${publicUrl}/notice-links/${linkToken(dealerId, secret)}` : undefined,
    }),
  }
  return [
    ...(takesNote ? [noticeLinkRecord.put(link, stamp)] : []),
    ...(await mailWrites(files, mail, stamp)),
  ]
}
