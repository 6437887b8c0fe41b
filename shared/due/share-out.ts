/** How many entries each specialist has, by staff id. */
export type Loads = Map<string, number>

/**
 * Who calls a vehicle: the specialist who already has it, else the one the policy names, else the one with the
 * fewest entries (the lowest id of those). The load grows, unless the vehicle is on that list already.
 * Undefined when there is nobody.
 */
export function specialistFor(
  { wanted, listedWith }: { wanted: readonly (string | undefined)[]; listedWith: string | undefined },
  specialists: readonly string[],
  loads: Loads,
): string | undefined {
  const known = wanted.find((staffId) => staffId !== undefined && specialists.includes(staffId))
  const chosen = known ?? leastLoaded(specialists, loads)
  if (chosen !== undefined && chosen !== listedWith) loads.set(chosen, (loads.get(chosen) ?? 0) + 1)
  return chosen
}

function leastLoaded(specialists: readonly string[], loads: Loads): string | undefined {
  return [...specialists].sort((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0) || (a < b ? -1 : 1))[0]
}
