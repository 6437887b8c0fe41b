import type { Fen } from '../../shared/domain/money.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { Plate } from '../../shared/domain/plate.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import {
  amount,
  dateFrom,
  identifier,
  kilometres,
  needed,
  oneOf,
  optional,
  pastDate,
  plate,
  text,
  vin,
  type Table,
} from './column.ts'
import { saysNothing } from '../../shared/domain/written-cell.ts'
import { plateHeaders, vinHeaders } from './vehicles-table.ts'

/** What exports know of an order's progress. */
export type ExportedStatus = Extract<RepairOrder['status'], 'in_work' | 'delivered'>

export interface OrderRow {
  readonly number: string
  readonly vin: Vin
  readonly plate?: Plate | undefined
  readonly kind: RepairOrder['kind']
  readonly receivedOn: CalendarDate
  readonly deliveredOn?: CalendarDate | undefined
  readonly odometerKm?: number | undefined
  readonly advisorName?: string | undefined
  readonly laborFen: Fen
  readonly partsFen: Fen
  readonly totalFen: Fen
  readonly settlement: RepairOrder['settlement']
  /** Undefined where neither a status nor a date of delivery tells it. */
  readonly status?: ExportedStatus | undefined
}

const kind = oneOf<OrderRow['kind']>(
  {
    first_service: ['首保', '首次保养', '首保养', 'first_service'],
    maintenance: ['保养', '定期保养', '常规保养', '定保', 'maintenance'],
    repair: ['一般维修', '维修', '普通维修', '机修', 'repair'],
    accident: ['事故', '事故车', '事故维修', '事故车维修', 'accident'],
    warranty: ['索赔', '保修', '三包索赔', '索赔维修', 'warranty'],
  },
  'kind-unknown',
)

const settlement = oneOf<OrderRow['settlement']>(
  {
    customer: ['自费', '客户', '客户自费', '客户付费', 'customer'],
    manufacturer: ['厂家索赔', '厂家', '索赔', '厂家结算', 'manufacturer'],
    insurer: ['保险', '保险公司', '保险理赔', '保险结算', 'insurer'],
  },
  'settlement-unknown',
)

const status = oneOf<ExportedStatus>(
  {
    in_work: ['在修', '维修中', '在厂', '施工中', '未交车', '已完工', '待交车', 'in_work'],
    delivered: ['已交车', '交车', '已出厂', '已结算', '已完成', 'delivered'],
  },
  'status-unknown',
)

const sum = amount('amount-not-a-number', 'amount-negative')

/** An order without labour, or without parts, leaves the amount blank. */
const sumOrNone: typeof sum = (cell, given) => sum(saysNothing(cell) ? '0' : cell, given)

function statusByDelivery(row: Partial<OrderRow>): OrderRow['status'] {
  if (!('deliveredOn' in row)) return undefined
  return row.deliveredOn === undefined ? 'in_work' : 'delivered'
}

export const ordersTable: Table<OrderRow> = {
  columns: {
    number: needed(
      ['工单号', '维修工单号', '工单编号', '委托书号', '结算单号', 'order number'],
      identifier('required'),
    ),
    vin: needed([...vinHeaders], vin),
    plate: optional([...plateHeaders], plate),
    kind: needed(['维修类型', '维修类别', '工单类型', '业务类型', '维修种类', 'kind'], kind),
    receivedOn: needed(
      ['进厂日期', '进厂时间', '接车日期', '来厂日期', '开单日期', 'received'],
      pastDate('received-date-future'),
    ),
    deliveredOn: optional(
      ['交车日期', '交车时间', '出厂日期', '结算日期', 'delivered'],
      dateFrom(
        pastDate('delivered-date-future'),
        (row: Partial<OrderRow>) => row.receivedOn,
        'delivered-before-received',
      ),
    ),
    odometerKm: optional(
      ['里程', '行驶里程', '进厂里程', '里程数', '公里数', 'odometer', 'mileage'],
      kilometres,
    ),
    advisorName: optional(['服务顾问', '接待顾问', '接待员', '顾问', 'advisor'], text('required', 100)),
    laborFen: needed(['工时费', '工时金额', '工时费用', 'labor', 'labour'], sumOrNone),
    partsFen: needed(['材料费', '配件费', '材料金额', '配件金额', '材料费用', 'parts'], sumOrNone),
    totalFen: needed(['总金额', '合计金额', '合计', '总计', '总费用', '结算金额', 'total'], sum),
    settlement: needed(['结算方式', '付款方式', '结算类型', '付费方式', 'settlement'], settlement),
    status: {
      headers: ['状态', '工单状态', '维修状态', 'status'],
      needed: false,
      read: (cell, given) => {
        const { deliveredOn } = given.row
        if (saysNothing(cell)) return { value: statusByDelivery(given.row) }
        const reading = status(cell, given)
        // The next service is counted from the day of delivery: without it a delivered order is no use.
        const undated = 'value' in reading && reading.value === 'delivered' && deliveredOn === undefined
        return undated ? { fault: 'delivered-date-missing' } : reading
      },
      lacking: statusByDelivery,
    },
  },
  keyColumn: 'number',
  keyOf: (row) => row.number,
}
