import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { isToFile, wasTold, type StaffChange } from '../../shared/domain/staff-change.ts'
import { instantAt, type Instant } from '../../shared/domain/time.ts'
import { reopened } from '../../shared/due/plans/deadline-writes.ts'
import { changeTimer, endTimer, type TimerContext } from '../../shared/due/plans/running-timers.ts'
import { filingOf, provedBy, staffChangeWord } from '../../shared/due/plans/timer-names.ts'
import { startTimer } from '../../shared/due/plans/timers.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { staffChangeRecord } from '../../shared/store/staff-changes.ts'
import type { StaffChangeRecords } from '../../shared/store/team-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { TimerStore } from '../../shared/store/timer-store.ts'
import { concernsManufacturers, whatToFile } from './what-to-file.ts'

/** One person has no more changes at once that are still to file. */
const MOST_WAITING = 50

/** What a change of a person's record writes for whoever files it: in the person's own transaction. */
export async function filingWrites(
  before: Staff | undefined,
  after: Staff,
  { store, dealer, stamp }: { store: TimerStore & StaffChangeRecords; dealer: Dealer; stamp: Stamp },
): Promise<Write[]> {
  if (!concernsManufacturers(before, after)) return []
  const { dealerId } = dealer
  const { staffId } = after
  // A newcomer has none, and the index says nothing of who is not there yet.
  const waiting =
    before === undefined
      ? []
      : (await store.staffChanges.toFile(dealerId, { staffId, limit: MOST_WAITING })).items
  const steps = whatToFile(before, after, { dealer, waiting }, stamp)
  const writes = await Promise.all(
    steps.map(async (step) => [
      ...changeWrites(staffChangeRecord, { id: step.after.staffChangeId, ...step }, stamp),
      ...(await filingTimerWrites(step.before, step.after, { store, dealer, stamp }, after.number)),
    ]),
  )
  return writes.flat()
}

/**
 * What a staff change means for its timer: it runs until every system says so, and ends with what was taken back.
 * @param about the person's staff number, of a change that is new
 */
export async function filingTimerWrites(
  before: StaffChange | undefined,
  after: StaffChange,
  context: TimerContext,
  about?: string,
): Promise<Write[]> {
  const timer = filingOf(after)
  if (before === undefined) {
    const startedAt = countsFrom(after, context)
    return startTimer({ ...timer, startedAt, ...(about === undefined ? {} : { about }) }, context)
  }
  if (before.status === after.status) return []
  if (isToFile(after)) return owedAfterAll(after, context)
  if (after.status === 'settled' && wasTold(after)) {
    return endTimer(timer, provedBy(staffChangeWord(after)), context)
  }
  return endTimer(timer, { reason: after.status === 'settled' ? 'not-needed' : after.status }, context)
}

/** From the opening of its day on, or from when it was recorded if that is later: nobody is late from the start. */
function countsFrom({ on }: StaffChange, { dealer: { zone, settings }, stamp }: TimerContext): Instant {
  const opens = instantAt(on, settings.openingTime, zone)
  return opens > stamp.at ? opens : stamp.at
}

/** What was recorded of a system was a slip: the same deadline stands again as it stood. */
function owedAfterAll(change: StaffChange, context: TimerContext): Promise<Write[]> {
  return changeTimer(filingOf(change), context, (known) =>
    known?.ended === undefined ? undefined : { action: 'reopened', after: reopened(known, context.stamp) },
  )
}
