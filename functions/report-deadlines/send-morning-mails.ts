import { isPaused, type Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import {
  addDays,
  addMinutes,
  dateIn,
  instantAt,
  type CalendarDate,
  type Instant,
} from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { Place } from '../../shared/store/read.ts'
import { deadlineMail } from './deadline-mail.ts'
import { ownerOf } from './decide.ts'
import type { DeadlineMailDependencies } from './mail-dependencies.ts'
import { whoWasTold } from './who-owns.ts'

/** So long after its time the mail is still worth sending, after a stop of some hours: the job runs every ten minutes. */
const MINUTES_OF_MORNING = 180

/** What somebody owes on a day: what is overdue, what falls due today, and what was passed up to them. */
export interface DaysDuties {
  readonly overdue: readonly Deadline[]
  readonly today: readonly Deadline[]
  readonly passedUp: readonly Deadline[]
}

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
  const [staff, open] = await Promise.all([
    store.staff.ofDealer(dealerId),
    unfinishedOf(dependencies, dealer, today),
  ])
  const isOff = !isWorkingDay(today, settings.workingDayOverrides)
  const byPerson = dutiesByPerson(open, { dealer, staff }, now)
  const rows = [...byPerson].flatMap(([person, duties]) =>
    isOff && duties.today.length === 0 ? [] : [{ person, duties, row: rowOf(dealerId, person, today) }],
  )
  const written = await store.messages.byIds(
    dealerId,
    rows.map(({ row }) => row.messageId),
  )
  let mails = 0
  for (const { person, duties, row } of rows) {
    if (written.has(row.messageId)) continue
    const content = morningMail(person, duties, { dealer, staff }, now)
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
  { store }: DeadlineMailDependencies,
  { dealerId, zone }: Dealer,
  today: CalendarDate,
): Promise<Deadline[]> {
  const found: Deadline[] = []
  const until = instantAt(addDays(today, 1), '00:00', zone)
  let after: Place | undefined
  do {
    const page = await store.deadlines.unfinished(dealerId, { until, limit: 100, after })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found.filter((deadline) => !isPaused(deadline))
}

interface Team {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
}

/** What each owes, by whose it is today. Pure. */
export function dutiesByPerson(open: readonly Deadline[], team: Team, now: Instant): Map<Staff, DaysDuties> {
  const found = new Map<Staff, { overdue: Deadline[]; today: Deadline[]; passedUp: Deadline[] }>()
  const listOf = (person: Staff) => {
    const known = found.get(person) ?? { overdue: [], today: [], passedUp: [] }
    found.set(person, known)
    return known
  }
  for (const deadline of open) {
    const owner = ownerOf(team, deadline, now)
    if (owner !== undefined) {
      const list = listOf(owner)
      if (deadline.dueAt < now) list.overdue.push(deadline)
      else list.today.push(deadline)
    }
    if (deadline.acknowledged !== undefined) continue
    const above = whoWasTold(deadline, team.staff, dateIn(now, team.dealer.zone))
    if (above !== undefined && above !== owner) listOf(above).passedUp.push(deadline)
  }
  return found
}

function morningMail(
  person: Staff,
  { overdue, today, passedUp }: DaysDuties,
  { dealer, staff }: Team,
  now: Instant,
): MailContent {
  const date = dateIn(now, dealer.zone)
  const counts = [
    `今天 ${String(today.length)} 项`,
    ...(overdue.length > 0 ? [`已逾期 ${String(overdue.length)} 项`] : []),
    ...(passedUp.length > 0 ? [`待督办 ${String(passedUp.length)} 项`] : []),
  ].join('，')
  return deadlineMail({
    subject: `【今日职责】${monthAndDay(date)}：${counts}`,
    title: { zh: `${monthAndDay(date)}今日职责`, en: `Duties of ${date}` },
    intro: `${person.name}，早上好：${counts}。`,
    sections: [
      {
        heading: { zh: '已逾期', en: 'Late' },
        // The newest first: of many the mail shows those that can still be made good.
        entries: overdue.toReversed().map((deadline) => ({ deadline })),
      },
      {
        heading: { zh: '今天到期', en: 'Due today' },
        entries: today.map((deadline) => ({ deadline })),
      },
      {
        heading: { zh: '下级逾期，待您督办', en: 'Late, passed up to you' },
        entries: passedUp.map((deadline) => ({
          deadline,
          ownerName: ownerOf({ dealer, staff }, deadline, now)?.name ?? '无人负责',
        })),
      },
    ],
    dealerName: dealer.name,
    now,
    zone: dealer.zone,
  })
}
