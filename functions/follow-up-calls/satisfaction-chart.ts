import type { CalendarDate } from '../../shared/domain/time.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import { quiet } from '../../shared/messages/mail-page.ts'
import { percentTenths, percentWords, tenthsOf, tenthsWords } from './half-up.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'

/** A period as the chart shows it: its mean score and how many of those owed were reached. */
export interface ShownPeriod {
  readonly period: Pick<BulletinPeriod, 'from' | 'last'>
  readonly figures: {
    readonly rated: number
    readonly scoreSum: number
    readonly owed: number
    readonly reached: number
  }
}

/** Of a bar at the best score, in pixels. */
const FULL_HEIGHT = 100
/** The best and the least score, in tenths. */
const BEST = 100
const LEAST = 10

/**
 * The mean score of the last periods as columns, made of table cells alone: nothing is fetched, nothing is dropped, and
 * where styles are the numbers still stand side by side. The foot of a column is the least score that there is, not zero.
 */
export function trendChart(trend: readonly ShownPeriod[]): Html {
  const width = `${String(Math.floor(100 / Math.max(trend.length, 1)))}%`
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;table-layout:fixed;margin:0 0 16px;"
  >
    <tr>
      ${trend.map(
        (each, index) =>
          html`<td width="${width}" align="center" valign="bottom" style="border-bottom:1px solid #999999;">
            ${column(each, index === trend.length - 1)}
          </td> `,
      )}
    </tr>
    <tr>
      ${trend.map(
        (each) =>
          html`<td
            width="${width}"
            align="center"
            valign="top"
            style="padding:4px 1px;font-size:11px;line-height:1.4;color:#666666;"
          >
            ${shortDay(each.period.from)}–<br />${shortDay(each.period.last)}<br />接通<br />${percentWords(reachRate(each))}
          </td> `,
      )}
    </tr>
  </table>`
}

function column(each: ShownPeriod, isTold: boolean): Html {
  const mean = meanOf(each)
  if (mean === undefined) return html`<span style="${quiet}">—</span>`
  const height = barHeight(mean)
  const color = isTold ? '#1F5FA8' : '#A9C4E4'
  const weight = isTold ? 'bold' : 'normal'
  return html`<span style="font-size:14px;font-weight:${weight};">${tenthsWords(mean)}</span>
    <table
      role="presentation"
      align="center"
      width="30"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="border-collapse:collapse;width:30px;"
    >
      <tr>
        <td
          bgcolor="${color}"
          height="${height}"
          style="background-color:${color};width:30px;height:${height}px;line-height:1px;font-size:1px;"
        ></td>
      </tr>
    </table>`
}

/** Whole pixels, one at least, so that the least score is seen too. */
function barHeight(meanTenths: number): number {
  return Math.max(1, Math.round(((meanTenths - LEAST) * FULL_HEIGHT) / (BEST - LEAST)))
}

/** The same as text: a row for each period, a square for each whole point. */
export function trendLines(trend: readonly ShownPeriod[]): string[] {
  return trend.map((each) => {
    const mean = meanOf(each)
    const bar = mean === undefined ? '' : ` ${'■'.repeat(Math.floor(mean / 10))}`
    const days = `${shortDay(each.period.from)}–${shortDay(each.period.last)}`
    return `- ${days}：${tenthsWords(mean)} 分，接通 ${percentWords(reachRate(each))}${bar}`
  })
}

export function meanOf({ figures: { rated, scoreSum } }: ShownPeriod): number | undefined {
  return tenthsOf(scoreSum, rated)
}

export function reachRate({ figures: { owed, reached } }: ShownPeriod): number | undefined {
  return percentTenths(reached, owed)
}

/** `11/5`: six of them stand side by side on a phone. */
function shortDay(date: CalendarDate): string {
  const [, month, day] = date.split('-')
  return `${String(Number(month))}/${String(Number(day))}`
}
