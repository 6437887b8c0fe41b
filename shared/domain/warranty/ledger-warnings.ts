import { assemblyWords } from './assemblies.ts'
import { earlyRights } from './early-rights.ts'
import { isWithin, type LedgerRepair, type WarrantyLedger } from './ledger.ts'
import { repairDaysThresholds, type LedgerThresholds } from './ledger-thresholds.ts'
import { warningWords, type Told, type WarningCode } from './warning-words.ts'
import type { Remedy } from './statutory-words.ts'

/** `met`: a condition of the law is met, and the customer may choose a remedy. */
export type WarningLevel = 'yellow' | 'orange' | 'red' | 'met'

/** 三包预警. */
export interface LedgerWarning {
  readonly code: WarningCode
  readonly level: WarningLevel
  readonly zh: string
  readonly en: string
  /** How many there are, and how many the law allows: more than `limit` or, for replacements, as many as `limit`. */
  readonly count: number
  readonly limit: number
  /** Of the rights of the first days: how far the car may have gone; `limit` are the days. */
  readonly limitKm?: number | undefined
  /** Of what: a problem's code, an assembly, a main part, an order. */
  readonly subject?: string | undefined
  readonly orderIds: readonly string[]
  readonly article: string
  readonly remedies: readonly Remedy[]
  /** It holds only if what is not known (an odometer) allows it. */
  readonly uncertain: boolean
}

/**
 * What a ledger warns of, the gravest first. Once the replace/return period is over nothing can come to be any more:
 * only what was met within it stays. Repairs under way are told as long as they last. Pure.
 */
export function warningsOf(ledger: WarrantyLedger, thresholds: LedgerThresholds): LedgerWarning[] {
  const conditions = [
    ...repairDaysWarning(ledger, thresholds),
    ...sameProblemWarnings(ledger, thresholds),
    ...assemblyWarnings(ledger, thresholds),
    ...mainPartWarnings(ledger, thresholds),
    ...seriousFaultWarning(ledger, thresholds),
  ]
  return [
    ...conditions.filter(({ level }) => ledger.period === 'running' || level === 'met'),
    ...earlyRights(ledger).map((right) => warning(ledger, { ...right, level: 'met' })),
    ...ledger.repairs.flatMap((repair) => openRepairWarning(ledger, repair, thresholds)),
  ].sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level))
}

const levels: readonly WarningLevel[] = ['yellow', 'orange', 'red', 'met']

interface Found extends Omit<LedgerWarning, 'zh' | 'en' | 'uncertain'> {
  readonly uncertain?: boolean
  readonly name?: Told['name']
}

function warning(ledger: WarrantyLedger, { name, uncertain, ...found }: Found): LedgerWarning {
  const unknown = new Set(
    ledger.repairs.filter(({ because }) => because === 'odometer-unknown').map(({ orderId }) => orderId),
  )
  const said = { ...found, uncertain: uncertain ?? found.orderIds.some((orderId) => unknown.has(orderId)) }
  return { ...said, ...warningWords({ ...said, name, law: ledger.law }) }
}

function levelAt(
  count: number,
  { yellow, orange, red }: { yellow: number; orange: number; red: number },
): WarningLevel | undefined {
  return count >= red ? 'red' : count >= orange ? 'orange' : count >= yellow ? 'yellow' : undefined
}

function repairDaysWarning(ledger: WarrantyLedger, thresholds: LedgerThresholds): LedgerWarning[] {
  const { moreThan, article, remedies } = ledger.law.repairDays
  const count = ledger.repairDays
  const level = count > moreThan ? 'met' : levelAt(count, repairDaysThresholds(thresholds, moreThan))
  const orderIds = ledger.facts.map(({ orderId }) => orderId)
  return level === undefined
    ? []
    : [warning(ledger, { code: 'repair-days', level, count, limit: moreThan, orderIds, article, remedies })]
}

