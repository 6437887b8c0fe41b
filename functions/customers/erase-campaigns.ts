import type { CampaignVehicle } from '../../shared/domain/campaign.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { vinsOf, type Vehicle } from '../../shared/domain/vehicle.ts'
import { campaignVehicleRecord, markName } from '../../shared/store/campaigns.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'
import { everOwned } from './each-of.ts'
import { entriesWithout, recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { isOwnedOn } from './owned-by.ts'
import { ownWords, wordsWritten } from './what-stays.ts'

/** What campaigns say of a car, under any VIN that it had. */
export async function marksOf(
  { campaigns }: Pick<CustomerRecords, 'campaigns'>,
  dealerId: string,
  vehicle: Vehicle,
): Promise<CampaignVehicle[]> {
  return (await Promise.all(vinsOf(vehicle).map((vin) => campaigns.ofVin(dealerId, vin)))).flat()
}

/**
 * What somebody wrote of a recalled car in the person's time, which may be about the person, goes; that the car was
 * recalled, and what became of it, stays with the car.
 */
export function campaignEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const owned = await everOwned(store, dealerId, recordsOf(record))
      const found = await Promise.all(
        owned.map(async (vehicle) =>
          (await marksOf(store, dealerId, vehicle)).map((mark) => ({ vehicle, name: markName(mark) })),
        ),
      )
      return found.flat()
    },
    async (some, { store, dealer, stamp, record }) => {
      const { dealerId, zone } = dealer
      const ids = recordsOf(record)
      const marks = await store.campaigns.marks(
        dealerId,
        some.map(({ name }) => name),
      )
      const groups = await Promise.all(
        some.map(async ({ vehicle, name }) => {
          const mark = marks.get(name)
          const bare = mark && withoutReason(mark, (at) => isOwnedOn(vehicle, ids, dateIn(at, zone)))
          const entries = await store.audit.of(dealerId, campaignVehicleRecord.entity, name)
          const isDropped = wordsWritten(ownWords, (on) => isOwnedOn(vehicle, ids, on), zone)
          return [
            ...(mark === undefined || bare === undefined || saysTheSame(mark, bare)
              ? []
              : [[campaignVehicleRecord.put(bare, stamp)]]),
            ...entriesWithout(entries, isDropped, stamp),
          ]
        }),
      )
      return groups.flat()
    },
  )
}

/** @param isDropped whether what was written then goes */
export function withoutReason(
  mark: CampaignVehicle,
  isDropped: (at: NonNullable<CampaignVehicle['ended']>['at']) => boolean,
): CampaignVehicle {
  if (mark.ended?.reason === undefined || !isDropped(mark.ended.at)) return mark
  const { reason: _, ...ended } = mark.ended
  return { ...mark, ended }
}
