import { daysBetween, type CalendarDate } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { bandOf, bands, type Band, type CallListEntry } from './call-list.ts'
import { bandWords } from './list-wording.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'

/** What of an entry the manager's figures need. */
export type CountedEntry = Pick<CallListEntry, 'daysLeft' | 'isNew' | 'listedSince'>

export interface RenewalSummary {
  readonly dealerName: string
  readonly managerName: string
  /** The day of the lists, in the dealer's zone. */
  readonly date: CalendarDate
  readonly specialists: readonly { readonly name: string; readonly entries: readonly CountedEntry[] }[]
  /** Entries that no specialist holds: nobody calls them. */
  readonly unassigned: readonly CountedEntry[]
}

interface Figures {
  readonly name: string
  readonly open: number
  readonly newToday: number
  readonly byBand: Readonly<Record<Band, number>>
  /** Days since the entry that waits longest came on the list. */
  readonly longestWaiting: number
}

/** The day's lists in figures, for the insurance manager. */
export function renewalSummaryMail(summary: RenewalSummary): MailContent {
  const { dealerName, managerName, date, specialists, unassigned } = summary
  const lines = specialists
    .map(({ name, entries }) => figuresOf(name, entries, date))
    .toSorted((a, b) => b.open - a.open)
  const nobody = figuresOf('未分配', unassigned, date)
  const total = figuresOf('合计', [...specialists.flatMap(({ entries }) => entries), ...unassigned], date)
  const title = `${monthAndDay(date)}续保名单汇总`
  const intro =
    `${managerName}，您好：今天待联系共 ${total.open} 台，其中新增 ${total.newToday} 台，` +
    `由 ${specialists.length} 位专员联系。`
  const warning =
    nobody.open > 0
      ? `注意：${nobody.open} 台没有专员负责，请安排。 ${nobody.open} entries have no specialist.`
      : ''
  const rows = nobody.open > 0 ? [...lines, nobody] : lines
  return {
    subject:
      `【续保汇总】${monthAndDay(date)}：待联系 ${total.open} 台（今日新增 ${total.newToday} 台）` +
      (nobody.open > 0 ? `，未分配 ${nobody.open} 台` : ''),
    html: mailPage({
      title,
      subtitle: `Renewal summary · ${date} · ${total.open} open, ${total.newToday} new today · ${dealerName}`,
      intro,
      body: html`${warning === '' ? [] : html`<p style="margin:0 0 12px;padding:8px;background:#FDE7E4;color:#A3241A;font-weight:bold;">${warning}</p>`}${tableOf(rows, total)}`,
      footer:
        '“最久等待”为名单中最早一台自列入之日起的天数。' +
        ' Longest waiting: days since the earliest entry came on the list.',
    }),
    text: [title, intro, warning, ...[...rows, total].map(textLine)]
      .filter((part) => part !== '')
      .join('\n\n'),
    attachments: [],
  }
}

function figuresOf(name: string, entries: readonly CountedEntry[], date: CalendarDate): Figures {
  const inBand = (band: Band) => entries.filter((entry) => bandOf(entry.daysLeft) === band).length
  return {
    name,
    open: entries.length,
    newToday: entries.filter((entry) => entry.isNew).length,
    byBand: {
      '0-30': inBand('0-30'),
      expired: inBand('expired'),
      '31-60': inBand('31-60'),
      '61-90': inBand('61-90'),
    },
    longestWaiting: Math.max(0, ...entries.map((entry) => daysBetween(entry.listedSince, date))),
  }
}

function tableOf(lines: readonly Figures[], total: Figures): Html {
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;"
  >
    <tr>
      <th style="${headCell}">专员<br /><span style="${quiet}font-weight:normal;">Specialist</span></th>
      ${headOf('待联系', 'Open')}${headOf('今日新增', 'New')}${bands.map((band) => headOf(bandWords[band].zh, bandWords[band].en))}${headOf('最久等待', 'Longest')}
    </tr>
    ${lines.map((line) => rowOf(line, ''))}${rowOf(total, 'font-weight:bold;background:#F2F2F2;')}
  </table>`
}

function headOf(zh: string, en: string): Html {
  return html`<th style="${headCell}text-align:right;">
    ${zh}<br /><span style="${quiet}font-weight:normal;">${en}</span>
  </th>`
}

function rowOf({ name, open, newToday, byBand, longestWaiting }: Figures, style: string): Html {
  const number = `${cell}${style}text-align:right;`
  return html`<tr>
    <td style="${cell}${style}">${name}</td>
    <td style="${number}">${open}</td>
    <td style="${number}">${newToday}</td>
    ${bands.map(
      (band) =>
        html`<td style="${number}color:${byBand[band] === 0 ? '#999999' : bandWords[band].ink};">
          ${byBand[band]}
        </td>`,
    )}
    <td style="${number}">${longestWaiting} 天</td>
  </tr> `
}

function textLine({ name, open, newToday, byBand, longestWaiting }: Figures): string {
  const inBands = bands.map((band) => `${bandWords[band].zh} ${byBand[band]} 台`).join('，')
  return `${oneLine(name)}：待联系 ${open} 台，今日新增 ${newToday} 台；${inBands}；最久等待 ${longestWaiting} 天`
}
