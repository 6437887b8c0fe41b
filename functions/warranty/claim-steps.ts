import type * as z from 'zod'
import type { Stamp } from '../../shared/domain/record.ts'
import {
  MOST_CLAIM_LINES,
  MOST_DELAYS,
  MOST_EVIDENCE,
  MOST_ROUNDS,
  type ClaimLine,
  type Evidence,
  type WarrantyClaim,
} from '../../shared/domain/warranty-claim.ts'
import { warrantyClaimMachine } from '../../shared/domain/warranty-claim-machine.ts'
import type { WarrantySettings } from '../../shared/domain/warranty/warranty-settings.ts'
import type * as routes from '../../shared/http/routes/warranty-claims.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { wordOf } from './claim-view.ts'
import { evidenceMissing } from './evidence-missing.ts'

type Verb = keyof typeof warrantyClaimMachine.transitions

const withState = (claim: WarrantyClaim, verb: Verb): WarrantyClaim => ({
  ...claim,
  status: stateAfter(warrantyClaimMachine, claim.status, verb),
})

/** The last of them, the oldest of what is too many left out: the audit has all. */
function last<Value>(values: readonly Value[], more: Value, most: number): Value[] {
  return [...values, more].slice(-most)
}

type Change = z.output<typeof routes.changeClaim.body>

/** @throws Refused, FieldsInvalid */
export function changed(claim: WarrantyClaim, change: Change): WarrantyClaim {
  const { manufacturer, campaignCode, rescued, odometerKm, lines } = change
  return {
    ...withState(claim, 'change'),
    manufacturer: manufacturer ?? claim.manufacturer,
    campaignCode: campaignCode === undefined ? claim.campaignCode : (campaignCode ?? undefined),
    rescued: rescued ?? claim.rescued,
    odometerKm: odometerKm ?? claim.odometerKm,
    lines: lines === undefined ? claim.lines : withLines(claim.lines, lines),
  }
}

function withLines(known: readonly ClaimLine[], told: NonNullable<Change['lines']>): ClaimLine[] {
  const lines = new Map(known.map((line) => [line.line, line]))
  for (const [index, { line, operation, part, claimedFen, ...words }] of told.entries()) {
    const before = lines.get(line)
    const path = `body.lines.${String(index)}`
    // New ones stand behind the last: statements name lines by their place.
    if (before === undefined && (line !== lines.size + 1 || line > MOST_CLAIM_LINES)) {
      throw new FieldsInvalid([{ path: `${path}.line`, reason: 'invalid' }])
    }
    const sum = claimedFen ?? before?.claimedFen
    if (sum === undefined) throw new FieldsInvalid([{ path: `${path}.claimedFen`, reason: 'required' }])
    lines.set(line, {
      ...before,
      line,
      operation: operation === undefined ? before?.operation : (operation ?? undefined),
      part: part === undefined ? before?.part : (part ?? undefined),
      complaint: words.complaint === undefined ? before?.complaint : (words.complaint ?? undefined),
      cause: words.cause === undefined ? before?.cause : (words.cause ?? undefined),
      correction: words.correction === undefined ? before?.correction : (words.correction ?? undefined),
      claimedFen: sum,
    })
  }
  return [...lines.values()]
}

export function authorized(
  claim: WarrantyClaim,
  body: z.output<typeof routes.recordAuthorization.body>,
  stamp: Stamp,
): WarrantyClaim {
  return { ...withState(claim, 'record-authorization'), authorization: { ...body, ...stamp } }
}

