import { Deadline, DeadlineNotice, deadlineIdOf, hasEnded, type DeadlineCause } from '../domain/deadline.ts'
import type { RoleCode } from '../domain/roles.ts'
import type { Instant } from '../domain/time.ts'
import { readAll, readMany, readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (deadlineId: string) => ({
  pk: `${dealerId}#deadline#${deadlineId}`,
  sk: 'deadline',
})

const ALL = 'deadlines'
const UNFINISHED = 'unfinished-deadlines'
/** Sorts after every key that begins with an instant and `#`. */
const AFTER = '$'
/** Sorts after every instant. */
const LAST = '~'

/** It stands among all of the dealer's by its due moment, and while it is not over among those that are not. */
export const deadlineRecord = recordKind({
  entity: 'Deadline',
  schema: Deadline,
  key: ({ dealerId, deadlineId }) => key(dealerId)(deadlineId),
  attributes: (deadline) => {
    const { dealerId, deadlineId, dueAt, role } = deadline
    return {
      relatedPk: `${dealerId}#${ALL}`,
      relatedSk: `${dueAt}#${deadlineId}`,
      ...(hasEnded(deadline)
        ? {}
        : { lookupPk: `${dealerId}#${UNFINISHED}`, lookupSk: `${dueAt}#${role}#${deadlineId}` }),
    }
  },
})

const noticesOf = (dealerId: string) => `${dealerId}#deadline-notices`

export const deadlineNoticeRecord = recordKind({
  entity: 'DeadlineNotice',
  schema: DeadlineNotice,
  key: ({ dealerId, staffId, slot, deadlineId, step }) => ({
    pk: noticesOf(dealerId),
    sk: `${staffId}#${slot}#${deadlineId}#${step}`,
  }),
})

export function deadlineStore(client: TableClient) {
  return {
    byId: (dealerId: string, deadlineId: string) =>
      readOne(client, deadlineRecord, key(dealerId)(deadlineId)),
    byIds: (dealerId: string, deadlineIds: Iterable<string>) =>
      readMany(client, deadlineRecord, deadlineIds, key(dealerId)),
    ofCause: (dealerId: string, cause: DeadlineCause) =>
      readOne(client, deadlineRecord, key(dealerId)(deadlineIdOf(dealerId, cause))),
    /** A page of those that are due in a stretch of time, the ends included, by their due moment. */
    dueBetween: (
      dealerId: string,
      { from, until, ...paging }: Paging & { readonly from: Instant; readonly until: Instant },
    ): Promise<Listed<Deadline>> =>
      readPage(client, deadlineRecord, 'related', {
        dealerId,
        of: ALL,
        from,
        upTo: `${until}${AFTER}`,
        ...paging,
      }),
    /**
     * A page of what is not over, by its due moment; of some roles alone when they are named, and of what is due after
     * `from` alone.
     */
    unfinished: (
      dealerId: string,
      {
        roles,
        from,
        until,
        ...paging
      }: Paging & {
        readonly roles?: readonly RoleCode[] | undefined
        readonly from?: Instant | undefined
        readonly until?: Instant | undefined
      },
    ): Promise<Listed<Deadline>> =>
      readWanted(
        client,
        deadlineRecord,
        {
          dealerId,
          of: UNFINISHED,
          ...(from === undefined ? {} : { from: `${from}${AFTER}` }),
          upTo: until === undefined ? LAST : `${until}${AFTER}`,
          ...paging,
        },
        (sort) => roles?.some((role) => sort.includes(`#${role}#`)) ?? true,
      ),
    /** What people of a dealer are still to be told by mail, by person. */
    notices: (dealerId: string) => readAll(client, deadlineNoticeRecord, { pk: noticesOf(dealerId) }),
  }
}
