import type { Turnover } from '../../shared/domain/business-report.ts'
import { CallOutcome } from '../../shared/domain/call-list.ts'
import { RepairKind } from '../../shared/domain/order.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import { cell, headCell, quiet } from '../../shared/messages/mail-page.ts'
import { callWords, kindWords, smsWords, yuan } from './figure-words.ts'

/** The tables that the mails of a day and of a month share, as HTML and as lines of text. */

export function table(head: Html, rows: readonly Html[]): Html {
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="border-collapse:collapse;margin:0 0 16px;"
  >
    <tr>
      ${head}
    </tr>
    ${rows}
  </table>`
}

/** A column of names. */
export function nameHead(zh: string, en: string): Html {
  return html`<th style="${headCell}">${zh}<br /><span style="${quiet}font-weight:normal;">${en}</span></th>`
}

export function numberHead(zh: string, en: string): Html {
  return html`<th style="${headCell}text-align:right;">
    ${zh}<br /><span style="${quiet}font-weight:normal;">${en}</span>
  </th>`
}

export function row(
  name: { readonly zh: string; readonly en?: string },
  values: readonly (string | number | Html)[],
  style = '',
): Html {
  return html`<tr>
    <td style="${cell}${style}">
      ${name.zh}${name.en === undefined ? [] : html`<br /><span style="${quiet}font-weight:normal;">${name.en}</span>`}
    </td>
    ${values.map((value) => html`<td style="${cell}${style}text-align:right;white-space:nowrap;">${value}</td>`)}
  </tr> `
}

export const boldRow = 'font-weight:bold;background:#F2F2F2;'

export function heading(zh: string, en: string): Html {
  return html`<p style="margin:0 0 4px;font-weight:bold;">
    ${zh} <span style="${quiet}font-weight:normal;">${en}</span>
  </p>`
}

const whole = { zh: '合计', en: 'Total' }

/**
 * Visits and revenue by kind of order, labour above parts, so that a phone shows whole amounts; kinds of which there was
 * nothing are left out.
 */
export function kindTable(turnover: Turnover): Html {
  const kinds = RepairKind.options.filter((kind) => !isNothing(turnover.byKind[kind]))
  const values = ({ visits, settled, laborFen, partsFen, totalFen }: Turnover['byKind'][RepairKind]) => [
    `${String(visits)} / ${String(settled)}`,
    html`${yuan(laborFen)}<br />${yuan(partsFen)}`,
    yuan(totalFen),
  ]
  return table(
    html`${nameHead('维修类型', 'Kind')}${numberHead('进厂 / 结算', 'Visits / settled')}${numberHead('工时、配件', 'Labour, parts')}${numberHead('营业额', 'Revenue')}`,
    [
      ...kinds.map((kind) => row(kindWords[kind], values(turnover.byKind[kind]))),
      row(whole, values(turnover), boldRow),
    ],
  )
}

export function kindLines(turnover: Turnover): string[] {
  const line = (
    name: string,
    { visits, settled, laborFen, partsFen, totalFen }: Turnover['byKind'][RepairKind],
  ) =>
    `${name}：进厂 ${String(visits)} 台，结算 ${String(settled)} 单，` +
    `工时 ${yuan(laborFen)}，配件 ${yuan(partsFen)}，营业额 ${yuan(totalFen)}`
  return [
    ...RepairKind.options
      .filter((kind) => !isNothing(turnover.byKind[kind]))
      .map((kind) => line(kindWords[kind].zh, turnover.byKind[kind])),
    line(whole.zh, turnover),
  ]
}

function isNothing({ visits, settled }: Turnover['byKind'][RepairKind]): boolean {
  return visits === 0 && settled === 0
}

/** Renewals and what came of the calls, in one sentence. */
export function renewalSentence({ renewals, calls }: Turnover): string {
  const outcomes = CallOutcome.options.flatMap((outcome) => {
    const times = calls[outcome]
    return times === undefined ? [] : [`${callWords[outcome].zh} ${String(times)}`]
  })
  const told = outcomes.length === 0 ? '无续保电话记录' : `电话结果：${outcomes.join('，')}`
  return `续保 ${String(renewals.policies)} 单，保费 ${yuan(renewals.premiumFen)}；${told}。`
}

export function smsTable({ sms }: Turnover): Html {
  const purposes = ContactPurpose.options.flatMap((purpose) => {
    const figures = sms[purpose]
    return figures === undefined ? [] : [row(smsWords[purpose], smsValues(figures))]
  })
  if (purposes.length === 0)
    return html`<p style="margin:0 0 16px;">无短信。 <span style="${quiet}">None.</span></p>`
  return table(
    html`${nameHead('用途', 'Purpose')}${numberHead('已发送', 'Sent')}${numberHead('待发送', 'Waiting')}${numberHead('未发送', 'Withheld')}${numberHead('失败', 'Failed')}`,
    purposes,
  )
}

export function smsLines({ sms }: Turnover): string[] {
  const lines = ContactPurpose.options.flatMap((purpose) => {
    const figures = sms[purpose]
    if (figures === undefined) return []
    const [sent, waiting, withheld, failed] = smsValues(figures)
    return `${smsWords[purpose].zh}短信：已发送 ${String(sent)}，待发送 ${String(waiting)}，未发送 ${String(withheld)}，失败 ${String(failed)}`
  })
  return lines.length === 0 ? ['无短信。'] : lines
}

function smsValues({ sent, waiting, withheld, failed }: NonNullable<Turnover['sms'][ContactPurpose]>) {
  return [sent, waiting, withheld, failed] as const
}
