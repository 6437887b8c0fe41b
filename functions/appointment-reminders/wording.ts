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

/** What the SMS says, as the books have it. */
export interface AppointmentWords {
  readonly signature: string
  readonly dealerPhone: string
  readonly readerName: string
  readonly gender?: 'male' | 'female' | undefined
  readonly plate?: string | undefined
  readonly model: string
  readonly appointmentAt: Instant
  readonly zone: Zone
}

/**
 * The customer's own appointment: it sells nothing, so it owes no word on how to refuse. The day by its date, never
 * 明天: it may be read on the day itself.
 */
const template = defineTemplate({
  channel: 'sms',
  class: 'service',
  commercial: false,
  name: 'appointment-reminder',
  version: 1,
  params: ['signature', 'greeting', 'vehicle', 'when', 'phone'],
  maxSegments: 2,
  example: {
    signature: '长城服务站',
    greeting: '欧阳女士',
    vehicle: '爱车浙AD12345',
    when: '12月27日17:30',
    phone: '0571-88888888',
  },
  text: '【{signature}】{greeting}您好，提醒您{vehicle}已预约{when}到店。如需改期请致电{phone}。',
})

export interface AppointmentText {
  readonly template: { readonly name: string; readonly version: number }
  readonly text: string
  /** Parts of the SMS: 1, or 2 with long names. */
  readonly segments: SmsSize['segments']
}

/** The SMS before an appointment. */
export function appointmentText(facts: AppointmentWords): AppointmentText {
  const { text, size } = renderTemplate(template, {
    signature: signatureWords(facts.signature),
    greeting: greetingFor(facts.readerName, facts.gender),
    vehicle: vehicleWords(facts),
    when: dayAndTime(facts.appointmentAt, facts.zone),
    phone: phoneWords(facts.dealerPhone),
  })
  const { name, version } = template
  return { template: { name, version }, text, segments: size.segments }
}
