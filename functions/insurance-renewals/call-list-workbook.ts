import type { CellObject, SheetData } from 'write-excel-file/node'
import {
  getCellAddress,
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
} from 'write-excel-file/utility'
import { CallOutcome, LostReason } from '../../shared/domain/call-list.ts'
import { CalendarDate, daysBetween } from '../../shared/domain/time.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { bandOf, type CallListEntry } from './call-list.ts'
import {
  bandWords,
  lostReasonWords,
  outcomeWords,
  policyKindWords,
  previousOutcomeWords,
  segmentWords,
  stepWords,
} from './list-wording.ts'

/**
 * The list as a spreadsheet to work in: the first columns stay in view, the yellow ones are to be filled, the
 * outcome and the reason by choosing. What stands in a text cell is text: Excel calculates nothing of it.
 */
export async function callListWorkbook(entries: readonly CallListEntry[]): Promise<Buffer> {
  // Loaded with the first list: on days off, and at the job's second run, there is none.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  return writeExcelFile(
    [
      {
        sheet: '续保名单',
        data: [
          columns.map(headOf),
          ...entries.map((entry) => columns.map((column) => cellOf(column, entry))),
        ],
        columns: columns.map(({ width }) => ({ width })),
        stickyRowsCount: 1,
        stickyColumnsCount: columns.findIndex((column) => column.kind === 'input'),
        orientation: 'landscape',
      },
      {
        sheet: instructionsName,
        data: instructions(),
        columns: [{ width: 32 }, { width: 60 }],
      },
    ],
    { fontFamily: 'Microsoft YaHei', fontSize: 10, features: [filterAndChoices(entries.length)] },
  ).toBuffer()
}

type Column = { readonly zh: string; readonly en: string; readonly width: number } & (
  | { readonly kind: 'text'; readonly value: (entry: CallListEntry) => string | undefined }
  | { readonly kind: 'date'; readonly value: (entry: CallListEntry) => CalendarDate | undefined }
  | { readonly kind: 'number'; readonly format: string; readonly value: (entry: CallListEntry) => number }
  | { readonly kind: 'input'; readonly choices?: readonly string[]; readonly filled: CellObject }
)

const columns: readonly Column[] = [
  { zh: '序号', en: 'No.', width: 6, kind: 'number', format: '0', value: (entry) => entry.rank },
  {
    zh: '剩余天数',
    en: 'Days left',
    width: 10,
    kind: 'number',
    format: '0',
    value: (entry) => entry.daysLeft,
  },
  { zh: '到期日', en: 'Ends on', width: 12, kind: 'date', value: (entry) => entry.endsOn },
  { zh: '车牌', en: 'Plate', width: 11, kind: 'text', value: (entry) => entry.vehiclePlate ?? '未上牌' },
  { zh: '客户', en: 'Customer', width: 12, kind: 'text', value: (entry) => entry.customerName },
  { zh: '手机', en: 'Mobile', width: 15, kind: 'text', value: (entry) => entry.mobile.replace(/^\+86/, '') },
  {
    zh: '联系结果',
    en: 'Outcome',
    width: 19,
    kind: 'input',
    filled: {},
    choices: CallOutcome.options.map((code) => `${code} ${outcomeWords[code].zh}`),
  },
  {
    zh: '战败原因',
    en: 'Lost reason',
    width: 22,
    kind: 'input',
    filled: {},
    choices: LostReason.options.map((code) => `${code} ${lostReasonWords[code]}`),
  },
  {
    zh: '再约时间',
    en: 'Call back at',
    width: 17,
    kind: 'input',
    filled: { type: Number, format: 'yyyy-mm-dd hh:mm' },
  },
  { zh: '本次备注', en: 'Remark', width: 28, kind: 'input', filled: { type: String, format: '@' } },
  { zh: '今日新增', en: 'New', width: 9, kind: 'text', value: (entry) => (entry.isNew ? '新' : undefined) },
  { zh: '品牌', en: 'Brand', width: 11, kind: 'text', value: (entry) => entry.brand },
  { zh: '车型', en: 'Model', width: 12, kind: 'text', value: (entry) => entry.model },
  { zh: '车架号', en: 'VIN', width: 21, kind: 'text', value: (entry) => entry.vin },
  { zh: '险种', en: 'Kind', width: 9, kind: 'text', value: (entry) => policyKindWords[entry.policyKind] },
  { zh: '保险公司', en: 'Insurer', width: 14, kind: 'text', value: (entry) => entry.insurer },
  { zh: '保单号', en: 'Policy no.', width: 22, kind: 'text', value: (entry) => entry.policyNumber },
  {
    zh: '上年保费（元）',
    en: 'Last premium (CNY)',
    width: 16,
    kind: 'number',
    format: '#,##0.00',
    value: (entry) => entry.premiumFen / 100,
  },
  {
    zh: '另一险种',
    en: 'Other kind',
    width: 20,
    kind: 'text',
    value: ({ otherPolicy }) => otherPolicy && `${policyKindWords[otherPolicy.kind]} ${otherPolicy.insurer}`,
  },
  {
    zh: '另一险种到期日',
    en: 'Other ends on',
    width: 15,
    kind: 'date',
    value: (entry) => entry.otherPolicy?.endsOn,
  },
  { zh: '客户分类', en: 'Segment', width: 12, kind: 'text', value: (entry) => segmentWords[entry.segment] },
  { zh: '联系节点', en: 'Contact step', width: 12, kind: 'text', value: (entry) => stepWords(entry.step) },
  { zh: '列入日期', en: 'Listed since', width: 12, kind: 'date', value: (entry) => entry.listedSince },
  { zh: '最近进厂', en: 'Last visit', width: 12, kind: 'date', value: (entry) => entry.lastVisitOn },
  { zh: '最近保养', en: 'Last service', width: 12, kind: 'date', value: (entry) => entry.lastMaintenanceOn },
  { zh: '上次结果', en: 'Last outcome', width: 30, kind: 'text', value: previousOutcomeWords },
  { zh: '客户备注', en: 'Note', width: 30, kind: 'text', value: (entry) => entry.remark },
]

