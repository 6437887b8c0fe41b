import type { CoverageFacts } from '../../../shared/domain/warranty/coverage-facts.ts'
import type { CoverageRules } from '../../../shared/domain/warranty/coverage.ts'
import { ledgerOf, type WarrantyLedger } from '../../../shared/domain/warranty/ledger.ts'
import { LedgerThresholds } from '../../../shared/domain/warranty/ledger-thresholds.ts'
import { warningsOf, type LedgerWarning } from '../../../shared/domain/warranty/ledger-warnings.ts'
import type { RepairFact } from '../../../shared/domain/warranty/repair-fact.ts'
import type { WarrantyLaw } from '../../../shared/domain/warranty/statutory-periods.ts'
import { statutoryRules } from '../../../shared/domain/warranty/statutory-rules.ts'
import { defaultWarrantyTerms } from '../../../shared/domain/warranty/warranty-terms.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { day, local } from '../../support/builders.ts'

export const rules: CoverageRules = {
  law: statutoryRules,
  terms: defaultWarrantyTerms,
  odometerFreshDays: 30,
}

/** A car handed over on a day, of which nothing else is known. */
export function carOf(soldOn: string, more: Partial<CoverageFacts> = {}): CoverageFacts {
  return { brand: '长城', model: '哈弗H6', handedOverOn: day(soldOn), readings: [], ...more }
}

let orders = 0

/** A repair of so many hours for a problem of quality, agreed at nine on a day. */
export function repairOf(
  on: string,
  { hours = 2, minutes = 0, ...more }: Partial<RepairFact> & { hours?: number; minutes?: number } = {},
): RepairFact {
  orders += 1
  const agreedAt = local(`${on} 09:00`)
  return {
    orderId: `order-${String(orders)}`,
    time: { exact: true, agreedAt, completedAt: addMinutes(agreedAt, hours * 60 + minutes) },
    odometerKm: 1_000,
    quality: true,
    problems: [],
    replaced: [],
    leftOut: [],
    ...more,
  }
}

/** A repair that was agreed at nine and is not complete. */
export function openRepairOf(on: string, more: Partial<RepairFact> = {}): RepairFact {
  return repairOf(on, { ...more, time: { exact: true, agreedAt: local(`${on} 09:00`) } })
}

export function ledgerAt(
  repairs: readonly RepairFact[],
  facts: CoverageFacts,
  now: Instant,
  by: WarrantyLaw = rules,
): WarrantyLedger {
  const verdict = ledgerOf(repairs, facts, by, { now, zone: 'Asia/Shanghai' })
  if (!verdict.kept) throw new Error(verdict.reason)
  return verdict.ledger
}

export function warnedAt(
  repairs: readonly RepairFact[],
  facts: CoverageFacts,
  now: Instant,
  thresholds: LedgerThresholds = LedgerThresholds.parse({}),
): LedgerWarning[] {
  return warningsOf(ledgerAt(repairs, facts, now), thresholds)
}

/** What is warned of, short: `repair-days met 31/30`. */
export function shortly(warnings: readonly LedgerWarning[]): string[] {
  return warnings.map(({ code, level, count, limit }) => `${code} ${level} ${String(count)}/${String(limit)}`)
}
