import type { AssemblyCode } from './assemblies.ts'
import type { RepairFact } from './repair-fact.ts'

/** How often something happened, and in which repairs. */
export interface LedgerCount {
  readonly code: string
  readonly times: number
  readonly orderIds: readonly string[]
}

export interface ReplacedCount extends LedgerCount {
  readonly assembly: AssemblyCode
}

/** The assemblies that a repair has replaced whole. */
export function replacedAssemblies({ replaced }: RepairFact) {
  return replaced.flatMap(({ assembly, mainPart, pending }) =>
    mainPart === undefined && pending === undefined ? [{ code: assembly, assembly }] : [],
  )
}

/** Its main parts, without those that went with their assembly: nothing is counted twice (Art. 24). */
export function replacedMainParts(fact: RepairFact) {
  const whole = new Set(replacedAssemblies(fact).map(({ assembly }) => assembly))
  return fact.replaced.flatMap(({ assembly, mainPart, pending }) =>
    mainPart === undefined || pending !== undefined || whole.has(assembly)
      ? []
      : [{ code: `${assembly}/${mainPart}`, assembly }],
  )
}

/** How many repairs have each code: one repair counts once, however often it names it. The most frequent first. */
export function countBy<Named extends { readonly code: string }>(
  repairs: readonly RepairFact[],
  namesOf: (repair: RepairFact) => readonly Named[],
): (Named & LedgerCount)[] {
  const counts = new Map<string, Named & { times: number; orderIds: string[] }>()
  for (const repair of repairs) {
    for (const named of new Map(namesOf(repair).map((each) => [each.code, each])).values()) {
      const known = counts.get(named.code) ?? { ...named, times: 0, orderIds: [] }
      counts.set(named.code, {
        ...known,
        times: known.times + 1,
        orderIds: [...known.orderIds, repair.orderId],
      })
    }
  }
  return [...counts.values()].sort((a, b) => b.times - a.times || (a.code < b.code ? -1 : 1))
}
