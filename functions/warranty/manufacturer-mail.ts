import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  manifestNumber,
  type Carriage,
  type Manifest,
  type WarrantyMailing,
} from '../../shared/domain/warranty-mailing.ts'
import { html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { mailPage } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { manifestPage, factLines } from './manifest-page.ts'
import { mailingKindWords, manifestTable } from './manifest-table.ts'
import { manifestWorkbook } from './manifest-workbook.ts'
import { manifestHead } from './manifest-words.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export type MailingToShow = Pick<
  WarrantyMailing,
  'kind' | 'month' | 'number' | 'manufacturer' | 'reason' | 'sums' | 'draftedAt'
>

/** A manifest on paper: the workbook and the page to be printed. */
export interface ManifestPapers {
  readonly workbook: Buffer
  readonly page: string
}

export async function manifestPapers(
  dealer: Dealer,
  mailing: MailingToShow,
  manifest: Manifest,
  carriage: Carriage | undefined,
): Promise<ManifestPapers> {
  const table = manifestTable(manifest)
  const head = manifestHead(dealer, mailing, carriage)
  return {
    page: manifestPage(table, head),
    workbook: await manifestWorkbook(table, {
      sheet: manifestNumber(mailing),
      remarks: [...head.facts.map(([name, value]) => `${name}：${value}`), ...head.remarks],
    }),
  }
}

/** The mail to the manufacturer: what it comes to, and the manifest as workbook and page. */
export async function manufacturerMail(
  dealer: Dealer,
  mailing: MailingToShow,
  manifest: Manifest,
  carriage: Carriage | undefined,
): Promise<MailContent> {
  const { workbook, page } = await manifestPapers(dealer, mailing, manifest, carriage)
  const { title, subtitle, facts, remarks } = manifestHead(dealer, mailing, carriage)
  const number = manifestNumber(mailing)
  const mark = mailing.number === 1 ? '' : `【更正 ${manifestNumber({ ...mailing, number: 1 })}】`
  const intro = '您好：现将清单附上，请查收并按清单核对实物，如有出入请回复本店。'
  return {
    subject: oneLine(`${mark}${dealer.name} ${mailingKindWords[mailing.kind].zh} ${number}`).slice(0, 200),
    html: mailPage({
      title,
      subtitle,
      intro,
      body: html`${factLines(facts)}${remarks.map((remark) => html`<p style="margin:12px 0;">${remark}</p>`)}`,
      footer: `${dealer.name}，电话 ${dealer.phone}。 The manifest is attached; please check the goods against it.`,
    }),
    text: [
      title,
      intro,
      ...facts.map(([name, value]) => oneLine(`${name}：${value}`)),
      ...remarks.map(oneLine),
    ].join('\n'),
    attachments: [
      { filename: `${number}.xlsx`, contentType: XLSX, base64: workbook.toString('base64') },
      { filename: `${number}.html`, contentType: 'text/html', base64: Buffer.from(page).toString('base64') },
    ],
  }
}
