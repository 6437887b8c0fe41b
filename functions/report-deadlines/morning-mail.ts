import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type Instant } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'
import { deadlineMail, type ListedDeadline } from './deadline-mail.ts'
import { ownerOf } from './decide.ts'
import { DAYS_LISTED } from './list-deadlines.ts'
import type { DaysDuties } from './morning-duties.ts'

/** Of what a morning's mail tells. */
export interface Morning {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
  /** No more is late for longer than was counted. */
  readonly isAll: boolean
}

/** The mail of a person's morning. Pure. */
export function morningMail(
  person: Staff,
  duties: DaysDuties,
  { dealer, staff, isAll }: Morning,
  now: Instant,
): MailContent {
  const { overdue, today, passedUp, paused, pausedBelow, older } = duties
  const date = dateIn(now, dealer.zone)
  const own = (deadlines: readonly Deadline[]) => deadlines.map((deadline) => ({ deadline }))
  const ofOthers = (deadlines: readonly Deadline[]) =>
    deadlines.map((deadline): ListedDeadline => ({
      deadline,
      ownerName: ownerOf({ dealer, staff }, deadline, now)?.name ?? '无人负责',
    }))
  const counts = [
    `今天 ${String(today.length)} 项`,
    ...counted(overdue.length, '已逾期'),
    ...counted(passedUp.length, '待督办'),
    ...counted(paused.length + pausedBelow.length, '暂停中'),
    ...counted(older, '更早逾期'),
  ].join('，')
  return deadlineMail({
    subject: `【今日职责】${monthAndDay(date)}：${counts}`,
    title: { zh: `${monthAndDay(date)}今日职责`, en: `Duties of ${date}` },
    intro: `${person.name}，早上好：${counts}。`,
    sections: [
      {
        heading: { zh: '已逾期', en: 'Late' },
        // The newest first: of many the mail shows those that can still be made good.
        entries: own(overdue.toReversed()),
      },
      { heading: { zh: '今天到期', en: 'Due today' }, entries: own(today) },
      { heading: { zh: '下级逾期，待您督办', en: 'Late, passed up to you' }, entries: ofOthers(passedUp) },
      {
        heading: { zh: '暂停中：原因还在吗？', en: 'Standing still: is there still reason to?' },
        entries: own(paused),
      },
      {
        heading: { zh: '下级暂停已满一周，请您过问', en: 'Standing still for a week, of others: please ask' },
        entries: ofOthers(pausedBelow),
      },
    ],
    notes: older > 0 ? [olderNote(older, isAll)] : [],
    dealerName: dealer.name,
    now,
    zone: dealer.zone,
  })
}

function counted(count: number, words: string): string[] {
  return count > 0 ? [`${words} ${String(count)} 项`] : []
}

function olderNote(count: number, isAll: boolean): Sentence {
  const days = String(DAYS_LISTED)
  const most = { zh: isAll ? '' : '至少', en: isAll ? '' : 'At least ' }
  return {
    zh: `您的岗位另有${most.zh} ${String(count)} 项逾期已超过 ${days} 天，不再逐项列出：请在期限清单中按日期查出，补登记或说明原因。`,
    en: `${most.en}${String(count)} more of your roles are late for over ${days} days: find them in the list by their days, and close them or say why not.`,
  }
}
