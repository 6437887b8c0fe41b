import { firstDayOf, lastDayOf, type CalendarMonth } from '../../shared/domain/calendar-month.ts'
import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import { isOpenNotice, KindOfNotice, type Notice } from '../../shared/domain/notice.ts'
import { addDays, instantAt } from '../../shared/domain/time.ts'
import { answerDueAt } from '../../shared/due/plans/notice-timers.ts'
import type { NoticeStatistics } from '../../shared/http/routes/notices.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import type { Place } from '../../shared/store/read.ts'
import { acknowledgeBy } from './how-urgent.ts'
import type { Team } from './who-answers.ts'

/** A manufacturer sends some ten a day; what a month has beyond is not counted. */
const MOST_COUNTED = 5000
const READ_AT_ONCE = 200

/** A month's notices, added up. */
export async function statisticsOf(
  month: CalendarMonth,
  team: Team,
  notices: Pick<NoticeStore['notices'], 'received'>,
): Promise<NoticeStatistics> {
  const { dealerId, zone } = team.dealer
  const period = {
    from: instantAt(firstDayOf(month), '00:00', zone),
    until: instantAt(addDays(lastDayOf(month), 1), '00:00', zone),
  }
  const found: Notice[] = []
  let after: Place | undefined
  do {
    const page = await notices.received(dealerId, period, { limit: READ_AT_ONCE, after })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined && found.length < MOST_COUNTED)
  return countNotices(month, found, team)
}

/** Pure: what of them was answered and taken note of, when. */
export function countNotices(month: CalendarMonth, notices: readonly Notice[], team: Team): NoticeStatistics {
  const kept = notices.filter(({ status }) => status !== 'discarded')
  const real = kept.filter(({ status }) => status !== 'quarantined')
  const acknowledged = { sameDay: 0, later: 0, notYet: 0 }
  for (const notice of real) acknowledged[noteOf(notice, team)] += 1
  return {
    month,
    received: kept.length,
    quarantined: kept.length - real.length,
    byKind: KindOfNotice.options.flatMap((kind) => {
      const own = real.filter((notice) => notice.kind === kind)
      if (own.length === 0) return []
      const answered = { onTime: 0, late: 0, owed: 0, overdue: 0, closed: 0 }
      for (const notice of own) {
        const fate = answerFate(notice, team)
        if (fate !== undefined) answered[fate] += 1
      }
      const { zh, en } = noticeKinds[kind]
      return [{ kind, zh, en, received: own.length, answered }]
    }),
    acknowledged,
  }
}

function noteOf(notice: Notice, { dealer }: Team): 'sameDay' | 'later' | 'notYet' {
  const { acknowledged } = notice
  if (acknowledged === undefined) return 'notYet'
  return acknowledged.at <= acknowledgeBy(notice, dealer) ? 'sameDay' : 'later'
}

/** What became of the answer that a notice asked for; undefined: it asked for none. */
function answerFate(
  { answerBy, answer, status }: Notice,
  { dealer, now }: Team,
): keyof NoticeStatistics['byKind'][number]['answered'] | undefined {
  if (answerBy === undefined) return undefined
  if (answer?.approved !== undefined) return answer.approved.late ? 'late' : 'onTime'
  if (!isOpenNotice({ status })) return 'closed'
  return answerDueAt(answerBy, dealer) < now ? 'overdue' : 'owed'
}
