import * as z from 'zod'
import { CustomerRecord, isErased, mobilesOf, nameKey, type Customer } from '../domain/customer.ts'
import { CustomerId } from '../domain/ids.ts'
import type { Mobile } from '../domain/mobile.ts'
import type { Stamp } from '../domain/record.ts'
import type { Instant } from '../domain/time.ts'
import {
  readFound,
  readMany,
  readOne,
  readPage,
  readPart,
  type Listed,
  type Paging,
  type Place,
} from './read.ts'
import { recordKind } from './record-kind.ts'
import type { Item, TableClient, Write } from './table-client.ts'

const key = (dealerId: string) => (customerId: string) => ({
  pk: `${dealerId}#customer#${customerId}`,
  sk: 'customer',
})

const withMobile = (mobile: string) => `contact#${mobile}`
const withName = (name: string) => `customer-name#${Array.from(name)[0] ?? ''}`
const CUSTOMER = 'customer#'
const FORMER = 'former-mobile#'

/** Only whom the department deals with is found: by mobile among what belongs to a number, by the name's beginning. */
export const customerRecord = recordKind({
  entity: 'Customer',
  schema: CustomerRecord,
  key: ({ dealerId, customerId }) => key(dealerId)(customerId),
  attributes: (record) => {
    if (record.state !== 'active') return {}
    const { dealerId, customerId, mobile } = record
    const name = nameKey(record.name)
    return {
      relatedPk: `${dealerId}#${withMobile(mobile)}`,
      relatedSk: `${CUSTOMER}${customerId}`,
      lookupPk: `${dealerId}#${withName(name)}`,
      lookupSk: `${name}#${customerId}`,
    }
  },
})

/**
 * A number that was somebody's goes on finding them: an item beside the record, since an index knows a record by one
 * number only.
 */
const FormerItem = z.object({ customerId: CustomerId })
const former = { parse: (item: Item) => FormerItem.parse(item).customerId }
const formerKey = (dealerId: string, mobile: string, customerId: string) => ({
  pk: `${dealerId}#${FORMER}${mobile}`,
  sk: customerId,
})

/** Before the first of those who had a number once: '-' sorts before every id. */
export const beforeFormer: Place = ['-', FORMER, '-']
/** Whether a list has come to those who had the number once. */
export const isAmongFormer = ([, of]: Place): boolean => of.startsWith(FORMER)

/**
 * For the transaction that changes a customer: the number of before goes on finding the customer, and one that the record
 * has forgotten does so no longer. At most two writes.
 */
export function formerMobileWrites(before: Customer | undefined, after: Customer, stamp: Stamp): Write[] {
  if (before === undefined || before.mobile === after.mobile) return []
  const { dealerId, customerId } = after
  const known = mobilesOf(after)
  const forgotten = mobilesOf(before).filter((mobile) => !known.includes(mobile))
  return [
    rememberMobile(dealerId, before.mobile, customerId, stamp),
    ...forgotten.map((mobile) => forgetMobile(dealerId, mobile, customerId)),
  ]
}

export function rememberMobile(dealerId: string, mobile: Mobile, customerId: string, stamp: Stamp): Write {
  return {
    kind: 'put',
    key: formerKey(dealerId, mobile, customerId),
    item: { entity: 'FormerMobile', dealerId, customerId, createdAt: stamp.at, createdBy: stamp.by },
    // The same customer may have had it twice.
    condition: { clause: 'none' },
  }
}

export function forgetMobile(dealerId: string, mobile: Mobile, customerId: string): Write {
  return { kind: 'delete', key: formerKey(dealerId, mobile, customerId), condition: { clause: 'none' } }
}

/** Of these customers those whose erasure began after `since`: what was answered later knew of it. */
export async function erasedAmong(
  client: Pick<TableClient, 'getMany'>,
  dealerId: string,
  customerIds: Iterable<string>,
  since: Instant,
): Promise<string[]> {
  const records = await readMany(client, customerRecord, customerIds, key(dealerId))
  return [...records].flatMap(([id, record]) => (isErased(record) && record.begunAt > since ? [id] : []))
}

export function customerStore(client: TableClient) {
  const recordsByIds = (dealerId: string, customerIds: Iterable<string>) =>
    readMany(client, customerRecord, customerIds, key(dealerId))

  /**
   * The customers behind these ids: of a record that was merged it is the customer whose record it is now; of one who
   * is erased there is none.
   */
  async function byIds<Id extends string>(
    dealerId: string,
    customerIds: Iterable<Id>,
  ): Promise<Map<Id, Customer>> {
    let open = new Map([...customerIds].map((id): [Id, string] => [id, id]))
    const found = new Map<Id, Customer>()
    // Each round follows a merge by one step; there is no ring, since only who is not merged takes another in.
    while (open.size > 0) {
      const records = await recordsByIds(dealerId, open.values())
      const further = new Map<Id, string>()
      for (const [id, at] of open) {
        const record = records.get(at)
        if (record?.state === 'active') found.set(id, record)
        if (record?.state === 'merged') further.set(id, record.mergedInto)
      }
      open = further
    }
    return found
  }

  async function activeOf(
    dealerId: string,
    { items, next }: Listed<CustomerRecord>,
    stillFits: (customer: Customer) => boolean,
  ): Promise<Listed<Customer>> {
    const records = await recordsByIds(
      dealerId,
      items.map(({ customerId }) => customerId),
    )
    const active = [...records.values()].filter((record) => record.state === 'active')
    return { items: active.filter(stillFits), next }
  }

  return {
    byIds,
    byId: async (dealerId: string, customerId: string) =>
      (await byIds(dealerId, [customerId])).get(customerId),
    /** What stands under this id, a merged or erased record among it. */
    recordById: (dealerId: string, customerId: string) =>
      readOne(client, customerRecord, key(dealerId)(customerId)),
    recordsByIds,
    /** A page of the customers who have this number, each as it is now. */
    ofMobile: async (dealerId: string, mobile: Mobile, paging: Paging): Promise<Listed<Customer>> =>
      activeOf(
        dealerId,
        await readPage(client, customerRecord, 'related', {
          dealerId,
          of: withMobile(mobile),
          prefix: CUSTOMER,
          ...paging,
        }),
        (customer) => customer.mobile === mobile,
      ),
    /** A page of the customers who had this number once, under any of their records, and have another one now. */
    async onceReached(dealerId: string, mobile: Mobile, paging: Paging): Promise<Listed<Customer>> {
      const { items, next } = await readPart(client, former, {
        dealerId,
        of: `${FORMER}${mobile}`,
        ...paging,
      })
      const customers = new Map(
        [...(await byIds(dealerId, items)).values()].map((customer) => [customer.customerId, customer]),
      )
      return { items: [...customers.values()].filter((customer) => customer.mobile !== mobile), next }
    },
    /** A page of the customers whose name begins so, each as it is now, by name. */
    named: async (dealerId: string, beginning: string, paging: Paging): Promise<Listed<Customer>> => {
      const prefix = nameKey(beginning)
      const { items, next } = await readFound(client, customerRecord, {
        dealerId,
        of: withName(prefix),
        prefix,
        ...paging,
      })
      const active = items.filter((record) => record.state === 'active')
      return { items: active.filter(({ name }) => nameKey(name).startsWith(prefix)), next }
    },
  }
}
