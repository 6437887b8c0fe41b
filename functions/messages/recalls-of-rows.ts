import type { Message } from '../../shared/domain/message.ts'
import { vinsOf, type Vehicle } from '../../shared/domain/vehicle.ts'
import { RECALL_NOTICES } from '../../shared/due/plans/recall-notices.ts'
import { markName } from '../../shared/store/campaigns.ts'
import type { DeliveryStore } from '../../shared/store/delivery-store.ts'
import type { RecallNow } from './may-send-now.ts'

/** The recalls that messages are about, with what each says of the car, as they are now; most messages are about none. */
export async function readRecalls(
  { campaigns }: Pick<DeliveryStore, 'campaigns'>,
  dealerId: string,
  rows: readonly Message[],
  vehicleOf: (row: Message) => Vehicle | undefined,
): Promise<(row: Message) => RecallNow | undefined> {
  const told = rows.filter(({ purpose }) => purpose === RECALL_NOTICES)
  const namesOf = (row: Message) => {
    const vehicle = vehicleOf(row)
    return vehicle === undefined ? [] : vinsOf(vehicle).map((vin) => markName({ campaignId: row.cycle, vin }))
  }
  const [recalls, marks] = await Promise.all([
    campaigns.byIds(
      dealerId,
      told.map(({ cycle }) => cycle),
    ),
    campaigns.marks(dealerId, told.flatMap(namesOf)),
  ])
  return (row) =>
    row.purpose === RECALL_NOTICES
      ? { campaign: recalls.get(row.cycle), marks: namesOf(row).flatMap((name) => marks.get(name) ?? []) }
      : undefined
}
