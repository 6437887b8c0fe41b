import type { Dealer } from '../../shared/domain/dealer.ts'
import { manufacturerNamed } from '../../shared/domain/manufacturer.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { manifestNumber, type Carriage, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { correctionWords, mailingKindWords, sumWords } from './manifest-table.ts'
import type { ManifestHead } from './manifest-page.ts'

/** What the paper of a mailing says above and below its lines. */
export function manifestHead(
  dealer: Dealer,
  mailing: Pick<
    WarrantyMailing,
    'kind' | 'month' | 'number' | 'manufacturer' | 'reason' | 'sums' | 'draftedAt'
  >,
  carriage: Carriage | undefined,
): ManifestHead {
  const { kind, month, manufacturer, sums, draftedAt } = mailing
  const known = manufacturerNamed(dealer.settings.manufacturers, manufacturer)
  const correction = correctionWords(mailing)
  const to = known?.warrantyAddress
  const sum = sumWords(kind, sums)
  return {
    title: `${mailingKindWords[kind].zh} ${manifestNumber(mailing)}`,
    subtitle: `${mailingKindWords[kind].en} · ${dealer.name}`,
    facts: [
      ['经销商 Dealer', `${dealer.name}（${dealer.dealerId}），电话 Phone ${dealer.phone}`],
      ['厂家 Manufacturer', known?.zh ?? manufacturer],
      ['月份 Month', month],
      ['制单日期 Drawn up on', dateIn(draftedAt, dealer.zone)],
      ...(to === undefined
        ? []
        : [
            [
              '寄往 Ship to',
              `${to.recipient}，${to.address}${to.phone === undefined ? '' : `，${to.phone}`}`,
            ] as const,
          ]),
      ...(carriage === undefined
        ? []
        : [['承运 Carrier', `${carriage.carrier}，单号 No. ${carriage.number}`] as const]),
    ],
    remarks: [
      ...(correction === undefined ? [] : [`${correction.zh} ${correction.en}`]),
      `${sum.zh}。 ${sum.en}.`,
    ],
  }
}
