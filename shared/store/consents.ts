import { Consent } from '../domain/consent.ts'
import { Suppression } from '../domain/suppression.ts'
import type { Channel, PurposeName } from '../domain/purpose.ts'
import { readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string, address: string) => `${dealerId}#address#${address}`

export const consentRecord = recordKind({
  entity: 'Consent',
  schema: Consent,
  key: ({ dealerId, mobile, purpose, channel }) => ({
    pk: partition(dealerId, mobile),
    sk: `consent#${channel}#${purpose}`,
  }),
})

export const suppressionRecord = recordKind({
  entity: 'Suppression',
  schema: Suppression,
  key: ({ dealerId, address, channel }) => ({
    pk: partition(dealerId, address),
    sk: `suppression#${channel}`,
  }),
})

/** What is known of addresses: the word of who reads there, and whether anything arrives. */
export function consentStore(client: TableClient) {
  return {
    ofMobiles: (dealerId: string, purpose: PurposeName, channel: Channel, mobiles: Iterable<string>) =>
      readMany(client, consentRecord, mobiles, (mobile) => ({
        pk: partition(dealerId, mobile),
        sk: `consent#${channel}#${purpose}`,
      })),
    suppressionsOf: (dealerId: string, channel: Channel, addresses: Iterable<string>) =>
      readMany(client, suppressionRecord, addresses, (address) => ({
        pk: partition(dealerId, address),
        sk: `suppression#${channel}`,
      })),
  }
}
