import type { CalendarDate } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
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
    // 20 characters are the longest signature that providers register.
    signature: shorten(facts.signature, 20),
    greeting: greetingFor(facts.customerName, facts.gender),
    vehicle: vehicleWords(facts),
    date: monthAndDay(facts.dueOn),
    phone: shorten(facts.dealerPhone, 20),
  })
  return { template: template.name, version: template.version, text, segments: size.segments }
}

/** Surnames of two characters that are still borne; every other one has a single character. */
const twoCharacterSurnames =
  /^(?:欧阳|上官|司马|诸葛|皇甫|令狐|慕容|尉迟|夏侯|东方|司徒|公孙|长孙|宇文|端木|南宫|闻人|轩辕|申屠|独孤|钟离)/

/**
 * 王先生, 欧阳女士; 王先生/女士 where the books do not say. A company's name, or any that is not surely a
 * person's, is greeted as 尊敬的客户: a wrong surname is worse than none.
 */
export function greetingFor(name: string, gender: 'male' | 'female' | undefined): string {
  const han = /^\p{Script=Han}{2,4}$/u.test(name) && !/公司|集团|工厂|医院|学校|银行|车队|商行/.test(name)
  const compound = twoCharacterSurnames.test(name) && name.length > 2
  if (!han || (name.length === 4 && !compound && gender === undefined)) return '尊敬的客户'
  const surname = name.slice(0, compound ? 2 : 1)
  switch (gender) {
    case 'male':
      return `${surname}先生`
    case 'female':
      return `${surname}女士`
    case undefined:
      return `${surname}先生/女士`
  }
}

/** The plate names the one car among several of a customer; a new car without one goes by its model. */
function vehicleWords({ plate, model }: ReminderFacts): string {
  if (plate !== undefined && plate !== '') return `爱车${plate}`
  return shorten(model, 12) || '爱车'
}

/** Cut between characters, so that none is halved. */
function shorten(text: string, most: number): string {
  let kept = ''
  for (const character of text.trim()) {
    if (kept.length + character.length > most) break
    kept += character
  }
  return kept
}
