import { verdictOn } from '../../shared/domain/machine.ts'
import type { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { MOST_ROUNDS, expectedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { warrantyClaimMachine } from '../../shared/domain/warranty-claim-machine.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import type { ReconciledClaim } from './reconcile.ts'

/**
 * A claim as a statement settles it: with what was paid, line by line where the statement tells lines apart. Money says
 * yes: one that nobody has approved yet is approved by it. Undefined: its state does not let it be settled (it was
 * returned or refused, or another statement has settled it), and a person has to look. Pure.
 */
export function settledClaim(
  claim: WarrantyClaim,
  compared: ReconciledClaim,
  { statementId, lines }: Pick<ClaimStatement, 'statementId' | 'lines'>,
  stamp: Stamp,
): WarrantyClaim | undefined {
  const ready = claim.status === 'approved' ? claim : approvedByMoney(claim, stamp)
  if (ready === undefined) return undefined
  const named = lines.filter(({ row }) => compared.rows.includes(row))
  const whole = named.some(({ line }) => line === undefined)
  // Of the claim as it is: what is approved may have changed since the comparison.
  const expected = ready.lines.reduce((sum, line) => sum + expectedFen(line), 0)
  return {
    ...ready,
    status: stateAfter(warrantyClaimMachine, ready.status, 'settle'),
    lines: ready.lines.map((line) => {
      if (whole) return compared.settledFen === expected ? { ...line, settledFen: expectedFen(line) } : line
      const paid = named.filter((each) => each.line === line.line)
      return { ...line, settledFen: paid.reduce((sum, { amountFen }) => sum + amountFen, 0) }
    }),
    settlement: { statement: statementId, settledFen: compared.settledFen, ...stamp },
  }
}

function approvedByMoney(claim: WarrantyClaim, stamp: Stamp): WarrantyClaim | undefined {
  if (!verdictOn(warrantyClaimMachine, claim.status, 'approve').taken) return undefined
  const answer = { verdict: 'approved' as const, ...stamp }
  return {
    ...claim,
    status: stateAfter(warrantyClaimMachine, claim.status, 'approve'),
    answers: [...claim.answers, answer].slice(-MOST_ROUNDS),
  }
}
