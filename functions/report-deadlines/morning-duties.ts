import { pauseOf, type Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addDays, dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import type { UnfinishedCount } from '../../shared/store/deadlines.ts'
import { whoIsAbove, whoseItIs, whoWasTold } from '../../shared/due/who-owns.ts'

/** A pause is looked at by who made it day by day; so long after its beginning somebody above looks at it too. */
const DAYS_UNTIL_PAUSE_GOES_UP = 7

/** What is not done in the morning of a day. */
export interface Unfinished {
  /** Up to tonight, as far back as lists go. */
  readonly open: readonly Deadline[]
  readonly paused: readonly Deadline[]
  /** What is older. */
  readonly older: UnfinishedCount
}

/** What somebody owes on a day, and what of others they are to look after. */
export interface DaysDuties {
  readonly overdue: readonly Deadline[]
  readonly today: readonly Deadline[]
  readonly passedUp: readonly Deadline[]
  /** Theirs, and standing still. */
  readonly paused: readonly Deadline[]
  /** Those of others that have been standing still for a week. */
  readonly pausedBelow: readonly Deadline[]
  /** How many of their roles are late for longer than lists go back. */
  readonly older: number
}

type Lists = { -readonly [Name in Exclude<keyof DaysDuties, 'older'>]: Deadline[] } & { older: number }

/** What each owes, by whose it is today; whoever has nothing is not among them. Pure. */
export function dutiesByPerson(
  { open, paused, older }: Unfinished,
  { dealer, staff }: { readonly dealer: Dealer; readonly staff: readonly Staff[] },
  now: Instant,
): Map<Staff, DaysDuties> {
  const today = dateIn(now, dealer.zone)
  const found = new Map<Staff, Lists>()
  const listsOf = (person: Staff): Lists => {
    const known = found.get(person) ?? {
      overdue: [],
      today: [],
      passedUp: [],
      paused: [],
      pausedBelow: [],
      older: 0,
    }
    found.set(person, known)
    return known
  }
  for (const deadline of open) {
    const owner = whoseItIs(deadline, staff, today)[0]?.staff
    if (owner !== undefined) {
      const lists = listsOf(owner)
      if (deadline.dueAt < now) lists.overdue.push(deadline)
      else lists.today.push(deadline)
    }
    if (deadline.acknowledged !== undefined) continue
    const above = whoWasTold(deadline, staff, today)
    if (above !== undefined && above !== owner) listsOf(above).passedUp.push(deadline)
  }
  for (const deadline of paused) {
    const owner = whoseItIs(deadline, staff, today)[0]?.staff
    if (owner !== undefined) listsOf(owner).paused.push(deadline)
    const above = whoIsAbove(deadline, owner, staff, today)
    if (above !== undefined && isPausedForLong(deadline, dealer, today))
      listsOf(above).pausedBelow.push(deadline)
  }
  for (const [role, count] of older.byRole) {
    const [owner] = holdersOf(role, staff, today)
    if (owner !== undefined) listsOf(owner).older += count
  }
  return found
}

function isPausedForLong(deadline: Deadline, { zone }: Dealer, today: CalendarDate): boolean {
  const since = pauseOf(deadline)?.from
  return since !== undefined && addDays(dateIn(since, zone), DAYS_UNTIL_PAUSE_GOES_UP) <= today
}
