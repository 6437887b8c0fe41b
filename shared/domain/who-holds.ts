import { superiors, type RoleCode } from './roles.ts'
import { absenceOn, isEmployed, rolesOf, type Staff } from './staff.ts'
import type { CalendarDate } from './time.ts'

/** Why work goes to somebody. */
export type HoldsBecause =
  | 'holds'
  /** For somebody who is away and has named them. */
  | 'stands-in'
  /** Nobody who holds the role is there, so it goes up. */
  | 'superior'
  /** Nobody is there all the way up: better a person on leave than nobody. */
  | 'holds-though-away'

/** Somebody to whom a role's work goes on a day, and why. */
export interface Holding {
  readonly staff: Staff
  readonly because: HoldsBecause
  /** Those who are away and for whom this one stands in, by id. */
  readonly standsInFor: readonly string[]
}

/**
 * To whom a role's work goes on a day, and why: the first owns it, all see it, any may close it. First is whom the
 * dealer has set as first, else the lowest staff number. In the place of somebody on leave stands the deputy that they
 * have named. A role of which nobody is there goes up `reportsTo` (roles.json); empty only when nobody is employed from
 * there to the top.
 */
export function whoHolds(role: RoleCode, staff: readonly Staff[], on: CalendarDate): Holding[] {
  const employed = staff
    .filter((each) => rolesOf(each).includes(role) && isEmployed(each, on))
    .sort((a, b) => Number(isFirst(b, role)) - Number(isFirst(a, role)) || (a.number < b.number ? -1 : 1))
  const there = employed.flatMap((holder): Holding[] => {
    if (absenceOn(holder, on) === undefined) return [{ staff: holder, because: 'holds', standsInFor: [] }]
    const deputy = deputyFor(holder, staff, on)
    return deputy === undefined
      ? []
      : [{ staff: deputy, because: 'stands-in', standsInFor: [holder.staffId] }]
  })
  if (there.length > 0) return oncePerPerson(there)
  const superior = superiors[role]
  const above = superior === undefined ? [] : whoHolds(superior, staff, on)
  // Of those above, only those who are there take over.
  if (above.some(({ because }) => because !== 'holds-though-away')) {
    return above.map((holding) => ({ ...holding, because: 'superior' }))
  }
  return employed.length > 0
    ? employed.map((holder) => ({ staff: holder, because: 'holds-though-away', standsInFor: [] }))
    : above
}

/** To whom a role's work goes on a day, the owner first. */
export function holdersOf(role: RoleCode, staff: readonly Staff[], on: CalendarDate): Staff[] {
  return whoHolds(role, staff, on).map(({ staff: holder }) => holder)
}

/**
 * Who stands in on a day for people of a role who have left, without holding it: what was theirs and what still names
 * them is for these deputies, and nothing else of the role is.
 */
export function heirsOf(role: RoleCode, staff: readonly Staff[], on: CalendarDate): Staff[] {
  const holders = holdersOf(role, staff, on)
  const heirs = staff
    .filter((each) => rolesOf(each).includes(role) && each.leftOn !== undefined && each.leftOn < on)
    .flatMap((left) => deputyFor(left, staff, on) ?? [])
  return [...new Set(heirs)].filter((heir) => !holders.includes(heir))
}

/** Who works on somebody's things on a day, and why; undefined when nobody is left. */
export function whoWorksFor(
  person: Staff,
  staff: readonly Staff[],
  on: CalendarDate,
): { readonly staff: Staff; readonly because: HoldsBecause } | undefined {
  if (isThere(person, on)) return { staff: person, because: 'holds' }
  const deputy = deputyFor(person, staff, on)
  return deputy === undefined ? whoHolds(person.role, staff, on)[0] : { staff: deputy, because: 'stands-in' }
}

/**
 * The deputy who is there for somebody on a day. One who is away too has named another; whom a period names comes before
 * whom no period does.
 */
export function deputyFor(
  person: Staff,
  staff: readonly Staff[],
  on: CalendarDate,
  asked: readonly string[] = [],
): Staff | undefined {
  const named = (person.deputies ?? [])
    .filter(({ from, until }) => (from ?? on) <= on && on <= (until ?? on))
    .sort((a, b) => Number(isForAPeriod(b)) - Number(isForAPeriod(a)))
  for (const { deputyId } of named) {
    const deputy = staff.find(({ staffId }) => staffId === deputyId)
    if (deputy === undefined || deputyId === person.staffId || asked.includes(deputyId)) continue
    if (isThere(deputy, on)) return deputy
    const further = deputyFor(deputy, staff, on, [...asked, person.staffId])
    if (further !== undefined && further.staffId !== person.staffId) return further
  }
  return undefined
}

export function isThere(person: Staff, on: CalendarDate): boolean {
  return isEmployed(person, on) && absenceOn(person, on) === undefined
}

function isFirst({ firstIn = [] }: Staff, role: RoleCode): boolean {
  return firstIn.includes(role)
}

function isForAPeriod({ from, until }: { from?: unknown; until?: unknown }): boolean {
  return from !== undefined || until !== undefined
}

/** Who holds the role and stands in for another too is named once, in the place that comes first. */
function oncePerPerson(holdings: readonly Holding[]): Holding[] {
  const found = new Map<string, Holding>()
  for (const holding of holdings) {
    const { staffId } = holding.staff
    const known = found.get(staffId)
    found.set(staffId, known === undefined ? holding : together(known, holding))
  }
  return [...found.values()]
}

function together(a: Holding, b: Holding): Holding {
  return {
    staff: a.staff,
    because: a.because === 'holds' || b.because === 'holds' ? 'holds' : a.because,
    standsInFor: [...a.standsInFor, ...b.standsInFor],
  }
}
