import type { Delivery } from '../../shared/domain/message.ts'
import { withSuppression } from '../../shared/domain/contact-point.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { deliveryRecord, messageRecord } from '../../shared/store/messages.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { Settlement } from './settle.ts'

/** What a delivery's attempts came to, on its way to the table. */
export interface Results {
  readonly settlement: Settlement
  readonly stamp: Stamp
}

/** A delivery that a worker is about to send, as it was read and as it will be while the worker has it. */
export interface Claim {
  readonly claimed: Delivery
  readonly stamp: Stamp
}

/** What became of each part that was given. */
export interface Written {
  /** False: somebody else's word on the delivery stands, since its lease was over. */
  readonly recorded: boolean
  /** False: somebody else was faster. */
  readonly claimed: boolean
}

/** Conflicts with others on an address, which leave the deliveries ours, before a write is given up. */
const MOST_TRIES = 6

/** Everything was as it should be, and the table refused six times: the hint comes again. */
export class StillContested extends Error {
  override readonly name = 'StillContested'
}

/**
 * Writes the results of one delivery and the claim of the next in one transaction: half of the requests, and still
 * no delivery is claimed before the one ahead of it has its results. Where one of the two has been overtaken by
 * somebody else, the other is written alone.
 * @throws StillContested
 */
export async function recordAndClaim(
  store: JobStore,
  results: Results | undefined,
  claim: Claim | undefined,
): Promise<Written> {
  let open = { results, claim }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const writes = [
      ...(open.results === undefined ? [] : await resultWrites(store, open.results)),
      ...(open.claim === undefined ? [] : [deliveryRecord.put(open.claim.claimed, open.claim.stamp)]),
    ]
    if (writes.length === 0) return { recorded: false, claimed: false }
    const written = { recorded: open.results !== undefined, claimed: open.claim !== undefined }
    if (await commitSurely(store, writes, open)) return written
    open = await withoutTheOvertaken(store, open)
  }
  throw new StillContested('a delivery that nobody has changed could not be written')
}

/** A table whose answer was lost is asked what it has: a claim that is ours must not be taken for somebody else's. */
async function commitSurely(store: JobStore, writes: readonly Write[], open: Open): Promise<boolean> {
  try {
    return (await store.commit(writes)).kind === 'committed'
  } catch (error) {
    if (await tookEffect(store, open)) return true
    throw error
  }
}

/** All of a transaction's writes happened or none: one of them tells. */
async function tookEffect(store: JobStore, { results, claim }: Open): Promise<boolean> {
  const { dealerId = '', deliveryId = '' } = claim?.claimed ?? results?.settlement.delivery ?? {}
  const found = (await store.messages.deliveriesByIds(dealerId, [deliveryId])).get(deliveryId)
  if (found === undefined) return false
  if (claim !== undefined) return found.claimId === claim.claimed.claimId
  return found.status !== 'sending' && found.claimId === results?.settlement.delivery.claimId
}

/** Everything that is recorded of a settlement: rows, delivery, and the addresses that nothing more is sent to. */
export async function resultWrites(store: JobStore, { settlement, stamp }: Results): Promise<Write[]> {
  const { delivery, messages, suppressed } = settlement
  return [
    deliveryRecord.put(delivery, stamp),
    ...messages.map((message) => messageRecord.put(message, stamp)),
    ...(await suppressionWrites(store, delivery, suppressed, stamp)),
  ]
}

/** Addresses that a provider refused for good; a refusal that is known already is refused again. */
export async function suppressionWrites(
  store: Pick<JobStore, 'contactPoints'>,
  { dealerId, channel }: Pick<Delivery, 'dealerId' | 'channel'>,
  suppressed: Settlement['suppressed'],
  stamp: Stamp,
): Promise<Write[]> {
  const codes = new Map(suppressed.map(({ address, code }) => [address, code]))
  const known = await store.contactPoints.byAddresses(dealerId, codes.keys())
  return [...codes].map(([address, code]) => {
    const nothing = { ...unwritten(stamp), dealerId, address, consents: [], suppressions: [] }
    const contact = known.get(address) ?? nothing
    return contactPointRecord.put(withSuppression(contact, { channel, code, since: stamp.at }), stamp)
  })
}

interface Open {
  readonly results: Results | undefined
  readonly claim: Claim | undefined
}

/** A message that is pending changes only with its delivery: a delivery of the version we know is ours to write. */
async function withoutTheOvertaken(store: JobStore, { results, claim }: Open): Promise<Open> {
  const wanted = [results?.settlement.delivery, claim?.claimed].filter((each) => each !== undefined)
  const dealerId = wanted[0]?.dealerId ?? ''
  const ids = wanted.map(({ deliveryId }) => deliveryId)
  const found = await store.messages.deliveriesByIds(dealerId, ids)
  const isOurs = ({ deliveryId, version }: Delivery) => found.get(deliveryId)?.version === version
  return {
    results: results !== undefined && isOurs(results.settlement.delivery) ? results : undefined,
    claim: claim !== undefined && isOurs(claim.claimed) ? claim : undefined,
  }
}
