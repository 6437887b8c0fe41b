import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutNames } from '../../../functions/follow-up-calls/without-names.ts'

describe('a customer’s words as they are passed on', () => {
  it.each([
    ['我是王芳，刹车还响', '我是客户，刹车还响'],
    ['王女士说王师傅很细心', '客户说王师傅很细心'],
    ['孙女士说前台小姐态度好，我先生也满意', '客户说前台小姐态度好，我先生也满意'],
    ['王总很忙，李总不管', '客户很忙，李总不管'],
    ['打我电话 138-0013 8000 或 0571-88880000', '打我电话 ［号码］ 或 ［号码］'],
    ['加微信１３８００１３８０００', '加微信［号码］'],
    ['我的浙A·D12345又响了，浙a12345没事', '我的［车牌］又响了，［车牌］没事'],
    ['LGWEF4A53HF000001这台车', '［号码］这台车'],
    ['发到 wang.fang@example.com 吧', '发到 ［号码］ 吧'],
    ['等了 3 个小时，花了 1280 元，2026 年的哈弗H6', '等了 3 个小时，花了 1280 元，2026 年的哈弗H6'],
  ])('%s', (words, told) => {
    expect(withoutNames(words, ['王芳'])).toBe(told)
  })

  it('know names of four characters, of companies, and such as mean something in a pattern', () => {
    expect(withoutNames('欧阳女士和 A+公司(杭州) 都不满意', ['欧阳娜娜', 'A+公司(杭州)'])).toBe(
      '客户和 客户 都不满意',
    )
  })

  it('never have a number of a telephone in them, however it is broken up', () => {
    const mobile = fc
      .tuple(
        fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }),
        fc.array(fc.constantFrom('', ' ', '-'), { minLength: 10, maxLength: 10 }),
      )
      .map(([number, gaps]) =>
        Array.from(String(number))
          .map((digit, at) => digit + (gaps[at] ?? ''))
          .join(''),
      )
    fc.assert(
      fc.property(mobile, (number) => {
        expect(withoutNames(`电话${number}，谢谢`, [])).toMatch(/^电话［号码］/)
        expect(withoutNames(`电话${number}，谢谢`, [])).not.toMatch(/\d/)
      }),
    )
  })
})
