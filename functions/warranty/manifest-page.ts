import { Fen, formatFen } from '../../shared/domain/money.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { CellValue, ManifestTable } from './manifest-table.ts'

/** What a manifest says besides its lines. */
export interface ManifestHead {
  readonly title: string
  readonly subtitle: string
  /** Names and what follows them: number, dealer, address. */
  readonly facts: readonly (readonly [string, string])[]
  /** What it comes to, what it corrects. */
  readonly remarks: readonly string[]
}

const signatures = ['经办人签字 Sent by', '日期 Date', '收件人签字 Received by'] as const

/** A manifest as a page to be printed and put into the box: nothing from outside, one table, its head on each sheet. */
export function manifestPage(
  table: ManifestTable,
  { title, subtitle, facts, remarks }: ManifestHead,
): string {
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <style>
          @page {
            size: A4 landscape;
            margin: 12mm;
          }
          body {
            font-family: 'PingFang SC', 'Microsoft YaHei', sans-serif;
            font-size: 12px;
            color: #1f1f1f;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          th,
          td {
            border: 1px solid #999999;
            padding: 4px 6px;
            text-align: left;
          }
          thead {
            display: table-header-group;
          }
          tr {
            break-inside: avoid;
          }
          .number {
            text-align: right;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p>${subtitle}</p>
        ${factLines(facts)} ${manifestRows(table)}
        ${remarks.map((remark) => html`<p><strong>${remark}</strong></p>`)}
        <p>${signatures.map((words) => html`${words}：________________ `)}</p>
      </body>
    </html> `
  return page.markup.replace(/\n\s+/g, '\n')
}

export function factLines(facts: ManifestHead['facts']): Html[] {
  return facts.map(([name, value]) => html`<p style="margin:2px 0;">${name}：${value}</p>`)
}

/** The lines alone, for the mail too. */
export function manifestRows({ heads, rows }: ManifestTable): Html {
  return html`<table
    border="1"
    cellpadding="4"
    cellspacing="0"
    style="border-collapse:collapse;width:100%;font-size:12px;"
  >
    <thead>
      <tr>
        ${heads.map(({ zh, en }) => html`<th style="text-align:left;">${zh}<br />${en}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((value) => cellOf(value))}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function cellOf(value: CellValue): Html {
  const words = wordsOf(value)
  return value.is === 'count' || value.is === 'fen'
    ? html`<td class="number" style="text-align:right;">${words}</td>`
    : html`<td>${words}</td>`
}

export function wordsOf(value: CellValue): string {
  switch (value.is) {
    case 'text':
      return value.text
    case 'date':
      return value.date
    case 'count':
      return String(value.count)
    case 'fen':
      return formatFen(Fen.parse(value.fen))
    case 'nothing':
      return ''
  }
}
