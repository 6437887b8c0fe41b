import * as z from 'zod'
import { ClaimStatement, MOST_STATEMENT_LINES } from '../../domain/claim-statement.ts'
import { Identifier } from '../../domain/identifier.ts'
import { ClaimStatementId, WarrantyClaimId } from '../../domain/ids.ts'
import { line } from '../../domain/text.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { MOST_CLAIM_LINES } from '../../domain/warranty-claim.ts'
import { functionName } from './warranty-claims.ts'
import { claimKeepers, warrantyReaders } from './warranty-roles.ts'

const Summary = ClaimStatement.omit({ dealerId: true, version: true, lines: true }).extend({
  /** For the `If-Match` of a change. */
  etag: z.string(),
  rows: z.int().nonnegative(),
  statementFen: z.int(),
})
export type StatementSummary = z.input<typeof Summary>

const fen = z.int()
const Difference = z.object({
  /** Absent: the whole claim, where the statement does not tell lines apart. */
  line: z.int().positive().optional(),
  expectedFen: fen,
  settledFen: fen,
  differenceFen: fen,
  notNamed: z.boolean(),
})
const Compared = z.object({
  claimId: WarrantyClaimId,
  number: z.string(),
  expectedFen: fen,
  settledFen: fen,
  differenceFen: fen,
  differences: z.array(Difference),
  rows: z.array(z.int().positive()),
})
const Stray = z.object({
  row: z.int().positive(),
  claimNumber: z.string(),
  line: z.int().positive().optional(),
  amountFen: fen,
  because: z.enum(['no-such-claim', 'no-such-line', 'not-claimed', 'already-settled', 'named-twice']),
  claimId: WarrantyClaimId.optional(),
})

const Whole = Summary.extend({
  reconciliation: z.object({
    matched: z.array(Compared),
    differing: z.array(Compared),
    /** Approved, and not in the statement. */
    missing: z.array(z.object({ claimId: WarrantyClaimId, number: z.string(), expectedFen: fen })),
    unknown: z.array(Stray),
    double: z.array(Stray),
    totals: z.object({
      statementFen: fen,
      settledFen: fen,
      unknownFen: fen,
      doubleFen: fen,
      expectedFen: fen,
      missingFen: fen,
      differenceFen: fen,
    }),
  }),
  /** The verbs that its state takes. */
  allowed: z.array(z.string()),
})
export type StatementView = z.input<typeof Whole>

const AskedLine = z.strictObject({
  claimNumber: Identifier,
  line: z.int().min(1).max(MOST_CLAIM_LINES).optional(),
  amountFen: z.int().min(-1_000_000_000).max(1_000_000_000),
})

export const takeStatement = defineRoute({
  method: 'POST',
  path: '/claim-statements',
  functionName,
  roles: claimKeepers,
  idempotent: true,
  params: {},
  query: {},
  body: z
    .strictObject({
      /** As the dealer's settings name it. */
      manufacturer: line(100),
      number: Identifier,
      statedOn: BookDate,
      lines: z.array(AskedLine).min(1).max(MOST_STATEMENT_LINES).optional(),
      /** Or the manufacturer's table: claim number, line, amount in yuan, with its headings. */
      csv: z.string().min(1).max(60_000).optional(),
    })
    .refine(({ lines, csv }) => (lines === undefined) !== (csv === undefined), {
      path: ['lines'],
      params: { reason: 'one-of-several' },
    }),
  response: Whole,
  status: 201,
  refuses: ['not-found', 'already-exists'],
  summary: {
    zh: '录入厂家结算单（表格或逐行），与索赔单逐行核对并列出差异',
    en: 'Takes a manufacturer settlement statement in, and shows it beside the claims, line by line',
  },
})

export const listStatements = defineRoute({
  method: 'GET',
  path: '/claim-statements',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '厂家结算单，最近的在前', en: 'Settlement statements, the latest first' },
})

const params = { claimStatementId: ClaimStatementId }

export const readStatement = defineRoute({
  method: 'GET',
  path: '/claim-statements/{claimStatementId}',
  functionName,
  roles: warrantyReaders,
  params,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一张结算单及核对结果', en: 'One statement beside the claims' },
})

const verb = {
  method: 'POST',
  functionName,
  roles: claimKeepers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['transition-refused'],
} as const

export const acceptStatement = defineRoute({
  ...verb,
  path: '/claim-statements/{claimStatementId}/accept',
  summary: {
    zh: '确认结算单：所列索赔单结算，差异记在各单上',
    en: 'Accepts a statement: what it names is settled, with its differences',
  },
})

export const withdrawStatement = defineRoute({
  ...verb,
  path: '/claim-statements/{claimStatementId}/withdraw',
  summary: { zh: '撤销尚未确认的结算单', en: 'A statement that was handed in by mistake' },
})

export const claimStatementRoutes = [
  takeStatement,
  listStatements,
  readStatement,
  acceptStatement,
  withdrawStatement,
] as const
