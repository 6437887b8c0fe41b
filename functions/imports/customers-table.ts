import { toMobile, type Mobile } from '../../shared/domain/mobile.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { identifier, needed, oneOf, optional, orIgnored, pastDate, text, type Table } from './column.ts'
import { readYesNo } from '../../shared/domain/written-cell.ts'

export interface CustomerRow {
  readonly number: string
  readonly name: string
  readonly mobile: Mobile
  readonly address?: string | undefined
  readonly gender?: 'male' | 'female' | undefined
  readonly birthday?: CalendarDate | undefined
  /** Blank in an export is `unknown`, which no rule may take for a yes; absent where the file has no such column. */
  readonly smsConsent?: 'yes' | 'no' | 'unknown'
  readonly remark?: string | undefined
}

const gender = oneOf(
  { male: ['男', '男性', '先生', 'm', 'male'], female: ['女', '女性', '女士', 'f', 'female'] },
  'required',
)

export const customersTable: Table<CustomerRow> = {
  columns: {
    number: needed(
      ['客户编号', '客户号', '客户代码', '客户编码', '车主编号', 'customer number'],
      identifier('required'),
    ),
    name: needed(['姓名', '客户姓名', '客户名称', '车主姓名', '车主', 'name'], text('name-missing', 100)),
    mobile: needed(
      ['手机', '手机号', '手机号码', '联系电话', '联系手机', '移动电话', '电话', 'mobile', 'phone'],
      (cell) => {
        const mobile = toMobile(cell)
        return mobile === undefined ? { fault: 'phone-invalid' } : { value: mobile }
      },
    ),
    address: optional(['地址', '联系地址', '家庭住址', '住址', 'address'], text('required')),
    gender: optional(['性别', 'gender', 'sex'], orIgnored(gender, 'gender-ignored')),
    birthday: optional(
      ['生日', '出生日期', '出生年月日', 'birthday'],
      orIgnored(pastDate('date-invalid'), 'birthday-ignored'),
    ),
    smsConsent: {
      headers: ['短信同意', '是否同意短信', '同意短信', '同意接收短信', '短信授权', 'sms consent'],
      needed: false,
      read: (cell) => {
        const consent = readYesNo(cell)
        return consent === undefined ? { value: 'unknown', warning: 'consent-unclear' } : { value: consent }
      },
    },
    remark: optional(['备注', '说明', '备注信息', 'remark', 'remarks'], text('required')),
  },
  keyColumn: 'number',
  keyOf: (row) => row.number,
}
