import { FollowUpCall, isWaitingCall, type FollowUpStatus } from '../domain/follow-up-call.ts'
import { idFor } from '../domain/ids.ts'
import type { CalendarDate, Instant } from '../domain/time.ts'
import { readAll, readMany, readOne, readTogether, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** An order is followed up once. */
export function followUpCallIdOf(dealerId: string, orderId: string): string {
  return idFor('followUpCall', dealerId, 'order', orderId)
}

/** Each answer to a complaint is asked about once. */
export function secondCallIdOf(dealerId: string, complaintId: string, answer: number): string {
  return idFor('followUpCall', dealerId, 'complaint', complaintId, String(answer))
}

/** The owner of a new car is welcomed once. */
export function newOwnerCallIdOf(dealerId: string, vehicleId: string): string {
  return idFor('followUpCall', dealerId, 'new-owner', vehicleId)
}

/** The owner of a car is told of a recall once. */
export function recallCallIdOf(dealerId: string, campaignId: string, vehicleId: string): string {
  return idFor('followUpCall', dealerId, 'recall', campaignId, vehicleId)
}

const key = (dealerId: string, followUpCallId: string) => ({
  pk: `${dealerId}#follow-up-call#${followUpCallId}`,
  sk: 'follow-up-call',
})

/** Among what belongs to a vehicle: the calls after its visits. */
const ofVehicle = 'follow-up-call#'
/** Those that are to be made, by their day; oldest cause first. */
const WAITING = 'follow-up-calls'
/** Those that are over, by when they ended. */
const ENDED = 'ended-follow-up-calls'

export const followUpCallRecord = recordKind({
  entity: 'FollowUpCall',
  schema: FollowUpCall,
  key: ({ dealerId, followUpCallId }) => key(dealerId, followUpCallId),
  attributes: (call) => {
    const { dealerId, followUpCallId, vehicleId, since, dueOn, status, endedAt } = call
    return {
      relatedPk: `${dealerId}#vehicle#${vehicleId}`,
      relatedSk: `${ofVehicle}${since}#${followUpCallId}`,
      ...(isWaitingCall(call)
        ? { duePk: `${dealerId}#${WAITING}`, dueSk: `${dueOn}#${since}#${followUpCallId}` }
        : {}),
      ...(endedAt === undefined
        ? {}
        : { lookupPk: `${dealerId}#${ENDED}`, lookupSk: `${endedAt}#${status}#${followUpCallId}` }),
    }
  },
})

/** Ended from the one moment on and before the other. */
export interface EndedIn {
  readonly from: Instant
  readonly until: Instant
  readonly status?: FollowUpStatus | undefined
}

export function followUpCallStore(client: TableClient) {
  return {
    byId: (dealerId: string, followUpCallId: string) =>
      readOne(client, followUpCallRecord, key(dealerId, followUpCallId)),
    byIds: (dealerId: string, followUpCallIds: Iterable<string>) =>
      readMany(client, followUpCallRecord, followUpCallIds, (id) => key(dealerId, id)),
    /** All that wait for a day or an earlier one, what was due first at the top, as the index shows them: a month's at most. */
    waiting: (dealerId: string, on: CalendarDate) =>
      readAll(client, followUpCallRecord, { index: 'due', pk: `${dealerId}#${WAITING}`, upTo: `${on}$` }),
    /** A page of the calls about a car, under any of its records, the newest first, as the index shows them. */
    ofVehicle: (
      dealerId: string,
      vehicleIds: readonly string[],
      paging: Paging,
    ): Promise<Listed<FollowUpCall>> =>
      readTogether(
        client,
        followUpCallRecord,
        { dealerId, owners: vehicleIds.map((id) => `vehicle#${id}`), prefix: ofVehicle },
        paging,
      ),
    /** A page of those that ended in a period, in that order, each as it is now. */
    ended: (
      dealerId: string,
      { from, until, status }: EndedIn,
      paging: Paging,
    ): Promise<Listed<FollowUpCall>> =>
      readWanted(
        client,
        followUpCallRecord,
        { dealerId, of: ENDED, from, upTo: until, ...paging },
        (sort) => (status ?? sort.split('#')[1]) === sort.split('#')[1],
      ),
  }
}
