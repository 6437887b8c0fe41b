import type { CalendarDate } from './time.ts'
import { MOST_FORMER_VINS, MOST_REMEMBERED, type FormerVin, type ToldStatus } from './vehicle-past.ts'
import type { Vehicle } from './vehicle.ts'

/** On which day something became so, and who recorded it. */
export interface Recorded {
  readonly on: CalendarDate
  readonly by: string
}

/**
 * The vehicle with this owner from that day on; the one before stays known. One that was sold, or whose owner was
 * erased, is a customer's again once its new owner is known.
 */
export function withOwner(
  vehicle: Vehicle,
  customerId: Vehicle['customerId'],
  { on, by }: Recorded,
): Vehicle {
  if (vehicle.customerId === customerId) return vehicle
  const former = { customerId: vehicle.customerId, from: vehicle.ownedSince, until: on, by }
  const owned: Vehicle = {
    ...vehicle,
    customerId,
    ownedSince: on,
    formerOwners: [...vehicle.formerOwners, former].slice(-MOST_REMEMBERED),
  }
  const left = vehicle.status === 'sold' || vehicle.status === 'owner_erased'
  return left ? withStatus(owned, 'active', { on, by }) : owned
}

/** The vehicle under this plate, or none, from that day on; the one before stays known. */
export function withPlate(vehicle: Vehicle, plate: Vehicle['plate'], { on, by }: Recorded): Vehicle {
  if (vehicle.plate === plate) return vehicle
  const former = vehicle.plate && { plate: vehicle.plate, from: vehicle.platedSince, until: on, by }
  return {
    ...vehicle,
    plate,
    platedSince: plate && on,
    formerPlates: [...vehicle.formerPlates, ...(former ? [former] : [])].slice(-MOST_REMEMBERED),
  }
}

/** The vehicle under another VIN; the one before stays known, and goes on finding it. */
export function withVin(vehicle: Vehicle, vin: Vehicle['vin'], { on, by }: Recorded): Vehicle {
  if (vehicle.vin === vin) return vehicle
  const former: FormerVin = { vin: vehicle.vin, because: 'corrected', until: on, by }
  const others = vehicle.formerVins.filter((each) => each.vin !== vin)
  return { ...vehicle, vin, formerVins: [...others, former].slice(-MOST_FORMER_VINS) }
}

/** The vehicle in another state since that day. */
export function withStatus(
  vehicle: Vehicle,
  status: ToldStatus,
  { on, by, reason }: Recorded & { readonly reason?: string | undefined },
): Vehicle {
  if (vehicle.status === status) return vehicle
  const change = { status, on, reason, by }
  return {
    ...vehicle,
    status,
    statusChanges: [...vehicle.statusChanges, change].slice(-MOST_REMEMBERED),
  }
}
