import type { ContactPurpose, VehiclePurpose } from '../../shared/domain/purpose.ts'
import { addDays, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { addUp, messagesOf, type Account } from '../../shared/due/account.ts'
import { APPOINTMENTS } from '../../shared/due/plans/appointment-reminders.ts'
import { RECALL_NOTICES } from '../../shared/due/plans/recall-notices.ts'
import type { Store } from '../../shared/store/store.ts'

/** What exports bring none of is told only where there is some: people here book appointments, manufacturers recall cars. */
export type Accounts = Readonly<Record<VehiclePurpose, Account>> & {
  readonly [APPOINTMENTS]?: Account
  readonly [RECALL_NOTICES]?: Account
}

const nothing: Account = { due: 0, sent: 0, suppressed: {}, deferred: 0, failed: 0 }

/** What the jobs decided on these days and what has become of it, as the ledger now has it. */
export async function accountsOf(
  store: Store,
  dealerId: string,
  from: CalendarDate,
  days: number,
  now: Instant,
): Promise<Accounts> {
  const account = async (purpose: ContactPurpose): Promise<Account> => {
    const journals = []
    for (let day = 0; day < days; day += 1) {
      journals.push(...(await store.messages.decidedOn(dealerId, purpose, addDays(from, day))))
    }
    return addUp(journals, await store.messages.byIds(dealerId, messagesOf(journals)), now)
  }
  return {
    'maintenance-reminders': await account('maintenance-reminders'),
    'insurance-call-lists': await account('insurance-call-lists'),
    ...ofRare(APPOINTMENTS, await account(APPOINTMENTS)),
    ...ofRare(RECALL_NOTICES, await account(RECALL_NOTICES)),
  }
}

/** What came to the accounts in between: this run's share, when the same days were run before. */
export function difference(after: Accounts, before: Accounts): Accounts {
  return {
    'maintenance-reminders': minus(after['maintenance-reminders'], before['maintenance-reminders']),
    'insurance-call-lists': minus(after['insurance-call-lists'], before['insurance-call-lists']),
    ...ofRare(APPOINTMENTS, minusRare(APPOINTMENTS, after, before)),
    ...ofRare(RECALL_NOTICES, minusRare(RECALL_NOTICES, after, before)),
  }
}

type Rare = typeof APPOINTMENTS | typeof RECALL_NOTICES

function ofRare(purpose: Rare, account: Account): Pick<Accounts, Rare> {
  return account.due === 0 ? {} : { [purpose]: account }
}

function minusRare(purpose: Rare, after: Accounts, before: Accounts): Account {
  return minus(after[purpose] ?? nothing, before[purpose] ?? nothing)
}

function minus(after: Account, before: Account): Account {
  const reasons = Object.entries(after.suppressed).map(([reason, count]): [string, number] => [
    reason,
    count - (before.suppressed[reason] ?? 0),
  ])
  return {
    due: after.due - before.due,
    sent: after.sent - before.sent,
    suppressed: Object.fromEntries(reasons.filter(([, count]) => count !== 0)),
    deferred: after.deferred - before.deferred,
    failed: after.failed - before.failed,
  }
}
