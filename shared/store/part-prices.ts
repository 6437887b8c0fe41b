import { PartPrice } from '../domain/part-price.ts'
import { readFound, readMany, readOne, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (partNumber: string) => ({
  pk: `${dealerId}#part-price#${partNumber}`,
  sk: 'part-price',
})

/** Of what the desk has named and nobody confirmed. */
const UNCONFIRMED = 'unconfirmed-prices'

export const partPriceRecord = recordKind({
  entity: 'PartPrice',
  schema: PartPrice,
  key: ({ dealerId, partNumber }) => key(dealerId)(partNumber),
  attributes: ({ dealerId, partNumber, limits }) =>
    limits.every(({ confirmed }) => confirmed)
      ? {}
      : { lookupPk: `${dealerId}#${UNCONFIRMED}`, lookupSk: partNumber },
})

export function partPriceStore(client: TableClient) {
  return {
    byNumber: (dealerId: string, partNumber: string) =>
      readOne(client, partPriceRecord, key(dealerId)(partNumber)),
    byNumbers: (dealerId: string, partNumbers: Iterable<string>) =>
      readMany(client, partPriceRecord, partNumbers, key(dealerId)),
    /** A page of the parts with a limit that nobody has confirmed, by part number. */
    unconfirmed: (dealerId: string, paging: Paging) =>
      readFound(client, partPriceRecord, { dealerId, of: UNCONFIRMED, ...paging }),
  }
}
