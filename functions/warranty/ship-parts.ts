import type { Stamp } from '../../shared/domain/record.ts'
import { returnedPartMachine } from '../../shared/domain/returned-part-machine.ts'
import type { ReturnedPart } from '../../shared/domain/returned-part.ts'
import { manifestNumber, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import { returnedPartRecord } from '../../shared/store/returned-parts.ts'

/**
 * The parts of an approved notice leave with its carrier. A month's parts are more than a transaction holds, so they go one
 * by one after the approval; what is left when something fails is taken up by the next run of the job.
 */
export async function shipParts(
  store: Pick<MailingStore, 'returnedParts' | 'commit'>,
  mailing: WarrantyMailing,
  stamp: Stamp,
): Promise<{ readonly shipped: number }> {
  const { dealerId, kind, approved, itemIds } = mailing
  const carriage = approved?.carriage
  if (kind !== 'returned_parts' || carriage === undefined) return { shipped: 0 }
  const parts = await store.returnedParts.byIds(dealerId, itemIds)
  const changes = [...parts.values()]
    .filter(({ status }) => status === 'packed')
    .map((before) => {
      const after: ReturnedPart = {
        ...before,
        status: stateAfter(returnedPartMachine, before.status, 'ship'),
        shipment: {
          ...before.shipment,
          manifest: manifestNumber(mailing),
          ...carriage,
          shippedAt: stamp.at,
        },
      }
      const change = { id: before.returnedPartId, action: 'shipped', before, after }
      return changeWrites(returnedPartRecord, change, stamp)
    })
  return { shipped: await commitEach(store, changes) }
}
