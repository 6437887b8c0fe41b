import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Instant, Zone } from '../../shared/domain/time.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { dueWords, isLateNow, roleWords, spanWords } from './deadline-words.ts'

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
  readonly dealerName: string
  readonly now: Instant
  readonly zone: Zone
}

/** Rows of a section in the mail; whoever has more than that open has them in the list. */
const MOST_ROWS = 60

/** A mail about deadlines: HTML, and the same as text. Sections without entries are left out. */
export function deadlineMail(mail: DeadlineMail): MailContent {
  const { subject, title, intro, dealerName } = mail
  const sections = mail.sections.filter(({ entries }) => entries.length > 0)
  return {
    subject: oneLine(subject).slice(0, 200),
    html: mailPage({
      title: title.zh,
      subtitle: `${title.en} · ${dealerName}`,
      intro,
      body: html`${sections.map((section) => sectionOf(section, mail))}`,
      footer:
        '完成后请登记结果（文字、文件、记录或数量均可），登记后不再提醒。' +
        ' Once it is recorded as done, nobody is reminded of it any more.',
    }),
    text: [title.zh, intro, ...sections.map((section) => sectionText(section, mail))].join('\n\n'),
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

function rowOf({ deadline, ownerName }: ListedDeadline, { now, zone }: DeadlineMail): Html {
  const span = spanWords(deadline, now)
  const ink = isLateNow(deadline, now) ? '#A3241A' : '#1F1F1F'
  const { target } = deadline
  return html`<tr>
    <td style="${cell}color:${ink};white-space:nowrap;">
      ${dueWords(deadline, now, zone)}<br /><span style="font-size:12px;">${span.zh}</span>
    </td>
    <td style="${cell}">
      ${deadline.zh}${target === undefined ? '' : `（目标 ${String(target)}）`}<br /><span style="${quiet}"
        >${deadline.en}</span
      >
    </td>
    <td style="${cell}">
      ${ownerName ?? '您'}<br /><span style="${quiet}">${roleWords(deadline.role).zh}</span>
    </td>
  </tr>`
}

function sectionText({ heading, entries }: DeadlineSection, { now, zone }: DeadlineMail): string {
  const lines = entries.map(({ deadline, ownerName }) => {
    const owner = `${oneLine(ownerName ?? '您')}，${roleWords(deadline.role).zh}`
    return `- ${dueWords(deadline, now, zone)}（${spanWords(deadline, now).zh}）${oneLine(deadline.zh)}（${owner}）`
  })
  return [`${heading.zh}（${String(entries.length)}）`, ...lines].join('\n')
}
