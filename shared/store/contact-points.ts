import { ContactPoint } from '../domain/contact-point.ts'
import { readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const contactKey = (dealerId: string) => (address: string) => ({
  pk: `${dealerId}#contact#${address}`,
  sk: 'contact',
})

export const contactPointRecord = recordKind({
  entity: 'ContactPoint',
  schema: ContactPoint,
  key: ({ dealerId, address }) => contactKey(dealerId)(address),
})

export function contactPointStore(client: TableClient) {
  return {
    /** What is known of addresses, by address; of one that was never heard of there is none. */
    byAddresses: <Address extends string>(dealerId: string, addresses: Iterable<Address>) =>
      readMany(client, contactPointRecord, addresses, contactKey(dealerId)),
  }
}
