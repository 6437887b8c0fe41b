import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { TeamStore } from '../../shared/store/team-store.ts'
import { checkRoutes } from './check-routes.ts'
import { meetingReads } from './meeting-reads.ts'
import { meetingWrites } from './meeting-writes.ts'

export interface TeamRecordsDependencies {
  readonly store: TeamStore
  readonly clock: Clock
}

/** What answers the routes of meetings, trainings and equipment checks. */
export function teamRecordsApi(dependencies: TeamRecordsDependencies): Implementation[] {
  return [...meetingReads(dependencies), ...meetingWrites(dependencies), ...checkRoutes(dependencies)]
}

/** @throws NotFound when there is no such dealer */
export async function readDealer(
  { store }: Pick<TeamRecordsDependencies, 'store'>,
  dealerId: string,
): Promise<Dealer> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  return dealer
}

/**
 * The dealer and everybody who works or worked there.
 * @throws NotFound when there is no such dealer
 */
export async function readTeam(
  { store }: Pick<TeamRecordsDependencies, 'store'>,
  dealerId: string,
): Promise<{ readonly dealer: Dealer; readonly staff: readonly Staff[] }> {
  const [dealer, staff] = await Promise.all([readDealer({ store }, dealerId), store.staff.ofDealer(dealerId)])
  return { dealer, staff }
}
