import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { Files } from '../../shared/store/files.ts'
import { noticeIdOf, noticeRecord, receivedMailIdOf, receivedMailRecord } from '../../shared/store/notices.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { bytesAt } from './bytes-at.ts'
import { verdictsOfReceipt } from './mail-verdicts.ts'
import { mailOf, newNotice, type Arrival, type NewNoticeDependencies } from './new-notice.ts'
import type { SesNotification } from './ses-notification.ts'
import { taughtRules } from './taught-rules.ts'
import { MANUFACTURER_NOTICES } from './tell-owner.ts'
import { understandMail } from './understand-mail.ts'

const lines = {
  received: { code: 'MAIL_RECEIVED', sentence: 'a mail came in' },
  forNobody: { code: 'MAIL_FOR_NOBODY', sentence: 'a mail came in at an address that is no dealer’s' },
} as const satisfies Record<string, LogLine>

export interface ReceiveDependencies extends NewNoticeDependencies {
  readonly files: Pick<Files, 'open' | 'write'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Takes in a mail that SES has put into the bucket: understood, kept, and passed to whose work it is. Told of the same
 * mail again it does nothing.
 * @throws MailMissing, Contested
 */
export async function receiveMail(
  notification: SesNotification,
  dependencies: ReceiveDependencies,
): Promise<void> {
  const { store, files, log } = dependencies
  const { recipients, action } = notification.receipt
  const dealers = dealersFor(recipients, await store.dealers.all())
  if (dealers.length === 0) {
    log.warn(lines.forNobody, { fileKey: action.objectKey })
    return
  }
  const raw = await bytesAt(action.objectKey, files)
  for (const dealer of dealers) await receiveFor(dealer, raw, notification, dependencies)
}

/** `<dealerId>@…`; mail programs and people write capitals as they like. */
function dealersFor(recipients: readonly string[], dealers: readonly Dealer[]): Dealer[] {
  const named = new Set(recipients.map((address) => address.slice(0, address.lastIndexOf('@')).toLowerCase()))
  return dealers.filter(({ dealerId }) => named.has(dealerId.toLowerCase()))
}

async function receiveFor(
  dealer: Dealer,
  raw: Uint8Array,
  notification: SesNotification,
  dependencies: ReceiveDependencies,
): Promise<void> {
  const { store, clock, log } = dependencies
  const { dealerId } = dealer
  const now = clock.now()
  const mailId = receivedMailIdOf(dealerId, notification.mail.messageId)
  if ((await store.notices.mailById(dealerId, mailId)) !== undefined) return
  const understood = await understandMail(raw, {
    dealer,
    dealerRules: taughtRules(await store.noticeTeachings.rules(dealerId)),
    verdicts: verdictsOfReceipt(notification.receipt),
    now,
  })
  const routing = understood.trusted
    ? await store.noticeTeachings.routingOf(dealerId, understood.kind)
    : undefined
  const arrival: Arrival = {
    dealer,
    mailId,
    fileKey: notification.receipt.action.objectKey,
    understood: { ...understood, role: routing?.role ?? understood.role },
    named: routing?.ownerId,
    stamp: { at: now, by: MANUFACTURER_NOTICES },
  }
  const { became } = await untilCommitted(store, () => plan(arrival, dependencies))
  const { kind, trusted } = understood
  log.info(lines.received, { dealerId, mailId, kind, trusted, became })
}

interface Planned {
  readonly became: 'notice' | 'repetition' | 'automatic' | 'known'
  readonly writes: readonly Write[]
}

/** What a mail writes, as things are now: others may bring the same mail at the same moment. */
async function plan(arrival: Arrival, dependencies: NewNoticeDependencies): Promise<Planned> {
  const { store } = dependencies
  const { dealer, mailId, understood, stamp } = arrival
  const { dealerId } = dealer
  if ((await store.notices.mailById(dealerId, mailId)) !== undefined) return { became: 'known', writes: [] }
  const { kind } = understood
  if (kind === 'automatic')
    return { became: 'automatic', writes: [receivedMailRecord.put(mailOf(arrival), stamp)] }
  const repeated = await store.notices.byId(dealerId, noticeIdOf(dealerId, { ...understood, mailId }))
  if (repeated !== undefined) {
    const mail = { ...mailOf(arrival), noticeId: repeated.noticeId, repeats: repeated.mailId }
    const counted = { ...repeated, repeated: repeated.repeated + 1 }
    return {
      became: 'repetition',
      writes: [receivedMailRecord.put(mail, stamp), noticeRecord.put(counted, stamp)],
    }
  }
  return {
    became: 'notice',
    writes: await newNotice({ ...arrival, understood: { ...understood, kind } }, dependencies),
  }
}
