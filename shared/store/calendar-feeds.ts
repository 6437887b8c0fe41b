import { CalendarFeed } from '../domain/calendar-feed.ts'
import { readAll, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string) => `${dealerId}#calendar-feed`

export const calendarFeedRecord = recordKind({
  entity: 'CalendarFeed',
  schema: CalendarFeed,
  key: ({ dealerId, feedId }) => ({ pk: partition(dealerId), sk: feedId }),
})

export function calendarFeedStore(client: TableClient) {
  return {
    byId: (dealerId: string, feedId: string) =>
      readOne(client, calendarFeedRecord, { pk: partition(dealerId), sk: feedId }),
    /** Those of all its people and roles, the revoked ones among them. */
    ofDealer: (dealerId: string) => readAll(client, calendarFeedRecord, { pk: partition(dealerId) }),
  }
}
