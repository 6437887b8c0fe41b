import type { Fen } from '../../shared/domain/money.ts'
import type { Plate } from '../../shared/domain/plate.ts'
import { policyKey, type PolicyKind } from '../../shared/domain/policy.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import {
  amount,
  date,
  dateFrom,
  identifier,
  needed,
  oneOf,
  optional,
  plate,
  text,
  vin,
  type Table,
} from './column.ts'
import { plateHeaders, vinHeaders } from './vehicles-table.ts'

export interface PolicyRow {
  readonly number: string
  readonly vin: Vin
  readonly plate?: Plate | undefined
  readonly insurer: string
  readonly kind: PolicyKind
  readonly startsOn: CalendarDate
  readonly endsOn: CalendarDate
  readonly premiumFen: Fen
  readonly specialistNumber?: string | undefined
}

const kind = oneOf<PolicyKind>(
  {
    compulsory: ['交强险', '交强', '强制险', '机动车交通事故责任强制保险', 'compulsory'],
    commercial: ['商业险', '商业', '商业保险', '商业车险', '机动车商业保险', 'commercial'],
  },
  'kind-unknown',
)

export const policiesTable: Table<PolicyRow> = {
  columns: {
    number: needed(['保单号', '保单号码', '保险单号', '保单编号', 'policy number'], identifier('required')),
    vin: needed([...vinHeaders], vin),
    plate: optional([...plateHeaders], plate),
    insurer: needed(['保险公司', '承保公司', '保险公司名称', '保司', 'insurer'], text('required', 100)),
    kind: needed(['险种', '险种名称', '保险类型', '险别', 'kind'], kind),
    startsOn: needed(['起保日期', '保险起期', '起保时间', '生效日期', '保险开始日期', 'starts'], date),
    endsOn: needed(
      ['到期日期', '保险止期', '终保日期', '保险到期日', '到期日', '保险到期日期', '止保日期', 'ends'],
      dateFrom(date, (row: Partial<PolicyRow>) => row.startsOn, 'ends-before-start'),
    ),
    premiumFen: needed(
      ['保费', '保费金额', '保险费', '签单保费', '保费合计', 'premium'],
      amount('premium-not-a-number', 'premium-negative'),
    ),
    specialistNumber: optional(
      ['续保专员', '续保专员工号', '续保员', '专员工号', 'specialist'],
      identifier('required'),
    ),
  },
  keyColumn: 'number',
  keyOf: policyKey,
}
