import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Message } from '../../shared/domain/message.ts'
import { manifestNumber, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { warrantyMailingMachine } from '../../shared/domain/warranty-mailing-machine.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { MailingLineView, MailingView } from '../../shared/http/routes/warranty-mailings.ts'

export function mailingLine(mailing: WarrantyMailing): MailingLineView {
  const { mailingId, version, manufacturer, kind, month, status, approveBy, approved, declined } = mailing
  return {
    ...{ mailingId, manufacturer, kind, month, status, approveBy, approved, declined },
    etag: etagOf(version),
    allowed: verbsFrom(warrantyMailingMachine, status),
    ...editionView(mailing, mailing),
  }
}

/** @param mail the ledger's row of the current number's mail */
export function mailingView(mailing: WarrantyMailing, mail: Message | undefined): MailingView {
  const { escalations, earlier } = mailing
  return {
    ...mailingLine(mailing),
    mail: mail && { status: mail.status, sentAt: mail.sentAt, reason: mail.reason },
    escalations: escalations.map(({ at, staffId }) => ({ at, staffId })),
    earlier: earlier.map((edition) => ({ ...editionView(mailing, edition), approved: edition.approved })),
  }
}

function editionView(
  mailing: WarrantyMailing,
  { number, reason, sums, draftedAt }: Pick<WarrantyMailing, 'number' | 'reason' | 'sums' | 'draftedAt'>,
) {
  return {
    manifestNumber: manifestNumber({ ...mailing, number }),
    corrects: number > 1 ? manifestNumber({ ...mailing, number: 1 }) : undefined,
    ...{ number, reason, sums, draftedAt },
  }
}
