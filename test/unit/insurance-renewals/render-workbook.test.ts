import { beforeAll, describe, expect, it } from 'vitest'
import { callListWorkbook } from '../../../functions/insurance-renewals/call-list-workbook.ts'
import { CallOutcome, LostReason } from '../../../shared/domain/call-list.ts'
import { CalendarDate } from '../../../shared/domain/time.ts'
import { entry } from './list-entries.ts'
import { cellsOf, unzip, type Cell } from './read-workbook.ts'

const hostile = [
  '=1+1',
  '+8613800138000',
  '-2+3',
  '@SUM(A1)',
  '=HYPERLINK("http://evil.example","x")',
  '<b>&"\'',
]
let files: Map<string, string>
let cells: Map<string, Cell>
let instructions: Map<string, Cell>
/** The column's letters by its Chinese head. */
let columns: Map<string, string>
const at = (head: string, row: number) => cells.get(`${columns.get(head)}${row}`)

beforeAll(async () => {
  const first = entry({
    otherPolicy: { kind: 'compulsory', insurer: '中华联合', endsOn: CalendarDate.parse('2026-12-13') },
    lastVisitOn: CalendarDate.parse('2000-02-29'),
    previousOutcome: { outcome: 'CALL_BACK', on: CalendarDate.parse('2026-11-20'), remark: '=下午打' },
  })
  const rest = hostile.map((text) =>
    entry({
      customerName: text,
      model: text,
      remark: text,
      insurer: text,
      policyNumber: text,
      isNew: false,
      vehiclePlate: undefined,
    }),
  )
  files = unzip(await callListWorkbook([first, ...rest]))
  cells = cellsOf(files, 'xl/worksheets/sheet1.xml')
  instructions = cellsOf(files, 'xl/worksheets/sheet2.xml')
  columns = new Map(
    [...cells].flatMap(([address, { value }]) => {
      const letters = /^([A-Z]+)1$/.exec(address)?.[1]
      return letters === undefined ? [] : [[value.split('\n')[0]!, letters] as const]
    }),
  )
})

describe('the spreadsheet of a call list', () => {
  it('has dates that Excel counts with', () => {
    expect(at('到期日', 2)).toEqual({ type: 'number', value: '46361', format: 'yyyy-mm-dd' })
    expect(at('最近进厂', 2)).toEqual({ type: 'number', value: '36585', format: 'yyyy-mm-dd' })
  })

  it('has the premium in yuan, as a number', () => {
    expect(at('上年保费（元）', 2)).toEqual({ type: 'number', value: '2646.01', format: '#,##0.00' })
  })

  it('has the mobile and the VIN as text, every digit of them', () => {
    expect(at('手机', 2)).toEqual({ type: 'text', value: '13800138000', format: '@' })
    expect(at('车架号', 2)).toEqual({ type: 'text', value: 'LGWPY2P30N1PH6524', format: '@' })
  })

  it.each(hostile.map((text, index) => [text, index + 3] as const))('keeps %s as text', (text, row) => {
    for (const head of ['客户', '车型', '客户备注', '保险公司', '保单号']) {
      expect(at(head, row)).toEqual({ type: 'text', value: text, format: '@' })
    }
  })

  it('has no formula in any cell', () => {
    expect([...cells.values(), ...instructions.values()].filter(({ type }) => type === 'formula')).toEqual([])
  })

  it('leaves empty what is to be filled, and what nobody knows', () => {
    for (const head of ['联系结果', '战败原因', '再约时间', '本次备注'])
      expect(at(head, 2)?.type).toBe('empty')
    expect(at('最近保养', 2)).toBeUndefined()
    expect(at('车牌', 3)?.value).toBe('未上牌')
    expect(at('今日新增', 2)?.value).toBe('新')
    expect(at('今日新增', 3)).toBeUndefined()
  })

  it('keeps the head and the customer in view and filters the whole table', () => {
    const sheet = files.get('xl/worksheets/sheet1.xml')!
    expect(sheet).toContain('<pane ySplit="1" xSplit="6" topLeftCell="G2"')
    expect(columns.get('联系结果')).toBe('G')
    const lastColumn = [...columns.values()].at(-1)!
    expect(sheet).toContain(`<autoFilter ref="A1:${lastColumn}${hostile.length + 2}"/>`)
  })

  it('offers just the outcomes and the reasons that the API knows', () => {
    expect(choicesFor('联系结果')).toEqual(CallOutcome.options)
    expect(choicesFor('战败原因')).toEqual(LostReason.options)
  })

  it('opens with nobody on the list, too', async () => {
    const empty = unzip(await callListWorkbook([]))
    expect(empty.get('xl/worksheets/sheet1.xml')).not.toContain('dataValidation')
  })

  it('has its elements in the order that Excel demands', () => {
    const names = [
      ...files
        .get('xl/worksheets/sheet1.xml')!
        .matchAll(/<(sheetViews|cols|sheetData|autoFilter|dataValidations|pageMargins|pageSetup)[ >]/g),
    ]
    expect(names.map((match) => match[1])).toEqual([
      'sheetViews',
      'cols',
      'sheetData',
      'autoFilter',
      'dataValidations',
      'pageMargins',
      'pageSetup',
    ])
  })
})

/** The codes in the cells that the column's list of choices points at. */
function choicesFor(head: string): string[] {
  const letter = columns.get(head)!
  const pattern = new RegExp(
    `sqref="${letter}2:${letter}8"><formula1>'填写说明'!\\$A\\$(\\d+):\\$A\\$(\\d+)<`,
  )
  const [, from, to] = pattern.exec(files.get('xl/worksheets/sheet1.xml')!)!
  const codes: string[] = []
  for (let row = Number(from); row <= Number(to); row += 1) {
    codes.push(instructions.get(`A${row}`)!.value.split(' ')[0]!)
  }
  return codes
}