function sameProblemWarnings(ledger: WarrantyLedger, thresholds: LedgerThresholds): LedgerWarning[] {
  const { moreThan, article, remedies } = ledger.law.sameProblem
  return ledger.problems.flatMap(({ code: subject, times: count, orderIds }) => {
    const level = count > moreThan ? 'met' : levelAt(count, thresholds.sameProblem)
    const said = {
      code: 'same-problem',
      subject,
      count,
      limit: moreThan,
      orderIds,
      article,
      remedies,
    } as const
    return level === undefined ? [] : [warning(ledger, { ...said, level })]
  })
}

function assemblyWarnings(ledger: WarrantyLedger, thresholds: LedgerThresholds): LedgerWarning[] {
  const { times, assemblies, article, remedies } = ledger.law.assemblyReplaced
  return ledger.assemblies.flatMap(({ assembly, times: count, orderIds }) => {
    const level = count >= times ? 'met' : count >= thresholds.assemblyReplaced ? 'red' : undefined
    if (level === undefined || !assemblies.includes(assembly)) return []
    const said = { code: 'assembly-replaced', subject: assembly, count, limit: times } as const
    return [warning(ledger, { ...said, name: assemblyWords[assembly], level, orderIds, article, remedies })]
  })
}

function mainPartWarnings(ledger: WarrantyLedger, thresholds: LedgerThresholds): LedgerWarning[] {
  const { times, assemblies, article, remedies } = ledger.law.mainPartReplaced
  return ledger.mainParts.flatMap(({ code: subject, assembly, times: count, orderIds }) => {
    const level = count >= times ? 'met' : count >= thresholds.mainPartReplaced ? 'red' : undefined
    if (level === undefined || !assemblies.includes(assembly)) return []
    const said = { code: 'main-part-replaced', subject, count, limit: times } as const
    return [warning(ledger, { ...said, name: assemblyWords[assembly], level, orderIds, article, remedies })]
  })
}

/**
 * Met by the fault after the second repair, be it the old one or a new one, and by a second repair that is known to
 * have cured nothing.
 */
function seriousFaultWarning(ledger: WarrantyLedger, { seriousRepairs }: LedgerThresholds): LedgerWarning[] {
  const { repairs, article, remedies } = ledger.law.seriousFault
  const faults = ledger.seriousFaults
  const count = faults.length
  const uncured = count >= repairs && faults.at(-1)?.cured === false
  const { orange, red } = seriousRepairs
  const level =
    count > repairs || uncured
      ? 'met'
      : levelAt(count, { yellow: orange, orange, red: Math.max(orange, red) })
  const orderIds = faults.map(({ orderId }) => orderId)
  return level === undefined
    ? []
    : [warning(ledger, { code: 'serious-fault', level, count, limit: repairs, orderIds, article, remedies })]
}

/** A repair under way that takes long. Nothing is left out here: Art. 21 counts all of its days. */
function openRepairWarning(
  ledger: WarrantyLedger,
  repair: LedgerRepair,
  { openRepairDays }: LedgerThresholds,
): LedgerWarning[] {
  const { orderId, open, wholeDays: count, agreedOn, odometerKm, because } = repair
  if (!open || because === 'no-quality-problem' || because === 'before-sale') return []
  const covered = isWithin(ledger.repairWarranty, ledger.start.on, agreedOn, odometerKm)
  if (covered === 'no') return []
  const uncertain = covered === 'unknown'
  const { afterDays, article } = ledger.law.loanCar
  const given = ledger.givenLoanCar.includes(orderId)
  const said = { subject: orderId, count, orderIds: [orderId], article, remedies: [], uncertain }
  if (count > afterDays && !given) {
    return [warning(ledger, { ...said, code: 'loan-car-due', level: 'red', limit: afterDays })]
  }
  return count > openRepairDays
    ? [warning(ledger, { ...said, code: 'repair-open', level: 'yellow', limit: openRepairDays })]
    : []
}
