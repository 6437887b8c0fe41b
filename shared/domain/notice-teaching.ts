import * as z from 'zod'
import { DealerId, NoticeId, NoticeRuleId, StaffId } from './ids.ts'
import { KindOfNotice } from './notice.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'

/** The newest so many are kept: a department corrects a few a month, and manufacturers change their words. */
export const MOST_NOTICE_RULES = 200

/** What a correction taught: mail of this sender whose subject reads so is of this kind. */
export const NoticeRule = z.object({
  dealerId: DealerId,
  /** The same sender and words give the same: the last word counts. */
  ruleId: NoticeRuleId,
  kind: KindOfNotice.exclude(['unclassified']),
  /** Words of the subject; `…` stands for whatever is between them. */
  words: z.string().min(1).max(60),
  /** The sender's address. */
  from: z.string().max(320),
  /** The notice that was corrected. */
  noticeId: NoticeId,
  ...recordFields,
})
export type NoticeRule = z.infer<typeof NoticeRule>

/** Whose work a kind of notice is at this dealer, where somebody has said so for always. */
export const NoticeRouting = z.object({
  dealerId: DealerId,
  kind: KindOfNotice,
  role: RoleCode,
  /** Who owns it by name; absent: whoever holds the role. */
  ownerId: StaffId.optional(),
  ...recordFields,
})
export type NoticeRouting = z.infer<typeof NoticeRouting>
