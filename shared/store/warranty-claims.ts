import { ClaimKind } from '../domain/claim-kind.ts'
import { ClaimWithheld } from '../domain/claim-withheld.ts'
import { idFor, OrderId, WarrantyClaimId } from '../domain/ids.ts'
import { CalendarDate } from '../domain/time.ts'
import { claimedFen, isUnsettled, WarrantyClaim, WarrantyClaimStatus } from '../domain/warranty-claim.ts'
import {
  placeIn,
  readMany,
  readOne,
  readPage,
  readSortsFrom,
  readTogether,
  readWanted,
  type Listed,
  type Paging,
} from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** An order has at most one claim of a kind: the key is made from both, so nothing is claimed twice. */
export function claimIdOf(dealerId: string, orderId: string, kind: ClaimKind): string {
  return idFor('warrantyClaim', dealerId, orderId, kind)
}

const key = (dealerId: string) => (claimId: string) => ({
  pk: `${dealerId}#warranty-claim#${claimId}`,
  sk: 'warranty-claim',
})
const withheldKey = (dealerId: string) => (orderId: string) => ({
  pk: `${dealerId}#claim-withheld#${orderId}`,
  sk: 'claim-withheld',
})

/** Among what belongs to a vehicle: its claims. */
const ofVehicle = 'warranty-claim#'
/** All of them, by the day of the delivery. */
const CLAIMS = 'warranty-claims'
/** Those whose money is neither there nor given up, by the day until which something is to be done. */
const OPEN = 'open-warranty-claims'
/** Sorts after every day: nothing is to be done until the manufacturer has. */
const SOME_DAY = '9999-12-31'
/** The orders of which a claim might be expected and is not, by the day of the delivery. */
const WITHHELD = 'claims-withheld'

export const warrantyClaimRecord = recordKind({
  entity: 'WarrantyClaim',
  schema: WarrantyClaim,
  key: ({ dealerId, claimId }) => key(dealerId)(claimId),
  attributes: (claim) => {
    const { dealerId, claimId, vehicleId, orderId, deliveredOn, openedAt, status, kind, next } = claim
    return {
      relatedPk: `${dealerId}#vehicle#${vehicleId}`,
      relatedSk: `${ofVehicle}${openedAt}#${claimId}`,
      lookupPk: `${dealerId}#${CLAIMS}`,
      lookupSk: [
        ...[deliveredOn, orderId, claimId, status, kind, claimedFen(claim)],
        claim.manufacturer,
      ].join('#'),
      ...(isUnsettled(claim)
        ? { duePk: `${dealerId}#${OPEN}`, dueSk: `${next?.dueOn ?? SOME_DAY}#${claimId}` }
        : {}),
    }
  },
})

export const claimWithheldRecord = recordKind({
  entity: 'ClaimWithheld',
  schema: ClaimWithheld,
  key: ({ dealerId, orderId }) => withheldKey(dealerId)(orderId),
  attributes: ({ dealerId, orderId, deliveredOn, reason }) => ({
    lookupPk: `${dealerId}#${WITHHELD}`,
    lookupSk: [deliveredOn, orderId, reason].join('#'),
  }),
})

/** Which of them; all of them without a word. */
export interface WantedClaims {
  readonly status?: WarrantyClaimStatus | undefined
  readonly kind?: ClaimKind | undefined
  /** As the dealer's settings name it. */
  readonly manufacturer?: string | undefined
}

/** Of deliveries from the one day on and up to the other. */
export interface DeliveredIn extends WantedClaims {
  readonly from: CalendarDate
  readonly until: CalendarDate
}

/** A claim as one line of the index of keys. */
export interface ClaimLineOfIndex {
  readonly dealerId: string
  readonly deliveredOn: CalendarDate
  readonly orderId: string
  readonly claimId: string
  readonly status: WarrantyClaimStatus
  readonly kind: ClaimKind
  /** Undefined where its key is of before the sum stood in it. */
  readonly claimedFen: number | undefined
  readonly manufacturer: string
}

/** A manufacturer's name may have any character in it, so it stands last. */
function lineIn(dealerId: string, sort: string): ClaimLineOfIndex {
  const [deliveredOn, orderId, claimId, status, kind, ...rest] = sort.split('#')
  const [sum = '', ...named] = rest
  const saysSum = named.length > 0 && /^\d+$/.test(sum)
  return {
    dealerId,
    deliveredOn: CalendarDate.parse(deliveredOn),
    orderId: OrderId.parse(orderId),
    claimId: WarrantyClaimId.parse(claimId),
    status: WarrantyClaimStatus.parse(status),
    kind: ClaimKind.parse(kind),
    claimedFen: saysSum ? Number(sum) : undefined,
    manufacturer: (saysSum ? named : rest).join('#'),
  }
}

