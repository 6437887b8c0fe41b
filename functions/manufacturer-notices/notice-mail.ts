import type { Dealer } from '../../shared/domain/dealer.ts'
import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { dayAndTime, monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { Attachment, MailContent } from '../../shared/messages/mail-content.ts'
import { cell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { UnderstoodMail } from './understand-mail.ts'

/** SES takes mails of 10 MB, in which base64 makes four bytes of three; the rest is room for text and headers. */
const MOST_ATTACHED_BYTES = 6 * 1024 * 1024
/** So much of its text stands in the mail; a notice that says more is opened. */
const MOST_LINES = 40

/** What may travel on to a colleague: files that show something and run nothing. */
const harmless = /\.(csv|txt|pdf|xlsx|docx|pptx|png|jpe?g|gif)$/i

/** The mail to whom a notice is for: what it is about, by when an answer is owed, its words and its files. */
export function noticeMail(
  notice: Notice,
  files: UnderstoodMail['attachments'],
  { name, zone }: Pick<Dealer, 'name' | 'zone'>,
): MailContent {
  const { subject, answerBy, kind, receivedAt } = notice
  const words = noticeKinds[kind]
  const { attached, left } = attachable(files)
  const due = answerBy === undefined ? undefined : monthAndDay(answerBy)
  const intro = [
    `请今天内查阅${due === undefined ? '' : `，并于 ${due} 前反馈厂家`}。`,
    left.length > 0 ? `附件 ${left.join('、')} 未随信附上，请在系统中查看。` : '',
  ].join('')
  const lines = notice.text.split('\n')
  const shown = lines.slice(0, MOST_LINES)
  const facts: readonly (readonly [string, string])[] = [
    ['类别 Kind', `${words.zh} ${words.en}`],
    ['厂家 From', `${notice.manufacturer ?? ''} ${notice.fromAddress ?? ''}`.trim()],
    ['收到 Received', dayAndTime(receivedAt, zone)],
    ...(due === undefined ? [] : [['答复期限 Answer by', due] as const]),
  ]
  return {
    subject: oneLine(
      `【厂家通知】${words.zh}：${subject}${due === undefined ? '' : `（${due}前反馈）`}`,
    ).slice(0, 200),
    html: mailPage({
      title: subject,
      subtitle: `Manufacturer notice · ${words.en} · ${name}`,
      intro,
      body: html`${factTable(facts)}${shown.map((line) => html`<p style="margin:0 0 4px;">${line}</p>`)}${
        lines.length > shown.length
          ? html`<p style="${quiet}">全文请在系统中查看。 The whole text is in the system.</p>`
          : []
      }`,
      footer:
        '来信已通过 SPF、DKIM、DMARC 与病毒检查。文中链接仅以文字显示。' +
        ' The sender was verified; links are shown as text.',
    }),
    text: [
      subject,
      intro,
      ...facts.map(([label, value]) => `${label}: ${oneLine(value)}`),
      '',
      ...shown,
    ].join('\n'),
    attachments: attached,
  }
}

function factTable(facts: readonly (readonly [string, string])[]): Html {
  return html`<table
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;margin:0 0 12px;"
  >
    ${facts.map(
      ([label, value]) =>
        html`<tr>
          <td style="${cell}${quiet}">${label}</td>
          <td style="${cell}">${value}</td>
        </tr>`,
    )}
  </table>`
}

function attachable(files: UnderstoodMail['attachments']): {
  readonly attached: Attachment[]
  readonly left: readonly string[]
} {
  const attached: Attachment[] = []
  const left: string[] = []
  let bytes = 0
  for (const file of files) {
    const fits = harmless.test(file.name) && attached.length < 10 && bytes + file.size <= MOST_ATTACHED_BYTES
    if (!fits) {
      left.push(file.name)
      continue
    }
    bytes += file.size
    attached.push({
      filename: file.name,
      contentType: 'application/octet-stream',
      base64: Buffer.from(file.bytes).toString('base64'),
    })
  }
  return { attached, left }
}
