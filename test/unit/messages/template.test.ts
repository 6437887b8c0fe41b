import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineTemplate, renderTemplate, TemplateError } from '../../../shared/messages/template.ts'

const sound = {
  name: 'greeting',
  version: 1,
  channel: 'sms',
  class: 'service',
  commercial: false,
  text: '【{signature}】{name}您好。',
  params: ['signature', 'name'],
  maxSegments: 1,
  example: { signature: '长城服务站', name: '王先生' },
} as const
const good = defineTemplate(sound)
const values = { signature: '长城服务站', name: '王先生' }

describe('a template is refused at its definition', () => {
  it.each([
    ['signature-missing', { text: '{signature}{name}您好。' }],
    ['signature-missing', { text: '您好【{signature}】{name}' }],
    ['param-undeclared', { text: '【{signature}】{name}{plate}' }],
    ['param-unused', { text: '【{signature}】您好' }],
    ['opt-out-missing', { class: 'marketing' }],
    ['opt-out-missing', { commercial: true }],
    ['opt-out-missing', { commercial: true, text: '【{signature}】拒收请回复R，{name}' }],
    ['too-long', { text: `【{signature}】{name}${'长'.repeat(70)}` }],
    ['too-long', { maxSegments: 9, text: `【{signature}】{name}${'长'.repeat(500)}` }],
    ['version', { version: 0 }],
    ['version', { version: 1.5 }],
    ['param-missing', { example: { signature: '长城服务站', name: ' ' } }],
  ] as const)('for %s', (fault, changes) => {
    expect(faultOf(() => defineTemplate({ ...sound, ...changes }))).toBe(fault)
  })

  it('but not when it keeps all rules', () => {
    expect(
      faultOf(() => defineTemplate({ ...sound, class: 'marketing', text: `${sound.text}拒收请回复R` })),
    ).toBeUndefined()
    expect(
      faultOf(() => defineTemplate({ ...sound, channel: 'mail', text: '{signature}{name}' })),
    ).toBeUndefined()
  })
})

describe('a rendered template', () => {
  it('has each value in its place', () => {
    expect(renderTemplate(good, values)).toEqual({
      text: '【长城服务站】王先生您好。',
      size: { encoding: 'UCS-2', units: 13, segments: 1 },
    })
  })

  it('misses none of its parameters and takes no other', () => {
    const lax: (params: Record<string, string>) => unknown = (params) => renderTemplate<string>(good, params)
    expect(faultOf(() => lax({ signature: '长城服务站' }))).toBe('param-missing')
    expect(faultOf(() => lax({ ...values, extra: '1' }))).toBe('param-unknown')
    expect(faultOf(() => lax({ ...values, toString: '1' }))).toBe('param-unknown')
    expect(faultOf(() => lax({ ...values, name: '\u200b\n' }))).toBe('param-missing')
  })

  it('refuses a copy over its size and never says whose', () => {
    const long = { ...values, name: '隐'.repeat(70) }
    expect(faultOf(() => renderTemplate(good, long))).toBe('too-long')
    expect(() => renderTemplate(good, long)).toThrow(/^[^隐]*$/)
  })

  it('has one signature and one line, whatever stands in the books', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 15 }), hostile, (random, planned) => {
        const name = `王${random}${planned}`
        const { text } = renderTemplate({ ...good, maxSegments: 3 }, { ...values, name })
        expect(text.startsWith('【长城服务站】王')).toBe(true)
        expect(text.match(/[【】]/g)).toHaveLength(2)
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
      }),
    )
  })

  it('does not fill in a parameter that a value spells out', () => {
    expect(renderTemplate(good, { ...values, name: '{signature}$&$1' }).text).toBe(
      '【长城服务站】{signature}$&$1您好。',
    )
  })
})

const hostile = fc.constantFrom(
  '【中国银行】',
  '】【',
  '\r\n退订',
  '\u202e',
  '\u2028',
  '\0',
  '\u200b\ufeff',
  '😀',
)

function faultOf(action: () => unknown): string | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof TemplateError) return error.fault
    throw error
  }
}
