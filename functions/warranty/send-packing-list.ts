import type { Dealer } from '../../shared/domain/dealer.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { warrantyMailingIdOf } from '../../shared/store/warranty-mailings.ts'
import type { DueOfManufacturer, MailingDependencies } from './draft-mailings.ts'
import type { MailingSources } from './draw-up.ts'
import { becauseWords, moreParts } from './mailing-mails.ts'
import { noteMail } from './note-mail.ts'
import { WARRANTY_MAIL } from './mailing-message.ts'

/** By the day that is set, once a manufacturer and month: the clerk's list of last month's parts, with the shelves they lie on. */
export async function sendPackingLists(
  dealer: Dealer,
  due: readonly DueOfManufacturer[],
  sources: MailingSources,
  { store, files, clock }: MailingDependencies,
): Promise<{ readonly mails: number }> {
  const packing = due.filter(({ what }) => what === 'packing')
  if (packing.length === 0) return { mails: 0 }
  const stamp = { at: clock.now(), by: WARRANTY_MAIL }
  const { dealerId, zone } = dealer
  const staff = await store.staff.ofDealer(dealerId)
  const [clerk] = holdersOf('warranty_clerk', staff, dateIn(stamp.at, zone))
  if (clerk === undefined) return { mails: 0 }
  let mails = 0
  for (const named of packing) {
    const { manufacturer, month, on } = named
    const mailingId = warrantyMailingIdOf(dealerId, named)
    const about = { dealerId, purpose: WARRANTY_MAIL, subject: `mailing#${mailingId}`, cycle: month }
    // Whoever is clerk that day: the list is one, and not each clerk's own.
    const messageId = messageIdFor(about, 'packing', 'warranty_clerk', 'mail')
    if ((await store.messages.byId(dealerId, messageId)) !== undefined) continue
    const { manifest, missing, more } = await sources.drawUp(named)
    if (manifest.kind !== 'returned_parts' || manifest.lines.length + missing.length === 0) continue
    const content = noteMail(dealer.name, {
      subject: `【旧件装箱】${manufacturer} ${month}：待装箱 ${String(missing.length)} 行，已装箱 ${String(manifest.lines.length)} 行，${monthAndDay(on)}发运`,
      title: `${manufacturer} ${month} 旧件装箱单`,
      english: 'Parts to be packed',
      sentences: [
        `${clerk.name}，您好：以下旧件须在 ${monthAndDay(on)} 前装箱并登记箱号，未装箱的不会列入发运清单。 Pack these by ${on} and record their boxes; what is not packed is not in the notice.`,
        ...(more ? [moreParts] : []),
      ],
      lists: [
        {
          heading: '待装箱',
          english: 'To be packed',
          heads: ['标签号', '零件号', '名称', '拆下日期', '货位', ''],
          rows: missing.flatMap((part) =>
            'tag' in part
              ? [
                  [
                    ...[part.tag, part.partNumber, part.name, part.removedOn, part.place ?? ''],
                    part.because === 'not-packed' ? '' : becauseWords[part.because],
                  ],
                ]
              : [],
          ),
        },
        {
          heading: '已装箱',
          english: 'Packed',
          heads: ['箱号', '标签号', '零件号', '名称', '数量'],
          rows: manifest.lines.map(({ box = '', tag, partNumber, name, quantity }) => [
            ...[box, tag, partNumber, name],
            String(quantity),
          ]),
        },
      ],
      footer: '标签要清楚可读；装箱后请登记箱号。 Tags must be readable; record the box of each part.',
    })
    const mail = {
      ...about,
      ...{ step: 'packing', messageId, staffId: clerk.staffId, content },
      template: { name: 'warranty-packing', version: 1 },
    }
    if (await planMail({ store, files }, mail, stamp)) mails += 1
  }
  return { mails }
}