const inputTint = '#FFF9DB'

function headOf(column: Column): CellObject {
  return {
    value: `${column.zh}\n${column.en}`,
    fontWeight: 'bold',
    wrap: true,
    alignVertical: 'center',
    height: 32,
    backgroundColor: column.kind === 'input' ? '#FFE58A' : '#DDE5EE',
  }
}

function cellOf(column: Column, entry: CallListEntry): CellObject | null {
  switch (column.kind) {
    case 'text': {
      const value = oneLine(column.value(entry) ?? '')
      return value === '' ? null : { value, type: String, format: '@' }
    }
    case 'date': {
      const date = column.value(entry)
      return date === undefined
        ? null
        : { value: serialOf(date), type: Number, format: 'yyyy-mm-dd', align: 'left' }
    }
    case 'number': {
      const tint = column.zh === '剩余天数' ? { backgroundColor: bandWords[bandOf(entry.daysLeft)].tint } : {}
      return { value: column.value(entry), type: Number, format: column.format, ...tint }
    }
    case 'input':
      return { backgroundColor: inputTint, ...column.filled }
  }
}

/** Excel counts days from here for every day since March 1900. */
const dayZero = CalendarDate.parse('1899-12-30')

function serialOf(date: CalendarDate): number {
  return daysBetween(dayZero, date)
}

const instructionsName = '填写说明'
const firstOutcomeRow = 4
const firstReasonRow = firstOutcomeRow + CallOutcome.options.length + 3

function instructions(): SheetData {
  const bold = (value: string): CellObject => ({ value, fontWeight: 'bold' })
  return [
    [bold('黄色列由专员填写：联系结果、战败原因从下拉中选择。 The yellow columns are yours to fill.')],
    [],
    [bold('联系结果 Outcome'), bold('什么时候选 When')],
    ...CallOutcome.options.map((code) => [`${code} ${outcomeWords[code].zh}`, outcomeWords[code].when]),
    [],
    [],
    [bold('战败原因 Lost reason'), bold('联系结果为 LOST 战败时必填 Required with LOST')],
    ...LostReason.options.map((code) => [`${code} ${lostReasonWords[code]}`]),
    [],
    ['客户信息仅限续保联系使用，请勿转发。 Confidential: for renewal calls only.'],
  ]
}

/** The arrows of a filter over the whole table, and lists to choose from in the input columns. */
function filterAndChoices(rows: number) {
  const last = getCellAddress(rows, columns.length - 1)
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string, _: unknown, { sheetIndex }: { sheetIndex: number }) => {
            if (sheetIndex !== 0 || rows === 0) return xml
            const filtered = insert(xml, `<autoFilter ref="A1:${last}"/>`)
            const lists = columns.flatMap((column, index) =>
              column.kind === 'input' && column.choices !== undefined
                ? [
                    choiceList(
                      index,
                      rows,
                      column.zh === '联系结果' ? firstOutcomeRow : firstReasonRow,
                      column.choices,
                    ),
                  ]
                : [],
            )
            return insert(
              filtered,
              `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`,
            )
          },
        },
      },
    },
  }
}

function insert(sheet: string, element: string): string {
  const order = getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? []
  return insertElementMarkupAccordingToOrderOfSiblings(sheet, element, order, 'worksheet')
}

function choiceList(column: number, rows: number, firstRow: number, choices: readonly string[]): string {
  const cells = `${getCellAddress(1, column)}:${getCellAddress(rows, column)}`
  const source = `'${instructionsName}'!$A$${firstRow}:$A$${firstRow + choices.length - 1}`
  return (
    `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${cells}">` +
    `<formula1>${source}</formula1></dataValidation>`
  )
}
