import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'

/** Rows of a list in a mail; more than that stand in the records. */
export const MOST_ROWS = 60

/** A short mail of sentences and lists to a member of staff. */
export interface StaffNote {
  readonly subject: string
  readonly title: string
  readonly english: string
  readonly sentences: readonly string[]
  readonly lists: readonly NoteList[]
  readonly footer: string
  readonly attachments?: MailContent['attachments']
}

export interface NoteList {
  readonly heading: string
  readonly english: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function noteMail(dealerName: string, note: StaffNote): MailContent {
  const lists = note.lists.filter(({ rows }) => rows.length > 0)
  return {
    subject: oneLine(note.subject).slice(0, 200),
    html: mailPage({
      title: note.title,
      subtitle: `${note.english} · ${dealerName}`,
      intro: note.sentences[0] ?? '',
      body: html`${note.sentences.slice(1).map((sentence) => html`<p style="margin:4px 0;">${sentence}</p>`)}${lists.map(listHtml)}`,
      footer: note.footer,
    }),
    text: [note.title, ...note.sentences.map(oneLine), ...lists.map(listText)].join('\n\n'),
    attachments: note.attachments ?? [],
  }
}

function listHtml({ heading, english, heads, rows }: NoteList): Html {
  const left = rows.length - MOST_ROWS
  return html`<p style="margin:14px 0 4px;font-weight:bold;">${heading}（${rows.length}） ${english}</p>
    <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;">
      <tr>
        ${heads.map((head) => html`<th style="${headCell}">${head}</th>`)}
      </tr>
      ${rows.slice(0, MOST_ROWS).map(
        (row) =>
          html`<tr>
            ${row.map((value) => html`<td style="${cell}">${value}</td>`)}
          </tr>`,
      )}
    </table>
    ${left > 0 ? html`<p>另有 ${left} 项未列出。 ${left} more are not shown.</p>` : []}`
}

function listText({ heading, rows }: NoteList): string {
  const shown = rows.slice(0, MOST_ROWS).map(
    (row) =>
      `- ${row
        .filter((value) => value !== '')
        .map(oneLine)
        .join('，')}`,
  )
  const left = rows.length - shown.length
  return [
    `${heading}（${String(rows.length)}）`,
    ...shown,
    ...(left > 0 ? [`另有 ${String(left)} 项未列出。`] : []),
  ].join('\n')
}
