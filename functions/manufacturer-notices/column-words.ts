/** Names as they are written one after the other: 甲、乙. */
function list(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('、'))
}

/** What the columns are called that facts are read from; the surer names first. */
export const columnWords = {
  vin: list(
    '车架号、车架号码、vin、vin码、vin号、车辆识别代号、车辆识别代码、车辆识别号、底盘号、chassis',
    'chassis number',
  ),
  campaign: list(
    '活动编号、召回编号、召回活动编号、活动代码、召回代码、活动号、召回号、campaign、campaign number',
    'campaign no、campaign code、recall number',
  ),
  orderDate: list(
    '订货日期、订货日、订单日期、下单日期、截单日期、订货截止日期、订单截止日期、提报日期、订货时间',
    'order date、ordering date、cut-off date',
  ),
  orderClass: list(
    '订单类型、订单类别、订货类型、订单种类、订货类别、类型、order class、order type、class、type',
  ),
  partNumber: list(
    '配件编码、配件编号、配件号、零件号、零件编号、零件编码、备件编码、备件编号、备件号、物料编码',
    '物料号、图号、part number、part no、part no.、part',
  ),
  partName: list('配件名称、零件名称、备件名称、物料名称、名称、part name、description、name'),
  limit: list(
    '新客户限价、调整后客户限价、现客户限价、客户限价、最高限价、限价、客户最高限价、调整后限价、调后限价',
    '新限价、现限价、调整后零售价、建议零售价、零售价、新零售价、现零售价、调整后价格、新价格',
    '销售限价、销售价、含税零售价、price limit、retail price、new price、price',
  ),
  claim: list(
    '索赔单号、索赔编号、索赔单编号、索赔单、索赔号、工单索赔号、claim number、claim no、claim no.',
    'claim',
  ),
  amount: list(
    '结算金额、实际结算金额、实结金额、结算总额、索赔金额、审核金额、批准金额、金额、合计、合计金额',
    '总金额、settled amount、amount、total',
  ),
}

export type ColumnField = keyof typeof columnWords

export interface FoundColumn {
  readonly position: number
  /** As the file writes it. */
  readonly title: string
}

export type Columns = ReadonlyMap<ColumnField, FoundColumn>

/** Titles and remarks stand above the header of a table; not more lines than these. */
const MOST_LINES_ABOVE = 20

/** The header of a table, and the rows below it; undefined where no row names a column that facts are read from. */
export function findColumns<Row extends { readonly cells: readonly string[] }>(
  rows: readonly Row[],
): { readonly columns: Columns; readonly below: readonly Row[] } | undefined {
  const heads = rows
    .slice(0, MOST_LINES_ABOVE)
    .map(({ cells }, index) => ({ index, columns: columnsOf(cells) }))
  const best = heads.reduce<(typeof heads)[number] | undefined>(
    (most, head) => (head.columns.size > (most?.columns.size ?? 0) ? head : most),
    undefined,
  )
  return best === undefined ? undefined : { columns: best.columns, below: rows.slice(best.index + 1) }
}

function columnsOf(cells: readonly string[]): Columns {
  const plain = cells.map(plainTitle)
  const columns = new Map<ColumnField, FoundColumn>()
  const taken = new Set<number>()
  for (const field of fields) {
    const position = columnWords[field]
      .map((word) => plain.findIndex((title, at) => title === plainTitle(word) && !taken.has(at)))
      .find((at) => at !== -1)
    if (position === undefined) continue
    taken.add(position)
    columns.set(field, { position, title: (cells[position] ?? '').trim() })
  }
  return columns
}

const fields = [
  ...(['vin', 'campaign', 'orderDate', 'orderClass', 'partNumber'] as const),
  ...(['partName', 'limit', 'claim', 'amount'] as const),
]

/**
 * Narrow, small, without blanks and without what stands in brackets: 限价(元, 含税) is 限价. 限价(万元) is none that we
 * know: its numbers would be taken for yuan.
 */
function plainTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([【](?![^)\]】]*[万千])[^)\]】]*[)\]】]\s*$/u, '')
    .replace(/[\s\p{Cf}"'*:_/]/gu, '')
}
