import { verbsFrom } from '../../shared/domain/machine.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { claimStatementMachine } from '../../shared/domain/claim-statement-machine.ts'
import type { ClaimStatement, ClaimStatementLine } from '../../shared/domain/claim-statement.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changed, changeRecord } from '../../shared/http/change-record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/claim-statements.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { claimStatementRecord, statementIdOf } from '../../shared/store/claim-statements.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { acceptStatement } from './accept-statement.ts'
import { contextOf, type WarrantyDependencies } from './context.ts'
import { parseStatement } from './parse-statement.ts'
import type { ReconciledClaim } from './reconcile.ts'
import { besideClaims, type BesideClaims } from './statement-beside-claims.ts'

function statementSummary(statement: ClaimStatement): routes.StatementSummary {
  return {
    ...statement,
    etag: etagOf(statement.version),
    rows: statement.lines.length,
    statementFen: statement.lines.reduce((sum, { amountFen }) => sum + amountFen, 0),
  }
}

function statementView(
  statement: ClaimStatement,
  { reconciliation, claims }: BesideClaims,
): routes.StatementView {
  const { matched, differing, missing, unknown, double, totals } = reconciliation
  const compared = (each: ReconciledClaim) => ({
    ...each,
    number: numberOf(claims, each.claimId),
    differences: [...each.differences],
    rows: [...each.rows],
  })
  return {
    ...statementSummary(statement),
    reconciliation: {
      matched: matched.map(compared),
      differing: differing.map(compared),
      missing: missing.map((each) => ({ ...each, number: numberOf(claims, each.claimId) })),
      unknown: [...unknown],
      double: [...double],
      totals,
    },
    allowed: verbsFrom(claimStatementMachine, statement.status),
  }
}

function numberOf(claims: ReadonlyMap<string, WarrantyClaim>, claimId: string): string {
  return claims.get(claimId)?.number ?? claimId
}

/** Answers the routes of manufacturers' settlement statements. */
export function statementRoutes(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  const answer = (statement: ClaimStatement, beside: BesideClaims): Answer<routes.StatementView> => ({
    body: statementView(statement, beside),
    version: statement.version,
  })

  return [
    implement(routes.takeStatement, async ({ caller, body, remember }) => {
      const { dealer, stamp, today } = await contextOf(dependencies, caller)
      const { dealerId } = dealer
      const { manufacturer, number, statedOn } = body
      if (statedOn > today) throw new FieldsInvalid([{ path: 'body.statedOn', reason: 'too-far-ahead' }])
      const lines = linesOf(body)
      const statementId = statementIdOf(dealerId, manufacturer, number)
      const taken = await untilCommitted(store, async () => {
        const before = await store.claimStatements.byId(dealerId, statementId)
        if (before !== undefined && before.status !== 'withdrawn') {
          throw new Refused('already-exists', { existing: statementId })
        }
        const told = { dealerId, statementId, manufacturer, number, statedOn, lines }
        const after: ClaimStatement =
          before === undefined
            ? { ...unwritten(stamp), ...told, status: 'shown' }
            : {
                ...before,
                ...told,
                status: stateAfter(claimStatementMachine, before.status, 'take-in-again'),
              }
        const beside = await besideClaims(store, after)
        const change = { id: statementId, action: 'taken-in', before, after }
        const { record, writes } = changed(claimStatementRecord, change, stamp)
        return { record, beside, writes: [...writes, ...remember(answer(record, beside))] }
      })
      return answer(taken.record, taken.beside)
    }),
    implement(routes.listStatements, async ({ caller: { dealerId }, query }) => {
      const body = await paged(
        { dealerId, list: routes.listStatements.path, filter: {} },
        query,
        (paging) => store.claimStatements.newest(dealerId, paging),
        statementSummary,
      )
      return { body }
    }),
    implement(routes.readStatement, async ({ caller: { dealerId }, params: { claimStatementId } }) => {
      const statement = await store.claimStatements.byId(dealerId, claimStatementId)
      if (statement === undefined) throw new NotFound()
      return answer(statement, await besideClaims(store, statement))
    }),
    implement(routes.acceptStatement, async ({ caller, params, version, remember }) => {
      const context = await contextOf(dependencies, caller)
      const { statement, beside } = await acceptStatement(
        context,
        { statementId: params.claimStatementId, version },
        (accepted) => remember(answer(accepted.statement, accepted.beside)),
      )
      return answer(statement, beside)
    }),
    implement(routes.withdrawStatement, async ({ caller, params, version, remember }) => {
      const { stamp } = await contextOf(dependencies, caller)
      const { claimStatementId: id } = params
      const read = () => store.claimStatements.byId(caller.dealerId, id)
      const statement = await changeRecord(
        store,
        { kind: claimStatementRecord, id, version, read },
        { action: 'withdrawn', stamp },
        (before) => ({ ...before, status: stateAfter(claimStatementMachine, before.status, 'withdraw') }),
        async (after) => {
          const beside = await besideClaims(store, after)
          // Its acceptance broke off: what is settled would be by a statement that is none.
          if (hasSettled(after, beside)) throw new Refused('transition-refused', { allowed: ['accept'] })
          return remember(answer(after, beside))
        },
      )
      return answer(statement, await besideClaims(store, statement))
    }),
  ]
}

function hasSettled({ statementId }: ClaimStatement, { claims }: BesideClaims): boolean {
  return [...claims.values()].some(({ settlement }) => settlement?.statement === statementId)
}

type Taken = Parameters<typeof lineOf>[0]

/** @throws FieldsInvalid where the table cannot be read */
function linesOf({
  lines = [],
  csv,
}: {
  readonly lines?: readonly Taken[] | undefined
  readonly csv?: string | undefined
}): ClaimStatementLine[] {
  if (csv === undefined) return lines.map(lineOf)
  const { lines: read, faults } = parseStatement(csv)
  if (read === undefined) throw new FieldsInvalid(faults)
  return [...read]
}

function lineOf(line: Omit<ClaimStatementLine, 'row'>, index: number): ClaimStatementLine {
  return { ...line, row: index + 1 }
}
