import type { Dealer } from '../../shared/domain/dealer.ts'
import { letters } from '../../shared/domain/ids.ts'
import { manufacturerNamed } from '../../shared/domain/manufacturer.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { Manifest, type Carriage, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { writesForMessages } from '../../shared/due/plan-deliveries.ts'
import { Json } from '../../shared/runtime/hints.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { DrawnUp } from './draw-up.ts'
import { manufacturerMail } from './manufacturer-mail.ts'

/** By this name the ledger has all of these mails, and records what the job changed. */
export const WARRANTY_MAIL = 'warranty-mail'

/** The manifest that a mailing names is not in the bucket: a restored table may be newer than it. */
export class ManifestMissing extends Error {
  override readonly name = 'ManifestMissing'
}

export async function keepManifest(
  { write }: Pick<Files, 'write'>,
  { dealerId, mailingId }: Pick<WarrantyMailing, 'dealerId' | 'mailingId'>,
  { digest, manifest }: Pick<DrawnUp, 'digest' | 'manifest'>,
): Promise<void> {
  await write(fileKeys.manifest(dealerId, mailingId, digest), JSON.stringify(manifest), 'application/json')
}

const StoredManifest = Json.pipe(Manifest)

/** @throws ManifestMissing */
export async function readManifest(
  { read }: Pick<Files, 'read'>,
  { dealerId, mailingId, digest }: Pick<WarrantyMailing, 'dealerId' | 'mailingId' | 'digest'>,
): Promise<Manifest> {
  const stored = StoredManifest.safeParse(await read(fileKeys.manifest(dealerId, mailingId, digest)))
  if (!stored.success) throw new ManifestMissing(`mailing ${mailingId}, ${digest}`)
  return stored.data
}

/** Whether a manufacturer can be written to, and why not. */
export function mayBeMailed(
  { settings }: Pick<Dealer, 'settings'>,
  name: string,
): { readonly may: true } | { readonly may: false; readonly because: 'unknown' | 'off' | 'no-address' } {
  const manufacturer = manufacturerNamed(settings.manufacturers, name)
  if (manufacturer === undefined) return { may: false, because: 'unknown' }
  if (!manufacturer.enabled) return { may: false, because: 'off' }
  return manufacturer.warrantyMail?.address === undefined
    ? { may: false, because: 'no-address' }
    : { may: true }
}

/**
 * The mail to the manufacturer, its body in the bucket, for the transaction that approves the mailing: so each number
 * goes out once. The id knows the content: of two who approve at once the one who is too late has written the body of no
 * mail that goes out.
 */
export async function prepareMailing(
  { write }: Pick<Files, 'write'>,
  dealer: Dealer,
  mailing: WarrantyMailing,
  papers: { readonly manifest: Manifest; readonly carriage: Carriage | undefined },
  stamp: Stamp,
): Promise<{ readonly messageId: string; readonly writes: readonly Write[] }> {
  const { dealerId, mailingId, month, number } = mailing
  const content = await manufacturerMail(dealer, mailing, papers.manifest, papers.carriage)
  const body = JSON.stringify(content)
  const recipient = { kind: 'manufacturer', id: mailingId } as const
  const about = { dealerId, purpose: WARRANTY_MAIL, subject: `mailing#${mailingId}`, cycle: month }
  const step = `number-${String(number)}`
  const messageId = messageIdFor(about, `${step}#${letters(20, [body])}`, recipient.id, 'mail')
  await write(fileKeys.mail(dealerId, messageId), body, 'application/json')
  const row = {
    ...unwritten(stamp),
    ...about,
    messageId,
    step,
    messageClass: 'manufacturer',
    channel: 'mail',
    recipient,
    template: { name: 'warranty-manifest', version: 1 },
    text: content.subject,
    status: 'planned',
  } as const
  const planned = { row: { ...row, attempts: [] }, sendAfter: stamp.at }
  return { messageId, writes: writesForMessages(dealerId, [planned], stamp) }
}
