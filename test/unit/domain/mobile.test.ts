import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toMobile } from '../../../shared/domain/mobile.ts'

it.each([
  '',
  '无',
  '1380013',
  '12345678901',
  '138001380001',
  '0571-88886666',
  '13800138000/13900139000',
  '+113800138000',
])('takes %s for no mobile', (text) => {
  expect(toMobile(text)).toBeUndefined()
})

const digits = fc
  .tuple(fc.constantFrom(...Array.from('3456789')), fc.stringMatching(/^\d{9}$/))
  .map(([a, b]) => `1${a}${b}`)
const wide = (text: string) =>
  text.replace(/[0-9+]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

it('reads every mobile however it is written', () => {
  fc.assert(
    fc.property(
      digits,
      fc.constantFrom('', '+86', '0086', '86', '+86 ', '(+86)', '+86-'),
      fc.constantFrom('', ' ', '-', '\u3000', '－', '\u200b'),
      fc.boolean(),
      (number, prefix, gap, isWide) => {
        const text = prefix + [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap)
        expect(toMobile(isWide ? wide(text) : text)).toBe(`+86${number}`)
      },
    ),
  )
})

it('reads what it has written', () => {
  fc.assert(
    fc.property(digits, (number) => {
      const mobile = toMobile(number)!
      expect(toMobile(mobile)).toBe(mobile)
    }),
  )
})
