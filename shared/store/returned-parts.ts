import { idFor } from '../domain/ids.ts'
import { isHere, ReturnedPart, type ReturnedPartStatus } from '../domain/returned-part.ts'
import type { CalendarDate } from '../domain/time.ts'
import { placeIn, readMany, readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A line of a claim has one part: the key is made from both. */
export function returnedPartIdOf(dealerId: string, claimId: string, claimLine: number): string {
  return idFor('returnedPart', dealerId, claimId, String(claimLine))
}

const key = (dealerId: string) => (returnedPartId: string) => ({
  pk: `${dealerId}#returned-part#${returnedPartId}`,
  sk: 'returned-part',
})

/** Among what belongs to a claim: its parts. */
const ofClaim = 'returned-part#'
/** All of them, by the day of their removal: it decides with which month's shipment they go. */
const PARTS = 'returned-parts'
/** Those that lie here, by the day until which they are kept. */
const HERE = 'returned-parts-here'

export const returnedPartRecord = recordKind({
  entity: 'ReturnedPart',
  schema: ReturnedPart,
  key: ({ dealerId, returnedPartId }) => key(dealerId)(returnedPartId),
  attributes: (part) => {
    const { dealerId, returnedPartId, claimId, claimLine, removedOn, status, manufacturer, keptUntil } = part
    return {
      relatedPk: `${dealerId}#warranty-claim#${claimId}`,
      relatedSk: `${ofClaim}${String(claimLine).padStart(3, '0')}#${returnedPartId}`,
      lookupPk: `${dealerId}#${PARTS}`,
      lookupSk: [removedOn, returnedPartId, status, manufacturer].join('#'),
      ...(isHere(part) ? { duePk: `${dealerId}#${HERE}`, dueSk: `${keptUntil}#${returnedPartId}` } : {}),
    }
  },
})

/** Which of them; all of them without a word. */
export interface WantedParts {
  readonly status?: ReturnedPartStatus | undefined
  /** As the dealer's settings name it. */
  readonly manufacturer?: string | undefined
}

export function returnedPartStore(client: TableClient) {
  return {
    byId: (dealerId: string, returnedPartId: string) =>
      readOne(client, returnedPartRecord, key(dealerId)(returnedPartId)),
    byIds: (dealerId: string, returnedPartIds: Iterable<string>) =>
      readMany(client, returnedPartRecord, returnedPartIds, key(dealerId)),
    /** A page of a claim's parts, by its lines, as the index shows them. */
    ofClaim: (dealerId: string, claimId: string, paging: Paging): Promise<Listed<ReturnedPart>> =>
      readPage(client, returnedPartRecord, 'related', {
        dealerId,
        of: `warranty-claim#${claimId}`,
        prefix: ofClaim,
        ...paging,
      }),
    /** A page of the parts that were removed in a period, by the day, each as it is now. */
    async removed(
      dealerId: string,
      { from, until, ...which }: WantedParts & { readonly from: CalendarDate; readonly until: CalendarDate },
      paging: Paging,
    ): Promise<Listed<ReturnedPart>> {
      const page = await readWanted(
        client,
        returnedPartRecord,
        { dealerId, of: PARTS, from, upTo: `${until}$`, ...paging },
        (sort) => {
          const [, , status, ...manufacturer] = sort.split('#')
          return isWanted({ status, manufacturer: manufacturer.join('#') }, which)
        },
      )
      // The index may be a little late: what has moved on meanwhile is left out.
      return { items: page.items.filter((part) => isWanted(part, which)), next: page.next }
    },
    /**
     * A page of the parts that lie here, those that are kept the shortest in front, as the index shows them.
     * @param which `place`: on this shelf
     */
    async here(
      dealerId: string,
      { place, ...which }: WantedParts & { readonly place?: string | undefined },
      paging: Paging,
    ): Promise<Listed<ReturnedPart>> {
      const items: ReturnedPart[] = []
      let { after } = paging
      do {
        const question = { dealerId, of: HERE, ...paging, after }
        const page = await readPage(client, returnedPartRecord, 'due', question)
        items.push(
          ...page.items.filter((part) => isWanted(part, which) && (place ?? part.place) === part.place),
        )
        after = page.next
      } while (after !== undefined && items.length <= paging.limit)
      const shown = items.slice(0, paging.limit)
      const last = shown.at(-1)
      const more = items.length > shown.length || after !== undefined
      return {
        items: shown,
        next: more && last !== undefined ? placeIn(returnedPartRecord, 'due', last) : undefined,
      }
    },
  }
}

function isWanted(
  part: { readonly status: string | undefined; readonly manufacturer: string },
  { status, manufacturer }: WantedParts,
): boolean {
  return (status ?? part.status) === part.status && (manufacturer ?? part.manufacturer) === part.manufacturer
}
