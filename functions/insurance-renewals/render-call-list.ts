import { CallOutcome } from '../../shared/domain/call-list.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { Fen, formatFen } from '../../shared/domain/money.ts'
import { bandOf, bands, type Band, type CallListEntry } from './call-list.ts'
import { callListWorkbook } from './call-list-workbook.ts'
import {
  bandWords,
  daysLeftWords,
  mobileWords,
  outcomeWords,
  policyKindWords,
  previousOutcomeWords,
  segmentWords,
  stepWords,
} from './list-wording.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'

export interface CallList {
  readonly dealerName: string
  readonly specialistName: string
  /** The day of the list, in the dealer's zone. */
  readonly date: CalendarDate
  /** Best first. */
  readonly entries: readonly CallListEntry[]
}

/**
 * Rows in the mail itself: some three weeks of calls for one person, and about 150 KB. All of them stand in
 * the spreadsheet.
 */
const mostRows = 100

/** A specialist's list of the day as a mail: HTML, the same as text, and the spreadsheet to work in. */
export async function callListMail(list: CallList): Promise<MailContent> {
  const { specialistName, date, entries } = list
  const newToday = entries.filter((entry) => entry.isNew).length
  const shown = entries.slice(0, mostRows)
  const left = entries.length - shown.length
  const title = `${monthAndDay(date)}续保待联系名单`
  const intro =
    `${specialistName}，您好：今天待联系 ${entries.length} 台，其中新增 ${newToday} 台。` +
    '请按顺序联系，最值得先打的排在最前；名单同时附在表格里，可直接填写结果。'
  const more = left > 0 ? `另有 ${left} 台未在邮件中列出，请看附件表格。` : ''
  return {
    subject: `【续保】${monthAndDay(date)}待联系名单：共 ${entries.length} 台（今日新增 ${newToday} 台）`,
    html: mailPage({
      title,
      subtitle: `Renewal call list · ${date} · ${entries.length} vehicles, ${newToday} new today · ${list.dealerName}`,
      intro,
      body: html`${tableOf(shown)}${more === '' ? [] : html`<p>${more}</p>`}${legend()}`,
      footer:
        '登记结果、续保或进入下一联系节点后，车辆自动离开名单。客户信息仅限续保联系使用，请勿转发。' +
        ' A vehicle leaves the list with an outcome, a renewal or its next step. Confidential.',
    }),
    text: [title, intro, ...bands.flatMap((band) => textOf(band, shown)), more, legendText()]
      .filter((part) => part !== '')
      .join('\n\n'),
    attachments: [
      {
        filename: `续保名单_${date}_${fileNamePart(specialistName)}.xlsx`,
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        base64: (await callListWorkbook(entries)).toString('base64'),
      },
    ],
  }
}

