import type { LostReason } from '../../shared/domain/call-list.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { withStatus } from '../../shared/domain/change-vehicle.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { ToldStatus } from '../../shared/domain/vehicle-past.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { planCalls } from '../../shared/due/plans/insurance-call-lists.ts'
import { planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import type { TalkOutcome } from '../../shared/http/routes/insurance-renewals.ts'

/** What changes when a vehicle leaves every reminder; undefined: it is left as it is. */
export interface VehicleLeft {
  readonly vehicle: Vehicle
  /** The timer of its calls. */
  readonly item: DueItem | undefined
  /** The timer of its maintenance reminders. */
  readonly maintenanceItem: DueItem | undefined
}

/** Reasons that tell of the vehicle and not of the talk. */
const statuses: Partial<Record<LostReason, ToldStatus>> = {
  VEHICLE_SOLD: 'sold',
  SCRAPPED: 'scrapped',
  MOVED_AWAY: 'moved_away',
}

/**
 * A vehicle sold, scrapped or moved away leaves every reminder, whoever heard of it first: sold by its owner, it is
 * not that person's to have serviced any more. Undefined when the talk says nothing of the kind, or nothing new.
 * Pure.
 */
export function vehicleLeft(
  facts: {
    readonly dealer: Dealer
    readonly vehicle: Vehicle | undefined
    readonly item: DueItem | undefined
    readonly maintenanceItem: DueItem | undefined
  },
  talk: TalkOutcome,
  stamp: Stamp,
): VehicleLeft | undefined {
  const { dealer, vehicle, item, maintenanceItem } = facts
  const status = talk.outcome === 'LOST' ? statuses[talk.lostReason] : undefined
  if (vehicle === undefined || status === undefined || vehicle.status === status) return undefined
  const left = withStatus(vehicle, status, { on: dateIn(stamp.at, dealer.zone), by: stamp.by })
  return {
    vehicle: left,
    item: planCalls(left, dealer, item, stamp),
    maintenanceItem: planMaintenance(left, dealer, maintenanceItem, stamp).item,
  }
}
