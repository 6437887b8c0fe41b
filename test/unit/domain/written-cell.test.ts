import { toIdentifier } from '../../../shared/domain/identifier.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isMangledNumber,
  readDate,
  readInteger,
  readKilometres,
  readYesNo,
  tidy,
} from '../../../shared/domain/written-cell.ts'

const days = fc.date({ min: new Date('1927-05-18'), max: new Date('2173-10-13'), noInvalidDate: true })
const parts = (day: Date) => [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()] as const
const two = (value: number) => String(value).padStart(2, '0')
const iso = (day: Date) => day.toISOString().slice(0, 10)

describe('dates', () => {
  it('reads every day in every form', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('', ' 00:00', ' 0:00:00', 'T00:00:00', ' 00:00:00.000'),
        (day, time) => {
          const [year, month, date] = parts(day)
          expect(readDate(iso(day) + time)).toBe(iso(day))
          expect(readDate(`${year}/${month}/${date}${time}`)).toBe(iso(day))
          expect(readDate(`${year}.${two(month)}.${two(date)}${time}`)).toBe(iso(day))
          expect(readDate(`${year}${two(month)}${two(date)}${time}`)).toBe(iso(day))
          expect(readDate(`${year}年${month}月${date}日${time.replace('T', '')}`)).toBe(iso(day))
        },
      ),
    )
  })

  it('reads every Excel serial of five digits', () => {
    fc.assert(
      fc.property(days, (day) => {
        const serial = Math.floor(day.getTime() / 86_400_000) + 25_569
        expect(readDate(String(serial))).toBe(iso(day))
        expect(readDate(`${serial}.0`)).toBe(iso(day))
      }),
    )
    expect(readDate('44927')).toBe('2023-01-01')
  })

  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025/0/5',
    '20250231',
    '2025年4月31日',
    '2025-1/5',
    '05/01/2025',
    '25-1-5',
    '2025',
    '60',
    '2025-1-112:00',
    '2025-01-01 24:00',
    '1899-12-31',
    '2200-01-01',
    '待定',
    '',
  ])('takes %s for no date', (text) => {
    expect(readDate(text)).toBeUndefined()
  })

  it('reads full-width digits', () => {
    expect(readDate('２０２４／２／２９')).toBe('2024-02-29')
  })
})

it('unwraps what Excel puts around a cell and leaves the rest as written', () => {
  expect(tidy('="00123"')).toBe('00123')
  expect(tidy("'00123")).toBe('00123')
  expect(tidy('\u3000\ufeff张三（先生） \t')).toBe('张三（先生）')
  expect(tidy('一行\r\n二行')).toBe('一行\n二行')
})

it('reads identifiers narrow, in upper case and without blanks', () => {
  expect(toIdentifier('ｃ０００ 001')).toBe('C000001')
})

it('knows a number that Excel has mangled', () => {
  expect(isMangledNumber('1.23E+15')).toBe(true)
  expect(isMangledNumber('E031')).toBe(false)
})

it('reads every whole number with and without thousands commas', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), (value) => {
      expect(readInteger(String(value))).toBe(value)
      expect(readInteger(value.toLocaleString('en-US'))).toBe(value)
    }),
  )
  expect(readInteger('12.5')).toBeUndefined()
  expect(readInteger('1,23')).toBeUndefined()
})

it('reads kilometres with a unit and drops a fraction of one', () => {
  expect(readKilometres('12,345 km')).toBe(12345)
  expect(readKilometres('１２３４５公里')).toBe(12345)
  expect(readKilometres('12345.6')).toBe(12345)
  expect(readKilometres('约一万')).toBeUndefined()
})

it('never takes a blank or an unknown word for consent', () => {
  expect(['是', 'Y', 'yes', '１', '同意'].map(readYesNo)).toEqual(Array(5).fill('yes'))
  expect(['否', 'N', 'no', '0', '不同意'].map(readYesNo)).toEqual(Array(5).fill('no'))
  expect(['', '　', '-', '无'].map(readYesNo)).toEqual(Array(4).fill('unknown'))
  expect(readYesNo('以后再说')).toBeUndefined()
})
