import { isDeepStrictEqual } from 'node:util'
import type { Turnover } from '../../shared/domain/business-report.ts'
import { CallOutcome } from '../../shared/domain/call-list.ts'
import { RepairKind } from '../../shared/domain/order.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'

/** A day on which nothing happened. */
export function noTurnover(): Turnover {
  const kind = () => ({ visits: 0, settled: 0, laborFen: 0, partsFen: 0, totalFen: 0 })
  return {
    ...kind(),
    byKind: {
      first_service: kind(),
      maintenance: kind(),
      repair: kind(),
      accident: kind(),
      warranty: kind(),
    },
    delivered: 0,
    renewals: { policies: 0, premiumFen: 0 },
    calls: {},
    sms: {},
  }
}

/** What days come to together. Whole numbers, so the sum is exact in any order. */
export function together(days: readonly Turnover[]): Turnover {
  const sum = noTurnover()
  for (const day of days) {
    addAmounts(sum, day)
    for (const kind of RepairKind.options) addAmounts(sum.byKind[kind], day.byKind[kind])
    sum.delivered += day.delivered
    sum.renewals.policies += day.renewals.policies
    sum.renewals.premiumFen += day.renewals.premiumFen
    for (const outcome of CallOutcome.options) {
      const calls = day.calls[outcome]
      if (calls !== undefined) sum.calls[outcome] = (sum.calls[outcome] ?? 0) + calls
    }
    for (const purpose of ContactPurpose.options) {
      const added = day.sms[purpose]
      if (added === undefined) continue
      const known = sum.sms[purpose] ?? { sent: 0, waiting: 0, failed: 0, withheld: 0 }
      sum.sms[purpose] = {
        sent: known.sent + added.sent,
        waiting: known.waiting + added.waiting,
        failed: known.failed + added.failed,
        withheld: known.withheld + added.withheld,
      }
    }
  }
  return sum
}

type Amounts = Pick<Turnover, 'visits' | 'settled' | 'laborFen' | 'partsFen' | 'totalFen'>

function addAmounts(sum: Amounts, added: Amounts): void {
  sum.visits += added.visits
  sum.settled += added.settled
  sum.laborFen += added.laborFen
  sum.partsFen += added.partsFen
  sum.totalFen += added.totalFen
}

/**
 * Whether anything at all was counted: then the day has a report although nobody works on it, as the month, which adds up
 * reports, would else be short of it.
 */
export function hadTurnover(figures: Turnover): boolean {
  return !isDeepStrictEqual(turnoverOf(figures), noTurnover())
}

/** A report's figures as turnover alone. */
export function turnoverOf(figures: Turnover): Turnover {
  const { visits, settled, laborFen, partsFen, totalFen, byKind, delivered, renewals, calls, sms } = figures
  return { visits, settled, laborFen, partsFen, totalFen, byKind, delivered, renewals, calls, sms }
}
