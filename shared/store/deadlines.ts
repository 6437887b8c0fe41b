import {
  Deadline,
  DeadlineNotice,
  deadlineIdOf,
  hasEnded,
  pauseOf,
  type DeadlineCause,
} from '../domain/deadline.ts'
import { RoleCode } from '../domain/roles.ts'
import type { Instant } from '../domain/time.ts'
import {
  readAll,
  readFound,
  readMany,
  readOne,
  readPage,
  readSortsFrom,
  readWanted,
  type Listed,
  type Paging,
} from './read.ts'
import { readable, recordKind, type DamagedRecord } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (deadlineId: string) => ({
  pk: `${dealerId}#deadline#${deadlineId}`,
  sk: 'deadline',
})

const ALL = 'deadlines'
const UNFINISHED = 'unfinished-deadlines'
const PAUSED = 'paused-deadlines'
/** Sorts after every key that begins with an instant and `#`. */
const AFTER = '$'
/** Sorts after every instant. */
const LAST = '~'

/**
 * It stands among all of the dealer's by its due moment; while it is not over among those that are not, and while it is
 * paused among those that are, by the beginning of that.
 */
export const deadlineRecord = recordKind({
  entity: 'Deadline',
  schema: Deadline,
  key: ({ dealerId, deadlineId }) => key(dealerId)(deadlineId),
  attributes: (deadline) => ({
    relatedPk: `${deadline.dealerId}#${ALL}`,
    relatedSk: `${deadline.dueAt}#${deadline.deadlineId}`,
    ...(hasEnded(deadline) ? {} : unfinishedKeys(deadline)),
  }),
})

function unfinishedKeys({ dealerId, deadlineId, dueAt, role, pauses }: Deadline) {
  const since = pauseOf({ pauses })?.from
  return since === undefined
    ? { lookupPk: `${dealerId}#${UNFINISHED}`, lookupSk: `${dueAt}#${role}#${deadlineId}` }
    : { lookupPk: `${dealerId}#${PAUSED}`, lookupSk: `${since}#${role}#${deadlineId}` }
}

function roleIn(sort: string): RoleCode {
  return RoleCode.parse(sort.split('#')[1])
}

/** Of what is older than a list, so many are counted; more are told as that many at least. */
const MOST_COUNTED = 2000

const noticesOf = (dealerId: string) => `${dealerId}#deadline-notices`

export const deadlineNoticeRecord = recordKind({
  entity: 'DeadlineNotice',
  schema: DeadlineNotice,
  key: ({ dealerId, staffId, slot, deadlineId, step }) => ({
    pk: noticesOf(dealerId),
    sk: `${staffId}#${slot}#${deadlineId}#${step}`,
  }),
})

/** How much is not over; `isAll`: no more than was counted. */
export interface UnfinishedCount {
  readonly byRole: ReadonlyMap<RoleCode, number>
  readonly isAll: boolean
}

/** Hears of records that cannot be read, which are left out; without it they are thrown. */
type OnDamaged = ((damage: DamagedRecord) => void) | undefined

export function deadlineStore(client: TableClient) {
  return {
    byId: (dealerId: string, deadlineId: string) =>
      readOne(client, deadlineRecord, key(dealerId)(deadlineId)),
    async byIds(
      dealerId: string,
      deadlineIds: Iterable<string>,
      onDamaged?: OnDamaged,
    ): Promise<Map<string, Deadline>> {
      const rows = readable(deadlineRecord, onDamaged)
      const found = await readMany(client, rows, deadlineIds, key(dealerId))
      return new Map([...found].flatMap(([id, row]) => row.map((deadline) => [id, deadline] as const)))
    },
    ofCause: (dealerId: string, cause: DeadlineCause) =>
      readOne(client, deadlineRecord, key(dealerId)(deadlineIdOf(dealerId, cause))),
    /** A page of those that are due in a stretch of time, the ends included, by their due moment. */
    dueBetween: async (
      dealerId: string,
      { from, until, ...paging }: Paging & { readonly from: Instant; readonly until: Instant },
      onDamaged?: OnDamaged,
    ): Promise<Listed<Deadline>> =>
      flat(
        await readPage(client, readable(deadlineRecord, onDamaged), 'related', {
          dealerId,
          of: ALL,
          from,
          upTo: `${until}${AFTER}`,
          ...paging,
        }),
      ),
    /** How many are not over, nor paused, that were due by a moment, by role: counted from keys alone. */
    async countUnfinished(dealerId: string, until: Instant): Promise<UnfinishedCount> {
      const sorts = await readSortsFrom(client, {
        dealerId,
        of: UNFINISHED,
        from: '',
        upTo: `${until}${AFTER}`,
        most: MOST_COUNTED,
      })
      const byRole = new Map<RoleCode, number>()
      for (const role of sorts.map(roleIn)) byRole.set(role, (byRole.get(role) ?? 0) + 1)
      return { byRole, isAll: sorts.length < MOST_COUNTED }
    },
    /** A page of those that stand still, the longest first, each as it is now. */
    paused: async (dealerId: string, paging: Paging, onDamaged?: OnDamaged): Promise<Listed<Deadline>> =>
      flat(await readFound(client, readable(deadlineRecord, onDamaged), { dealerId, of: PAUSED, ...paging })),
    /**
     * A page of what is not over, nor paused, by its due moment; of some roles alone when they are named, and of what is due after
     * `from` alone.
     */
    unfinished: async (
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
      onDamaged?: OnDamaged,
    ): Promise<Listed<Deadline>> =>
      flat(
        await readWanted(
          client,
          readable(deadlineRecord, onDamaged),
          {
            dealerId,
            of: UNFINISHED,
            ...(from === undefined ? {} : { from: `${from}${AFTER}` }),
            upTo: until === undefined ? LAST : `${until}${AFTER}`,
            ...paging,
          },
          (sort) => roles?.some((role) => sort.includes(`#${role}#`)) ?? true,
        ),
      ),
    /** What people of a dealer are still to be told by mail, by person. */
    async notices(dealerId: string, onDamaged?: OnDamaged): Promise<DeadlineNotice[]> {
      const rows = readable(deadlineNoticeRecord, onDamaged)
      return (await readAll(client, rows, { pk: noticesOf(dealerId) })).flat()
    },
  }
}

function flat({ items, next }: Listed<readonly Deadline[]>): Listed<Deadline> {
  return { items: items.flat(), next }
}
