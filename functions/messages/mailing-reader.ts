import type { Dealer } from '../../shared/domain/dealer.ts'
import { WarrantyMailingId } from '../../shared/domain/ids.ts'
import { manufacturerNamed } from '../../shared/domain/manufacturer.ts'
import type { WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import type { DeliveryStore } from '../../shared/store/delivery-store.ts'

/** Who reads a mailing at the manufacturer, by the dealer's settings of now, and which of its mails have their yes. */
export interface MailingReader {
  readonly address: string | undefined
  /** The dealer has not switched the manufacturer off. */
  readonly enabled: boolean
  /** Ids of messages. */
  readonly approved: readonly string[]
}

/** Whom each mailing would reach, by its id; what is no mailing is left out. */
export async function mailingReaders(
  { warrantyMailings }: Pick<DeliveryStore, 'warrantyMailings'>,
  dealer: Dealer,
  recipients: readonly string[],
): Promise<ReadonlyMap<string, MailingReader>> {
  const ids = recipients.filter((id) => WarrantyMailingId.safeParse(id).success)
  const mailings = await warrantyMailings.byIds(dealer.dealerId, ids)
  return new Map([...mailings].map(([id, mailing]) => [id, readerOf(dealer, mailing)]))
}

function readerOf({ settings }: Dealer, mailing: WarrantyMailing): MailingReader {
  const manufacturer = manufacturerNamed(settings.manufacturers, mailing.manufacturer)
  return {
    address: manufacturer?.warrantyMail?.address,
    enabled: manufacturer?.enabled ?? false,
    approved: [mailing, ...mailing.earlier].flatMap(({ approved }) => approved?.messageId ?? []),
  }
}
