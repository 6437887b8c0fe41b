import type { CalendarDate } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import {
  greetingFor,
  phoneWords,
  signatureWords,
  vehicleWords,
} from '../../shared/messages/customer-wording.ts'
import { defineTemplate, optOutText, renderTemplate } from '../../shared/messages/template.ts'
import type { SmsSize } from '../../shared/messages/sms-segments.ts'

/** What the SMS says, as the books have it. */
export interface ReminderFacts {
  readonly signature: string
  readonly dealerPhone: string
  readonly customerName: string
  readonly gender?: 'male' | 'female' | undefined
  readonly plate?: string | undefined
  readonly model: string
  /** The day the service is due, in the dealer's zone. */
  readonly dueOn: CalendarDate
}

const params = ['signature', 'greeting', 'vehicle', 'date', 'phone'] as const
const example = {
  signature: '长城服务站',
  greeting: '欧阳女士',
  vehicle: '爱车浙AD12345',
  date: '12月27日',
  phone: '0571-88888888',
}

/** One part with usual names (70 characters); two when the books have long ones. */
const shared = {
  channel: 'sms',
  class: 'service',
  commercial: true,
  params,
  maxSegments: 2,
  example,
} as const

const before = defineTemplate({
  ...shared,
  name: 'maintenance-before',
  version: 1,
  text: `【{signature}】{greeting}您好，您的{vehicle}将于{date}到保养期，欢迎预约，电话{phone}。${optOutText}`,
})

const after = defineTemplate({
  ...shared,
  name: 'maintenance-after',
  version: 1,
  text: `【{signature}】{greeting}您好，您的{vehicle}已于{date}到保养期，如未保养欢迎预约{phone}。${optOutText}`,
})

export interface ReminderText {
  readonly template: string
  readonly version: number
  readonly text: string
  /** Parts of the SMS: 1, or 2 with long names. */
  readonly segments: SmsSize['segments']
}

/** The SMS before or after a vehicle's service falls due. */
export function maintenanceText(step: 'before' | 'after', facts: ReminderFacts): ReminderText {
  const template = step === 'before' ? before : after
  const { text, size } = renderTemplate(template, {
    signature: signatureWords(facts.signature),
    greeting: greetingFor(facts.customerName, facts.gender),
    vehicle: vehicleWords(facts),
    date: monthAndDay(facts.dueOn),
    phone: phoneWords(facts.dealerPhone),
  })
  return { template: template.name, version: template.version, text, segments: size.segments }
}
