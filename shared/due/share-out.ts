import type { RoleCode } from '../domain/roles.ts'
import type { Staff } from '../domain/staff.ts'
import type { CalendarDate } from '../domain/time.ts'
import { heirsOf, holdersOf } from '../domain/who-holds.ts'

const CALLERS_ROLE: RoleCode = 'renewal_specialist'

/** How many entries each specialist has, by staff id. */
export type Loads = Map<string, number>

/** Who calls on a day, by staff id. */
export interface Callers {
  readonly specialists: readonly string[]
  /** Who stands in for those who have left: they call what is theirs, and nothing is shared out to them. */
  readonly heirs: readonly string[]
}

/** The callers of a day. Pure. */
export function callersOn(staff: readonly Staff[], today: CalendarDate): Callers {
  const idsOf = (people: readonly Staff[]) => people.map(({ staffId }) => staffId)
  return {
    specialists: idsOf(holdersOf(CALLERS_ROLE, staff, today)),
    heirs: idsOf(heirsOf(CALLERS_ROLE, staff, today)),
  }
}

export function calls({ specialists, heirs }: Callers, staffId: string): boolean {
  return specialists.includes(staffId) || heirs.includes(staffId)
}

/**
 * Who calls a vehicle: the specialist who already has it, else the one the policy names, else the one with the
 * fewest entries (the lowest id of those). The load grows, unless the vehicle is on that list already.
 * Undefined when there is nobody.
 */
export function specialistFor(
  { wanted, listedWith }: { wanted: readonly (string | undefined)[]; listedWith: string | undefined },
  callers: Callers,
  loads: Loads,
): string | undefined {
  const known = wanted.find((staffId) => staffId !== undefined && calls(callers, staffId))
  const chosen = known ?? leastLoaded(callers.specialists, loads)
  if (chosen !== undefined && chosen !== listedWith) loads.set(chosen, (loads.get(chosen) ?? 0) + 1)
  return chosen
}

function leastLoaded(specialists: readonly string[], loads: Loads): string | undefined {
  return [...specialists].sort((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0) || (a < b ? -1 : 1))[0]
}
