import * as z from 'zod'
import { claimStatementMachine } from './claim-statement-machine.ts'
import { ClaimStatementId, DealerId } from './ids.ts'
import { statesOf } from './machine.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

export const ClaimStatementStatus = z.enum(statesOf(claimStatementMachine))
export type ClaimStatementStatus = z.infer<typeof ClaimStatementStatus>

/** With them a statement stays below 100 KB: its audit entry holds it twice. */
export const MOST_STATEMENT_LINES = 500

export const ClaimStatementLine = z.object({
  /** Where it stands in the statement, for people to find it. */
  row: z.int().positive(),
  /** The manufacturer's number of the claim, or ours. */
  claimNumber: z.string(),
  /** The claim's line; absent: the sum is of the whole claim. */
  line: z.int().positive().optional(),
  /** Negative: it is taken back. */
  amountFen: z.int(),
})
export type ClaimStatementLine = z.infer<typeof ClaimStatementLine>

/** 索赔结算单: what a manufacturer says that it pays. */
export const ClaimStatement = z.object({
  dealerId: DealerId,
  statementId: ClaimStatementId,
  /** As it stands in the dealer's settings. */
  manufacturer: z.string(),
  /** As the manufacturer numbers it. */
  number: z.string(),
  statedOn: CalendarDate,
  status: ClaimStatementStatus,
  lines: z.array(ClaimStatementLine).min(1).max(MOST_STATEMENT_LINES),
  /** Who accepted it, how many claims it settled, and which it could not: a person has to look at them. */
  accepted: z
    .object({
      at: Instant,
      by: z.string(),
      claims: z.int().nonnegative(),
      settledFen: z.int(),
      left: z.array(z.string()).max(MOST_STATEMENT_LINES),
    })
    .optional(),
  ...recordFields,
})
export type ClaimStatement = z.infer<typeof ClaimStatement>
