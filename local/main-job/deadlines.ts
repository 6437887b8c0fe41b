import { adoptMissing } from '../../functions/report-deadlines/adopt.ts'
import { dutyCatalogue } from '../../functions/report-deadlines/catalogue.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { DecisionJournal } from '../../shared/domain/message.ts'
import { addDays, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { openingHoursOf } from '../../shared/domain/working-time.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { Store } from '../../shared/store/store.ts'

/** What became of what the department owes. */
export interface DeadlineCounts {
  readonly opened: number
  /** Reminders that somebody was told. */
  readonly reminded: number
  readonly late: number
  /** Times that somebody above was told. */
  readonly escalated: number
}

/** The dealer owes what the catalogue says, from this day on; what it has adopted before stays as it is. */
export async function adoptCatalogue(
  store: Pick<DutyStore, 'duties' | 'dueItems' | 'dealers' | 'commit'>,
  dealer: Dealer,
  adoptedOn: CalendarDate,
  at: Instant,
): Promise<void> {
  const stamp = { at, by: 'local' }
  const { dealerId } = dealer
  const hours = openingHoursOf(dealer)
  await adoptMissing(store, dutyCatalogue, { dealerId, adoptedOn, hours, stamp }, () => [])
}

/** What was decided on these days about what duties owe; what facts have started is not counted. */
export async function deadlinesOn(
  store: Store,
  dealerId: string,
  from: CalendarDate,
  days: number,
): Promise<DeadlineCounts> {
  const decided: DecisionJournal['decided'] = []
  for (let day = 0; day < days; day += 1) {
    const journals = await store.messages.decidedOn(dealerId, REPORT_DEADLINES, addDays(from, day))
    decided.push(...journals.flatMap((journal) => journal.decided))
  }
  const timers = await timersAmong(store, dealerId, decided)
  const ofDuties = decided.filter(({ subject }) => !timers.has(subject))
  const told = ofDuties.filter(({ outcome }) => outcome === 'message')
  return {
    opened: ofDuties.filter(({ reason }) => reason === 'opened').length,
    reminded: told.filter(({ step }) => step.startsWith('remind-')).length,
    late: ofDuties.filter(({ step }) => step === 'late').length,
    escalated: told.filter(({ step }) => step.startsWith('escalate-')).length,
  }
}

/** The subjects of deadlines that no duty has opened. */
async function timersAmong(
  store: Store,
  dealerId: string,
  decided: DecisionJournal['decided'],
): Promise<ReadonlySet<string>> {
  const ids = decided.flatMap(({ subject }) => subject.match(/dln_\w+$/)?.[0] ?? [])
  const deadlines = await store.deadlines.byIds(dealerId, ids)
  return new Set(
    [...deadlines.values()]
      .filter(({ cause }) => cause.kind === 'timer')
      .map(({ deadlineId }) => deadlineSubject(deadlineId)),
  )
}

/** What came to the counts in between: this run's share, when the same days were run before. */
export function moreDeadlines(after: DeadlineCounts, before: DeadlineCounts): DeadlineCounts {
  return {
    opened: after.opened - before.opened,
    reminded: after.reminded - before.reminded,
    late: after.late - before.late,
    escalated: after.escalated - before.escalated,
  }
}
