import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { addDays, dateIn, instantAt, type Instant } from '../../shared/domain/time.ts'
import { MOST_ESCALATIONS, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { workingDayFrom } from '../../shared/domain/working-days.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { warrantyMailingRecord } from '../../shared/store/warranty-mailings.ts'
import type { MailingDependencies } from './draft-mailings.ts'
import { escalationMail } from './mailing-mails.ts'
import { WARRANTY_MAIL } from './mailing-message.ts'

/** To whom it goes, one after the other, while nobody approves or declines. */
const levels: readonly RoleCode[] = ['front_desk_supervisor', 'service_manager']

/**
 * How many levels a manifest has gone up by a moment: to the first when its time is over, to the next one as the next
 * working day opens. Pure.
 */
export function levelsBy(
  { approveBy }: Pick<WarrantyMailing, 'approveBy'>,
  { zone, settings }: Dealer,
  now: Instant,
): number {
  if (now < approveBy) return 0
  const next = workingDayFrom(addDays(dateIn(approveBy, zone), 1), settings.workingDayOverrides)
  return now < instantAt(next, settings.openingTime, zone) ? 1 : levels.length
}

/** Tells whoever is above of manifests that nobody has approved in time, each level once. */
export async function escalateMailings(
  dealer: Dealer,
  { store, files, clock }: MailingDependencies,
): Promise<{ readonly mails: number }> {
  const { dealerId, zone } = dealer
  const stamp = { at: clock.now(), by: WARRANTY_MAIL }
  const waiting = await everyPage((paging) => store.warrantyMailings.awaiting(dealerId, paging))
  const late = waiting.filter((mailing) => levelsBy(mailing, dealer, stamp.at) > mailing.escalations.length)
  if (late.length === 0) return { mails: 0 }
  const [staff, now] = await Promise.all([
    store.staff.ofDealer(dealerId),
    // The index may be a little late: what was approved meanwhile bothers nobody.
    store.warrantyMailings.byIds(
      dealerId,
      late.map(({ mailingId }) => mailingId),
    ),
  ])
  let mails = 0
  for (const { mailingId } of late) {
    let mailing = now.get(mailingId)
    while (mailing?.status === 'awaiting' && mailing.escalations.length < MOST_ESCALATIONS) {
      const level: number = mailing.escalations.length
      const role = levels[level]
      if (role === undefined || level >= levelsBy(mailing, dealer, stamp.at)) break
      const [reader] = holdersOf(role, staff, dateIn(stamp.at, zone))
      if (reader === undefined) break
      const about = {
        dealerId,
        purpose: WARRANTY_MAIL,
        subject: `mailing#${mailingId}`,
        cycle: mailing.month,
      }
      // Each draft has its own wait, and its own way up.
      const step = `late-${mailing.draftedAt}-${String(level + 1)}`
      const messageId = messageIdFor(about, step, reader.staffId, 'mail')
      const escalation = { at: stamp.at, staffId: reader.staffId, messageId }
      const after: WarrantyMailing = { ...mailing, escalations: [...mailing.escalations, escalation] }
      const mail = {
        ...about,
        ...{ step, messageId, staffId: reader.staffId },
        template: { name: 'warranty-late', version: 1 },
        content: escalationMail(dealer, reader, mailing),
      }
      const change = { id: mailingId, action: 'escalated', before: mailing, after }
      if (
        !(await planMail({ store, files }, mail, stamp, changeWrites(warrantyMailingRecord, change, stamp)))
      )
        break
      mails += 1
      mailing = { ...after, version: after.version + 1 }
    }
  }
  return { mails }
}
