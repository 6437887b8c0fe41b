import type { Dealer } from '../../shared/domain/dealer.ts'
import { manufacturerNamed } from '../../shared/domain/manufacturer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, timeIn, type Instant, type Zone } from '../../shared/domain/time.ts'
import { manifestNumber, type Manifest, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { dayAndTime } from '../../shared/messages/date-wording.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { DrawnUp } from './draw-up.ts'
import type { DocumentsMissing, PartMissing } from './manifest-contents.ts'
import { mailingKindWords, sumWords } from './manifest-table.ts'
import { manifestPapers, XLSX } from './manufacturer-mail.ts'
import { mayBeMailed } from './mailing-message.ts'
import { noteMail, type NoteList } from './note-mail.ts'
import { MOST_PARTS_HERE } from './parts-to-mail.ts'

export const becauseWords: Readonly<
  Record<DocumentsMissing['because'][number] | PartMissing['because'], string>
> = {
  'not-submitted': '索赔单未上传',
  'no-signed-voucher': '缺签字的保养凭证',
  'not-packed': '未装箱',
  'claim-unknown': '找不到索赔单',
}

const whyNot = {
  unknown:
    '设置中没有此厂家，批准前请先在设置中补充。 The settings do not know this manufacturer: name it there first.',
  off: '此厂家在设置中已停用，批准前请先启用。 It is switched off in the settings: switch it on first.',
  'no-address':
    '设置中没有此厂家的保修收件邮箱，批准前请先补充。 The settings have no address for its warranty mail: add it first.',
} as const

/** Where so many parts lie here that a notice does not look at all of them. */
export const moreParts = `在店旧件超过 ${String(MOST_PARTS_HERE)} 件，只核对了保留期最早届满的 ${String(MOST_PARTS_HERE)} 件，其余请在旧件清单中查看。 More old parts lie here than were looked at; see the list of parts for the rest.`

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
  const by = inDigits(mailing.approveBy, dealer.zone)
  return noteMail(dealer.name, {
    subject: isSent
      ? `【已寄厂家】${name} ${kind.zh} ${number}`
      : `【请批准】${name} ${kind.zh} ${number}，${until}前`,
    title: `${kind.zh} ${number}`,
    english: isSent ? `${kind.en}: mailed` : `${kind.en}: waiting for your yes`,
    sentences: [
      isSent
        ? `${reader.name}，您好：${name}的清单已按设置自动发往厂家，副本附上。 It was mailed as your settings say; a copy is attached.`
        : mailing.sums.lines === 0
          ? `${reader.name}，您好：${name}的清单应在今天寄出，但下列各项都还缺，没有一项能列入。请补齐后重新生成并在 ${until} 前批准，逾期将上报前台主管和服务经理。 It is due today, and all of it is missing: complete it, redraft it and approve by ${by}. Later it goes up.`
          : `${reader.name}，您好：${name}的清单已生成，请核对附件并在 ${until} 前批准；批准后才会发往厂家，逾期未批准将上报前台主管和服务经理。 Check the attachment and approve by ${by}; nothing is mailed before. Later it goes up.`,
      sumSentence(mailing),
      ...(verdict.may ? [] : [whyNot[verdict.because]]),
      ...(drawn.left > 0
        ? [
            `另有 ${String(drawn.left)} 项放不下，随下一次寄出。 ${String(drawn.left)} more do not fit, and go with the next.`,
          ]
        : []),
      ...(drawn.more ? [moreParts] : []),
    ],
    lists: [missingList(drawn.missing)],
    footer:
      '缺的补齐后可重新生成；没有列入的随下月寄出。 Redraft it once what is missing is there; what is not in it goes next month.',
    attachments: await papersOf(dealer, mailing, drawn.manifest),
  })
}

function sumSentence({ kind, sums }: WarrantyMailing): string {
  const { zh, en } = sumWords(kind, sums)
  return `${zh}。 ${en}.`
}

/** As the English sentences say it. */
function inDigits(at: Instant, zone: Zone): string {
  return `${dateIn(at, zone)} ${timeIn(at, zone)}`
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
  const by = inDigits(mailing.approveBy, dealer.zone)
  return noteMail(dealer.name, {
    subject: `【逾期未批准】${name} ${zh} ${number}，应于 ${until} 前`,
    title: `${zh} ${number} 逾期未批准`,
    english: `${en}: nobody has approved it in time`,
    sentences: [
      `${reader.name}，您好：寄往${name}的清单应于 ${until} 前批准，至今无人批准，厂家尚未收到。请批准、退回或督促索赔员办理。 Nobody has approved it by ${by}, and the manufacturer has nothing yet. Approve it, decline it, or see that the clerk does.`,
      sumSentence(mailing),
    ],
    lists: [],
    footer: '批准或退回后不再提醒。 Once it is approved or declined, nobody is told of it any more.',
  })
}