/** @throws Refused, FieldsInvalid where the line is not one of the claim's, or there is no room for more */
export function withEvidence(
  claim: WarrantyClaim,
  evidence: Omit<Evidence, 'at' | 'by'>,
  stamp: Stamp,
): WarrantyClaim {
  const after = withState(claim, 'add-evidence')
  const { line } = evidence
  if (line !== undefined && claim.lines.every((each) => each.line !== line)) {
    throw new FieldsInvalid([{ path: 'body.line', reason: 'not-a-choice' }])
  }
  if (claim.evidence.length >= MOST_EVIDENCE) {
    throw new FieldsInvalid([{ path: 'body.reference', reason: 'too-large' }])
  }
  return { ...after, evidence: [...claim.evidence, { ...evidence, ...stamp }] }
}

export function delayed(claim: WarrantyClaim, reason: string, stamp: Stamp): WarrantyClaim {
  return {
    ...withState(claim, 'give-reason'),
    delays: last(claim.delays, { reason, ...stamp }, MOST_DELAYS),
  }
}

/** @throws Refused `transition-refused`, or `claim-incomplete` with what it lacks */
export function submitted(
  claim: WarrantyClaim,
  verb: 'submit' | 'resubmit',
  manufacturerNumber: string | undefined,
  settings: WarrantySettings,
  stamp: Stamp,
): WarrantyClaim {
  const after = withState(claim, verb)
  const missing = evidenceMissing(claim, settings)
  if (missing.length > 0) throw new Refused('claim-incomplete', { missing: missing.map(wordOf) })
  return {
    ...after,
    manufacturerNumber: manufacturerNumber ?? claim.manufacturerNumber,
    submissions: last(claim.submissions, stamp, MOST_ROUNDS),
  }
}

export function takenUp(claim: WarrantyClaim): WarrantyClaim {
  return withState(claim, 'take-up')
}

/** What the manufacturer approves: of lines that are named so much, of the others all. @throws Refused, FieldsInvalid */
export function approved(
  claim: WarrantyClaim,
  { lines, reason }: z.output<typeof routes.approveClaim.body>,
  stamp: Stamp,
): WarrantyClaim {
  const after = withState(claim, 'approve')
  const told = new Map(lines.map(({ line, approvedFen }) => [line, approvedFen]))
  for (const [index, { line, approvedFen }] of lines.entries()) {
    const known = claim.lines.find((each) => each.line === line)
    const path = `body.lines.${String(index)}`
    if (known === undefined) throw new FieldsInvalid([{ path: `${path}.line`, reason: 'not-a-choice' }])
    if (approvedFen > known.claimedFen)
      throw new FieldsInvalid([{ path: `${path}.approvedFen`, reason: 'too-large' }])
  }
  return {
    ...after,
    lines: claim.lines.map((line) => ({ ...line, approvedFen: told.get(line.line) })),
    answers: last(claim.answers, { verdict: 'approved' as const, reason, ...stamp }, MOST_ROUNDS),
  }
}

export function answered(
  claim: WarrantyClaim,
  verdict: 'returned' | 'refused',
  reason: string,
  stamp: Stamp,
): WarrantyClaim {
  return {
    ...withState(claim, verdict === 'returned' ? 'return' : 'refuse'),
    answers: last(claim.answers, { verdict, reason, ...stamp }, MOST_ROUNDS),
  }
}

export function appealed(claim: WarrantyClaim, reason: string, stamp: Stamp): WarrantyClaim {
  return {
    ...withState(claim, 'appeal'),
    appeals: last(claim.appeals, { reason, ...stamp }, MOST_ROUNDS),
  }
}

export function withdrawn(claim: WarrantyClaim, reason: string, stamp: Stamp): WarrantyClaim {
  return { ...withState(claim, 'withdraw'), withdrawn: { reason, ...stamp } }
}

/** The money is awaited again. Why is told by the audit's entry of the delay. */
export function unsettled(claim: WarrantyClaim, reason: string, stamp: Stamp): WarrantyClaim {
  return {
    ...withState(claim, 'withdraw-settlement'),
    settlement: undefined,
    lines: claim.lines.map((line) => ({ ...line, settledFen: undefined })),
    delays: last(claim.delays, { reason, ...stamp }, MOST_DELAYS),
  }
}
