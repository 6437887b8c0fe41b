import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fen, formatFen, toFen } from '../../../shared/domain/money.ts'

it.each([
  ['950', 95000],
  ['950.00', 95000],
  ['0.07', 7],
  ['1.1', 110],
  ['￥1,571.76', 157176],
  ['¥ 1571.76', 157176],
  ['１，５７１．７６元', 157176],
  ['RMB 12,345,678', 1234567800],
  ['950.1000', 95010],
  ['-3.50', -350],
  ['￥-3.50', -350],
  ['-0.00', 0],
  ['9007199254740.99', 900719925474099],
])('reads %s as %d fen', (text, fen) => {
  expect(toFen(text)).toBe(fen)
})

it.each([
  '',
  '待定',
  '1,57',
  '1,5717.6',
  '1571,76',
  '1.005',
  '1e3',
  '--3',
  '-￥-3',
  '12345678901234567',
  '￥',
  '.5',
  'NaN',
])('takes %s for no amount', (text) => {
  expect(toFen(text)).toBeUndefined()
})

it('reads every amount that it has written, with and without signs', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('', '￥', '¥'), (value, sign) => {
      const fen = Fen.parse(value)
      expect(toFen(sign + formatFen(fen))).toBe(fen)
      expect(toFen(formatFen(fen).replaceAll(',', ''))).toBe(fen)
    }),
  )
})
