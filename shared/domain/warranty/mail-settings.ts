import * as z from 'zod'
import { TimeOfDay } from '../time.ts'
import { ClaimKind } from '../claim-kind.ts'

/** A day that every month has. */
const dayOfMonth = z.int().min(1).max(28)

/**
 * How a manufacturer is written to about warranty: where to, on which days of the month, and whether a named person has to
 * say yes. The days are those of the trade's duties 寄回保修登记卡与保养凭证 (28th) and 上月保修旧件打包寄回 (10th); one that
 * is no working day is kept on the last one before.
 */
export const WarrantyMail = z
  .object({
    /** Who reads manifests there; absent: they are drafted, and nobody can approve them. */
    address: z.email().max(254).optional(),
    /**
     * Off: the documents' manifest is mailed at once, without a named person's yes. The notice of parts always waits for
     * one, who names the carrier.
     */
    needsApproval: z.boolean().default(true),
    /** From this day on the clerk hears each morning what the documents of the month still lack. */
    missingFromDay: dayOfMonth.default(25),
    /** 保修登记卡与保养凭证: the manifest. */
    documentsDay: dayOfMonth.default(28),
    /** 旧件: by this day the clerk has the list of what is to be packed. */
    packingDay: dayOfMonth.default(8),
    /** 旧件: the notice of shipment. */
    shipmentDay: dayOfMonth.default(10),
    /** Until when on its day a manifest waits for its yes before it goes up. */
    approveBy: TimeOfDay.default('12:00'),
    /** Of which claims a registration card (保修登记卡) is sent. */
    cardsOf: z.array(ClaimKind).max(4).default(['free_service']),
    /** Of which claims a signed voucher (保养凭证) is sent. */
    vouchersOf: z.array(ClaimKind).max(4).default(['free_service', 'campaign']),
  })
  .refine(({ missingFromDay, documentsDay }) => missingFromDay <= documentsDay, {
    path: ['missingFromDay'],
    error: 'what is missing is told before the manifest goes out',
  })
  .refine(({ packingDay, shipmentDay }) => packingDay <= shipmentDay, {
    path: ['packingDay'],
    error: 'parts are packed before they are sent',
  })
export type WarrantyMail = z.infer<typeof WarrantyMail>

export const defaultWarrantyMail: WarrantyMail = WarrantyMail.parse({})
