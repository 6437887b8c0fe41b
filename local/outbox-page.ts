import { Temporal } from 'temporal-polyfill'
import { dateIn, timeIn, type Zone } from '../shared/domain/time.ts'
import { smsSize } from '../shared/messages/sms-segments.ts'
import { html, type Html } from './html.ts'
import { maskNumber, personKey, type OutboxFilter, type OutboxPage } from './outbox-list.ts'
import type { ReadableMail } from './outbox-mail.ts'
import { outboxStyle } from './outbox-style.ts'
import type { AcceptedMail, AcceptedSms, OutboxMessage } from './outbox-store.ts'

export interface OutboxView {
  readonly page: OutboxPage
  readonly filter: OutboxFilter
  readonly zone: Zone
  /** This run's mark: earlier messages are shown paler. */
  readonly run: string
  readonly mails: ReadonlyMap<string, ReadableMail>
}

/** The whole page `/outbox`: no script, nothing fetched from elsewhere. */
export function outboxPage(view: OutboxView): string {
  const { page, filter } = view
  const columns = [
    filter.channel === 'mail' ? undefined : smsColumn(view),
    filter.channel === 'sms' ? undefined : mailColumn(view),
  ]
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>发件箱 Outbox</title>
        <link rel="icon" href="data:," />
        <style>
          ${outboxStyle}
        </style>
      </head>
      <body>
        <header>
          <h1>发件箱 <small>Outbox</small></h1>
          <p class="totals">
            <b>${page.total.sms}</b> 条短信 <small>SMS</small> <b>${page.total.mail}</b> 封邮件
            <small>mails</small>
          </p>
          ${filters(view)}
        </header>
        <main class="${filter.channel === undefined ? 'both' : `only ${filter.channel}`}">${columns}</main>
        ${pager(view)}
      </body>
    </html> `.text
}

function filters({ page, filter }: OutboxView): Html {
  const channels = [
    ['', '全部 All'],
    ['sms', '短信 SMS'],
    ['mail', '邮件 Mail'],
  ] as const
  return html`<nav class="channels" aria-label="渠道 Channel">
      ${channels.map(
        ([value, label]) =>
          html`<a
            href="${link({ ...filter, page: 1 }, { channel: value })}"
            ${filter.channel === (value === '' ? undefined : value) ? html`aria-current="page"` : undefined}
            >${label}</a
          >`,
      )}
    </nav>
    <form method="get" action="/outbox">
      <input type="hidden" name="channel" value="${filter.channel ?? ''}" />
      <label
        >日期 <small>Day</small>
        <select name="day">
          <option value="">全部 All</option>
          ${page.days.map(
            (day) =>
              html`<option value="${day}" ${day === filter.day ? html`selected` : undefined}>${day}</option>`,
          )}
        </select></label
      >
      <label
        >收件人 <small>Person</small>
        <input
          name="who"
          value="${filter.who?.startsWith('~') === true ? '' : filter.who}"
          placeholder="${filter.who?.startsWith('~') === true ? '已选一人 One person' : '号码或邮箱 Number or address'}"
      /></label>
      <button>筛选 <small>Filter</small></button>
      ${
        filter.day !== undefined || filter.who !== undefined
          ? html`<a class="clear" href="/outbox">清除 <small>Clear</small></a>`
          : undefined
      }
    </form>`
}

function smsColumn(view: OutboxView): Html {
  return html`<section class="sms">
    <h2>短信 <small>SMS</small></h2>
    ${view.page.sms.length === 0 ? nothing() : undefined}
    <div class="phone">${byDay(view.page.sms, view.zone, (message) => smsBubble(message, view))}</div>
  </section>`
}

function mailColumn(view: OutboxView): Html {
  return html`<section class="mail">
    <h2>邮件 <small>Mail</small></h2>
    ${view.page.mail.length === 0 ? nothing() : undefined}
    ${byDay(view.page.mail, view.zone, (message) => mailCard(message, view))}
  </section>`
}

function nothing(): Html {
  return html`<p class="nothing">还没有消息 <small>Nothing yet</small></p>`
}

function byDay<T extends OutboxMessage>(
  messages: readonly T[],
  zone: Zone,
  show: (message: T) => Html,
): Html[] {
  let day: string | undefined
  return messages.map((message) => {
    const date = dateIn(message.at, zone)
    if (date === day) return show(message)
    day = date
    return html`<h3>${date} <small>${weekday(date)}</small></h3>
      ${show(message)}`
  })
}

const weekdays = ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日']

function weekday(date: string): string {
  return weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1] ?? ''
}

function smsBubble(message: AcceptedSms, { zone, run, filter }: OutboxView): Html {
  const { segments, units } = smsSize(message.text)
  return html`<article class="bubble ${message.run === run ? '' : 'earlier'}" id="${message.id}">
    <header>
      <a href="${link({ ...filter, page: 1 }, { who: personKey(message.to) })}">${maskNumber(message.to)}</a>
      <time datetime="${message.at}">${earlier(message, run)}${timeIn(message.at, zone)}</time>
    </header>
    <p>${message.text}</p>
    <footer>
      ${units} 字 · ${segments} 条计费
      <small>${segments === 1 ? '1 segment' : `${segments} segments`}</small>
      <code>${message.id}</code>
    </footer>
  </article>`
}

function mailCard(message: AcceptedMail, { zone, run, mails }: OutboxView): Html {
  const mail = mails.get(message.id)
  const address = `/outbox/mail/${encodeURIComponent(message.id)}`
  return html`<article class="letter ${message.run === run ? '' : 'earlier'}" id="${message.id}">
    <header>
      <h4><a href="${address}">${mail?.subject ?? message.subject}</a></h4>
      <time datetime="${message.at}">${earlier(message, run)}${timeIn(message.at, zone)}</time>
      <dl>
        <dt>发件人 <small>From</small></dt>
        <dd>${mail?.from ?? message.from}</dd>
        <dt>收件人 <small>To</small></dt>
        <dd>${mail?.to ?? message.to.join(', ')}</dd>
      </dl>
    </header>
    <iframe
      sandbox
      loading="lazy"
      src="${address}"
      title="${message.subject}"
      style="height:${frameHeight(mail?.document ?? '')}px"
    ></iframe>
    <footer>
      ${(mail?.attachments ?? []).map(
        ({ name, bytes }, index) =>
          html`<a class="attachment" href="${address}/attachments/${index}" download
            >附件 ${name} <small>${size(bytes.length)}</small></a
          >`,
      )}
      <code>${message.id}</code>
    </footer>
  </article>`
}

function earlier(message: OutboxMessage, run: string): Html | undefined {
  return message.run === run ? undefined : html`<small>此前运行 earlier run</small> `
}

/** A frame without rights cannot say how tall its content is: judged by its rows, lines and paragraphs. */
function frameHeight(document: string): number {
  const count = (pattern: RegExp) => document.match(pattern)?.length ?? 0
  const content = count(/<tr\b/gi) * 36 + count(/<(p|h\d|li|ul|pre)\b/gi) * 36 + count(/<br\b/gi) * 24
  return Math.min(560, 48 + content)
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`
}

function pager({ page: { page, pages }, filter }: OutboxView): Html | undefined {
  if (pages === 1) return undefined
  const to = (number: number) => link(filter, { page: String(number) })
  return html`<nav class="pager" aria-label="翻页 Pages">
    ${page > 1 ? html`<a href="${to(page - 1)}">← 较新 <small>Newer</small></a>` : undefined}
    <span>第 ${page} / ${pages} 页 <small>page ${page} of ${pages}</small></span>
    ${page < pages ? html`<a href="${to(page + 1)}">较早 <small>Older</small> →</a>` : undefined}
  </nav>`
}

function link(filter: OutboxFilter, changed: Readonly<Record<string, string>>): string {
  const given = {
    day: filter.day,
    channel: filter.channel,
    who: filter.who,
    page: String(filter.page),
    ...changed,
  }
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && value !== '' && !(name === 'page' && value === '1'))
      parameters.set(name, value)
  const query = parameters.toString()
  return query === '' ? '/outbox' : `/outbox?${query}`
}
