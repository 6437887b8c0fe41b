import { deadlineIdOf, type Deadline } from '../../domain/deadline.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, addSeconds, dateIn, instantAt, timeIn, type Instant } from '../../domain/time.ts'
import { workingDayFrom } from '../../domain/working-days.ts'
import { afterOpenMinutes, endOfWorkingDay, type OpeningHours } from '../../domain/working-time.ts'
import type { TimerName, TimerOwner } from './running-timers.ts'
import { timers, type TimerRule } from './timer-catalogue.ts'

/** The fact that starts a timer. */
export interface TimerStart extends TimerName, TimerOwner {
  readonly startedAt: Instant
  /** Of timers whose moment the fact names; else their rule says it. */
  readonly dueAt?: Instant
  /** What people call the record. */
  readonly about?: string
  /** Of timers whose fact says otherwise what is owed; else their rule's words. */
  readonly words?: Pick<TimerRule, 'zh' | 'en'>
}

/** Pure: the deadline that a fact starts. */
export function timerDeadline(
  dealerId: string,
  start: TimerStart,
  hours: OpeningHours,
  stamp: Stamp,
): Deadline {
  const rule: TimerRule = timers[start.code]
  const cause = { kind: 'timer', code: start.code, record: start.record } as const
  return {
    ...unwritten(stamp),
    dealerId,
    deadlineId: deadlineIdOf(dealerId, cause),
    cause,
    zh: start.words?.zh ?? rule.zh,
    en: start.words?.en ?? rule.en,
    // Old books have numbers of any length.
    about: start.about?.slice(0, 100),
    role: start.role ?? rule.role,
    assignedTo: start.assignedTo,
    ...timerDue(start, hours),
    startedAt: start.startedAt,
    moves: 0,
    remindBefore: [...rule.remindBefore],
    escalateTo: rule.escalateTo,
    escalateAfter: rule.escalateAfter,
    state: 'open',
    escalations: [],
    pauses: [],
  }
}

export type TimerDue = Pick<Deadline, 'dueAt' | 'dueOn' | 'openHoursDueAt'>

/** By the clock of the wall, which counts, and beside it in opening hours alone. */
export function timerDue({ code, startedAt, dueAt }: TimerStart, hours: OpeningHours): TimerDue {
  const { within }: TimerRule = timers[code]
  const due = (at: Instant, openHoursDueAt?: Instant): TimerDue => ({
    dueAt: at,
    dueOn: dateIn(at, hours.zone),
    ...(openHoursDueAt === undefined ? {} : { openHoursDueAt }),
  })
  if (dueAt !== undefined) return due(dueAt)
  switch (within) {
    case 'given':
      throw new Error('a timer whose fact names its moment was started without it')
    case 'end-of-day':
      return due(endOfWorkingDay(startedAt, hours))
    default:
      return within.endsWith('D')
        ? due(afterDays(startedAt, daysOf(within), hours), afterWorkingDays(startedAt, daysOf(within), hours))
        : due(
            addSeconds(startedAt, secondsIn(within)),
            afterOpenMinutes(startedAt, secondsIn(within) / 60, hours),
          )
  }
}

const daysOf = (span: string) => secondsIn(span) / secondsIn('P1D')

/** At the same time on the clock of the wall, so many days of the calendar later. */
function afterDays(from: Instant, days: number, { zone }: OpeningHours): Instant {
  return instantAt(addDays(dateIn(from, zone), days), timeIn(from, zone), zone)
}

function afterWorkingDays(from: Instant, days: number, hours: OpeningHours): Instant {
  const { zone, workingDayOverrides } = hours
  let day = dateIn(from, zone)
  for (let count = 0; count < days; count += 1) day = workingDayFrom(addDays(day, 1), workingDayOverrides)
  return instantAt(day, timeIn(from, zone), zone)
}
