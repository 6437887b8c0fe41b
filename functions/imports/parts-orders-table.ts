import { toIdentifier } from '../../shared/domain/identifier.ts'
import { OrderClassCode } from '../../shared/domain/parts-order-class.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { date, dateFrom, identifier, needed, optional, text, type Table } from './column.ts'
import { readInteger } from '../../shared/domain/written-cell.ts'

export interface PartsOrderRow {
  readonly number: string
  /** By its form; whether the dealer has such a class is seen when the row is written. */
  readonly orderClass: string
  readonly partNumber: string
  readonly partName: string
  readonly quantity: number
  readonly orderedOn: CalendarDate
  readonly expectedOn?: CalendarDate | undefined
  readonly orderNumber: string
}

export const partsOrdersTable: Table<PartsOrderRow> = {
  columns: {
    number: needed(
      ['订单号', '配件订单号', '订单编号', '采购单号', 'parts order number'],
      identifier('required'),
    ),
    orderClass: needed(['订单类型', '订单类别', '订货类型', 'order class'], (cell) => {
      const code = OrderClassCode.safeParse(toIdentifier(cell))
      return code.success ? { value: code.data } : { fault: 'class-unknown' }
    }),
    partNumber: needed(
      ['配件编码', '配件编号', '配件号', '零件号', '零件编码', '配件代码', 'part number'],
      identifier('required'),
    ),
    partName: needed(['配件名称', '零件名称', '配件名', 'part name'], text('required', 200)),
    quantity: needed(['数量', '订货数量', '订购数量', 'quantity'], (cell) => {
      const quantity = readInteger(cell)
      return quantity === undefined || quantity < 1 ? { fault: 'quantity-invalid' } : { value: quantity }
    }),
    orderedOn: needed(['订货日期', '订购日期', '下单日期', '订单日期', 'ordered'], date),
    expectedOn: optional(
      ['预计到货日期', '预计到货', '预计到货日', '预计到货时间', '到货日期', 'expected'],
      dateFrom(date, (row: Partial<PartsOrderRow>) => row.orderedOn, 'expected-before-ordered'),
    ),
    orderNumber: needed(
      ['关联工单', '关联工单号', '工单号', '维修工单号', 'order number'],
      identifier('order-unknown'),
    ),
  },
  keyColumn: 'number',
  keyOf: (row) => row.number,
}
