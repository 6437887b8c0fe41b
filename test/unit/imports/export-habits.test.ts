import { describe, expect, it } from 'vitest'
import { inShort, readAll } from './reading.ts'

const header = '客户编号,姓名,手机,短信同意,备注'
const row = (number: string) => `${number},王芳,13800138001,是,`

describe('delimiters at the end of rows', () => {
  it.each(['\n', '\r\n'])('that the header lacks are no cells (%j)', async (end) => {
    const text = [header, `${row('C1')},,`, `${row('C2')}"两\n行",,`, `${row('C3')},,`].join(end)
    expect(inShort(await readAll('customers', text))).toEqual(['2 C1', '3 C2', '5 C3'])
  })

  it('do not hide that a cell has a comma of its own', async () => {
    const text = [
      header,
      `${row('C1')},`,
      'C2,王,芳,13800138001,是,',
      'C3,王,芳,13800138001,是,,',
      `${row('C4')},x`,
    ]
    const items = inShort(await readAll('customers', text.join('\n')))
    expect(items).toEqual(['2 C1', '3 phone-invalid 手机', '4 too-many-cells', '5 too-many-cells'])
  })

  it('of a single row among others are a comma too many', async () => {
    const text = [header, row('C1'), 'C2,王芳,13800138001,浙江,是,', row('C3')].join('\n')
    expect(inShort(await readAll('customers', text))).toEqual(['2 C1', '3 too-many-cells', '4 C3'])
  })
})

it.each(['\n', ' \r\n\t\r\n', '\n'.repeat(100), '\ufeff \n'])(
  'a file of blanks (%j) is empty',
  async (text) => {
    await expect(readAll('customers', text)).rejects.toMatchObject({ code: 'empty' })
  },
)

it('the header again is no row', async () => {
  const text = [header, row('C1'), header, row('C2'), `${header},,`].join('\n')
  expect(inShort(await readAll('customers', text))).toEqual(['2 C1', '4 C2'])
})

it.each(['合计', '总计：', ' 小 计', '合计 2 条'])(
  '%s at the beginning of a line is no row',
  async (word) => {
    const text = [header, row('C1'), `${word},,,,`, row('C2')].join('\n')
    expect(inShort(await readAll('customers', text))).toEqual(['2 C1', '4 C2'])
  },
)

it('a number that begins with 合计 is a row none the less', async () => {
  const text = [header, '合计划1,王芳,13800138001,是,'].join('\n')
  expect(inShort(await readAll('customers', text))).toEqual(['2 合计划1'])
})
