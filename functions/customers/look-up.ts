import type { Customer } from '../../shared/domain/customer.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import { beforeFormer, isAmongFormer } from '../../shared/store/customers.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Listed, Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'

/** What people have of a customer whom they look for. */
export interface Clues {
  readonly mobile?: Mobile | undefined
  readonly name?: string | undefined
  readonly number?: string | undefined
}

export interface Found {
  readonly customer: Customer
  /** Whether the customer has this number now, or had it once, or has it from a record that was merged. */
  readonly by: 'current' | 'former'
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
): Promise<Listed<Found>> {
  const { mobile, name, number } = clues
  const given = names.filter((each) => clues[each] !== undefined)
  if (given.length > 1) {
    throw new FieldsInvalid(given.map((each) => ({ path: `query.${each}`, reason: 'one-of-several' })))
  }
  if (mobile !== undefined) return foundByMobile(store, dealerId, mobile, paging)
  if (name !== undefined) return foundAs('current', await store.customers.named(dealerId, name, paging))
  if (number === undefined) {
    throw new FieldsInvalid(names.map((each) => ({ path: `query.${each}`, reason: 'one-of-several' })))
  }
  const customerId = (await store.guards.idsBehind(dealerId, 'customer-number', [number])).get(number)
  const customer = customerId === undefined ? undefined : await store.customers.byId(dealerId, customerId)
  const by = customer?.number === number ? 'current' : 'former'
  return foundAs(by, { items: customer === undefined ? [] : [customer], next: undefined })
}

/** Those who have it now, and behind them those who had it once. */
async function foundByMobile(
  store: Pick<Store, 'customers'>,
  dealerId: string,
  mobile: Mobile,
  { limit, after }: Paging,
): Promise<Listed<Found>> {
  const once = async (paging: Paging) =>
    foundAs('former', await store.customers.onceReached(dealerId, mobile, paging))
  if (after !== undefined && isAmongFormer(after)) return once({ limit, after })
  const now = foundAs('current', await store.customers.ofMobile(dealerId, mobile, { limit, after }))
  if (now.next !== undefined) return now
  const room = limit - now.items.length
  if (room === 0) return { ...now, next: beforeFormer }
  const { items, next } = await once({ limit: room })
  return { items: [...now.items, ...items], next }
}

function foundAs(by: Found['by'], { items, next }: Listed<Customer>): Listed<Found> {
  return { items: items.map((customer) => ({ customer, by })), next }
}
