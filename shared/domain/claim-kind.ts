import * as z from 'zod'

/** 保修索赔, 首保/免保, 服务活动/召回, 善意索赔. */
export const ClaimKind = z.enum(['warranty', 'free_service', 'campaign', 'goodwill'])
export type ClaimKind = z.infer<typeof ClaimKind>

/** What proves a claim. */
export const EvidenceKind = z.enum(['photo', 'rescue_report', 'signed_voucher', 'old_part', 'approval'])
export type EvidenceKind = z.infer<typeof EvidenceKind>
