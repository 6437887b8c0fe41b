import { hasEnded, isPaused, pauseOf, type Deadline } from '../../domain/deadline.ts'
import type { Stamp } from '../../domain/record.ts'
import { addSeconds, dateIn, epochMilliseconds } from '../../domain/time.ts'
import { afterOpenMinutes, openMinutesBetween, type OpeningHours } from '../../domain/working-time.ts'
import { movedTo } from './deadline-writes.ts'

/** A timer that stands still from now on; the same when it does already. */
export function paused(deadline: Deadline, reason: string, { at, by }: Stamp): Deadline {
  if (hasEnded(deadline) || isPaused(deadline)) return deadline
  return { ...deadline, pauses: [...deadline.pauses, { from: at, by, reason }] }
}

/** A timer that goes on: its due moments lie as much later as it stood still. */
export function resumed(deadline: Deadline, hours: OpeningHours, stamp: Stamp): Deadline {
  const pause = pauseOf(deadline)
  if (pause === undefined) return deadline
  const seconds = (epochMilliseconds(stamp.at) - epochMilliseconds(pause.from)) / 1000
  const pauses = [...deadline.pauses.slice(0, -1), { ...pause, until: stamp.at }]
  const dueAt = addSeconds(deadline.dueAt, seconds)
  const { openHoursDueAt } = deadline
  return movedTo(
    { ...deadline, pauses },
    {
      dueAt,
      dueOn: dateIn(dueAt, hours.zone),
      // Of opening hours only those are made up for that lay in the pause.
      ...(openHoursDueAt === undefined
        ? {}
        : {
            openHoursDueAt: afterOpenMinutes(
              openHoursDueAt,
              openMinutesBetween(pause.from, stamp.at, hours),
              hours,
            ),
          }),
    },
    stamp,
  )
}

/** A timer that goes on from now, at the moment that it has: its fact names that anew. */
export function goingOn(deadline: Deadline, { at }: Stamp): Deadline {
  return isPaused(deadline)
    ? { ...deadline, pauses: deadline.pauses.map((pause) => ({ ...pause, until: pause.until ?? at })) }
    : deadline
}