/** What every file system takes. */
function fileNamePart(name: string): string {
  return oneLine(name)
    .replace(/[\\/:*?"<>|]/g, '_')
    .slice(0, 40)
}

/** Three columns, so that a phone shows a whole row without scrolling to the side. */
const columns = ['到期', '客户与车辆', '保单与情况'] as const

function tableOf(entries: readonly CallListEntry[]): Html {
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;"
  >
    <tr>
      ${columns.map((name) => html`<th style="${headCell}">${name}</th>`)}
    </tr>
    ${bands.map((band) => groupOf(band, entries))}
  </table>`
}

function groupOf(band: Band, all: readonly CallListEntry[]): Html {
  const entries = all.filter((entry) => bandOf(entry.daysLeft) === band)
  if (entries.length === 0) return html``
  const { zh, en, tint, ink } = bandWords[band]
  return html`<tr>
      <td
        colspan="${columns.length}"
        bgcolor="${tint}"
        style="padding:6px 8px;font-weight:bold;color:${ink};"
      >
        ${zh} · ${entries.length} 台 <span style="font-size:12px;font-weight:normal;">${en}</span>
      </td>
    </tr>
    ${entries.map((entry) => rowOf(entry, ink))}`
}

function rowOf(entry: CallListEntry, ink: string): Html {
  const badge = entry.isNew
    ? html` <span style="background:#1B6E3C;color:#FFFFFF;font-size:11px;padding:0 4px;">新</span>`
    : html``
  return html`<tr>
    <td style="${cell}white-space:nowrap;">
      <span style="color:#666666;">${entry.rank}</span>
      <b style="color:${ink};">${daysLeftWords(entry.daysLeft)}</b><br /><span style="${quiet}"
        >${entry.endsOn}</span
      >${badge}
    </td>
    <td style="${cell}">
      <b>${entry.customerName}</b>
      <a href="tel:${entry.mobile}" style="color:#1A4F8B;text-decoration:none;white-space:nowrap;"
        >${mobileWords(entry.mobile)}</a
      ><br />
      ${together(entry.vehiclePlate ?? '未上牌')} ${entry.brand} ${entry.model}<br /><span style="${quiet}"
        >${entry.vin}</span
      >
    </td>
    <td style="${cell}">
      ${policyKindWords[entry.policyKind]} ${entry.insurer} ${together(`¥${yuan(entry)}`)} ·
      ${together(segmentWords[entry.segment])}<br />
      <span style="${quiet}">${small(entry)}</span>
    </td>
  </tr> `
}

function together(words: string): Html {
  return html`<span style="white-space:nowrap;">${words}</span>`
}

/** Short pieces stay whole at the end of a line, or a phone would show half a date; the rest may break. */
function small(entry: CallListEntry): Html[] {
  const pieces = [...otherPolicy(entry), ...circumstances(entry).map(asPiece)]
  return pieces.map((piece, index) => (index === 0 ? piece : html`；${piece}`))
}

function otherPolicy({ otherPolicy: other }: CallListEntry): Html[] {
  if (other === undefined) return []
  return [html`${policyKindWords[other.kind]} ${other.insurer} ${together(`${other.endsOn} 到期`)}`]
}

function asPiece(words: string): Html {
  return words.length <= 16 ? together(words) : html`${words}`
}

function yuan(entry: CallListEntry): string {
  return formatFen(Fen.parse(entry.premiumFen))
}

function otherPolicyText({ otherPolicy: other }: CallListEntry): string {
  return other === undefined ? '' : `${policyKindWords[other.kind]} ${other.insurer} ${other.endsOn} 到期`
}

/** The step that brought it here, the last call, how long it waits, the last visit, the books' remark. */
function circumstances(entry: CallListEntry): string[] {
  return [
    stepWords(entry.step),
    previousOutcomeWords(entry),
    entry.isNew ? '' : `${monthAndDay(entry.listedSince)}列入`,
    entry.lastVisitOn === undefined ? '' : `最近进厂 ${entry.lastVisitOn}`,
    entry.remark ?? '',
  ].filter((part) => part !== '')
}

function legend(): Html {
  const outcomes = CallOutcome.options.map(
    (code) =>
      html`<tr>
        <td style="padding:1px 12px 1px 0;white-space:nowrap;">${code}</td>
        <td style="padding:1px 12px 1px 0;white-space:nowrap;">${outcomeWords[code].zh}</td>
        <td style="padding:1px 0;">${outcomeWords[code].when}</td>
      </tr>`,
  )
  return html`<p style="margin:16px 0 4px;font-weight:bold;">
      联系结果代码 <span style="${quiet}font-weight:normal;">Outcome codes</span>
    </p>
    <table cellpadding="0" cellspacing="0" border="0" style="font-size:12px;color:#444444;">
      ${outcomes}
    </table>`
}

function textOf(band: Band, all: readonly CallListEntry[]): string[] {
  const entries = all.filter((entry) => bandOf(entry.daysLeft) === band)
  if (entries.length === 0) return []
  return [`== ${bandWords[band].zh} · ${entries.length} 台 ==`, ...entries.map(textEntry)]
}

function textEntry(entry: CallListEntry): string {
  const lines = [
    `${entry.rank}. ${daysLeftWords(entry.daysLeft)}（${entry.endsOn}）${entry.isNew ? ' [新]' : ''}`,
    `${entry.customerName} ${mobileWords(entry.mobile)}`,
    `${entry.vehiclePlate ?? '未上牌'} ${entry.brand} ${entry.model} ${entry.vin}`,
    `${policyKindWords[entry.policyKind]} ${entry.insurer} ¥${yuan(entry)} ${otherPolicyText(entry)}`,
    `${segmentWords[entry.segment]}；${circumstances(entry).join('；')}`,
  ]
  return lines.map(oneLine).join('\n   ')
}

function legendText(): string {
  return [
    '联系结果代码：',
    ...CallOutcome.options.map((code) => `${code} ${outcomeWords[code].zh}：${outcomeWords[code].when}`),
  ].join('\n')
}
