import type { PartsOrder } from '../../domain/parts-order.ts'
import { instantAt, TimeOfDay } from '../../domain/time.ts'
import { endOfWorkingDay, openingHoursOf } from '../../domain/working-time.ts'
import type { Write } from '../../store/table-client.ts'
import { arrivalOf, partsWord, provedBy } from './timer-names.ts'
import { endTimer, type TimerContext } from './running-timers.ts'
import { startTimer } from './timers.ts'

const MIDNIGHT = TimeOfDay.parse('00:00')

/**
 * What a parts order's change means for the timer of its arrival: due by closing time of the day on which it is expected,
 * while something is on its way. Without a day there is nothing to be late for.
 */
export async function partsTimerWrites(
  before: PartsOrder | undefined,
  after: PartsOrder,
  context: TimerContext,
): Promise<readonly Write[]> {
  const day = awaitedOn(after)
  const wasDay = before && awaitedOn(before)
  if (day === wasDay) return []
  const { dealer, stamp } = context
  if (day !== undefined) {
    const dueAt = endOfWorkingDay(instantAt(day, MIDNIGHT, dealer.zone), openingHoursOf(dealer))
    return startTimer({ ...arrivalOf(after), startedAt: stamp.at, dueAt, about: after.number }, context)
  }
  const arrived = after.status === 'received' || after.status === 'closed'
  const reason = after.status === 'cancelled' ? after.status : 'no-day'
  return endTimer(arrivalOf(after), arrived ? provedBy(partsWord(after)) : { reason }, context)
}

function awaitedOn({ status, expectedOn }: PartsOrder) {
  return status === 'placed' || status === 'partly_received' ? expectedOn : undefined
}
