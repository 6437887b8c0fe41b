import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { lengthWords } from './deadline-words.ts'
import type { OnTimeCounts, RoleOnTime } from './on-time.ts'

export interface OnTimeBulletin {
  readonly dealerName: string
  readonly personName: string
  /** `2026-11` */
  readonly month: string
  /** The reader's roles, or all of them. */
  readonly rows: readonly RoleOnTime[]
  /** `house`: of the whole house, so of the duties only those in which something was late or left. */
  readonly of: 'house' | 'roles'
}

/** Duties in the mail; the API has all. */
const MOST_DUTIES = 60

interface Line extends OnTimeCounts {
  readonly zh: string
  readonly en: string
}

/** How much of a month was done in time: HTML, and the same as text. */
export function onTimeMail({ dealerName, personName, month, rows, of }: OnTimeBulletin): MailContent {
  const [year = '', monthNumber = ''] = month.split('-')
  const monthZh = `${year}年${String(Number(monthNumber))}月`
  const title = `${monthZh}职责按时完成情况`
  const total = rows.reduce((sum, { owed }) => sum + owed, 0)
  const inTime = rows.reduce((sum, row) => sum + row.inTime, 0)
  const percent = total === 0 ? undefined : Math.round((inTime * 1000) / total) / 10
  const intro = `${personName}，您好：应完成 ${String(total)} 项，按时完成 ${String(inTime)} 项（${percentWords(percent)}）。`
  const duties = dutyLines(rows, of)
  const sections = [
    { heading: { zh: '按岗位', en: 'By role' }, lines: rows },
    of === 'house'
      ? { heading: { zh: '有逾期或未完成的事项', en: 'Duties late or not done' }, lines: duties }
      : { heading: { zh: '按事项', en: 'By duty' }, lines: duties },
  ].filter(({ lines }) => lines.length > 0)
  return {
    subject: oneLine(
      `【按时完成率】${monthZh}：${percentWords(percent)}（${String(inTime)}/${String(total)}）`,
    ),
    html: mailPage({
      title,
      subtitle: `Done in time, ${month} · ${dealerName}`,
      intro,
      body: html`${sections.map(({ heading, lines }) => tableOf(heading, lines))}`,
      footer:
        '应完成 = 按时 + 逾期完成 + 未完成；不再需要的不计入。平均逾期只计逾期完成的。' +
        ' Owed is in time, late and not done; what was dropped is not counted. Average lateness is of what was done late.',
    }),
    text: [title, intro, ...sections.map(({ heading, lines }) => textOf(heading.zh, lines))].join('\n\n'),
    attachments: [],
  }
}

/** The worst first where only some are shown. */
function dutyLines(rows: readonly RoleOnTime[], of: OnTimeBulletin['of']): Line[] {
  const all = rows.flatMap(({ duties }) => duties)
  const missed = ({ late, notDone }: Line) => late + notDone
  const shown =
    of === 'roles' ? all : all.filter((duty) => missed(duty) > 0).toSorted((a, b) => missed(b) - missed(a))
  return shown.slice(0, MOST_DUTIES)
}

function tableOf({ zh, en }: { readonly zh: string; readonly en: string }, lines: readonly Line[]): Html {
  return html`<p style="margin:12px 0 4px;font-weight:bold;">
      ${zh}<span style="${quiet}font-weight:normal;"> ${en}</span>
    </p>
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="border-collapse:collapse;margin:0 0 8px;"
    >
      <tr>
        <th style="${headCell}"></th>
        ${headOf('应完成', 'Owed')}${headOf('按时', 'In time')}${headOf('逾期完成', 'Late')}${headOf('未完成', 'Not done')}${headOf('按时率', 'Percent')}${headOf('平均逾期', 'Average late')}
      </tr>
      ${lines.map(rowOf)}
    </table>`
}

function headOf(zh: string, en: string): Html {
  return html`<th style="${headCell}text-align:right;">
    ${zh}<br /><span style="${quiet}font-weight:normal;">${en}</span>
  </th>`
}

function rowOf({ zh, en, owed, inTime, late, notDone, percentInTime, averageLateMinutes }: Line): Html {
  const number = `${cell}text-align:right;white-space:nowrap;`
  const missed = (count: number) => (count > 0 ? 'color:#A3241A;' : 'color:#999999;')
  return html`<tr>
    <td style="${cell}">${zh}<br /><span style="${quiet}">${en}</span></td>
    <td style="${number}">${owed}</td>
    <td style="${number}">${inTime}</td>
    <td style="${number}${missed(late)}">${late}</td>
    <td style="${number}${missed(notDone)}">${notDone}</td>
    <td style="${number}">${percentWords(percentInTime)}</td>
    <td style="${number}">${lateWords(averageLateMinutes)}</td>
  </tr>`
}

function textOf(heading: string, lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const { zh, owed, inTime, late, notDone, percentInTime } = line
    const counts = `应完成 ${String(owed)}，按时 ${String(inTime)}，逾期完成 ${String(late)}，未完成 ${String(notDone)}`
    return `- ${oneLine(zh)}：${percentWords(percentInTime)}（${counts}）`
  })
  return [heading, ...rows].join('\n')
}

function percentWords(percent: number | undefined): string {
  return percent === undefined ? '—' : `${String(percent)}%`
}

function lateWords(minutes: number | undefined): string {
  return minutes === undefined ? '—' : lengthWords(minutes).zh
}
