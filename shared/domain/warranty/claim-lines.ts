import { linesOf, type RepairOrder } from '../order.ts'
import { paidBy } from '../order-lines.ts'
import { MOST_CLAIM_LINES, type ClaimLine } from '../warranty-claim.ts'
import { claimableFen } from './deserves-claim.ts'

type Unnumbered = Omit<ClaimLine, 'line'>

/**
 * The lines with which a claim on an order opens: what its lines charge the manufacturer, one for each, and one for what
 * no line tells of (an export knows sums alone). They come to what the order charges the manufacturer, to the fen; where
 * there are more than a claim may have, the last one stands for the rest. Pure.
 */
export function claimLines(order: RepairOrder): ClaimLine[] {
  const { labor, parts } = paidBy(linesOf(order), 'manufacturer')
  const complaint = order.intake?.complaint
  const lines: Unnumbered[] = [
    ...labor.map(({ code, name, laborHours, amountFen }) => ({
      operation: { code, name, laborHours },
      claimedFen: amountFen,
    })),
    ...parts.map(({ partNumber, name, quantity, amountFen }) => ({
      part: { partNumber, name, quantity },
      claimedFen: amountFen,
    })),
  ]
  const untold = claimableFen(order) - sum(lines)
  const all = untold > 0 || lines.length === 0 ? [...lines, { claimedFen: untold }] : lines
  return withinMost(all).map((each, index) => ({
    line: index + 1,
    ...(complaint === undefined ? {} : { complaint }),
    ...each,
  }))
}

function withinMost(lines: readonly Unnumbered[]): Unnumbered[] {
  if (lines.length <= MOST_CLAIM_LINES) return [...lines]
  const kept = lines.slice(0, MOST_CLAIM_LINES - 1)
  return [...kept, { claimedFen: sum(lines) - sum(kept) }]
}

function sum(lines: readonly Unnumbered[]): number {
  return lines.reduce((total, { claimedFen }) => total + claimedFen, 0)
}
