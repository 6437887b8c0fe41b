import { isPaused } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addMinutes, dateIn, instantAt, type CalendarDate } from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { listedDays } from './list-deadlines.ts'
import type { DeadlineMailDependencies } from './mail-dependencies.ts'
import { dutiesByPerson, type Unfinished } from './morning-duties.ts'
import { morningMail } from './morning-mail.ts'

/** So long after its time the mail is still worth sending, after a stop of some hours: the job runs every ten minutes. */
const MINUTES_OF_MORNING = 180

/**
 * One mail a person and day with what they owe today and what is overdue, to whoever has anything; on days off only to
 * those who owe something that day. Outside of the dealer's morning nothing is read.
 */
export async function sendMorningMails(
  dealer: Dealer,
  dependencies: DeadlineMailDependencies,
): Promise<{ readonly mails: number }> {
  const { store, files, clock } = dependencies
  const now = clock.now()
  const { dealerId, zone, settings } = dealer
  const today = dateIn(now, zone)
  const begins = instantAt(today, settings.duties.mailAt, zone)
  if (now < begins || now >= addMinutes(begins, MINUTES_OF_MORNING)) return { mails: 0 }
  const [staff, unfinished] = await Promise.all([
    store.staff.ofDealer(dealerId),
    unfinishedOf(dependencies, dealer, today),
  ])
  const isOff = !isWorkingDay(today, settings.workingDayOverrides)
  const byPerson = dutiesByPerson(unfinished, { dealer, staff }, now)
  const rows = [...byPerson].flatMap(([person, duties]) =>
    isOff && duties.today.length === 0 ? [] : [{ person, duties, row: rowOf(dealerId, person, today) }],
  )
  const written = await store.messages.byIds(
    dealerId,
    rows.map(({ row }) => row.messageId),
  )
  const { isAll } = unfinished.older
  let mails = 0
  for (const { person, duties, row } of rows) {
    if (written.has(row.messageId)) continue
    const content = morningMail(person, duties, { dealer, staff, isAll }, now)
    const template = { name: 'deadline-morning', version: 1 }
    const mail = { ...row, staffId: person.staffId, template, content }
    if (await planMail({ store, files }, mail, { at: now, by: REPORT_DEADLINES })) mails += 1
  }
  return { mails }
}

function rowOf(dealerId: string, { staffId }: Staff, date: CalendarDate) {
  const item = { dealerId, purpose: REPORT_DEADLINES, subject: `staff#${staffId}`, cycle: date }
  return { ...item, step: 'morning', messageId: messageIdFor(item, 'morning', staffId, 'mail') }
}

async function unfinishedOf(
  { store: { deadlines }, onDamaged }: DeadlineMailDependencies,
  { dealerId, zone }: Dealer,
  today: CalendarDate,
): Promise<Unfinished> {
  const days = listedDays(today, zone)
  const [open, paused, older] = await Promise.all([
    everyPage((paging) => deadlines.unfinished(dealerId, { ...days, ...paging }, onDamaged)),
    everyPage((paging) => deadlines.paused(dealerId, paging, onDamaged)),
    deadlines.countUnfinished(dealerId, days.from),
  ])
  // Each is as it is now, and the list may be a little late.
  return { open: open.filter((each) => !isPaused(each)), paused: paused.filter(isPaused), older }
}
