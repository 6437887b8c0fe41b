import type { Stamp } from '../../shared/domain/record.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { freeName, takeName } from '../../shared/store/guards.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import type { StaffRecords } from '../../shared/store/staff-records.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { filingWrites } from './filing-writes.ts'

/** A member of staff as a request leaves them. */
export interface StaffChange {
  /** Undefined: they are new. */
  readonly before: Staff | undefined
  readonly after: Staff
  /** What was done, as a verb in the past. */
  readonly action: string
}

export interface SavedStaff {
  readonly person: Staff
  readonly today: CalendarDate
}

export interface StaffRequest {
  readonly store: StaffRecords
  readonly dealerId: string
  readonly stamp: Stamp
  readonly also: (saved: SavedStaff) => readonly Write[]
}

/** What a change is worked out from, read anew at each attempt. */
export interface StaffFacts {
  readonly person: Staff
  /** Everybody of the dealer, the person among them. */
  readonly colleagues: readonly Staff[]
  readonly today: CalendarDate
}

/** @throws Refused `already-exists` when the staff number is another's; Contested */
export async function takeOn(request: StaffRequest, make: () => StaffChange): Promise<SavedStaff> {
  return save(request, () => Promise.resolve([make()]))
}

/**
 * Changes somebody in the version that the caller has seen, and colleagues of whom that takes something.
 * @param which `refuse` throws when the caller may not change this person, whatever the version
 * @throws NotFound, Stale, NotAllowed, FieldsInvalid, Refused, Contested
 */
export async function changeSomebody(
  request: StaffRequest,
  which: { staffId: string; version: number; refuse: (person: Staff) => void },
  change: (facts: StaffFacts) => readonly StaffChange[],
): Promise<SavedStaff> {
  const { store, dealerId } = request
  return save(request, async (today) => {
    const colleagues = await store.staff.ofDealer(dealerId)
    const person = colleagues.find(({ staffId }) => staffId === which.staffId)
    if (person !== undefined) which.refuse(person)
    return change({ person: asSeen(person, which.version), colleagues, today })
  })
}

async function save(
  { store, dealerId, stamp, also }: StaffRequest,
  work: (today: CalendarDate) => Promise<readonly StaffChange[]>,
): Promise<SavedStaff> {
  const { saved } = await untilCommitted(store, async () => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    const today = dateIn(stamp.at, dealer.zone)
    const changes = await work(today)
    const [first] = changes
    if (first === undefined) throw new NotFound()
    const written: SavedStaff = { person: asWritten(first.before, first.after, stamp), today }
    const writes = changes.flatMap(({ before, after, action }) =>
      changeWrites(staffRecord, { id: after.staffId, action, before, after }, stamp),
    )
    return {
      saved: written,
      writes: [
        ...writes,
        ...(await numberWrites(store, first, stamp)),
        // Colleagues only step back in a role that they keep.
        ...(await filingWrites(first.before, first.after, { store, dealer, stamp })),
        ...also(written),
      ],
    }
  })
  return saved
}

async function numberWrites(
  store: Pick<StaffRecords, 'guards'>,
  { before, after }: StaffChange,
  stamp: Stamp,
): Promise<Write[]> {
  const { dealerId, number, staffId } = after
  if (before?.number === number) return []
  const existing = (await store.guards.idsBehind(dealerId, 'staff-number', [number])).get(number)
  if (existing !== undefined) throw new Refused('already-exists', { existing })
  const taken = takeName(dealerId, 'staff-number', number, staffId, stamp)
  return before === undefined ? [taken] : [taken, freeName(dealerId, 'staff-number', before.number)]
}
