import { hasEnded, isPaused, type Deadline, type DeadlineNotice } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { chunks } from '../../shared/due/plan-deliveries.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { deadlineNoticeRecord } from '../../shared/store/deadlines.ts'
import { deadlineMail, type DeadlineSection, type ListedDeadline } from './deadline-mail.ts'
import { ownerOf } from './decide.ts'
import type { DeadlineMailDependencies } from './mail-dependencies.ts'
import { noticeMailRow } from './notice-mail.ts'

/** Each is deleted in the transaction that writes the mail which tells it. */
const MOST_IN_MAIL = 40

/**
 * Writes the mails of what a dealer's people are to be told: one to each, of everything that waits for them. What was
 * done meanwhile is told nobody. Each notice goes away with the mail that tells it, so twice at once does no harm.
 */
export async function sendNotices(
  dealer: Dealer,
  dependencies: DeadlineMailDependencies,
): Promise<{ readonly mails: number }> {
  const { store, onDamaged } = dependencies
  const { dealerId } = dealer
  const notices = await store.deadlines.notices(dealerId, onDamaged)
  if (notices.length === 0) return { mails: 0 }
  const [staff, deadlines] = await Promise.all([
    store.staff.ofDealer(dealerId),
    store.deadlines.byIds(
      dealerId,
      notices.map(({ deadlineId }) => deadlineId),
      onDamaged,
    ),
  ])
  // Of a deadline that cannot be read nobody knows whether it is done: its notice waits until somebody has mended it.
  const known = notices.filter(({ deadlineId }) => deadlines.has(deadlineId))
  let mails = 0
  for (const [staffId, theirs] of Map.groupBy(known, (notice) => notice.staffId)) {
    const person = staff.find((each) => each.staffId === staffId)
    for (const together of chunks(theirs, MOST_IN_MAIL)) {
      if (await tell({ dealer, staff, person, notices: together, deadlines }, dependencies)) mails += 1
    }
  }
  return { mails }
}

interface Telling {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
  readonly person: Staff | undefined
  readonly notices: readonly DeadlineNotice[]
  readonly deadlines: ReadonlyMap<string, Deadline>
}

/** True when a mail was written. */
async function tell(telling: Telling, { store, files, clock }: DeadlineMailDependencies): Promise<boolean> {
  const { person, notices, deadlines } = telling
  const [first] = notices
  if (first === undefined) return false
  const removed = notices.map((notice) => deadlineNoticeRecord.remove(notice))
  const live = notices.filter(({ deadlineId }) => {
    const deadline = deadlines.get(deadlineId)
    return deadline !== undefined && !hasEnded(deadline) && !isPaused(deadline)
  })
  if (person === undefined || live.length === 0) {
    await store.commit(removed)
    return false
  }
  const now = clock.now()
  const row = await freeRow(store, first)
  const content = noticesMail({ ...telling, person, notices: live }, now)
  const template = { name: 'deadline-notices', version: 1 }
  const mail = { ...row, staffId: person.staffId, template, content }
  return planMail({ store, files }, mail, { at: now, by: REPORT_DEADLINES }, removed)
}

/** The mail of the notices' ten minutes, or where that was written already the next one after it. */
async function freeRow(
  store: DeadlineMailDependencies['store'],
  { dealerId, staffId, slot }: DeadlineNotice,
): Promise<ReturnType<typeof noticeMailRow>> {
  for (let nth = 1; ; nth += 1) {
    const row = noticeMailRow({ dealerId, staffId, slot, nth })
    if ((await store.messages.byId(dealerId, row.messageId)) === undefined) return row
  }
}

/** What one person is told: what was passed up to them, what of theirs is late, what is due soon. Pure. */
export function noticesMail(
  { dealer, staff, person, notices, deadlines }: Telling & { readonly person: Staff },
  now: Instant,
): MailContent {
  const listed = (kind: DeadlineNotice['kind']): ListedDeadline[] =>
    [...new Set(notices.flatMap((each) => (each.kind === kind ? each.deadlineId : [])))]
      .flatMap((deadlineId) => deadlines.get(deadlineId) ?? [])
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
      .map((deadline) => {
        const owner = ownerOf({ dealer, staff }, deadline, now)
        return {
          deadline,
          ownerName: owner?.staffId === person.staffId ? undefined : (owner?.name ?? '无人负责'),
        }
      })
  const sections: DeadlineSection[] = [
    {
      heading: { zh: '逾期上报，请您知悉并督办', en: 'Late, passed up to you: please acknowledge' },
      entries: listed('escalation'),
    },
    { heading: { zh: '已逾期', en: 'Late' }, entries: listed('late') },
    { heading: { zh: '期限提醒', en: 'Due' }, entries: listed('reminder') },
  ]
  const [escalated, late, due] = sections.map(({ entries }) => entries.length)
  const counts = [
    [escalated, '项逾期上报'],
    [late, '项已逾期'],
    [due, '项到期提醒'],
  ].flatMap(([count, words]) => (Number(count) > 0 ? `${String(count)} ${String(words)}` : []))
  const [only] = sections.flatMap(({ entries }) => entries)
  const total = sections.reduce((sum, { entries }) => sum + entries.length, 0)
  return deadlineMail({
    subject: `【期限】${counts.join('，')}${total === 1 && only !== undefined ? `：${only.deadline.zh}` : ''}`,
    title: { zh: '期限提醒', en: 'Deadlines' },
    intro: `${person.name}，您好：${counts.join('，')}。`,
    sections,
    dealerName: dealer.name,
    now,
    zone: dealer.zone,
  })
}
