import type { CallOutcome } from '../../shared/domain/call-list.ts'
import { Fen, formatFen } from '../../shared/domain/money.ts'
import type { RepairKind } from '../../shared/domain/order.ts'
import type { ContactPurpose } from '../../shared/domain/purpose.ts'

/** What the figures of the reports are called in the mails. */

interface Words {
  readonly zh: string
  readonly en: string
}

export const kindWords: Readonly<Record<RepairKind, Words>> = {
  first_service: { zh: '首保', en: 'First service' },
  maintenance: { zh: '保养', en: 'Maintenance' },
  repair: { zh: '一般维修', en: 'Repair' },
  accident: { zh: '事故车', en: 'Accident' },
  warranty: { zh: '索赔', en: 'Warranty' },
}

export const callWords: Readonly<Record<CallOutcome, Words>> = {
  RENEWED: { zh: '已续保', en: 'renewed' },
  QUOTED: { zh: '已报价', en: 'quoted' },
  THINKING: { zh: '考虑中', en: 'thinking' },
  CALL_BACK: { zh: '再联系', en: 'call back' },
  APPOINTED: { zh: '已预约到店', en: 'appointed' },
  NO_ANSWER: { zh: '未接通', en: 'no answer' },
  REFUSED_CALL: { zh: '拒接', en: 'refused' },
  LOST: { zh: '战败', en: 'lost' },
  INVALID: { zh: '无效线索', en: 'invalid' },
}

export const smsWords: Readonly<Record<ContactPurpose, Words>> = {
  'maintenance-reminders': { zh: '保养提醒', en: 'Maintenance reminders' },
  'insurance-call-lists': { zh: '续保', en: 'Renewals' },
  'appointment-reminders': { zh: '预约提醒', en: 'Appointment reminders' },
  'repair-status': { zh: '维修进度', en: 'Repair status' },
  'recall-notices': { zh: '召回通知', en: 'Recalls' },
}

/** `¥12,345.67`. */
export function yuan(fen: number): string {
  return `¥${formatFen(Fen.parse(fen))}`
}
