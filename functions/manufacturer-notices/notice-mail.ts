import type { Dealer } from '../../shared/domain/dealer.ts'
import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { dayAndTime, monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { Attachment } from './mail-content.ts'
import { unreadableReason } from './mail-faults.ts'
import { shorten } from './safe-text.ts'
import { whatTravels, type StaysBecause } from './what-travels.ts'

/** So much of its text stands in the mail; a notice that says more is opened. */
const MOST_LINES = 40
const MOST_SUBJECT_CHARACTERS = 200
const MOST_LEFT_NAMED = 20

/** What a notice's mail says besides the notice. */
export interface NoticeMailFacts {
  readonly dealer: Pick<Dealer, 'name' | 'zone'>
  /** The files that it brought. */
  readonly files: readonly Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[]
  /** Where its reader takes note of it without signing in; none where somebody has, and it was handed on. */
  readonly link: string | undefined
}

const staysWords: Readonly<Record<StaysBecause, string>> = {
  'may-run': '该类型的文件可能含有程序或宏',
  'not-what-it-is-called': '文件内容与扩展名不符',
  'too-large': '文件过大',
}

/** The mail to whom a notice is for: what it is about, by when an answer is owed, its words and its files. */
export function noticeMail(notice: Notice, { dealer, files, link }: NoticeMailFacts): MailContent {
  const { answerBy, kind, receivedAt } = notice
  const subject = notice.subject === '' ? '（无主题）' : notice.subject
  const words = noticeKinds[kind]
  const { mailed, left } = whatTravels(files)
  const due = answerBy === undefined ? undefined : monthAndDay(answerBy)
  const asked = link === undefined ? '此通知转交给您处理' : '请当日查阅并确认'
  const intro = `${asked}${due === undefined ? '' : `，于 ${due} 前反馈厂家`}。`
  const lines = wordsOf(notice)
  const shown = lines.slice(0, MOST_LINES)
  const facts: readonly (readonly [string, string])[] = [
    ['类别 Kind', `${words.zh} ${words.en}`],
    ['厂家 From', `${notice.manufacturer ?? ''} ${notice.fromAddress ?? ''}`.trim()],
    ['收到 Received', dayAndTime(receivedAt, dealer.zone)],
    ...(due === undefined ? [] : [['答复期限 Answer by', due] as const]),
    ...left
      .slice(0, MOST_LEFT_NAMED)
      .map(
        ({ name, because }) =>
          ['未随信 Not sent on', `${name}（${staysWords[because]}，请在系统中下载）`] as const,
      ),
  ]
  const more = lines.length > shown.length ? ['全文请在系统中查看。 The whole text is in the system.'] : []
  return {
    subject: shorten(
      oneLine(`【厂家通知】${words.zh}：${subject}${due === undefined ? '' : `（${due}前反馈）`}`),
      MOST_SUBJECT_CHARACTERS,
    ),
    html: mailPage({
      title: subject,
      subtitle: `Manufacturer notice · ${words.en} · ${dealer.name}`,
      intro,
      body: html`${factTable(facts)}${shown.map((line) => html`<p style="margin:0 0 4px;">${line}</p>`)}${more.map(
        (line) => html`<p style="${quiet}">${line}</p>`,
      )}${link === undefined ? [] : linkOf(link)}`,
      footer: footerOf(notice),
    }),
    text: [
      subject,
      intro,
      ...facts.map(([label, value]) => `${label}: ${oneLine(value)}`),
      '',
      ...shown,
      ...more,
      ...(link === undefined ? [] : ['', `确认已查阅 Acknowledge: ${link}`]),
    ].join('\n'),
    attachments: [...mailed],
  }
}

/** What was let out of quarantine stays a mail whose sender the checks did not prove: nobody is told otherwise. */
function footerOf({ trusted }: Pick<Notice, 'trusted'>): string {
  const [zh, en] = trusted
    ? ['来信已通过 SPF、DKIM、DMARC 与病毒检查。', 'The sender was verified']
    : [
        '发件人未通过校验，由本店人员担保后放行，请留意。',
        'The sender was not verified, a colleague vouches for it',
      ]
  return `${zh}来信中的链接仅以文字显示。 ${en}; links of the notice are shown as text.`
}

/** Lines that say something: an empty one between two others is kept out, mail programs space them by themselves. */
function wordsOf({ text, unreadable }: Notice): readonly string[] {
  if (unreadable !== undefined) return [`${unreadableReason(unreadable).zh}，请在系统中下载原件查看。`]
  return text.split('\n').filter((line) => line.trim() !== '')
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
          <td style="${cell}${quiet}white-space:nowrap;">${label}</td>
          <td style="${cell}">${value}</td>
        </tr>`,
    )}
  </table>`
}

function linkOf(link: string): Html {
  return html`<p style="margin:16px 0 4px;">
      <a
        href="${link}"
        style="display:inline-block;padding:8px 20px;background:#1F5FA8;color:#FFFFFF;text-decoration:none;"
        >确认已查阅 Acknowledge</a
      >
    </p>
    <p style="${quiet}margin:0;">链接七天内有效，只能使用一次。 The link is good for seven days, once.</p>`
}
