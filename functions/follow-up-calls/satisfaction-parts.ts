import { html, type Html } from '../../shared/messages/html.ts'
import { cell, headCell, quiet } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { percentTenths, percentWords, tenthsOf, tenthsWords } from './half-up.ts'
import type { ToldRemark } from './satisfaction-bulletin.ts'
import type { QuestionFigures } from './satisfaction.ts'

/** A figure that is looked at first, and what it was in the period before. */
export interface Tile {
  readonly zh: string
  readonly en: string
  readonly value: string
  readonly note: string
  readonly alarming?: boolean
}

const alarm = '#A3241A'
const TILES_IN_ROW = 3

export function heading(zh: string, en: string): Html {
  return html`<p style="margin:12px 0 4px;font-weight:bold;">
    ${zh}<span style="${quiet}font-weight:normal;"> ${en}</span>
  </p>`
}

/** Three in a row, so that a phone shows them whole. */
export function tileTable(tiles: readonly Tile[]): Html {
  const rows = tiles.flatMap((_, index) =>
    index % TILES_IN_ROW === 0 ? [tiles.slice(index, index + TILES_IN_ROW)] : [],
  )
  return html`<table ${wholeWidth}>
    ${rows.map(
      (row) =>
        html`<tr>
          ${row.map(tileOf)}
        </tr> `,
    )}
  </table>`
}

const wholeWidth = html`width="100%" cellpadding="0" cellspacing="0" border="0"
style="border-collapse:collapse;margin:0 0 16px;"`

function tileOf({ zh, en, value, note, alarming = false }: Tile): Html {
  const ink = alarming ? alarm : '#1F1F1F'
  return html`<td width="33%" style="${cell}">
    <span style="font-size:20px;font-weight:bold;color:${ink};">${value}</span><br />${zh}
    <span style="${quiet}">${en}</span><br /><span style="${quiet}">${note}</span>
  </td>`
}

/** What was answered to each question, and what it was in the period before; four columns, so that a phone has room. */
export function questionTable(
  questions: readonly QuestionFigures[],
  before: readonly QuestionFigures[],
): Html {
  return html`<table ${wholeWidth}>
    <tr>
      <th style="${headCell}">题目<br /><span style="${quiet}font-weight:normal;">Question</span></th>
      ${headOf('回答', 'Answers')}${headOf('得分', 'Score')}${headOf('差评', 'Bad')}
    </tr>
    ${questions.map((each) =>
      questionRow(
        each,
        before.find(({ question }) => question === each.question),
      ),
    )}
  </table>`
}

function headOf(zh: string, en: string): Html {
  return html`<th style="${headCell}text-align:right;">
    ${zh}<br /><span style="${quiet}font-weight:normal;">${en}</span>
  </th>`
}

function questionRow(each: QuestionFigures, before: QuestionFigures | undefined): Html {
  const number = `${cell}text-align:right;white-space:nowrap;`
  const { zh, en, scored, asked, bad } = each
  const ink = bad > 0 ? `color:${alarm};` : 'color:#999999;'
  const share = html`${bad}<br /><span style="font-size:12px;"
      >${percentWords(percentTenths(bad, scored))}</span
    >`
  return html`<tr>
    <td style="${cell}">${zh}${en === undefined ? [] : html`<br /><span style="${quiet}">${en}</span>`}</td>
    <td style="${number}">${scored + asked}</td>
    <td style="${number}">
      <span style="font-weight:bold;">${resultWords(each)}</span><br /><span style="${quiet}"
        >上期 ${before === undefined ? '—' : resultWords(before)}</span
      >
    </td>
    <td style="${number}${ink}">${scored === 0 ? '—' : share}</td>
  </tr>`
}

/** The mean of scores; of yes and no the share of yes. */
function resultWords({ scored, scoreSum, asked, yes }: QuestionFigures): string {
  return scored > 0
    ? tenthsWords(tenthsOf(scoreSum, scored))
    : `是 ${percentWords(percentTenths(yes, asked))}`
}

export function remarkList(zh: string, en: string, remarks: readonly ToldRemark[]): Html | readonly Html[] {
  if (remarks.length === 0) return []
  return html`${heading(zh, en)}
    <table ${wholeWidth}>
      ${remarks.map(
        ({ orderNumber, question, score, words }) =>
          html`<tr>
            <td width="48" style="${cell}font-weight:bold;white-space:nowrap;">${score} 分</td>
            <td style="${cell}">
              “${shortened(words)}”<br /><span style="${quiet}">工单 ${orderNumber} · ${question}</span>
            </td>
          </tr> `,
      )}
    </table>`
}

const MOST_CHARACTERS = 200

/** So much of what somebody said; the call has all of it. */
export function shortened(words: string): string {
  const characters = Array.from(oneLine(words))
  return characters.length <= MOST_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MOST_CHARACTERS).join('')}…`
}
