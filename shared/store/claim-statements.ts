import { ClaimStatement } from '../domain/claim-statement.ts'
import { idFor } from '../domain/ids.ts'
import { readFound, readOne, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A manufacturer has one statement of a number: the key is made from both, so none is taken in twice. */
export function statementIdOf(dealerId: string, manufacturer: string, number: string): string {
  return idFor('claimStatement', dealerId, manufacturer, number)
}

const key = (dealerId: string) => (statementId: string) => ({
  pk: `${dealerId}#claim-statement#${statementId}`,
  sk: 'claim-statement',
})

/** All of them, by the day on which they were stated. */
const STATEMENTS = 'claim-statements'

export const claimStatementRecord = recordKind({
  entity: 'ClaimStatement',
  schema: ClaimStatement,
  key: ({ dealerId, statementId }) => key(dealerId)(statementId),
  attributes: ({ dealerId, statementId, statedOn }) => ({
    lookupPk: `${dealerId}#${STATEMENTS}`,
    lookupSk: `${statedOn}#${statementId}`,
  }),
})

export function claimStatementStore(client: TableClient) {
  return {
    byId: (dealerId: string, statementId: string) =>
      readOne(client, claimStatementRecord, key(dealerId)(statementId)),
    /** A page of the statements, the one stated last in front. */
    newest: (dealerId: string, paging: Paging): Promise<Listed<ClaimStatement>> =>
      readFound(client, claimStatementRecord, { dealerId, of: STATEMENTS, newestFirst: true, ...paging }),
  }
}
