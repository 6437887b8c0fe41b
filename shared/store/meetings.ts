import { idFor } from '../domain/ids.ts'
import { Meeting, type MeetingKind } from '../domain/meeting.ts'
import type { Instant } from '../domain/time.ts'
import { readOne, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** Nobody leads two of a kind at one moment. */
export function meetingIdOf(
  dealerId: string,
  { kind, heldAt, ledBy }: Pick<Meeting, 'kind' | 'heldAt' | 'ledBy'>,
): string {
  return idFor('meeting', dealerId, kind, heldAt, ledBy)
}

const key = (dealerId: string, meetingId: string) => ({
  pk: `${dealerId}#meeting#${meetingId}`,
  sk: 'meeting',
})

const ALL = 'meetings'
/** In the sort key, where it is of no duty. */
const NO_DUTY = '-'

/** It stands in the list of the dealer's meetings by its moment. */
export const meetingRecord = recordKind({
  entity: 'Meeting',
  schema: Meeting,
  key: ({ dealerId, meetingId }) => key(dealerId, meetingId),
  attributes: ({ dealerId, meetingId, heldAt, kind, dutyCode }) => ({
    lookupPk: `${dealerId}#${ALL}`,
    lookupSk: `${heldAt}#${kind}#${dutyCode ?? NO_DUTY}#${meetingId}`,
  }),
})

/** Which of them: those held from one moment on and before the other, of a kind, of a duty. */
export interface WantedMeetings {
  readonly from: Instant
  readonly until: Instant
  readonly kind?: MeetingKind | undefined
  readonly dutyCode?: string | undefined
}

export function meetingStore(client: TableClient) {
  return {
    byId: (dealerId: string, meetingId: string) => readOne(client, meetingRecord, key(dealerId, meetingId)),
    /** A page of those held in a period, the last first. */
    held: (
      dealerId: string,
      { from, until, kind, dutyCode, ...paging }: WantedMeetings & Paging,
    ): Promise<Listed<Meeting>> =>
      readWanted(
        client,
        meetingRecord,
        { dealerId, of: ALL, from, upTo: until, newestFirst: true, ...paging },
        (sort) => {
          const [, ofKind, ofDuty] = sort.split('#')
          return (kind ?? ofKind) === ofKind && (dutyCode ?? ofDuty) === ofDuty
        },
      ),
  }
}
