import type { CallOutcome } from '../../shared/domain/call-list.ts'
import { complaintMachine } from '../../shared/domain/complaint-machine.ts'
import type { ComplaintMatter } from '../../shared/domain/complaint-severity.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { followUpMachine } from '../../shared/domain/follow-up-machine.ts'
import type { Message } from '../../shared/domain/message.ts'
import { messageStatusWords } from '../../shared/domain/message-words.ts'
import type { RepairKind, RepairOrder } from '../../shared/domain/order.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import type { FormerVin, ReadingReason, ToldStatus } from '../../shared/domain/vehicle-past.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'

/** What the entries of a vehicle's timeline say, without anybody's name or number. */

const repairKinds: Readonly<Record<RepairKind, Sentence>> = {
  first_service: { zh: '首保', en: 'first service' },
  maintenance: { zh: '保养', en: 'maintenance' },
  repair: { zh: '维修', en: 'repair' },
  accident: { zh: '事故维修', en: 'accident repair' },
  warranty: { zh: '索赔维修', en: 'warranty repair' },
}

export function orderWords({
  kind,
  number,
  status,
}: Pick<RepairOrder, 'kind' | 'number' | 'status'>): Sentence {
  const state = repairOrderMachine.states[status]
  return {
    zh: `${repairKinds[kind].zh}工单${number}：${state.zh}`,
    en: `Repair order ${number}, ${repairKinds[kind].en}: ${state.en}`,
  }
}

const matters: Readonly<Record<ComplaintMatter, Sentence>> = {
  repair_quality: { zh: '维修质量', en: 'repair quality' },
  service_attitude: { zh: '服务态度', en: 'service attitude' },
  waiting_time: { zh: '等待时间', en: 'waiting time' },
  price: { zh: '价格', en: 'price' },
  parts: { zh: '配件', en: 'parts' },
  cleanliness: { zh: '清洁', en: 'cleanliness' },
  safety: { zh: '安全', en: 'safety' },
  other: { zh: '其他', en: 'other' },
}

export function complaintWords({
  matter,
  number,
  status,
}: Pick<Complaint, 'matter' | 'number' | 'status'>): Sentence {
  const state = complaintMachine.states[status]
  return {
    zh: `客户抱怨${number}（${matters[matter].zh}）：${state.zh}`,
    en: `Complaint ${number}, ${matters[matter].en}: ${state.en}`,
  }
}

export function followUpWords({
  kind,
  status,
  score,
}: Pick<FollowUpCall, 'kind' | 'status' | 'score'>): Sentence {
  const name = followUps[kind]
  const state = followUpMachine.states[status]
  const rated = score === undefined ? { zh: '', en: '' } : { zh: `，${score}分`, en: `, score ${score}` }
  return { zh: `${name.zh}：${state.zh}${rated.zh}`, en: `${name.en}: ${state.en}${rated.en}` }
}

const followUps: Readonly<Record<FollowUpCall['kind'], Sentence>> = {
  post_repair: { zh: '修后回访', en: 'Follow-up call' },
  confirmation: { zh: '二次回访', en: 'Second call' },
  new_owner: { zh: '新车主回访', en: 'Call to the new owner' },
  recall: { zh: '召回告知', en: 'Call about a recall' },
}

const channels: Readonly<Record<Message['channel'], Sentence>> = {
  sms: { zh: '短信', en: 'SMS' },
  mail: { zh: '邮件', en: 'mail' },
}

const purposes: Readonly<Record<ContactPurpose, Sentence>> = {
  'maintenance-reminders': { zh: '保养提醒', en: 'maintenance reminder' },
  'insurance-call-lists': { zh: '续保名单', en: 'renewal call list' },
  'appointment-reminders': { zh: '预约提醒', en: 'appointment reminder' },
  'repair-status': { zh: '维修进度', en: 'repair status' },
  'recall-notices': { zh: '召回通知', en: 'recall' },
}

export function messageWords({
  channel,
  status,
  purpose,
}: Pick<Message, 'channel' | 'status' | 'purpose'>): Sentence {
  const known = ContactPurpose.safeParse(purpose).data
  const about = known === undefined ? { zh: '通知', en: 'notice' } : purposes[known]
  return {
    zh: `${about.zh}${channels[channel].zh}：${messageStatusWords[status].zh}`,
    en: `${channels[channel].en}, ${about.en}: ${messageStatusWords[status].en}`,
  }
}

const outcomes: Readonly<Record<CallOutcome, Sentence>> = {
  RENEWED: { zh: '已续保', en: 'renewed' },
  QUOTED: { zh: '已报价', en: 'quoted' },
  THINKING: { zh: '考虑中', en: 'thinking it over' },
  CALL_BACK: { zh: '约定回电', en: 'to be called back' },
  APPOINTED: { zh: '约定到店', en: 'appointed' },
  NO_ANSWER: { zh: '未接通', en: 'no answer' },
  REFUSED_CALL: { zh: '拒接', en: 'refused the call' },
  LOST: { zh: '战败', en: 'lost' },
  INVALID: { zh: '无效信息', en: 'invalid' },
}

export function callWords(outcome: CallOutcome | undefined): Sentence {
  const said = outcome === undefined ? { zh: '内容已删除', en: 'erased' } : outcomes[outcome]
  return { zh: `续保电话：${said.zh}`, en: `Renewal call: ${said.en}` }
}

export function policyWords({
  kind,
  insurer,
  endsOn,
}: Pick<Policy, 'kind' | 'insurer' | 'endsOn'>): Sentence {
  const name = kind === 'compulsory' ? { zh: '交强险', en: 'compulsory' } : { zh: '商业险', en: 'commercial' }
  return {
    zh: `${name.zh}生效：${insurer}，至${endsOn}`,
    en: `Policy begins: ${name.en}, ${insurer}, until ${endsOn}`,
  }
}

export const ownerWords: Sentence = { zh: '过户：换了车主', en: 'Another owner' }

export function plateWords(from: string | undefined, to: string | undefined): Sentence {
  if (from === undefined) return { zh: `上牌${String(to)}`, en: `Plated ${String(to)}` }
  if (to === undefined) return { zh: `车牌${from}注销`, en: `Plate ${from} given back` }
  return { zh: `车牌由${from}换为${to}`, en: `Plate ${from} became ${to}` }
}

export const vinWords: Readonly<Record<FormerVin['because'], Sentence>> = {
  corrected: { zh: '车架号已更正', en: 'The VIN was corrected' },
  merged: { zh: '同一辆车的另一份档案并入', en: 'A second record of the car was merged into this one' },
}

export const statusWords: Readonly<Record<ToldStatus, Sentence>> = {
  active: { zh: '恢复在用', en: 'Active again' },
  sold: { zh: '已卖出', en: 'Sold' },
  scrapped: { zh: '已报废', en: 'Scrapped' },
  moved_away: { zh: '已迁出', en: 'Moved away' },
}

export function readingWords(km: number, because: ReadingReason | undefined, isAside: boolean): Sentence {
  const text = km.toLocaleString('en')
  const more =
    because === 'odometer_replaced'
      ? { zh: '（更换里程表）', en: ' (odometer replaced)' }
      : isAside
        ? { zh: '（未采用）', en: ' (set aside)' }
        : { zh: '', en: '' }
  return { zh: `里程${text}公里${more.zh}`, en: `Odometer ${text} km${more.en}` }
}
