import type { ContactPurpose, VehiclePurpose } from '../../shared/domain/purpose.ts'
import { addDays, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { addUp, messagesOf, type Account } from '../../shared/due/account.ts'
import { APPOINTMENTS } from '../../shared/due/plans/appointment-reminders.ts'
import type { Store } from '../../shared/store/store.ts'

/** Exports bring no appointments, so their reminders are told of only where people here have booked some. */
export type Accounts = Readonly<Record<VehiclePurpose, Account>> & {
  readonly [APPOINTMENTS]?: Account
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
    ...ofAppointments(await account(APPOINTMENTS)),
  }
}

/** What came to the accounts in between: this run's share, when the same days were run before. */
export function difference(after: Accounts, before: Accounts): Accounts {
  return {
    'maintenance-reminders': minus(after['maintenance-reminders'], before['maintenance-reminders']),
    'insurance-call-lists': minus(after['insurance-call-lists'], before['insurance-call-lists']),
    ...ofAppointments(minus(after[APPOINTMENTS] ?? nothing, before[APPOINTMENTS] ?? nothing)),
  }
}

function ofAppointments(account: Account): Pick<Accounts, typeof APPOINTMENTS> {
  return account.due === 0 ? {} : { [APPOINTMENTS]: account }
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
