import { toIdentifier } from '../../shared/domain/identifier.ts'
import { expectedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'

/** One line of a manufacturer's settlement statement (结算单). */
export interface StatementLine {
  /** Where it stands in the statement, for people to find it. */
  readonly row: number
  /** The manufacturer's number of the claim, or ours. */
  readonly claimNumber: string
  /** The claim's line; absent: the sum is of the whole claim. */
  readonly line?: number | undefined
  /** Negative: it is taken back. */
  readonly amountFen: number
}

export type SettledClaim = Pick<
  WarrantyClaim,
  'claimId' | 'number' | 'manufacturerNumber' | 'status' | 'lines'
>

/** A line of a claim beside what the statement says of it. */
export interface LineDifference {
  /** Absent: the whole claim, where the statement does not tell lines apart. */
  readonly line?: number | undefined
  readonly expectedFen: number
  readonly settledFen: number
  /** Settled less expected. */
  readonly differenceFen: number
  /** The statement does not name the line at all. */
  readonly notNamed: boolean
}

export interface ReconciledClaim {
  readonly claimId: string
  readonly expectedFen: number
  readonly settledFen: number
  readonly differenceFen: number
  /** The lines that differ; none of a claim that matches. */
  readonly differences: readonly LineDifference[]
  readonly rows: readonly number[]
}

export interface StrayLine extends StatementLine {
  readonly because:
    | 'no-such-claim'
    | 'no-such-line'
    /** It is withdrawn, or was never submitted. */
    | 'not-claimed'
    | 'already-settled'
    /** The same line, or the whole claim and its lines, is named once more. */
    | 'named-twice'
  readonly claimId?: string | undefined
}

export interface Reconciliation {
  readonly matched: readonly ReconciledClaim[]
  readonly differing: readonly ReconciledClaim[]
  /** Approved, and not in the statement. */
  readonly missing: readonly { readonly claimId: string; readonly expectedFen: number }[]
  readonly unknown: readonly StrayLine[]
  readonly double: readonly StrayLine[]
  readonly totals: {
    /** The statement's sum: settled + unknown + double, to the fen. */
    readonly statementFen: number
    readonly settledFen: number
    readonly unknownFen: number
    readonly doubleFen: number
    /** What was expected: of the claims in the statement, and of those missing. */
    readonly expectedFen: number
    readonly missingFen: number
    /** Settled less expected, of the claims in the statement. */
    readonly differenceFen: number
  }
}

/**
 * A settlement statement beside the claims: what matches to the fen, what differs and in which line, what is missing, what
 * nobody knows, what is named twice. Each line of the statement goes to one place, so its sum is the sum of them. Pure.
 */
export function reconcile(
  statement: readonly StatementLine[],
  claims: readonly SettledClaim[],
): Reconciliation {
  const byNumber = new Map(
    claims.flatMap((claim) =>
      [claim.number, claim.manufacturerNumber].flatMap((number) =>
        number === undefined ? [] : [[toIdentifier(number), claim] as const],
      ),
    ),
  )
  const taken = new Map<SettledClaim, StatementLine[]>()
  const stray: StrayLine[] = []
  for (const line of statement) {
    const claim = byNumber.get(toIdentifier(line.claimNumber))
    const because = whyStray(line, claim, claim === undefined ? [] : (taken.get(claim) ?? []))
    if (claim === undefined || because !== undefined) {
      stray.push({ ...line, because: because ?? 'no-such-claim', claimId: claim?.claimId })
    } else taken.set(claim, [...(taken.get(claim) ?? []), line])
  }
  const reconciled = [...taken].map(([claim, lines]) => compared(claim, lines))
  const missing = claims
    .filter((claim) => claim.status === 'approved' && !taken.has(claim))
    .map((claim) => ({ claimId: claim.claimId, expectedFen: expectedOf(claim) }))
  const double = stray.filter(({ because }) => because === 'named-twice' || because === 'already-settled')
  const unknown = stray.filter((line) => !double.includes(line))
  const settledFen = sum(reconciled.map((claim) => claim.settledFen))
  const missingFen = sum(missing.map((claim) => claim.expectedFen))
  const expectedHere = sum(reconciled.map((claim) => claim.expectedFen))
  return {
    matched: reconciled.filter(({ differences }) => differences.length === 0),
    differing: reconciled.filter(({ differences }) => differences.length > 0),
    missing,
    unknown,
    double,
    totals: {
      statementFen: sum(statement.map(({ amountFen }) => amountFen)),
      settledFen,
      unknownFen: sum(unknown.map(({ amountFen }) => amountFen)),
      doubleFen: sum(double.map(({ amountFen }) => amountFen)),
      expectedFen: expectedHere + missingFen,
      missingFen,
      differenceFen: settledFen - expectedHere,
    },
  }
}

/** Why a line of the statement belongs to no claim; undefined where it does. */
function whyStray(
  { line }: StatementLine,
  claim: SettledClaim | undefined,
  before: readonly StatementLine[],
): StrayLine['because'] | undefined {
  if (claim === undefined) return 'no-such-claim'
  switch (claim.status) {
    case 'opened':
    case 'withdrawn':
      return 'not-claimed'
    case 'settled':
      return 'already-settled'
    case 'submitted':
    case 'under_review':
    case 'approved':
    case 'returned':
    case 'refused':
    case 'appealed':
      break
  }
  if (line !== undefined && !claim.lines.some((each) => each.line === line)) return 'no-such-line'
  const again = before.some((each) => each.line === line || each.line === undefined || line === undefined)
  return again ? 'named-twice' : undefined
}

function compared(claim: SettledClaim, statement: readonly StatementLine[]): ReconciledClaim {
  const expected = expectedOf(claim)
  const settledFen = sum(statement.map(({ amountFen }) => amountFen))
  const whole = statement.some(({ line }) => line === undefined)
  const lines: LineDifference[] = whole
    ? [differenceOf(undefined, expected, statement)]
    : claim.lines.map((each) =>
        differenceOf(
          each.line,
          expectedFen(each),
          statement.filter(({ line }) => line === each.line),
        ),
      )
  return {
    claimId: claim.claimId,
    expectedFen: expected,
    settledFen,
    differenceFen: settledFen - expected,
    differences: lines.filter(({ differenceFen }) => differenceFen !== 0),
    rows: statement.map(({ row }) => row),
  }
}

function differenceOf(
  line: number | undefined,
  expected: number,
  statement: readonly StatementLine[],
): LineDifference {
  const settledFen = sum(statement.map(({ amountFen }) => amountFen))
  return {
    line,
    expectedFen: expected,
    settledFen,
    differenceFen: settledFen - expected,
    notNamed: statement.length === 0,
  }
}

function expectedOf({ lines }: SettledClaim): number {
  return sum(lines.map(expectedFen))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0)
}
