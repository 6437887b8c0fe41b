import { pauseOf, type Deadline } from '../../shared/domain/deadline.ts'
import type { Instant, Zone } from '../../shared/domain/time.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'
import { dueWords, isLateNow, pauseWords, roleWords, spanWords, whatWords } from './deadline-words.ts'

/** A deadline in a mail, and who owns it where that is not the reader. */
export interface ListedDeadline {
  readonly deadline: Deadline
  readonly ownerName?: string | undefined
}

/** Deadlines that stand together in a mail, under their own heading. */
export interface DeadlineSection {
  readonly heading: { readonly zh: string; readonly en: string }
  readonly entries: readonly ListedDeadline[]
}

export interface DeadlineMail {
  readonly subject: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly intro: string
  readonly sections: readonly DeadlineSection[]
  /** What is to be said below them. */
  readonly notes?: readonly Sentence[]
  readonly dealerName: string
  readonly now: Instant
  readonly zone: Zone
}

/** Rows of a section in the mail; whoever has more than that open has them in the list. */
const MOST_ROWS = 60

/** A mail about deadlines: HTML, and the same as text. Sections without entries are left out. */
export function deadlineMail(mail: DeadlineMail): MailContent {
  const { subject, title, intro, dealerName, notes = [] } = mail
  const sections = mail.sections.filter(({ entries }) => entries.length > 0)
  return {
    subject: oneLine(subject).slice(0, 200),
    html: mailPage({
      title: title.zh,
      subtitle: `${title.en} · ${dealerName}`,
      intro,
      body: html`${sections.map((section) => sectionOf(section, mail))}${notes.map(
        ({ zh, en }) => html`<p style="margin:12px 0;">${zh}<br /><span style="${quiet}">${en}</span></p>`,
      )}`,
      footer:
        '完成后请登记结果（文字、文件、记录或数量均可），登记后不再提醒。' +
        ' Once it is recorded as done, nobody is reminded of it any more.',
    }),
    text: [
      title.zh,
      intro,
      ...sections.map((section) => sectionText(section, mail)),
      ...notes.map(({ zh }) => zh),
    ].join('\n\n'),
    attachments: [],
  }
}

function sectionOf({ heading, entries }: DeadlineSection, mail: DeadlineMail): Html {
  const left = entries.length - MOST_ROWS
  return html`<p style="margin:12px 0 4px;font-weight:bold;">
      ${heading.zh}（${entries.length}）<span style="${quiet}font-weight:normal;"> ${heading.en}</span>
    </p>
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="border-collapse:collapse;margin:0 0 8px;"
    >
      <tr>
        <th style="${headCell}" width="24%">
          期限<br /><span style="${quiet}font-weight:normal;">Due</span>
        </th>
        <th style="${headCell}">事项<br /><span style="${quiet}font-weight:normal;">What</span></th>
        <th style="${headCell}" width="22%">
          负责人<br /><span style="${quiet}font-weight:normal;">Whose</span>
        </th>
      </tr>
      ${entries.slice(0, MOST_ROWS).map((entry) => rowOf(entry, mail))}
    </table>
    ${left > 0 ? html`<p style="${quiet}">另有 ${left} 项未列出。 ${left} more are not shown.</p>` : []}`
}

/** When it is due and how long that is, or of what stands still since when and why. */
function timeOf(
  deadline: Deadline,
  { now, zone }: DeadlineMail,
): { readonly at: string; readonly span: Sentence; readonly reason?: string } {
  const pause = pauseOf(deadline)
  if (pause === undefined) return { at: dueWords(deadline, now, zone), span: spanWords(deadline, now) }
  const { since, span } = pauseWords(pause, now, zone)
  return { at: since, span, reason: pause.reason }
}

function rowOf({ deadline, ownerName }: ListedDeadline, mail: DeadlineMail): Html {
  const { now } = mail
  const { at, span, reason } = timeOf(deadline, mail)
  const ink = isLateNow(deadline, now) ? '#A3241A' : '#1F1F1F'
  const { target } = deadline
  return html`<tr>
    <td style="${cell}color:${ink};white-space:nowrap;">
      ${at}<br /><span style="font-size:12px;">${span.zh}</span>
    </td>
    <td style="${cell}">
      ${whatWords(deadline)}${target === undefined ? '' : `（目标 ${String(target)}）`}<br /><span
        style="${quiet}"
        >${deadline.en}</span
      >${reason === undefined ? [] : html`<br />原因：${reason}`}
    </td>
    <td style="${cell}">
      ${ownerName ?? '您'}<br /><span style="${quiet}">${roleWords(deadline.role).zh}</span>
    </td>
  </tr>`
}

function sectionText({ heading, entries }: DeadlineSection, mail: DeadlineMail): string {
  const lines = entries.slice(0, MOST_ROWS).map(({ deadline, ownerName }) => {
    const { at, span, reason } = timeOf(deadline, mail)
    const owner = `${oneLine(ownerName ?? '您')}，${roleWords(deadline.role).zh}`
    const why = reason === undefined ? '' : `，原因：${oneLine(reason)}`
    return `- ${at}（${span.zh}）${oneLine(whatWords(deadline))}（${owner}${why}）`
  })
  const left = entries.length - lines.length
  const more = left > 0 ? [`另有 ${String(left)} 项未列出。`] : []
  return [`${heading.zh}（${String(entries.length)}）`, ...lines, ...more].join('\n')
}
