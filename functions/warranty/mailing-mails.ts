import type { Dealer } from '../../shared/domain/dealer.ts'
import { manufacturerNamed } from '../../shared/domain/manufacturer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { manifestNumber, type Manifest, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { dayAndTime } from '../../shared/messages/date-wording.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { cell, headCell, mailPage } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { DrawnUp } from './draw-up.ts'
import type { DocumentsMissing, PartMissing } from './manifest-contents.ts'
import { mailingKindWords, sumWords } from './manifest-table.ts'
import { manifestPapers, XLSX } from './manufacturer-mail.ts'
import { mayBeMailed } from './mailing-message.ts'
import { MOST_PARTS_HERE } from './parts-to-mail.ts'

/** Rows of a list in a mail; more than that stand in the records. */
export const MOST_ROWS = 60

export const becauseWords: Readonly<
  Record<DocumentsMissing['because'][number] | PartMissing['because'], string>
> = {
  'not-submitted': '索赔单未上传',
  'no-signed-voucher': '缺签字的保养凭证',
  'not-packed': '未装箱',
  'claim-unknown': '找不到索赔单',
}

const whyNot = {
  unknown: '设置中没有此厂家，批准前请先在设置中补充。',
  off: '此厂家在设置中已停用，批准前请先启用。',
  'no-address': '设置中没有此厂家的保修收件邮箱，批准前请先补充。',
} as const

/** Where so many parts lie here that a notice does not look at all of them. */
export const moreParts = `在店旧件超过 ${String(MOST_PARTS_HERE)} 件，只核对了保留期最早届满的 ${String(MOST_PARTS_HERE)} 件，其余请在旧件清单中查看。 More old parts lie here than were looked at; see the list of parts for the rest.`

/** A short mail of sentences and lists to a member of staff. */
export interface StaffNote {
  readonly subject: string
  readonly title: string
  readonly english: string
  readonly sentences: readonly string[]
  readonly lists: readonly NoteList[]
  readonly footer: string
  readonly attachments?: MailContent['attachments']
}

