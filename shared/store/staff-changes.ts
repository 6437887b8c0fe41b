import { isToFile, StaffChange } from '../domain/staff-change.ts'
import type { CalendarDate } from '../domain/time.ts'
import { readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string, staffChangeId: string) => ({
  pk: `${dealerId}#staff-change#${staffChangeId}`,
  sk: 'staff-change',
})

const ALL = 'staff-changes'
const TO_FILE = 'staff-changes-to-file'
/** Sorts after every key that begins with a day and `#`. */
const AFTER = '$'
/** Sort before and after every day. */
const [FIRST, LAST] = ['0', '~']

/** It stands among all of the dealer's by its day, and while a system does not say so yet among those to file. */
export const staffChangeRecord = recordKind({
  entity: 'StaffChange',
  schema: StaffChange,
  key: ({ dealerId, staffChangeId }) => key(dealerId, staffChangeId),
  attributes: (change) => {
    const { dealerId, staffChangeId, staffId, on } = change
    return {
      relatedPk: `${dealerId}#${ALL}`,
      relatedSk: `${on}#${staffChangeId}`,
      ...(isToFile(change)
        ? { lookupPk: `${dealerId}#${TO_FILE}`, lookupSk: `${on}#${staffId}#${staffChangeId}` }
        : {}),
    }
  },
})

/** Of which days, both ends included; all without a word. */
export interface StaffChangeDays {
  readonly from?: CalendarDate | undefined
  readonly until?: CalendarDate | undefined
}

export function staffChangeStore(client: TableClient) {
  return {
    byId: (dealerId: string, staffChangeId: string) =>
      readOne(client, staffChangeRecord, key(dealerId, staffChangeId)),
    /** A page of those that a system does not know yet, by their day; of one person's alone where they are named. */
    toFile: (
      dealerId: string,
      {
        from,
        until,
        staffId,
        ...paging
      }: StaffChangeDays & { readonly staffId?: string | undefined } & Paging,
    ): Promise<Listed<StaffChange>> =>
      readWanted(
        client,
        staffChangeRecord,
        { dealerId, of: TO_FILE, ...between({ from, until }), ...paging },
        (sort) => staffId === undefined || sort.includes(`#${staffId}#`),
      ),
    /** A page of all of them, the last day first, as the index shows them. */
    inPeriod: (
      dealerId: string,
      { from, until, ...paging }: StaffChangeDays & Paging,
    ): Promise<Listed<StaffChange>> =>
      readPage(client, staffChangeRecord, 'related', {
        dealerId,
        of: ALL,
        newestFirst: true,
        ...between({ from, until }),
        ...paging,
      }),
  }
}

function between({ from, until }: StaffChangeDays) {
  return { from: from ?? FIRST, upTo: until === undefined ? LAST : `${until}${AFTER}` }
}
