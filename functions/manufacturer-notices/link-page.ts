import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { dayAndTime, monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import { font } from '../../shared/messages/mail-page.ts'
import type { Zone } from '../../shared/domain/time.ts'

/** What a link has come to. */
export type LinkState =
  | { readonly is: 'good'; readonly notice: Notice; readonly zone: Zone }
  /** Note is taken now, by this link. */
  | { readonly is: 'done'; readonly notice: Notice; readonly zone: Zone }
  /** It was used, or note was taken otherwise: nothing is left to do. */
  | { readonly is: 'used'; readonly notice: Notice; readonly zone: Zone }
  /** The notice is another person's by now. */
  | { readonly is: 'handed-on' }
  | { readonly is: 'too-old' }
  | { readonly is: 'unknown' }

/** Nothing is loaded, nothing runs, nobody frames it, and the address goes nowhere else: it is a secret. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const

/** The page behind the link of a mail: what the notice is about, and one button. */
export function linkPage(state: LinkState): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>厂家通知 Manufacturer notice</title>
      </head>
      <body style="margin:0 auto;padding:24px 16px;max-width:560px;${font}color:#1F1F1F;line-height:1.6;">
        ${bodyOf(state)}
      </body>
    </html>`.markup
}

function bodyOf(state: LinkState): Html {
  switch (state.is) {
    case 'good':
      return html`${factsOf(state)}
        <form method="post">
          <button
            type="submit"
            style="${font}font-size:16px;padding:10px 28px;border:0;background:#1F5FA8;color:#FFFFFF;"
          >
            确认已查阅 Acknowledge
          </button>
        </form>`
    case 'done':
      return html`${factsOf(state)}${said('已确认查阅。', 'Thank you: note is taken.')}`
    case 'used':
      return html`${factsOf(state)}${said(
        '此通知已确认或已办结，无需再确认。',
        'Note was taken of this notice, or it is over: nothing is left to do here.',
      )}`
    case 'handed-on':
      return said(
        '此通知已转交他人，无需您确认。',
        'This notice was handed on to somebody else, who takes note of it.',
      )
    case 'too-old':
      return said(
        '链接已过期，请登录系统查阅。',
        'The link is too old: please look at the notice in the system.',
      )
    case 'unknown':
      return said('链接无效，请登录系统查阅。', 'There is no such link: please look in the system.')
  }
}

function said(zh: string, en: string): Html {
  return html`<p style="font-size:16px;">
    ${zh}<br /><span style="color:#666666;font-size:13px;">${en}</span>
  </p>`
}

function factsOf({ notice, zone }: { readonly notice: Notice; readonly zone: Zone }): Html {
  const { subject, kind, answerBy, receivedAt } = notice
  const words = noticeKinds[kind]
  const due = answerBy === undefined ? '' : `，请于${monthAndDay(answerBy)}前反馈厂家`
  return html`<h1 style="font-size:20px;margin:0 0 8px;">${subject === '' ? '（无主题）' : subject}</h1>
    <p style="color:#666666;margin:0 0 20px;">
      ${words.zh} ${words.en}，${dayAndTime(receivedAt, zone)} 收到${due}
    </p>`
}
