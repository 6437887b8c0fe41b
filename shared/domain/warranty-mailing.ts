import * as z from 'zod'
import { CalendarMonth } from './calendar-month.ts'
import { DealerId, MessageId, ReturnedPartId, StaffId, WarrantyClaimId, WarrantyMailingId } from './ids.ts'
import { statesOf } from './machine.ts'
import { PartNumber } from './part-price.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'
import { Vin } from './vin.ts'
import { ClaimKind } from './claim-kind.ts'
import { warrantyMailingMachine } from './warranty-mailing-machine.ts'

/** 保修登记卡与保养凭证, 旧件. */
export const MailingKind = z.enum(['documents', 'returned_parts'])
export type MailingKind = z.infer<typeof MailingKind>

export const WarrantyMailingStatus = z.enum(statesOf(warrantyMailingMachine))
export type WarrantyMailingStatus = z.infer<typeof WarrantyMailingStatus>

/** Things of one mailing. Their ids stand in its record, whose audit entry holds it twice: 180 KB of the 400 of an item. */
export const MOST_ITEMS = 3000
/** Numbers of one mailing: the first, and its corrections. */
export const MOST_NUMBERS = 9
export const MOST_ESCALATIONS = 10

export const DocumentKind = z.enum(['registration_card', 'voucher'])
export type DocumentKind = z.infer<typeof DocumentKind>

/** The papers of one claim. */
export const DocumentLine = z.object({
  claimId: WarrantyClaimId,
  claimNumber: z.string(),
  manufacturerNumber: z.string().optional(),
  kind: ClaimKind,
  vin: Vin,
  deliveredOn: CalendarDate,
  odometerKm: z.int().nonnegative().optional(),
  documents: z.array(DocumentKind).min(1).max(2),
  claimedFen: z.int().nonnegative(),
})
export type DocumentLine = z.infer<typeof DocumentLine>

/** One returned part, or several of one number that were replaced together. */
export const PartLine = z.object({
  returnedPartId: ReturnedPartId,
  tag: z.string(),
  claimId: WarrantyClaimId,
  claimNumber: z.string(),
  vin: Vin,
  partNumber: PartNumber,
  name: z.string(),
  quantity: z.int().positive(),
  removedOn: CalendarDate,
  box: z.string().optional(),
})
export type PartLine = z.infer<typeof PartLine>

/** What a manifest lists. It lies in the files bucket; the record has its sums. */
export const Manifest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('documents'), lines: z.array(DocumentLine).max(MOST_ITEMS) }),
  z.object({ kind: z.literal('returned_parts'), lines: z.array(PartLine).max(MOST_ITEMS) }),
])
export type Manifest = z.infer<typeof Manifest>

const count = z.int().nonnegative()

/** What a manifest comes to. */
export const ManifestSums = z.object({
  lines: count,
  claims: count,
  /** Of documents. */
  cards: count,
  vouchers: count,
  claimedFen: count,
  /** Of parts: pieces and boxes. */
  pieces: count,
  boxes: count,
})
export type ManifestSums = z.infer<typeof ManifestSums>

/** 承运: how parts travel. */
export const Carriage = z.object({ carrier: z.string(), number: z.string() })
export type Carriage = z.infer<typeof Carriage>

const edition = {
  /** 1 is the first; each later one is a correction, which names the first. */
  number: z.int().min(1).max(MOST_NUMBERS),
  sums: ManifestSums,
  /** Names the manifest in the files bucket by what is in it. */
  digest: z.string().regex(/^[a-z2-7]{26}$/),
  draftedAt: Instant,
  /** Why the number before was corrected. */
  reason: z.string().optional(),
}

export const Approval = z.object({
  at: Instant,
  /** A staff id, else the account; of a dealer that wants no yes the job. */
  by: z.string(),
  /** The dealer's settings ask for no named person. */
  byRule: z.boolean(),
  carriage: Carriage.optional(),
  /** The mail to the manufacturer. */
  messageId: MessageId,
})

/** One mailing for each manufacturer, kind and month. */
export const WarrantyMailing = z.object({
  dealerId: DealerId,
  mailingId: WarrantyMailingId,
  /** As the settings named it when it was drafted. */
  manufacturer: z.string(),
  kind: MailingKind,
  /** Of documents the month in which they are mailed, of parts the one in which they were taken out. */
  month: CalendarMonth,
  status: WarrantyMailingStatus,
  ...edition,
  /** Claims or returned parts that are in it, or were in a number that was mailed: they go into no other one. */
  itemIds: z.array(z.union([WarrantyClaimId, ReturnedPartId])).max(MOST_ITEMS),
  /** Of these, those that a correction has brought: they are free again when it is declined. */
  added: z
    .array(z.union([WarrantyClaimId, ReturnedPartId]))
    .max(MOST_ITEMS)
    .optional(),
  /** The end of the wait for a yes: then it goes up. */
  approveBy: Instant,
  escalations: z
    .array(z.object({ at: Instant, staffId: StaffId, messageId: MessageId }))
    .max(MOST_ESCALATIONS),
  approved: Approval.optional(),
  declined: z.object({ reason: z.string(), at: Instant, by: z.string() }).optional(),
  /** The numbers that were mailed and corrected, the first one in front. */
  earlier: z.array(z.object({ ...edition, approved: Approval })).max(MOST_NUMBERS - 1),
  ...recordFields,
})
export type WarrantyMailing = z.infer<typeof WarrantyMailing>

/** 清单号, as it stands on the paper and in the mail: `BX-202611-01`, of parts `JJ-202610-01`, a correction ending in its own number. */
export function manifestNumber({
  kind,
  month,
  number,
}: Pick<WarrantyMailing, 'kind' | 'month' | 'number'>): string {
  const letters = kind === 'documents' ? 'BX' : 'JJ'
  return `${letters}-${month.replace('-', '')}-${String(number).padStart(2, '0')}`
}

/** Whether what is in it is taken: mailed, or about to be. */
export function isTaken({ status }: Pick<WarrantyMailing, 'status'>): boolean {
  switch (status) {
    case 'awaiting':
    case 'approved':
      return true
    case 'declined':
      return false
  }
}
