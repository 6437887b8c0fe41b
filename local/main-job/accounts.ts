import type { VehiclePurpose } from '../../shared/domain/purpose.ts'
import { addDays, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { addUp, messagesOf, type Account } from '../../shared/due/account.ts'
import type { Store } from '../../shared/store/store.ts'

export type Accounts = Readonly<Record<VehiclePurpose, Account>>

/** What the jobs decided on these days and what has become of it, as the ledger now has it. */
export async function accountsOf(
  store: Store,
  dealerId: string,
  from: CalendarDate,
  days: number,
  now: Instant,
): Promise<Accounts> {
  const account = async (purpose: VehiclePurpose): Promise<Account> => {
    const journals = []
    for (let day = 0; day < days; day += 1) {
      journals.push(...(await store.messages.decidedOn(dealerId, purpose, addDays(from, day))))
    }
    return addUp(journals, await store.messages.byIds(dealerId, messagesOf(journals)), now)
  }
  return {
    'maintenance-reminders': await account('maintenance-reminders'),
    'insurance-call-lists': await account('insurance-call-lists'),
  }
}

/** What came to the accounts in between: this run's share, when the same days were run before. */
export function difference(after: Accounts, before: Accounts): Accounts {
  return {
    'maintenance-reminders': minus(after['maintenance-reminders'], before['maintenance-reminders']),
    'insurance-call-lists': minus(after['insurance-call-lists'], before['insurance-call-lists']),
  }
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
