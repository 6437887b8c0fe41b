import type { CallOutcome, LostReason } from '../../shared/domain/call-list.ts'
import type { PolicyKind } from '../../shared/domain/policy.ts'
import type { Segment } from '../../shared/domain/renewal-segment.ts'
import type { Band, CallListEntry } from './call-list.ts'

/** The words in which specialists and managers read the list; the codes are those of the API. */

export const outcomeWords: Readonly<Record<CallOutcome, { zh: string; when: string }>> = {
  RENEWED: { zh: '已续保', when: '已在本店出单' },
  QUOTED: { zh: '已报价', when: '已报价，等客户答复' },
  THINKING: { zh: '考虑中', when: '已接通，客户还在考虑' },
  CALL_BACK: { zh: '再联系', when: '客户约定时间再打，请填再约时间' },
  APPOINTED: { zh: '已预约', when: '客户约定到店' },
  NO_ANSWER: { zh: '未接通', when: '无人接听、关机、占线（不算有效联系）' },
  REFUSED_CALL: { zh: '拒接', when: '客户挂断（不算有效联系）' },
  LOST: { zh: '战败', when: '不在本店续保，请填战败原因' },
  INVALID: { zh: '无效', when: '空号、错号、非车主' },
}

export const lostReasonWords: Readonly<Record<LostReason, string>> = {
  PRICE_HIGH: '价格高',
  POLICY_SERVICE_POOR: '承保服务不满意',
  CLAIM_SERVICE_POOR: '理赔服务不满意',
  REPAIR_QUALITY: '维修质量不满意',
  BOUGHT_ELSEWHERE: '已在别处投保',
  VEHICLE_SOLD: '车辆已卖',
  MOVED_AWAY: '车辆迁出本地',
  SCRAPPED: '车辆报废',
  UNREACHABLE: '多次联系不上',
  WRONG_NUMBER: '号码错误',
  REFUSED_CONTACT: '拒绝联系',
  OTHER: '其他（请写备注）',
}

export const segmentWords: Readonly<Record<Segment, string>> = {
  repeatRenewal: '续转续',
  firstRenewal: '新转续',
  servicedNotInsured: '在修不在保',
  lapsed: '脱保',
  lost: '流失',
}

export const policyKindWords: Readonly<Record<PolicyKind, string>> = {
  commercial: '商业险',
  compulsory: '交强险',
}

/** `tint` is behind black text, `ink` on white; both keep their contrast in print and on cheap screens. */
export const bandWords: Readonly<Record<Band, { zh: string; en: string; tint: string; ink: string }>> = {
  '0-30': { zh: '0–30 天', en: '0–30 days', tint: '#FDE7E4', ink: '#A3241A' },
  expired: { zh: '已过期', en: 'Expired', tint: '#ECE6F0', ink: '#5B3A78' },
  '31-60': { zh: '31–60 天', en: '31–60 days', tint: '#FFF1D6', ink: '#7A4B00' },
  '61-90': { zh: '61–90 天', en: '61–90 days', tint: '#E3EEFB', ink: '#1A4F8B' },
}

/** `剩 12 天`, `今天到期`, `过期 3 天`. */
export function daysLeftWords(daysLeft: number): string {
  if (daysLeft === 0) return '今天到期'
  return daysLeft > 0 ? `剩 ${daysLeft} 天` : `过期 ${-daysLeft} 天`
}

/** `45 天节点`, `约定再联系`. */
export function stepWords(step: number | undefined): string {
  return step === undefined ? '约定再联系' : `${step} 天节点`
}

/** `138 0013 8000`: as it is read aloud; only the mainland's numbers are grouped. */
export function mobileWords(mobile: string): string {
  const digits = /^\+86(\d{3})(\d{4})(\d{4})$/.exec(mobile)
  return digits === null ? mobile : digits.slice(1).join(' ')
}

/** What was agreed or tried before: `11月20日 再联系：下午打`. */
export function previousOutcomeWords(entry: CallListEntry): string {
  if (entry.previousOutcome === undefined) return ''
  const { outcome, on, remark } = entry.previousOutcome
  const said = `${on} ${outcomeWords[outcome].zh}`
  return remark === undefined || remark === '' ? said : `${said}：${remark}`
}