export interface NoteList {
  readonly heading: string
  readonly english: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function noteMail(dealerName: string, note: StaffNote): MailContent {
  const lists = note.lists.filter(({ rows }) => rows.length > 0)
  return {
    subject: oneLine(note.subject).slice(0, 200),
    html: mailPage({
      title: note.title,
      subtitle: `${note.english} · ${dealerName}`,
      intro: note.sentences[0] ?? '',
      body: html`${note.sentences.slice(1).map((sentence) => html`<p style="margin:4px 0;">${sentence}</p>`)}${lists.map(listHtml)}`,
      footer: note.footer,
    }),
    text: [note.title, ...note.sentences.map(oneLine), ...lists.map(listText)].join('\n\n'),
    attachments: note.attachments ?? [],
  }
}

function listHtml({ heading, english, heads, rows }: NoteList): Html {
  const left = rows.length - MOST_ROWS
  return html`<p style="margin:14px 0 4px;font-weight:bold;">${heading}（${rows.length}） ${english}</p>
    <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;">
      <tr>
        ${heads.map((head) => html`<th style="${headCell}">${head}</th>`)}
      </tr>
      ${rows.slice(0, MOST_ROWS).map(
        (row) =>
          html`<tr>
            ${row.map((value) => html`<td style="${cell}">${value}</td>`)}
          </tr>`,
      )}
    </table>
    ${left > 0 ? html`<p>另有 ${left} 项未列出。 ${left} more are not shown.</p>` : []}`
}

function listText({ heading, rows }: NoteList): string {
  const shown = rows.slice(0, MOST_ROWS).map(
    (row) =>
      `- ${row
        .filter((value) => value !== '')
        .map(oneLine)
        .join('，')}`,
  )
  const left = rows.length - shown.length
  return [
    `${heading}（${String(rows.length)}）`,
    ...shown,
    ...(left > 0 ? [`另有 ${String(left)} 项未列出。`] : []),
  ].join('\n')
}

/** What of a mailing cannot go yet, as a list. */
export function missingList(missing: DrawnUp['missing']): NoteList {
  return {
    heading: '尚缺，未列入清单',
    english: 'Missing, and not in the manifest',
    heads: ['单号 / 标签号', '车架号 / 零件', '日期', '缺什么', '位置'],
    rows: missing.map((each) =>
      'claimNumber' in each
        ? [
            each.claimNumber,
            each.vin,
            each.deliveredOn,
            each.because.map((why) => becauseWords[why]).join('、'),
            '',
          ]
        : [
            each.tag,
            `${each.partNumber} ${each.name}`,
            each.removedOn,
            becauseWords[each.because],
            each.place ?? '',
          ],
    ),
  }
}

/** To the clerk: a manifest waits for a yes, with the papers themselves. */
export async function draftedMail(
  dealer: Dealer,
  reader: Staff,
  mailing: WarrantyMailing,
  drawn: Pick<DrawnUp, 'manifest' | 'missing' | 'left' | 'more'>,
): Promise<MailContent> {
  const number = manifestNumber(mailing)
  const kind = mailingKindWords[mailing.kind]
  const name =
    manufacturerNamed(dealer.settings.manufacturers, mailing.manufacturer)?.zh ?? mailing.manufacturer
  const verdict = mayBeMailed(dealer, mailing.manufacturer)
  const isSent = mailing.status === 'approved'
  const until = dayAndTime(mailing.approveBy, dealer.zone)
  return noteMail(dealer.name, {
    subject: isSent
      ? `【已寄厂家】${name} ${kind.zh} ${number}`
      : `【请批准】${name} ${kind.zh} ${number}，${until}前`,
    title: `${kind.zh} ${number}`,
    english: isSent ? `${kind.en}: mailed` : `${kind.en}: waiting for your yes`,
    sentences: [
      isSent
        ? `${reader.name}，您好：${name}的清单已按设置自动发往厂家，副本附上。`
        : mailing.sums.lines === 0
          ? `${reader.name}，您好：${name}的清单应在今天寄出，但下列各项都还缺，没有一项能列入。请补齐后重新生成并在 ${until} 前批准，逾期将上报前台主管和服务经理。`
          : `${reader.name}，您好：${name}的清单已生成，请核对附件并在 ${until} 前批准；批准后才会发往厂家，逾期未批准将上报前台主管和服务经理。`,
      `${sumWords(mailing.kind, mailing.sums).zh}。`,
      ...(verdict.may ? [] : [whyNot[verdict.because]]),
      ...(drawn.left > 0 ? [`另有 ${String(drawn.left)} 项放不下，随下一次寄出。`] : []),
      ...(drawn.more ? [moreParts] : []),
    ],
    lists: [missingList(drawn.missing)],
    footer:
      '缺的补齐后可重新生成；没有列入的随下月寄出。 Redraft it once what is missing is there; what is not in it goes next month.',
    attachments: await papersOf(dealer, mailing, drawn.manifest),
  })
}

async function papersOf(
  dealer: Dealer,
  mailing: WarrantyMailing,
  manifest: Manifest,
): Promise<MailContent['attachments']> {
  const { workbook, page } = await manifestPapers(dealer, mailing, manifest, mailing.approved?.carriage)
  const number = manifestNumber(mailing)
  return [
    { filename: `${number}.xlsx`, contentType: XLSX, base64: workbook.toString('base64') },
    { filename: `${number}.html`, contentType: 'text/html', base64: Buffer.from(page).toString('base64') },
  ]
}

/** To whoever is above: nobody has said yes in time. */
export function escalationMail(dealer: Dealer, reader: Staff, mailing: WarrantyMailing): MailContent {
  const number = manifestNumber(mailing)
  const { zh, en } = mailingKindWords[mailing.kind]
  const name =
    manufacturerNamed(dealer.settings.manufacturers, mailing.manufacturer)?.zh ?? mailing.manufacturer
  const until = dayAndTime(mailing.approveBy, dealer.zone)
  return noteMail(dealer.name, {
    subject: `【逾期未批准】${name} ${zh} ${number}，应于 ${until} 前`,
    title: `${zh} ${number} 逾期未批准`,
    english: `${en}: nobody has approved it in time`,
    sentences: [
      `${reader.name}，您好：寄往${name}的清单应于 ${until} 前批准，至今无人批准，厂家尚未收到。请批准、退回或督促索赔员办理。`,
      `${sumWords(mailing.kind, mailing.sums).zh}。`,
    ],
    lists: [],
    footer: '批准或退回后不再提醒。 Once it is approved or declined, nobody is told of it any more.',
  })
}
