import { claimDaysOf } from '../../shared/domain/warranty/claim-days.ts'
import { hasGoneWrong } from '../../shared/domain/message-words.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addDays, dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { warnedCars } from '../../shared/due/warned-cars.ts'
import type { MailJobStore } from '../../shared/store/mail-job-store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { MailingSources } from './draw-up.ts'
import type { DueOfManufacturer, MailingDependencies } from './draft-mailings.ts'
import { WARRANTY_MAIL } from './mailing-message.ts'
import { morningList } from './morning-list.ts'
import { isWorthAMail, morningListMail, type UndeliveredMailing } from './morning-list-mail.ts'

/** A mail that did not arrive is told of for so long, unless it is corrected by a new number before. */
const DAYS_TOLD = 14
const MAILINGS_LOOKED_AT = 20

const readers: readonly RoleCode[] = ['warranty_clerk', 'front_desk_supervisor']

/**
 * Each working morning, once a person: the claims that were not submitted, each with its reason or asking for it, the
 * money at risk, the manifests that wait, the cars in the workshop of which the statutory ledger warns, and from the 25th
 * what the documents of the month lack. Nobody hears that there is nothing.
 */
export async function sendMorningList(
  dealer: Dealer,
  due: readonly DueOfManufacturer[],
  sources: MailingSources,
  { store, files, clock }: MailingDependencies & { readonly store: MailJobStore },
): Promise<{ readonly mails: number }> {
  const now = clock.now()
  const { dealerId, zone, settings } = dealer
  const today = dateIn(now, zone)
  if (!isWorkingDay(today, settings.workingDayOverrides)) return { mails: 0 }
  const rows = readersOn(await store.staff.ofDealer(dealerId), today).map((reader) => ({
    reader,
    row: rowOf(dealerId, reader, today),
  }))
  const written = await store.messages.byIds(
    dealerId,
    rows.map(({ row }) => row.messageId),
  )
  const untold = rows.filter(({ row }) => !written.has(row.messageId))
  if (untold.length === 0) return { mails: 0 }
  const [claims, awaiting, undelivered, drawn, warned] = await Promise.all([
    everyPage((paging) => store.warrantyClaims.open(dealerId, {}, paging)),
    everyPage((paging) => store.warrantyMailings.awaiting(dealerId, paging)),
    undeliveredMailings(dealer, today, store),
    Promise.all(due.filter(({ what }) => what === 'missing').map((named) => sources.drawUp(named))),
    warnedCars(store, dealer, now),
  ])
  const list = morningList(claims, claimDaysOf(settings), { today, zone })
  const mailings = { awaiting, undelivered, missing: drawn.flatMap(({ missing }) => missing) }
  if (!isWorthAMail(list, mailings, warned)) return { mails: 0 }
  let mails = 0
  for (const { reader, row } of untold) {
    const content = morningListMail(dealer, reader, { list, mailings, warned }, now)
    const template = { name: 'warranty-morning', version: 1 }
    const mail = { ...row, staffId: reader.staffId, template, content }
    if (await planMail({ store, files }, mail, { at: now, by: WARRANTY_MAIL })) mails += 1
  }
  return { mails }
}

/** What a manufacturer was to get and did not, as far as anybody knows. */
async function undeliveredMailings(
  { dealerId, zone }: Dealer,
  today: CalendarDate,
  store: Pick<MailJobStore, 'warrantyMailings' | 'messages'>,
): Promise<UndeliveredMailing[]> {
  const { items } = await store.warrantyMailings.newest(dealerId, { limit: MAILINGS_LOOKED_AT })
  const mailed = items.flatMap((mailing) => {
    const { approved } = mailing
    return approved !== undefined && dateIn(approved.at, zone) >= addDays(today, -DAYS_TOLD)
      ? [{ mailing, messageId: approved.messageId }]
      : []
  })
  const messages = await store.messages.byIds(
    dealerId,
    mailed.map(({ messageId }) => messageId),
  )
  return mailed.flatMap(({ mailing, messageId }) => {
    const message = messages.get(messageId)
    return message !== undefined && hasGoneWrong(message) ? [{ mailing, message }] : []
  })
}

/** Each once, also who does both. */
function readersOn(staff: readonly Staff[], today: CalendarDate): Staff[] {
  return [...new Set(readers.flatMap((role) => holdersOf(role, staff, today)))]
}

function rowOf(dealerId: string, { staffId }: Staff, date: CalendarDate) {
  const about = { dealerId, purpose: WARRANTY_MAIL, subject: `staff#${staffId}`, cycle: date }
  return { ...about, step: 'morning', messageId: messageIdFor(about, 'morning', staffId, 'mail') }
}
