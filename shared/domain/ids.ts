import { createHash } from 'node:crypto'
import * as z from 'zod'

export const DealerId = z.string().regex(/^[A-Za-z0-9_-]{2,32}$/)
export type DealerId = z.infer<typeof DealerId>

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[a-z2-7]{20}$`))
export const StaffId = id('stf')
export const AbsenceId = id('abs')
export const CustomerId = id('cus')
export const VehicleId = id('veh')
export const OrderId = id('ord')
export const PolicyId = id('pol')
export const PolicyClaimId = id('pcl')
export const PartsOrderId = id('pto')
export const FieldServiceOrderId = id('fso')
export const ComplaintId = id('cpl')
export const FollowUpCallId = id('fuc')
export const WarrantyClaimId = id('wcl')
export const ReturnedPartId = id('rtp')
export const ClaimStatementId = id('cst')
export const StatutoryRequestId = id('srq')
export const WarrantyMailingId = id('wml')
export const MessageId = id('msg')
export const DeliveryId = id('dlv')
export const OccurrenceId = id('occ')
export const CalendarFeedId = id('cal')
export const DeadlineId = id('dln')
export const StaffChangeId = id('sch')
export const MeetingId = id('mtg')
export const EquipmentCheckId = id('eqc')
export const NoticeId = id('ntc')
export const ReceivedMailId = id('rcm')
export const NoticeRuleId = id('nrl')
export const CampaignId = id('cpn')
/** Files that come straight into the bucket bring their own. */
export const ImportId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** The ids of customers that a text names. */
export function customerIdsIn(text: string): string[] {
  return [...new Set(text.match(/\bcus_[a-z2-7]{20}\b/g))]
}

const prefixes = {
  staff: 'stf',
  absence: 'abs',
  customer: 'cus',
  vehicle: 'veh',
  order: 'ord',
  policy: 'pol',
  policyClaim: 'pcl',
  partsOrder: 'pto',
  fieldServiceOrder: 'fso',
  complaint: 'cpl',
  followUpCall: 'fuc',
  warrantyClaim: 'wcl',
  returnedPart: 'rtp',
  claimStatement: 'cst',
  statutoryRequest: 'srq',
  warrantyMailing: 'wml',
  message: 'msg',
  delivery: 'dlv',
  journal: 'jnl',
  occurrence: 'occ',
  calendarFeed: 'cal',
  deadline: 'dln',
  staffChange: 'sch',
  meeting: 'mtg',
  equipmentCheck: 'eqc',
  notice: 'ntc',
  receivedMail: 'rcm',
  noticeRule: 'nrl',
  campaign: 'cpn',
  import: 'imp',
} as const

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * The id that the same parts always give: a prefix and 100 bits of SHA-256 in base 32. Nobody reads the parts off
 * it, so it may stand in a log; whoever already has a list of numbers can find out which one it is.
 */
export function idFor(kind: keyof typeof prefixes, ...parts: readonly string[]): string {
  return `${prefixes[kind]}_${letters(20, [kind, ...parts])}`
}

/** So many characters of base 32, five bits of SHA-256 each, that the same parts always give. At most 32. */
export function letters(count: number, parts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  let text = ''
  for (let index = 0; index < count; index += 1) text += ALPHABET.charAt((digest[index] ?? 0) & 31)
  return text
}
