import type { Channel, MessageClass } from '../domain/purpose.ts'
import { oneLine } from './one-line.ts'
import { longestSms, smsSize, type SmsSize } from './sms-segments.ts'

/**
 * A text that goes out in many copies, as data. `{name}` in the text stands for a parameter; each SMS begins
 * with `【{signature}】`, which the reader knows the sender by.
 */
export interface Template<Param extends string = string> {
  readonly name: string
  /** Raised with every change of the text: the ledger keeps which one a person read. */
  readonly version: number
  readonly channel: Channel
  readonly class: MessageClass
  /** It sells or invites, so it owes a way to refuse. Marketing always does; a service message may. */
  readonly commercial: boolean
  readonly text: string
  readonly params: readonly Param[]
  /** Most parts of an SMS that one copy may take. */
  readonly maxSegments: number
  /** A usual copy's parameters: it must keep to `maxSegments`. */
  readonly example: Readonly<Record<Param, string>>
}

/**
 * Names a way to refuse, as every commercial message must (MIIT Order 31 of 2015, Art. 19; Advertising Law,
 * Art. 43). The reply is one letter, in reach of any phone.
 */
export const optOutText = '拒收请回复R'

export type TemplateFault =
  | 'version'
  | 'signature-missing'
  | 'opt-out-missing'
  | 'param-undeclared'
  | 'param-unused'
  | 'param-missing'
  | 'param-unknown'
  | 'too-long'

export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly fault: TemplateFault

  /** `detail` names a parameter or a size, never a parameter's value. */
  constructor(template: Pick<Template, 'name'>, fault: TemplateFault, detail: string) {
    super(`Template ${template.name}: ${fault} (${detail})`)
    this.fault = fault
  }
}

const placeholder = /\{(\w+)\}/g

/**
 * The template, checked.
 * @throws TemplateError when it breaks a rule; at definition, so that none of its copies ever does
 */
export function defineTemplate<const Param extends string>(template: Template<Param>): Template<Param> {
  if (!Number.isInteger(template.version) || template.version < 1) {
    throw new TemplateError(template, 'version', 'a whole number from 1')
  }
  if (template.channel === 'sms' && !template.text.startsWith('【{signature}】')) {
    throw new TemplateError(template, 'signature-missing', '【{signature}】 leads')
  }
  const owesOptOut = template.commercial || template.class === 'marketing'
  if (template.channel === 'sms' && owesOptOut && !template.text.endsWith(optOutText)) {
    throw new TemplateError(template, 'opt-out-missing', `ends with ${optOutText}`)
  }
  const declared: ReadonlySet<string> = new Set(template.params)
  const used = new Set(Array.from(template.text.matchAll(placeholder), (match) => match[1] ?? ''))
  for (const name of used)
    if (!declared.has(name)) throw new TemplateError(template, 'param-undeclared', name)
  for (const name of declared) if (!used.has(name)) throw new TemplateError(template, 'param-unused', name)
  renderTemplate(template, template.example)
  return template
}

export interface RenderedTemplate {
  readonly text: string
  readonly size: SmsSize
}

/**
 * One copy. Values come from other people's books: line breaks and control characters in them become a space,
 * and 【】 becomes 〔〕, so that no name can pose as a signature.
 * @throws TemplateError for a missing, empty or unknown parameter, or a copy over its size
 */
export function renderTemplate<Param extends string>(
  template: Template<Param>,
  params: Readonly<Record<NoInfer<Param>, string>>,
): RenderedTemplate {
  const values = new Map<string, string>(Object.entries(params))
  const known: ReadonlySet<string> = new Set(template.params)
  for (const name of values.keys())
    if (!known.has(name)) throw new TemplateError(template, 'param-unknown', name)
  const text = template.text.replace(placeholder, (_, name: string) => {
    const value = inText(values.get(name) ?? '')
    if (value === '') throw new TemplateError(template, 'param-missing', name)
    return value
  })
  const size = smsSize(text)
  if (template.channel === 'sms' && (size.units > longestSms || size.segments > template.maxSegments)) {
    throw new TemplateError(template, 'too-long', `${size.units} units, ${size.segments} parts`)
  }
  return { text, size }
}

/** No name poses as a signature. */
function inText(value: string): string {
  return oneLine(value).replaceAll('【', '〔').replaceAll('】', '〕')
}
