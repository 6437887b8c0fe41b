import type { CalendarDate, Zone } from '../../shared/domain/time.ts'
import {
  claimedFen,
  expectedFen,
  isUnsettled,
  type WarrantyClaim,
} from '../../shared/domain/warranty-claim.ts'
import { claimDeadline, type ClaimDeadline } from '../../shared/domain/warranty/claim-deadline.ts'
import type { ClaimDeadlines } from '../../shared/domain/warranty/claim-days.ts'

type ClaimAtRisk = Pick<
  WarrantyClaim,
  'claimId' | 'status' | 'deliveredOn' | 'openedAt' | 'answers' | 'lines'
>

/** The money that hangs on one thing to do by one day. */
export interface RiskGroup extends ClaimDeadline {
  readonly standing: 'overdue' | 'today' | 'later'
  readonly claimIds: readonly string[]
  readonly fen: number
}

export interface MoneyAtRisk {
  /** By the day, the nearest first. */
  readonly groups: readonly RiskGroup[]
  /** What waits for the manufacturer: it is outstanding, and nothing here is to be done. */
  readonly waiting: { readonly claimIds: readonly string[]; readonly fen: number }
  readonly overdueFen: number
  /** Everything that is not settled: the groups and what waits, to the fen. */
  readonly totalFen: number
}

/** 在途索赔金额: what is not settled yet, by the next deadline that it may be lost at. Pure. */
export function moneyAtRisk(
  claims: readonly ClaimAtRisk[],
  deadlines: ClaimDeadlines,
  { today, zone }: { readonly today: CalendarDate; readonly zone: Zone },
): MoneyAtRisk {
  const unsettled = claims
    .filter(isUnsettled)
    .map((claim) => ({ claim, fen: outstanding(claim), deadline: claimDeadline(claim, deadlines, zone) }))
  const waiting = unsettled.filter(({ deadline }) => deadline === undefined)
  const ours = unsettled.flatMap(({ claim, fen, deadline }) =>
    deadline === undefined ? [] : [{ claim, fen, deadline }],
  )
  const groups = [...Map.groupBy(ours, ({ deadline: { dueOn, step } }) => `${dueOn} ${step}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]): RiskGroup[] => {
      if (first === undefined) return []
      const { dueOn } = first.deadline
      return [
        {
          ...first.deadline,
          standing: dueOn < today ? 'overdue' : dueOn === today ? 'today' : 'later',
          ...gathered([first, ...rest]),
        },
      ]
    })
  const overdue = groups.filter(({ standing }) => standing === 'overdue')
  return {
    groups,
    waiting: gathered(waiting),
    overdueFen: overdue.reduce((sum, { fen }) => sum + fen, 0),
    totalFen: unsettled.reduce((sum, { fen }) => sum + fen, 0),
  }
}

function gathered(each: readonly { readonly claim: ClaimAtRisk; readonly fen: number }[]) {
  return {
    claimIds: each.map(({ claim }) => claim.claimId),
    fen: each.reduce((sum, { fen }) => sum + fen, 0),
  }
}

/** Of an approved claim what was approved, of any other one what is claimed. */
function outstanding(claim: ClaimAtRisk): number {
  return claim.status === 'approved'
    ? claim.lines.reduce((sum, line) => sum + expectedFen(line), 0)
    : claimedFen(claim)
}
