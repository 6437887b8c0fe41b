import type { MonthFigures, MonthlyReport } from '../../shared/domain/business-report.ts'
import { targetMeasures } from '../../shared/domain/target-measures.ts'
import { TargetMeasure } from '../../shared/domain/targets.ts'
import { dateIn, timeIn } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { mailPage } from '../../shared/messages/mail-page.ts'
import {
  heading,
  kindLines,
  kindTable,
  nameHead,
  numberHead,
  renewalSentence,
  row,
  smsLines,
  smsTable,
  table,
} from './figure-tables.ts'
import { yuan } from './figure-words.ts'
import { editionMark, introOf, noteBlocks, notesOf, type ReportNames } from './mail-parts.ts'
import { percent } from './percent.ts'

/** The monthly report as it goes up to the general manager. */
export function monthlyReportMail(report: MonthlyReport, names: ReportNames): MailContent {
  const { month, figures, edition } = report
  const [year = '', number = ''] = month.split('-')
  const name = `${year}年${String(Number(number))}月`
  const title = `${name}服务部月报${editionMark(edition)}`
  const intro = introOf('当月', report, names)
  const notes = notesOf(report)
  const footer = footerOf(report, names)
  return {
    subject:
      `【月报】${name}：进厂 ${String(figures.visits)} 台，营业额 ${yuan(figures.totalFen)}` +
      editionMark(edition),
    html: mailPage({
      title,
      subtitle: `Monthly report · ${month} · ${names.dealer.name}`,
      intro,
      body: html`${noteBlocks(notes)}${targetTable(figures)}${heading('按维修类型', 'By kind of order')}${kindTable(figures)}${heading('续保', 'Renewals')}
        <p style="margin:0 0 16px;">${renewalSentence(figures)}</p>
        ${heading('客户短信', 'SMS to customers')}${smsTable(figures)}${heading('逐日', 'By day')}${dayTable(figures)}`,
      footer,
    }),
    text: [
      title,
      intro,
      ...notes,
      ...aims(figures).map(
        ([measure, target, actual, reached]) =>
          `${measure.zh}：目标 ${target}，实际 ${actual}，完成率 ${reached}`,
      ),
      ...kindLines(figures),
      renewalSentence(figures),
      ...smsLines(figures),
      ...figures.days.map(
        ({ date, visits, settled, laborFen, partsFen, totalFen }) =>
          `${date}：进厂 ${String(visits)} 台，结算 ${String(settled)} 单，` +
          `工时 ${yuan(laborFen)}，配件 ${yuan(partsFen)}，营业额 ${yuan(totalFen)}`,
      ),
      footer,
    ].join('\n\n'),
    attachments: [],
  }
}

/** Each measure that was aimed at: what was aimed at, what was reached, and how much of it that is. */
function aims(figures: MonthFigures) {
  return TargetMeasure.options.flatMap((name) => {
    const target = figures.targets?.[name]
    if (target === undefined) return []
    const measure = targetMeasures[name]
    const actual = measure.actual(figures)
    const said = (value: number) => (measure.unit === 'fen' ? yuan(value) : String(value))
    return [
      [
        measure,
        said(target),
        said(actual),
        `${percent({ part: actual, whole: target }).toFixed(1)}%`,
      ] as const,
    ]
  })
}

function targetTable(figures: MonthFigures): Html {
  const lines = aims(figures)
  if (lines.length === 0) return html``
  return html`${heading('经营目标', 'Targets')}${table(
    html`${nameHead('指标', 'Measure')}${numberHead('目标', 'Target')}${numberHead('实际', 'Actual')}${numberHead('完成率', 'Reached')}`,
    lines.map(([measure, ...values]) => row(measure, values)),
  )}`
}

/** A day that nobody has confirmed, and one whose records have changed since, are marked: the sums have them all. */
function dayTable({ days }: MonthFigures): Html {
  return table(
    html`${nameHead('日期', 'Day')}${numberHead('进厂 / 结算', 'Visits / settled')}${numberHead('工时、配件', 'Labour, parts')}${numberHead('营业额', 'Revenue')}`,
    days.map(({ date, visits, settled, laborFen, partsFen, totalFen, status, changedSince }) =>
      row(
        {
          zh: `${monthAndDay(date)}${status === 'drafted' ? ' *' : ''}${changedSince ? ' **' : ''}`,
        },
        [
          `${String(visits)} / ${String(settled)}`,
          html`${yuan(laborFen)}<br />${yuan(partsFen)}`,
          yuan(totalFen),
        ],
      ),
    ),
  )
}

function footerOf(
  { countedAt }: Pick<MonthlyReport, 'countedAt'>,
  { dealer: { zone } }: ReportNames,
): string {
  const at = `${dateIn(countedAt, zone)} ${timeIn(countedAt, zone)}`
  return (
    `统计时刻 ${at}。月报为各日之和，营业额按结算日计。* 日报尚未确认。** 日报确认后记录有变动，此处按现有记录计。` +
    ` Counted at ${at}. The month is the sum of its days. * Not confirmed. ** Changed since it was confirmed; counted as it is now.`
  )
}
