import {
  greetingFor,
  phoneWords,
  signatureWords,
  vehicleWords,
} from '../../shared/messages/customer-wording.ts'
import type { SmsSize } from '../../shared/messages/sms-segments.ts'
import { defineTemplate, renderTemplate } from '../../shared/messages/template.ts'

/** What the SMS says, as the books and the notice have it. */
export interface RecallWords {
  readonly signature: string
  readonly dealerPhone: string
  readonly ownerName: string
  readonly gender?: 'male' | 'female' | undefined
  readonly plate?: string | undefined
  readonly model: string
  /** Of the recall. */
  readonly number: string | undefined
}

/** Safety: it sells nothing, and nobody refuses it with other messages, so it owes no word on how to refuse. */
const template = defineTemplate({
  channel: 'sms',
  class: 'safety',
  commercial: false,
  name: 'recall-notice',
  version: 1,
  params: ['signature', 'greeting', 'vehicle', 'recall', 'phone'],
  maxSegments: 2,
  example: {
    signature: '长城服务站',
    greeting: '欧阳女士',
    vehicle: '爱车浙AD12345',
    recall: '召回S2026M0117V',
    phone: '0571-88888888',
  },
  text: '【{signature}】{greeting}您好，{vehicle}在厂家{recall}范围内，为消除安全隐患，请尽快致电{phone}预约到店免费处理。',
})

/** A longer number would leave no room for what to do; it stands in the call and at the desk. */
const MOST_NUMBER = 24

export interface RecallText {
  readonly template: { readonly name: string; readonly version: number }
  readonly text: string
  readonly segments: SmsSize['segments']
}

/** The SMS to the owner of a car that is recalled. */
export function recallText(facts: RecallWords): RecallText {
  const number = facts.number === undefined || facts.number.length > MOST_NUMBER ? '' : facts.number
  const { text, size } = renderTemplate(template, {
    signature: signatureWords(facts.signature),
    greeting: greetingFor(facts.ownerName, facts.gender),
    vehicle: vehicleWords(facts),
    recall: `召回${number}`,
    phone: phoneWords(facts.dealerPhone),
  })
  const { name, version } = template
  return { template: { name, version }, text, segments: size.segments }
}
