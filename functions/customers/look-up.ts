import type { Customer } from '../../shared/domain/customer.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Listed, Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'

/** What people have of a customer whom they look for. */
export interface Clues {
  readonly mobile?: Mobile | undefined
  readonly name?: string | undefined
  readonly number?: string | undefined
}

const names = ['mobile', 'name', 'number'] as const

/**
 * A page of the customers whom the one clue finds. The number of a record that was merged finds the customer whose it
 * is now.
 * @throws FieldsInvalid when there is no clue, or more than one: they are not combined
 */
export async function lookUp(
  store: Pick<Store, 'customers' | 'guards'>,
  dealerId: string,
  clues: Clues,
  paging: Paging,
): Promise<Listed<Customer>> {
  const { mobile, name, number } = clues
  const given = names.filter((each) => clues[each] !== undefined)
  if (given.length > 1) {
    throw new FieldsInvalid(given.map((each) => ({ path: `query.${each}`, reason: 'one-of-several' })))
  }
  if (mobile !== undefined) return store.customers.ofMobile(dealerId, mobile, paging)
  if (name !== undefined) return store.customers.named(dealerId, name, paging)
  if (number === undefined) {
    throw new FieldsInvalid(names.map((each) => ({ path: `query.${each}`, reason: 'one-of-several' })))
  }
  const customerId = (await store.guards.idsBehind(dealerId, 'customer-number', [number])).get(number)
  const customer = customerId === undefined ? undefined : await store.customers.byId(dealerId, customerId)
  return { items: customer === undefined ? [] : [customer], next: undefined }
}
