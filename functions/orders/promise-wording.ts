import type { Instant, Zone } from '../../shared/domain/time.ts'
import {
  greetingFor,
  phoneWords,
  signatureWords,
  vehicleWords,
} from '../../shared/messages/customer-wording.ts'
import { dayAndTime } from '../../shared/messages/date-wording.ts'
import type { SmsSize } from '../../shared/messages/sms-segments.ts'
import { defineTemplate, renderTemplate } from '../../shared/messages/template.ts'

export interface PromiseFacts {
  readonly signature: string
  readonly dealerPhone: string
  readonly readerName: string
  readonly gender?: 'male' | 'female' | undefined
  readonly plate?: string | undefined
  readonly model: string
  readonly promisedAt: Instant
  readonly zone: Zone
  /** Another time was told before. */
  readonly changed: boolean
}

/** What the repair contract asks for: it sells nothing, so it owes no word on how to refuse. */
const shared = {
  channel: 'sms',
  class: 'service',
  commercial: false,
  params: ['signature', 'greeting', 'vehicle', 'when', 'phone'],
  maxSegments: 2,
  example: {
    signature: '长城服务站',
    greeting: '欧阳女士',
    vehicle: '爱车浙AD12345',
    when: '12月27日17:30',
    phone: '0571-88888888',
  },
} as const

const first = defineTemplate({
  ...shared,
  name: 'repair-promise',
  version: 1,
  text: '【{signature}】{greeting}您好，您的{vehicle}预计{when}可以交车。如有疑问请致电{phone}。',
})

const again = defineTemplate({
  ...shared,
  name: 'repair-promise-changed',
  version: 1,
  text: '【{signature}】{greeting}您好，您的{vehicle}交车时间改为{when}，敬请谅解。如有疑问请致电{phone}。',
})

export interface PromiseText {
  readonly template: { readonly name: string; readonly version: number }
  readonly text: string
  readonly segments: SmsSize['segments']
}

/** The SMS that says when the car will be ready, or that it will be ready at another time. */
export function promiseText(facts: PromiseFacts): PromiseText {
  const template = facts.changed ? again : first
  const { text, size } = renderTemplate(template, {
    signature: signatureWords(facts.signature),
    greeting: greetingFor(facts.readerName, facts.gender),
    vehicle: vehicleWords(facts),
    when: dayAndTime(facts.promisedAt, facts.zone),
    phone: phoneWords(facts.dealerPhone),
  })
  const { name, version } = template
  return { template: { name, version }, text, segments: size.segments }
}
