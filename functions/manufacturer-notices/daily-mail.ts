import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { dayAndTime, monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { AnswerBy } from './answer-by.ts'
import type { DailyEffects } from './daily-effects.ts'
import type { DailyNotices } from './daily-notices.ts'
import type { LostAnswer } from './lost-answers.ts'
import { unreadableReason } from './mail-faults.ts'
import { trustReasonWords } from './trust-reasons.ts'
import { thoseOf, type Team } from './who-answers.ts'

const ASKED_WITHOUT_DATE: AnswerBy['reason'] = 'asked-without-date'

/** Rows of a section; what is beyond is in the list. */
const MOST_ROWS = 40

const headings = {
  late: { zh: '已逾期', en: 'Late' },
  due: { zh: '下一工作日及之前到期', en: 'Due by the next working day' },
  unread: { zh: '尚未查阅', en: 'Nobody has taken note yet' },
  fresh: { zh: '新收到', en: 'New since yesterday’s mail' },
  quarantined: { zh: '已隔离，请核实发件人', en: 'In quarantine: look whether the sender is real' },
  unreadable: { zh: '无法读取，请下载原件', en: 'Cannot be read: fetch the original' },
} as const satisfies Record<keyof DailyNotices, { zh: string; en: string }>

const effectHeadings = {
  failed: { zh: '落实失败，请处理', en: 'What they bring could not be done' },
  proposed: { zh: '待确认的限价', en: 'Price limits that wait for a yes' },
} as const satisfies Record<keyof DailyEffects, { zh: string; en: string }>

const lostHeading = { zh: '答复未送达', en: 'Answers that the manufacturer did not get' }

/** What a day's mail tells. */
export interface DailyFacts {
  readonly notices: DailyNotices
  readonly effects: DailyEffects
  readonly lost: readonly LostAnswer[]
}

/** The information clerk's mail of a day: what of the manufacturers' notices is to be looked after. */
export function dailyMail({ notices, effects, lost }: DailyFacts, on: CalendarDate, team: Team): MailContent {
  const { name } = team.dealer
  const sections = [...lostSection(lost), ...sectionsOf(notices, team), ...effectSections(effects)]
  const counts = sections.map(({ zh, rows }) => `${zh} ${String(rows.length)}`).join('，')
  const title = `厂家通知每日提要 ${monthAndDay(on)}`
  return {
    subject: `【厂家通知】${monthAndDay(on)}：${counts}`.slice(0, 200),
    html: mailPage({
      title,
      subtitle: `Manufacturers’ notices of the day · ${name}`,
      intro: `${counts}。`,
      body: html`${sections.map(sectionHtml)}`,
      footer:
        '同一通知只列在最要紧的一类，其内容的落实另列。 Each notice stands once, where it presses most; what it brings stands apart.',
    }),
    text: [title, ...sections.map(sectionText)].join('\n\n'),
    attachments: [],
  }
}

interface Section {
  readonly zh: string
  readonly en: string
  readonly rows: readonly { readonly subject: string; readonly kind: string; readonly said: string }[]
}

function sectionsOf(notices: DailyNotices, team: Team): Section[] {
  const names = ['late', 'due', 'unread', 'quarantined', 'unreadable', 'fresh'] as const
  return names.flatMap((name) => {
    const rows = notices[name].map((notice) => ({
      ...rowOf(notice, saidOf(name, notice, team)),
      ...(name === 'quarantined' ? { subject: withoutAddresses(subjectOf(notice)) } : {}),
    }))
    return rows.length === 0 ? [] : [{ ...headings[name], rows }]
  })
}

function lostSection(lost: readonly LostAnswer[]): Section[] {
  const rows = lost.map(({ notice, said }) => rowOf(notice, said))
  return rows.length === 0 ? [] : [{ ...lostHeading, rows }]
}

/** Of a notice that is over there is a line, too: what it brings may be open all the same. */
function effectSections(effects: DailyEffects): Section[] {
  return (['failed', 'proposed'] as const).flatMap((name) => {
    const rows = effects[name].map(({ notice, said }) => rowOf(notice, said))
    return rows.length === 0 ? [] : [{ ...effectHeadings[name], rows }]
  })
}

function rowOf(notice: Notice, said: string): Section['rows'][number] {
  return { subject: subjectOf(notice), kind: noticeKinds[notice.kind].zh, said }
}

function subjectOf({ subject }: Notice): string {
  return subject === '' ? '（无主题）' : subject
}

/** Mail programs make links of what looks like an address: `evil[.]example` leads nowhere from a mail of ours. */
function withoutAddresses(text: string): string {
  return text.replaceAll('://', '[:]//').replace(/(?<=[\p{L}\p{N}-])[.．。](?=[\p{L}-])/gu, '[.]')
}

/** What the clerk has to know of it beside what it is about. */
function saidOf(name: keyof DailyNotices, notice: Notice, team: Team): string {
  const { answerBy, distrust, unreadable, receivedAt } = notice
  const due = answerBy === undefined ? dayIsUnknown(notice) : `${monthAndDay(answerBy)}前反馈，`
  switch (name) {
    case 'quarantined':
      return [
        ...distrust.map(({ code }) => reasonWords(code)),
        ...(unreadable === undefined ? [] : [unreadableReason(unreadable).zh]),
      ].join('；')
    case 'unreadable':
      return unreadableReason(unreadable ?? '').zh
    case 'late':
    case 'due':
      return `${due}负责人 ${ownerName(notice, team)}`
    case 'unread':
      return `${due}${unreadBy(notice, team)}`
    case 'fresh':
      return `${due}${dayAndTime(receivedAt, team.dealer.zone)} 收到，负责人 ${ownerName(notice, team)}`
  }
}

/** It asks for something back, and no day could be read: the clerk says by when. */
function dayIsUnknown({ answerByBecause }: Notice): string {
  return answerByBecause.some(({ code }) => code === ASKED_WITHOUT_DATE)
    ? '要求反馈但未读出日期，请更正，'
    : ''
}

function reasonWords(code: string): string {
  const words: Readonly<Record<string, { readonly zh: string }>> = trustReasonWords
  return words[code]?.zh ?? code
}

function ownerName({ ownerId }: Notice, { staff }: Team): string {
  return staff.find(({ staffId }) => staffId === ownerId)?.name ?? '无人'
}

function unreadBy(notice: Notice, team: Team): string {
  const readers = new Set(notice.readBy.map(({ staffId }) => staffId))
  const names = thoseOf(notice, team).flatMap((staffId) =>
    readers.has(staffId) ? [] : (team.staff.find((each) => each.staffId === staffId)?.name ?? []),
  )
  return names.length === 0 ? '已打开，未确认' : `未阅：${names.join('、')}`
}

function sectionHtml({ zh, en, rows }: Section): Html {
  const left = rows.length - MOST_ROWS
  return html`<p style="margin:12px 0 4px;font-weight:bold;">
      ${zh}（${rows.length}）<span style="${quiet}font-weight:normal;"> ${en}</span>
    </p>
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="border-collapse:collapse;margin:0 0 8px;"
    >
      <tr>
        <th style="${headCell}" width="16%">类别</th>
        <th style="${headCell}">主题</th>
        <th style="${headCell}" width="36%">说明</th>
      </tr>
      ${rows.slice(0, MOST_ROWS).map(
        ({ kind, subject, said }) =>
          html`<tr>
            <td style="${cell}">${kind}</td>
            <td style="${cell}">${subject}</td>
            <td style="${cell}">${said}</td>
          </tr>`,
      )}
    </table>
    ${left > 0 ? html`<p style="${quiet}">另有 ${left} 项未列出。 ${left} more are not shown.</p>` : []}`
}

function sectionText({ zh, rows }: Section): string {
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(({ kind, subject, said }) => `- ${kind}：${oneLine(subject)}（${oneLine(said)}）`)
  return [`${zh}（${String(rows.length)}）`, ...lines].join('\n')
}