export function warrantyClaimStore(client: TableClient) {
  const byIds = (dealerId: string, claimIds: Iterable<string>) =>
    readMany(client, warrantyClaimRecord, claimIds, key(dealerId))
  return {
    byId: (dealerId: string, claimId: string) => readOne(client, warrantyClaimRecord, key(dealerId)(claimId)),
    byIds,
    /** The claims on an order, one of each kind at most, as they are now. */
    async ofOrder(dealerId: string, orderId: string): Promise<WarrantyClaim[]> {
      const ids = ClaimKind.options.map((kind) => claimIdOf(dealerId, orderId, kind))
      return [...(await byIds(dealerId, ids)).values()]
    },
    /** A page of the claims on a vehicle, under any of the car's records, the newest first, as the index shows them. */
    ofVehicle: (
      dealerId: string,
      vehicleIds: readonly string[],
      paging: Paging,
    ): Promise<Listed<WarrantyClaim>> =>
      readTogether(
        client,
        warrantyClaimRecord,
        { dealerId, owners: vehicleIds.map((id) => `vehicle#${id}`), prefix: ofVehicle },
        paging,
      ),
    /**
     * A page of what is not settled, what is due first at the top and what waits for the manufacturer at the end, as the
     * index shows it.
     * @param which `dueBy`: something of ours is due on this day, or was before
     */
    async open(
      dealerId: string,
      { dueBy, ...which }: WantedClaims & { readonly dueBy?: CalendarDate | undefined },
      paging: Paging,
    ): Promise<Listed<WarrantyClaim>> {
      const items: WarrantyClaim[] = []
      // Behind each day stands `#`, which sorts before `$`.
      const upTo = dueBy === undefined ? {} : { upTo: `${dueBy}$` }
      let { after } = paging
      do {
        const question = { dealerId, of: OPEN, ...upTo, ...paging, after }
        const page = await readPage(client, warrantyClaimRecord, 'due', question)
        items.push(...page.items.filter((claim) => isWanted(claim, which)))
        after = page.next
      } while (after !== undefined && items.length <= paging.limit)
      const shown = items.slice(0, paging.limit)
      const last = shown.at(-1)
      const more = items.length > shown.length || after !== undefined
      return {
        items: shown,
        next: more && last !== undefined ? placeIn(warrantyClaimRecord, 'due', last) : undefined,
      }
    },
    /** A page of the claims on deliveries of a period, by the day, each as it is now. */
    async delivered(dealerId: string, which: DeliveredIn, paging: Paging): Promise<Listed<WarrantyClaim>> {
      const { from, until } = which
      const page = await readWanted(
        client,
        warrantyClaimRecord,
        { dealerId, of: CLAIMS, from, upTo: `${until}$`, ...paging },
        (sort) => isWanted(lineIn(dealerId, sort), which),
      )
      // The index may be a little late: what has moved on meanwhile is left out.
      return { items: page.items.filter((claim) => isWanted(claim, which)), next: page.next }
    },
    /** Every claim on a delivery since, the last first, as the index alone shows it: no record is read. */
    async linesSince(dealerId: string, since: CalendarDate): Promise<ClaimLineOfIndex[]> {
      const sorts = await readSortsFrom(client, { dealerId, of: CLAIMS, from: since })
      return sorts.map((sort) => lineIn(dealerId, sort))
    },
    /** Why there is no claim on these orders, by their ids, as it is now. */
    withheldOf: (dealerId: string, orderIds: Iterable<string>) =>
      readMany(client, claimWithheldRecord, orderIds, withheldKey(dealerId)),
    /** A page of the orders delivered since of which somebody might expect a claim, by the day, and why there is none. */
    withheldSince: (
      dealerId: string,
      { from, until, ...paging }: Paging & { readonly from: CalendarDate; readonly until: CalendarDate },
    ): Promise<Listed<ClaimWithheld>> =>
      readWanted(
        client,
        claimWithheldRecord,
        { dealerId, of: WITHHELD, from, upTo: `${until}$`, ...paging },
        () => true,
      ),
  }
}

function isWanted(
  claim: Pick<WarrantyClaim, 'status' | 'kind' | 'manufacturer'>,
  { status, kind, manufacturer }: WantedClaims,
): boolean {
  return (
    (status ?? claim.status) === claim.status &&
    (kind ?? claim.kind) === claim.kind &&
    (manufacturer ?? claim.manufacturer) === claim.manufacturer
  )
}
