import * as z from 'zod'
import { toMobile, type Mobile } from '../../shared/domain/mobile.ts'
import { roleNamed } from '../../shared/domain/role-names.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { date, dateFrom, identifier, needed, optional, text, type Table } from './column.ts'
import { narrow } from '../../shared/domain/written-cell.ts'

export interface StaffRow {
  readonly number: string
  readonly name: string
  readonly role: RoleCode
  readonly mobile?: Mobile | undefined
  readonly email?: string | undefined
  readonly joinedOn?: CalendarDate | undefined
  readonly leftOn?: CalendarDate | undefined
}

const Email = z.email()

export const staffTable: Table<StaffRow> = {
  columns: {
    number: needed(
      ['工号', '员工编号', '员工工号', '员工号', '职工编号', 'staff number'],
      identifier('required'),
    ),
    name: needed(['姓名', '员工姓名', '名字', 'name'], text('name-missing', 100)),
    role: needed(['岗位', '职位', '职务', '岗位名称', '角色', 'role'], (cell) => {
      const role = roleNamed(cell)
      return role === undefined ? { fault: 'role-unknown' } : { value: role }
    }),
    mobile: optional(
      ['手机', '手机号', '手机号码', '联系电话', '电话', '移动电话', 'mobile', 'phone'],
      (cell) => {
        const mobile = toMobile(cell)
        // Nothing is sent to a colleague's mobile: a fixed line there must not lose the colleague.
        return mobile === undefined ? { value: undefined, warning: 'phone-ignored' } : { value: mobile }
      },
    ),
    email: optional(['邮箱', '电子邮箱', '邮件', '电子邮件', 'email', 'e-mail'], (cell) => {
      const email = Email.safeParse(narrow(cell)).data
      return email === undefined ? { fault: 'email-invalid' } : { value: email }
    }),
    joinedOn: optional(['入职日期', '入职时间', '到岗日期', 'joined'], date),
    leftOn: optional(
      ['离职日期', '离职时间', 'left'],
      dateFrom(date, (row: Partial<StaffRow>) => row.joinedOn, 'left-before-joined'),
    ),
  },
  keyColumn: 'number',
  keyOf: (row) => row.number,
}
