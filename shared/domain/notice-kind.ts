import * as z from 'zod'
import type { RoleCode } from './roles.ts'

/** What a manufacturer's notice (厂家通知) is about. */
export const NoticeKind = z.enum([
  'parts_order_calendar',
  'technical_bulletin',
  'recall',
  'warranty_policy',
  'parts_price',
  'training',
  'service_campaign',
  'claim_settlement',
  'personnel',
  'system_notice',
  'automatic',
  'unclassified',
])
export type NoticeKind = z.infer<typeof NoticeKind>

interface KindWords {
  /** What staff read. */
  readonly zh: string
  readonly en: string
  /** Whose work it is; null: nobody's. A dealer without a holder of the role sends it up, as all work. */
  readonly role: RoleCode | null
}

export const noticeKinds: Readonly<Record<NoticeKind, KindWords>> = {
  parts_order_calendar: { zh: '配件订货日历', en: 'Parts order calendar', role: 'parts_supervisor' },
  technical_bulletin: { zh: '技术通报', en: 'Technical bulletin', role: 'technical_supervisor' },
  recall: { zh: '召回', en: 'Recall', role: 'service_manager' },
  warranty_policy: { zh: '保修索赔政策', en: 'Warranty policy', role: 'warranty_clerk' },
  parts_price: { zh: '配件价格', en: 'Parts prices', role: 'parts_supervisor' },
  training: { zh: '培训认证', en: 'Training', role: 'trainer' },
  service_campaign: { zh: '服务活动', en: 'Service campaign', role: 'service_manager' },
  claim_settlement: { zh: '索赔结算', en: 'Claim settlement', role: 'warranty_clerk' },
  personnel: { zh: '人员备案', en: 'Personnel', role: 'information_clerk' },
  system_notice: { zh: '系统公告', en: 'System notice', role: 'information_clerk' },
  automatic: { zh: '自动回复', en: 'Automatic mail', role: null },
  unclassified: { zh: '未分类', en: 'Unclassified', role: 'information_clerk' },
}
