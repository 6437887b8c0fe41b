import type { Plate } from '../../shared/domain/plate.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import {
  date,
  identifier,
  kilometres,
  needed,
  optional,
  pastDate,
  plate,
  text,
  vin,
  type Table,
} from './column.ts'

export interface VehicleRow {
  readonly vin: Vin
  readonly plate?: Plate | undefined
  readonly brand: string
  readonly model: string
  readonly soldOn: CalendarDate
  readonly warrantyFrom?: CalendarDate | undefined
  readonly customerNumber: string
  readonly odometerKm?: number | undefined
  readonly lastVisitOn?: CalendarDate | undefined
}

export const vinHeaders = [
  '车架号',
  'VIN',
  'VIN码',
  'VIN号',
  '车架号码',
  '车架号VIN',
  '车架号/VIN',
  '车辆识别代号',
  '车辆识别代码',
  '车辆识别码',
  '底盘号',
] as const
export const plateHeaders = ['车牌号', '车牌', '车牌号码', '号牌号码', '号牌', '牌照号', 'plate'] as const

export const vehiclesTable: Table<VehicleRow> = {
  columns: {
    vin: needed([...vinHeaders], vin),
    plate: optional([...plateHeaders], plate),
    brand: needed(['品牌', '车辆品牌', '厂牌', 'brand'], text('required', 100)),
    model: needed(['车型', '车系', '车型名称', '车辆型号', 'model'], text('required', 100)),
    soldOn: needed(
      ['购车日期', '购买日期', '销售日期', '购车时间', '开票日期', 'sold'],
      pastDate('purchase-date-future'),
    ),
    warrantyFrom: optional(
      ['保修起始日期', '保修开始日期', '保修起始日', '质保起始日期', '保修日期', 'warranty from'],
      date,
    ),
    customerNumber: needed(
      ['客户编号', '客户号', '客户代码', '客户编码', '车主编号', 'customer number'],
      identifier('customer-unknown'),
    ),
    odometerKm: optional(
      ['最近里程', '里程', '行驶里程', '最近行驶里程', '里程数', '最后里程', 'odometer', 'mileage'],
      kilometres,
    ),
    lastVisitOn: optional(
      ['最近进厂日期', '最近来厂日期', '最后进厂日期', '上次进厂日期', '最近维修日期', 'last visit'],
      pastDate('last-visit-date-future'),
    ),
  },
  keyColumn: 'vin',
  keyOf: (row) => row.vin,
}
