import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkVin, Vin, vinCheckDigit } from '../../../shared/domain/vin.ts'

it.each(['LGWEF4A53HF000001', 'LGBH52E03KY000001', 'LVSHFFAC3JS000001', '1M8GDM9AXKP042788'])(
  'accepts the valid VIN %s',
  (vin) => {
    expect(checkVin(vin)).toEqual({ ok: true, vin })
  },
)

it('reads small letters, full-width characters and blanks', () => {
  expect(checkVin(' ｌｇｗef4a53 hf000001\u3000')).toEqual({ ok: true, vin: 'LGWEF4A53HF000001' })
})

it.each([
  ['', 'vin-length'],
  ['LGWEF4A53HF00000', 'vin-length'],
  ['LGWEF4A53HF0000011', 'vin-length'],
  ['LGWEF4A53HF00000I', 'vin-characters'],
  ['LGWEF4A53HF00000车', 'vin-characters'],
  ['11111111111111111', 'vin-all-equal'],
  ['LGWEF4A54HF000001', 'vin-check-digit'],
])('refuses %s with %s', (text, code) => {
  expect(checkVin(text)).toEqual({ ok: false, code })
})

it('only warns of the check digit of a VIN that does not begin with L', () => {
  expect(checkVin('1M8GDM9A1KP042788')).toEqual({
    ok: true,
    vin: '1M8GDM9A1KP042788',
    warning: 'vin-check-digit',
  })
  expect(Vin.safeParse('1M8GDM9A1KP042788').success).toBe(true)
  expect(Vin.safeParse('LGWEF4A54HF000001').success).toBe(false)
})

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'
const vins = fc
  .array(fc.constantFrom(...Array.from(letters)), { minLength: 16, maxLength: 16 })
  .map((rest) => {
    const text = `L${rest.join('')}`
    return text.slice(0, 8) + vinCheckDigit(text)! + text.slice(9)
  })

it('finds a changed digit anywhere but at the check digit’s own place', () => {
  fc.assert(
    fc.property(vins, fc.nat(16), fc.constantFrom(...Array.from('0123456789')), (vin, at, digit) => {
      fc.pre(at > 0 && /\d/.test(vin.charAt(at)) && vin.charAt(at) !== digit)
      expect(checkVin(vin).ok).toBe(true)
      expect(checkVin(vin.slice(0, at) + digit + vin.slice(at + 1)).ok).toBe(false)
    }),
  )
})
