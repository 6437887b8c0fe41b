import type { CallEntry } from '../domain/call-list.ts'
import type { Dealer } from '../domain/dealer.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { isEmployed, rolesOf, type Staff } from '../domain/staff.ts'
import { dateIn, type CalendarDate } from '../domain/time.ts'
import { deputyFor } from '../domain/who-holds.ts'
import { callEntryRecord } from '../store/call-lists.ts'
import { commitEach } from '../store/commit-each.ts'
import { dueItemRecord } from '../store/due-items.ts'
import type { ListStore } from '../store/list-store.ts'
import type { Write } from '../store/table-client.ts'
import { CALL_LISTS } from './plans/insurance-call-lists.ts'
import { callersOn, calls, specialistFor, type Callers, type Loads } from './share-out.ts'

/** Three writes each stay below a transaction's hundred. */
const AT_ONCE = 30

/**
 * Gives the entries of those who do not call today to those who do: to the deputy of who is away or has left, else evenly;
 * and back to who has returned. So an entry stays on each working day's list, whoever's list it is. Returns how many went over.
 * An entry that somebody changes meanwhile goes over the next morning.
 */
export async function handOn(
  store: ListStore,
  dealer: Pick<Dealer, 'dealerId' | 'zone'>,
  staff: readonly Staff[],
  stamp: Stamp,
): Promise<number> {
  const { dealerId, zone } = dealer
  const today = dateIn(stamp.at, zone)
  const callers = callersOn(staff, today)
  const { specialists, heirs } = callers
  if (specialists.length + heirs.length === 0) return 0
  const lists = await readLists(store, dealerId, staff)
  const loads: Loads = new Map(specialists.map((staffId) => [staffId, lists.get(staffId)?.length ?? 0]))
  const moving = staff.flatMap((owner) => {
    const moves = (lists.get(owner.staffId) ?? []).map((entry) => moveOf(entry, owner, staff, callers, today))
    return moves.flatMap((move) => move ?? [])
  })
  let handed = 0
  for (let start = 0; start < moving.length; start += AT_ONCE) {
    handed += await commitMoves(store, moving.slice(start, start + AT_ONCE), { callers, loads, stamp })
  }
  return handed
}

interface Move {
  readonly entry: CallEntry
  /** Who gets it; undefined: whoever has the fewest. */
  readonly to: string | undefined
  /** For whom the new owner stands in, until that one is back. */
  readonly standsInFor: string | undefined
}

/** Where an entry goes today; undefined: it stays. Pure. */
export function moveOf(
  entry: CallEntry,
  owner: Staff,
  staff: readonly Staff[],
  callers: Callers,
  today: CalendarDate,
): Move | undefined {
  const { standsInFor } = entry
  if (standsInFor !== undefined && standsInFor !== owner.staffId && calls(callers, standsInFor)) {
    return { entry, to: standsInFor, standsInFor: undefined }
  }
  if (calls(callers, owner.staffId)) return undefined
  const deputyId = deputyFor(owner, staff, today)?.staffId
  return {
    entry,
    to: deputyId !== undefined && calls(callers, deputyId) ? deputyId : undefined,
    standsInFor: standsInFor ?? returning(owner, today),
  }
}

/** Who has left, or has only stood in, does not come back to the entry. */
function returning(owner: Staff, today: CalendarDate): string | undefined {
  return isEmployed(owner, today) && rolesOf(owner).includes('renewal_specialist') ? owner.staffId : undefined
}

/** Everybody's list: whoever has ever called may have left one behind, whatever their role is today. */
async function readLists(
  store: ListStore,
  dealerId: string,
  staff: readonly Staff[],
): Promise<Map<string, CallEntry[]>> {
  const lists = await Promise.all(
    staff.map(async ({ staffId }) => [staffId, await store.callLists.of(dealerId, staffId)] as const),
  )
  return new Map(lists)
}

async function commitMoves(
  store: ListStore,
  moves: readonly Move[],
  given: { callers: Callers; loads: Loads; stamp: Stamp },
): Promise<number> {
  const { callers, loads, stamp } = given
  const [first] = moves
  if (first === undefined) return 0
  const { dealerId } = first.entry
  const subjectOf = ({ vehicleId }: CallEntry) => `vehicle#${vehicleId}`
  const items = await store.dueItems.bySubjects(
    dealerId,
    CALL_LISTS,
    moves.map(({ entry }) => subjectOf(entry)),
  )
  const writesOf = ({ entry, to, standsInFor }: Move): Write[] => {
    const staffId = specialistFor({ wanted: [to], listedWith: undefined }, callers, loads)
    if (staffId === undefined) return []
    const item = items.get(subjectOf(entry))
    return [
      callEntryRecord.remove(entry),
      callEntryRecord.put({ ...entry, ...unwritten(stamp), staffId, standsInFor }, stamp),
      ...(item?.assignedTo === entry.staffId
        ? [dueItemRecord.put({ ...item, assignedTo: staffId }, stamp)]
        : []),
    ]
  }
  const each = moves.map(writesOf).filter((writes) => writes.length > 0)
  return commitEach(store, each)
}
