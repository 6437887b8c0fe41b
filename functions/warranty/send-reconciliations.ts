import type { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import type { MailJobStore } from '../../shared/store/mail-job-store.ts'
import type { MailingDependencies } from './draft-mailings.ts'
import { WARRANTY_MAIL } from './mailing-message.ts'
import { reconciliationMail } from './reconciliation-mail.ts'
import { besideClaims } from './statement-beside-claims.ts'

/** Statements come once a month from each manufacturer: those that may still wait for a person. */
const STATEMENTS_LOOKED_AT = 10

interface Dependencies extends MailingDependencies {
  readonly store: MailJobStore
}

/**
 * Of each settlement statement that has come, and that nobody has accepted yet, the clerk gets once what it says beside
 * the claims. One that was handed in again is told again.
 */
export async function sendReconciliations(
  dealer: Dealer,
  { store, files, clock }: Dependencies,
): Promise<{ readonly mails: number }> {
  const { dealerId, zone } = dealer
  const { items } = await store.claimStatements.newest(dealerId, { limit: STATEMENTS_LOOKED_AT })
  const rows = items
    .filter(({ status }) => status === 'shown')
    .map((statement) => ({ statement, row: rowOf(statement) }))
  if (rows.length === 0) return { mails: 0 }
  const told = await store.messages.byIds(
    dealerId,
    rows.map(({ row }) => row.messageId),
  )
  const untold = rows.filter(({ row }) => !told.has(row.messageId))
  if (untold.length === 0) return { mails: 0 }
  const stamp = { at: clock.now(), by: WARRANTY_MAIL }
  const [clerk] = holdersOf('warranty_clerk', await store.staff.ofDealer(dealerId), dateIn(stamp.at, zone))
  if (clerk === undefined) return { mails: 0 }
  let mails = 0
  for (const { statement, row } of untold) {
    const content = reconciliationMail(dealer, clerk, statement, await besideClaims(store, statement))
    const template = { name: 'warranty-reconciliation', version: 1 }
    const mail = { ...row, staffId: clerk.staffId, template, content }
    if (await planMail({ store, files }, mail, stamp)) mails += 1
  }
  return { mails }
}

/** Whoever is clerk that day: the statement is one, and not each clerk's own. */
function rowOf({ dealerId, statementId, statedOn, updatedAt }: ClaimStatement) {
  const subject = `claim-statement#${statementId}`
  const about = { dealerId, purpose: WARRANTY_MAIL, subject, cycle: statedOn }
  const step = `reconciliation-${updatedAt}`
  return { ...about, step, messageId: messageIdFor(about, step, 'warranty_clerk', 'mail') }
}
