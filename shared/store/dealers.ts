import { Dealer } from '../domain/dealer.ts'
import { readAll, readMany, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => ({ pk: `${dealerId}#dealer`, sk: 'dealer' })
const everyDealer = 'dealers'

export const dealerRecord = recordKind({
  entity: 'Dealer',
  schema: Dealer,
  key: ({ dealerId }) => key(dealerId),
  attributes: ({ dealerId }) => ({ relatedPk: everyDealer, relatedSk: dealerId }),
})

export type DealerStore = ReturnType<typeof dealerStore>

export function dealerStore(client: TableClient) {
  return {
    byId: (dealerId: string) => readOne(client, dealerRecord, key(dealerId)),
    byIds: (dealerIds: Iterable<string>) => readMany(client, dealerRecord, dealerIds, key),
    /** For the jobs that go through all dealers of the deployment. */
    all: () => readAll(client, dealerRecord, { index: 'related', pk: everyDealer }),
  }
}
