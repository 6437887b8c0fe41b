import { ProposedPrices } from '../domain/proposed-price.ts'
import { readMany, readPart, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const of = (noticeId: string) => `proposed-prices#${noticeId}`
/** A list has 50,000 prices at most: four digits count its pages. */
const key = (dealerId: string, noticeId: string) => (page: number) => ({
  pk: `${dealerId}#${of(noticeId)}`,
  sk: String(page).padStart(4, '0'),
})

export const proposedPricesRecord = recordKind({
  entity: 'ProposedPrices',
  schema: ProposedPrices,
  key: ({ dealerId, noticeId, page }) => key(dealerId, noticeId)(page),
})

export function proposedPriceStore(client: TableClient) {
  return {
    /** Pages of a notice's list, by their numbers. */
    async byPages(
      dealerId: string,
      noticeId: string,
      pages: readonly number[],
    ): Promise<Map<number, ProposedPrices>> {
      const keyOf = key(dealerId, noticeId)
      const found = await readMany(client, proposedPricesRecord, pages.map(String), (page) =>
        keyOf(Number(page)),
      )
      return new Map([...found.values()].map((each) => [each.page, each]))
    },
    /** The pages of a notice's list, in order, from a place on. */
    ofNotice: (dealerId: string, noticeId: string, paging: Paging) =>
      readPart(client, proposedPricesRecord, { dealerId, of: of(noticeId), ...paging }),
  }
}
