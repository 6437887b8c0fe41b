import type { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import { claimStatementMachine } from '../../shared/domain/claim-statement-machine.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { claimStatementRecord } from '../../shared/store/claim-statements.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { Context } from './context.ts'
import type { ReconciledClaim } from './reconcile.ts'
import { claimWrites } from './save-claim.ts'
import { settledClaim } from './settled-claim.ts'
import { besideClaims, type BesideClaims } from './statement-beside-claims.ts'

/** So many claims in one transaction: each is a record and who changed it, and some are large. */
const AT_ONCE = 20

export interface AcceptedStatement {
  readonly statement: ClaimStatement
  readonly beside: BesideClaims
}

/**
 * Settles what a statement names, a few claims at a time, and accepts it at the end. What this statement has settled
 * before is not settled again: an acceptance that broke off goes on where it was when it is asked for once more.
 * @param also what belongs into the last transaction, given what is accepted
 * @throws NotFound, Stale, Refused, Contested
 */
export async function acceptStatement(
  context: Context,
  { statementId, version }: { readonly statementId: string; readonly version: number },
  also: (accepted: AcceptedStatement) => readonly Write[],
): Promise<AcceptedStatement> {
  const { store, dealer, stamp } = context
  const read = async () => {
    const before = asSeen(await store.claimStatements.byId(dealer.dealerId, statementId), version)
    const status = stateAfter(claimStatementMachine, before.status, 'accept')
    return { before, status, beside: await besideClaims(store, before) }
  }
  const { before, beside } = await read()
  const { matched, differing } = beside.reconciliation
  const all = [...matched, ...differing]
  for (let start = 0; start < all.length; start += AT_ONCE) {
    await settleSome(context, before, all.slice(start, start + AT_ONCE))
  }
  return untilCommitted(store, async () => {
    const now = await read()
    const compared = [...now.beside.reconciliation.matched, ...now.beside.reconciliation.differing]
    const settled = compared.filter(
      ({ claimId }) => now.beside.claims.get(claimId)?.settlement?.statement === statementId,
    )
    const left = compared.filter((each) => !settled.includes(each)).map(({ claimId }) => claimId)
    const after: ClaimStatement = {
      ...now.before,
      status: now.status,
      accepted: {
        ...stamp,
        claims: settled.length,
        settledFen: settled.reduce((sum, { settledFen }) => sum + settledFen, 0),
        left,
      },
    }
    const change = { id: statementId, action: 'accepted', before: now.before, after }
    const { record, writes } = changed(claimStatementRecord, change, stamp)
    const accepted = { statement: record, beside: now.beside }
    return { ...accepted, writes: [...writes, ...also(accepted)] }
  })
}

/** Only while the statement stands as it was seen: one that is withdrawn meanwhile settles nothing more. */
async function settleSome(
  context: Context,
  { statementId, version }: Pick<ClaimStatement, 'statementId' | 'version'>,
  some: readonly ReconciledClaim[],
): Promise<void> {
  const { store, dealer, stamp } = context
  await untilCommitted(store, async () => {
    const [known, claims] = await Promise.all([
      store.claimStatements.byId(dealer.dealerId, statementId),
      store.warrantyClaims.byIds(
        dealer.dealerId,
        some.map(({ claimId }) => claimId),
      ),
    ])
    const statement = asSeen(known, version)
    const writes: Write[] = []
    for (const compared of some) {
      const claim = claims.get(compared.claimId)
      const after = claim && settledClaim(claim, compared, statement, stamp)
      if (claim === undefined || after === undefined) continue
      writes.push(...(await claimWrites('settled', claim, after, context)).writes)
    }
    return { writes: writes.length === 0 ? [] : [claimStatementRecord.check(statement), ...writes] }
  })
}
