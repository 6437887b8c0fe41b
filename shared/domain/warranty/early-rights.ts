import { assemblyWords } from './assemblies.ts'
import { isWithin, type WarrantyLedger } from './ledger.ts'
import { replacedAssemblies } from './ledger-counts.ts'
import type { RepairFact } from './repair-fact.ts'
import type { Remedy } from './statutory-words.ts'
import { failureWords, type Told } from './warning-words.ts'

/** A right of the first days and weeks that a repair has given the customer. */
export interface EarlyRight {
  readonly code: 'seven-days' | 'new-assembly' | 'early-failure'
  readonly subject: string
  readonly name: Told['name']
  readonly count: number
  /** Days. */
  readonly limit: number
  readonly limitKm: number | undefined
  readonly orderIds: readonly string[]
  readonly article: string
  readonly remedies: readonly Remedy[]
  readonly uncertain: boolean
}

/**
 * The rights of the first 7 days (Art. 22) and of the first 60 days and 3,000 km (Art. 20, 23). The day on which the
 * repair was agreed counts: the fault is known by then.
 */
export function earlyRights(ledger: WarrantyLedger): EarlyRight[] {
  const { sevenDays, newAssembly, earlyFailure } = ledger.law
  return ledger.facts.flatMap((fact) => {
    const rights: EarlyRight[] = []
    const whole = new Set(replacedAssemblies(fact).map(({ assembly }) => assembly))
    if (sevenDays !== undefined) {
      for (const { assembly } of fact.replaced) {
        if (!sevenDays.assemblies.includes(assembly)) continue
        rights.push(...right('seven-days', sevenDays, fact, ledger, assembly, assemblyWords[assembly]))
      }
    }
    for (const { assembly, mainPart } of fact.replaced) {
      if (mainPart === undefined || !newAssembly.assemblies.includes(assembly)) continue
      // The customer has the new assembly that is owed.
      if (whole.has(assembly)) continue
      rights.push(...right('new-assembly', newAssembly, fact, ledger, assembly, assemblyWords[assembly]))
    }
    for (const { failure } of fact.problems) {
      if (failure === undefined || !earlyFailure.failures.includes(failure)) continue
      rights.push(...right('early-failure', earlyFailure, fact, ledger, failure, failureWords[failure]))
    }
    return [...new Map(rights.map((each) => [`${each.code} ${each.subject}`, each])).values()]
  })
}

function right(
  code: EarlyRight['code'],
  term: {
    readonly days?: number | undefined
    readonly km?: number | undefined
    readonly article: string
    readonly remedies: readonly Remedy[]
  },
  { orderId, odometerKm }: RepairFact,
  { repairs, start }: WarrantyLedger,
  subject: string,
  name: Told['name'],
): EarlyRight[] {
  const on = repairs.find((repair) => repair.orderId === orderId)?.agreedOn
  if (on === undefined) return []
  const within = isWithin(term, start.on, on, odometerKm)
  if (within === 'no') return []
  const { article, remedies, days = 0, km: limitKm } = term
  const uncertain = within === 'unknown'
  const found = { code, subject, name, count: 1, limit: days, limitKm, orderIds: [orderId] }
  return [{ ...found, article, remedies, uncertain }]
}
