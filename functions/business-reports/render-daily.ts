import type { DailyReport, DayFigures } from '../../shared/domain/business-report.ts'
import { timeIn, dateIn } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { countingRules } from './counting-rules.ts'
import { heading, kindLines, kindTable, renewalSentence, smsLines, smsTable } from './figure-tables.ts'
import { yuan } from './figure-words.ts'
import { editionMark, introOf, noteBlocks, notesOf, type ReportNames } from './mail-parts.ts'

/** The daily business report as it goes up to the general manager. */
export function dailyReportMail(report: DailyReport, names: ReportNames): MailContent {
  const { date, figures } = report
  const title = `${monthAndDay(date)}售后日营业报表`
  const intro = introOf('当天', report, names)
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
