import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { addDays, dateIn, instantAt, type CalendarDate } from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { Files } from '../../shared/store/files.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import type { Place } from '../../shared/store/read.ts'
import { dailyEffects } from './daily-effects.ts'
import { dailyMail } from './daily-mail.ts'
import { dailyNotices, hasAny } from './daily-notices.ts'
import { lostAnswers } from './lost-answers.ts'
import { teamOf } from './who-answers.ts'

/** The job, and the purpose of its mails. */
export const NOTICES_DAILY = 'notices-daily'

const lines = {
  planned: { code: 'NOTICES_OF_THE_DAY_PLANNED', sentence: 'the mail about the day’s notices was planned' },
  failed: {
    code: 'NOTICES_OF_THE_DAY_FAILED',
    sentence: 'a dealer’s mail about the day’s notices could not be written',
  },
} as const satisfies Record<string, LogLine>

/** What is looked at: more than that is open at a dealer where nobody looks after notices at all. */
const MOST_LOOKED_AT = 2000
const READ_AT_ONCE = 200
const MAIL_AT = '09:00'

export interface DailyDependencies {
  readonly store: Pick<NoticeStore, 'dealers' | 'staff' | 'notices' | 'noticeEffects' | 'messages' | 'commit'>
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
  readonly log: Log
}

/** Some dealers' mails were not written: the job is run again, and writes only those. */
export class DailyMailsFailed extends Error {
  override readonly name = 'DailyMailsFailed'
}

/** On working days at nine: one mail to the information clerk about what of the notices is to be looked after. */
export async function sendDailyMails(dependencies: DailyDependencies): Promise<{ readonly mails: number }> {
  const { store, log } = dependencies
  let mails = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      if (!(await sendDaily(dealer, dependencies))) continue
      mails += 1
      log.info(lines.planned, { dealerId })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new DailyMailsFailed(`${String(failed)} dealers`)
  return { mails }
}

async function sendDaily(dealer: Dealer, { store, files, clock }: DailyDependencies): Promise<boolean> {
  const { dealerId, zone, settings } = dealer
  const now = clock.now()
  const today = dateIn(now, zone)
  if (!isWorkingDay(today, settings.workingDayOverrides)) return false
  const row = rowOf(dealerId, today)
  if ((await store.messages.byId(dealerId, row.messageId)) !== undefined) return false
  const [staff, open, effects, lost] = await Promise.all([
    store.staff.ofDealer(dealerId),
    openOf(dealerId, store),
    dailyEffects(dealerId, store),
    lostAnswers(dealerId, now, store),
  ])
  const [clerk] = holdersOf('information_clerk', staff, today)
  const team = teamOf(dealer, staff, now)
  const since = instantAt(workingDayBefore(today, dealer), MAIL_AT, zone)
  const notices = dailyNotices(open, since, team)
  if (clerk === undefined || !(hasAny(notices) || hasAny(effects) || lost.length > 0)) return false
  const mail = {
    ...row,
    staffId: clerk.staffId,
    template: { name: NOTICES_DAILY, version: 1 },
    content: dailyMail({ notices, effects, lost }, today, team),
  }
  return planMail({ store, files }, mail, { at: now, by: NOTICES_DAILY })
}

/** The id names the role and the day, not who stands in: told once, whoever it is. */
function rowOf(dealerId: string, date: CalendarDate) {
  const item = { dealerId, purpose: NOTICES_DAILY, subject: 'role#information_clerk', cycle: date }
  return { ...item, step: 'told', messageId: messageIdFor(item, 'told', 'information_clerk', 'mail') }
}

function workingDayBefore(date: CalendarDate, { settings }: Dealer): CalendarDate {
  let day = addDays(date, -1)
  while (!isWorkingDay(day, settings.workingDayOverrides)) day = addDays(day, -1)
  return day
}

async function openOf(dealerId: string, { notices }: Pick<NoticeStore, 'notices'>): Promise<Notice[]> {
  const found: Notice[] = []
  let after: Place | undefined
  do {
    const page = await notices.open(dealerId, { limit: READ_AT_ONCE, after })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined && found.length < MOST_LOOKED_AT)
  return found
}
