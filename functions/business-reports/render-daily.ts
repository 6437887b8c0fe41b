import type { DailyReport, DayFigures } from '../../shared/domain/business-report.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { timeIn, dateIn } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { countingRules } from './counting-rules.ts'
import { heading, kindLines, kindTable, renewalSentence, smsLines, smsTable } from './figure-tables.ts'
import { yuan } from './figure-words.ts'
import { correctedBy } from './report-view.ts'

/** Who writes to whom. */
export interface ReportNames {
  readonly dealer: Pick<Dealer, 'name' | 'zone'>
  readonly readerName: string
  /** Who confirmed it; undefined: an account without a member of staff. */
  readonly confirmedBy: string | undefined
}

/** The daily business report as it goes up to the general manager. */
export function dailyReportMail(report: DailyReport, names: ReportNames): MailContent {
  const { date, figures } = report
  const title = `${monthAndDay(date)}售后日营业报表`
  const intro = introOf(report, names)
  const notes = notesOf(report)
  return {
    subject:
      `【日报】${monthAndDay(date)}：进厂 ${String(figures.visits)} 台，营业额 ${yuan(figures.totalFen)}` +
      editionMark(report.edition),
    html: mailPage({
      title: `${title}${editionMark(report.edition)}`,
      subtitle: `Daily business report · ${date} · ${names.dealer.name}`,
      intro,
      body: html`${noteBlocks(notes)}${tiles(figures)}${heading('按维修类型', 'By kind of order')}${kindTable(figures)}${heading('续保', 'Renewals')}
        <p style="margin:0 0 16px;">${renewalSentence(figures)}</p>
        ${heading('客户短信', 'SMS to customers')}${smsTable(figures)}`,
      footer: rulesText(names, report),
    }),
    text: [
      `${title}${editionMark(report.edition)}`,
      intro,
      ...notes,
      shopSentence(figures),
      ...kindLines(figures),
      renewalSentence(figures),
      ...smsLines(figures),
      rulesText(names, report),
    ].join('\n\n'),
    attachments: [],
  }
}

export function editionMark(edition: number): string {
  return edition > 1 ? `（第 ${String(edition)} 版，更正）` : ''
}

function introOf(
  { figures, confirmed }: Pick<DailyReport, 'figures' | 'confirmed'>,
  { readerName, confirmedBy, dealer: { zone } }: ReportNames,
): string {
  const by = confirmedBy ?? ''
  const at =
    confirmed === undefined ? '' : `于 ${dateIn(confirmed.at, zone)} ${timeIn(confirmed.at, zone)} 确认`
  const said = by === '' && at === '' ? '' : `本报表由${by}${at}。`
  return (
    `${readerName}，您好：当天进厂 ${String(figures.visits)} 台，交车 ${String(figures.delivered)} 台，` +
    `结算 ${String(figures.settled)} 单，营业额 ${yuan(figures.totalFen)}。${said}`
  )
}

/** What is to be read before the figures: which edition it corrects and why, and what the clerk has added. */
export function notesOf({
  edition,
  reason,
  remarks,
}: Pick<DailyReport, 'edition' | 'reason' | 'remarks'>): string[] {
  const first = correctedBy(edition)
  return [
    ...(first === undefined
      ? []
      : [
          `本版为第 ${String(edition)} 版，更正第 ${String(first)} 版。原因：${reason ?? ''}` +
            ` This is edition ${String(edition)}; it corrects edition ${String(first)}.`,
        ]),
    ...(remarks === undefined ? [] : [`备注 Remarks：${remarks}`]),
  ].map(oneLine)
}

export function noteBlocks(notes: readonly string[]): Html[] {
  return notes.map(
    (note) => html`<p style="margin:0 0 12px;padding:8px;background:#FFF6E0;color:#6B4A00;">${note}</p>`,
  )
}

function shopSentence({ inShop, promised, late }: DayFigures): string {
  return `在厂 ${String(inShop)} 台，其中已约定交车 ${String(promised)} 台，超时未交 ${String(late)} 台。`
}

/** The six figures that are looked at first, three in a row, so that a phone shows them whole. */
function tiles(figures: DayFigures): Html {
  const { visits, delivered, totalFen, inShop, promised, late } = figures
  const ink = late > 0 ? '#A3241A' : '#1F1F1F'
  const rows = [
    [tile('visits', visits), tile('delivered', delivered), tile('totalFen', yuan(totalFen))],
    [tile('inShop', inShop), tile('promised', promised), tile('late', late, ink)],
  ]
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;margin:0 0 16px;"
  >
    ${rows.map(
      (cells) =>
        html`<tr>
          ${cells}
        </tr> `,
    )}
  </table>`
}

function tile(figure: keyof DayFigures, value: string | number, ink = '#1F1F1F'): Html {
  const { zh, en } = countingRules[figure]
  return html`<td width="33%" style="${cell}">
    <span style="font-size:20px;font-weight:bold;color:${ink};">${value}</span><br />${zh}
    <span style="${quiet}">${en}</span>
  </td>`
}

/** What the money is, and when the workshop looked so. */
function rulesText({ dealer: { zone } }: ReportNames, { countedAt }: Pick<DailyReport, 'countedAt'>): string {
  const at = `${dateIn(countedAt, zone)} ${timeIn(countedAt, zone)}`
  return (
    `统计时刻 ${at}。营业额按结算日计，旧系统导入的工单按交车日计；当天之后的变动由更正版说明。` +
    ` Counted at ${at}. Revenue counts on the day of the settlement, of imported orders on that of the delivery.`
  )
}
