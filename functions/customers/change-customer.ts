import type * as z from 'zod'
import { withMobile, type Customer } from '../../shared/domain/customer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { changeCustomer } from '../../shared/http/routes/customers.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

export type CustomerChange = z.output<(typeof changeCustomer)['body']>

/** The customer with the given fields changed; `null` takes one away. Pure. */
export function changedBy(customer: Customer, change: CustomerChange, stamp: Stamp): Customer {
  const { name, mobile, address, gender, birthday, remark } = change
  const moved = mobile === undefined ? customer : withMobile(customer, mobile, stamp)
  return {
    ...moved,
    name: name ?? customer.name,
    address: given(address, customer.address),
    gender: given(gender, customer.gender),
    birthday: given(birthday, customer.birthday),
    remark: given(remark, customer.remark),
  }
}

function given<Value>(told: Value | null | undefined, known: Value | undefined): Value | undefined {
  return told === undefined ? known : (told ?? undefined)
}

/** Nobody is born tomorrow. */
export function birthdayFaults(
  { birthday }: { readonly birthday?: CalendarDate | null | undefined },
  today: CalendarDate,
): FieldFault[] {
  return birthday && birthday > today ? [{ path: 'body.birthday', reason: 'too-far-ahead' }] : []
}
