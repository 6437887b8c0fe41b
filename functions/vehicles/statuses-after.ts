import type { ToldStatus } from '../../shared/domain/vehicle-past.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

/**
 * What a vehicle may become. Each may have been a mistake, so each may be taken back; one whose owner was erased is
 * active again with its next owner, and a merged record is nothing any more.
 */
export const statusesAfter: Readonly<Record<Vehicle['status'], readonly ToldStatus[]>> = {
  active: ['sold', 'scrapped', 'moved_away'],
  sold: ['active', 'scrapped', 'moved_away'],
  moved_away: ['active', 'sold', 'scrapped'],
  scrapped: ['active', 'sold', 'moved_away'],
  owner_erased: ['sold', 'scrapped', 'moved_away'],
  merged: [],
}
