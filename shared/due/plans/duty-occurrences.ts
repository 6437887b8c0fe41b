import { isWaiting, type DueItem } from '../../domain/due-item.ts'
import { isOn, isOwed, type Duty } from '../../domain/duty.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { occurrencesOf, type Occurrence, type Workplace } from '../../domain/recurrence/occurrences.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, addSeconds, CalendarDate, dateIn, instantAt, type Instant } from '../../domain/time.ts'
import { REPORT_DEADLINES } from './deadline-steps.ts'

/** The one step of a duty's timer: the deadline of its next occurrence is opened. */
export const OPENS = 'open'

export function dutySubject(code: string): string {
  return `duty#${code}`
}

/**
 * A duty's timer as its rule now wants it, or undefined when what stands is right. It waits for the next occurrence that
 * no deadline has been opened for: its cycle is that occurrence. What waits goes on waiting while the rule still names
 * it; else it is the first that the rule owes from now on, for nobody is late by a rule that was not there.
 * @param existing the timer as it is
 */
export function planDuty(
  duty: Duty,
  existing: DueItem | undefined,
  place: Workplace,
  stamp: Stamp,
): DueItem | undefined {
  const wanted = isOn(duty) ? wantedNext(duty, existing, place, stamp.at) : undefined
  if (wanted === undefined) return existing?.step === undefined ? undefined : stopped(existing)
  const dueAt = opensAt(duty, wanted, place)
  if (existing?.cycle === wanted.occurrence && existing.plannedAt === dueAt) return undefined
  return {
    ...(existing ?? unwritten(stamp)),
    dealerId: duty.dealerId,
    purpose: REPORT_DEADLINES,
    subject: dutySubject(duty.code),
    cycle: wanted.occurrence,
    step: OPENS,
    dueAt,
    plannedAt: dueAt,
    decided: [],
    failures: 0,
  }
}

function wantedNext(
  duty: Duty,
  existing: DueItem | undefined,
  place: Workplace,
  now: Instant,
): Occurrence | undefined {
  const waits =
    existing !== undefined && isWaiting(existing) ? owedAs(duty, existing.cycle, place) : undefined
  const toCome = firstOwed(duty, dateIn(now, place.zone), place, ({ dueAt }) => dueAt > now)
  // A rule that names more days than before, or a day that has become a working day, may come before what waits; one
  // that has been opened already is passed over when its turn comes.
  return [waits, toCome].flatMap((each) => each ?? []).sort(byOccurrence)[0]
}

const byOccurrence = (a: Occurrence, b: Occurrence) => (a.occurrence < b.occurrence ? -1 : 1)

function stopped(existing: DueItem): DueItem {
  return { ...existing, step: undefined, dueAt: undefined, plannedAt: undefined }
}

/** What a duty owes for an occurrence as its rule now is; undefined when it owes nothing for it. */
export function owedAs(duty: Duty, occurrence: string, place: Workplace): Occurrence | undefined {
  const on = CalendarDate.parse(occurrence.slice(0, 10))
  return occurrencesOf(duty, { from: on, until: on }, place).find(
    (each) => each.occurrence === occurrence && isOwed(duty, each),
  )
}

/** The first that a duty owes behind an occurrence; undefined when its rule names none in the years to come. */
export function nextOwed(duty: Duty, occurrence: string, place: Workplace): Occurrence | undefined {
  const on = CalendarDate.parse(occurrence.slice(0, 10))
  return firstOwed(duty, on, place, (each) => each.occurrence > occurrence)
}

/** All that a duty owes on a day, in the order of what its rule names: a shift may bring more than one there. */
export function owedOnDay(duty: Duty, on: CalendarDate, place: Workplace): Occurrence[] {
  const days = { from: addDays(on, -shiftDays(duty)), until: addDays(on, shiftDays(duty)) }
  return occurrencesOf(duty, days, place)
    .filter((each) => each.dueOn === on && isOwed(duty, each))
    .sort(byOccurrence)
}

/** A week, a month, a year, and the years in which 29 February comes at least once: most rules name a day in the first. */
const STRETCHES = [7, 31, 366, 8 * 366]
/** A shift goes no further than to the end of the longest rest. */
const LONGEST_SHIFT_DAYS = 30

function shiftDays({ shift }: Pick<Duty, 'shift'>): number {
  return shift === 'earlier' || shift === 'later' ? LONGEST_SHIFT_DAYS : 0
}

function firstOwed(
  duty: Duty,
  from: CalendarDate,
  place: Workplace,
  isMeant: (occurrence: Occurrence) => boolean,
): Occurrence | undefined {
  const moves = shiftDays(duty)
  let first = addDays(from, -moves)
  for (const days of STRETCHES) {
    const until = addDays(first, days + 2 * moves)
    const found = occurrencesOf(duty, { from: first, until }, place).find(
      (each) => isMeant(each) && isOwed(duty, each),
    )
    if (found !== undefined) return found
    first = addDays(until, 1)
  }
  return undefined
}

/**
 * When the deadline of an occurrence is opened: at the beginning of its day, or of the day of its first reminder where
 * that is earlier.
 */
export function opensAt(
  { remindBefore }: Pick<Duty, 'remindBefore'>,
  { dueAt, dueOn }: Pick<Occurrence, 'dueAt' | 'dueOn'>,
  { zone }: Pick<Workplace, 'zone'>,
): Instant {
  const first = remindBefore
    .map((span) => dateIn(addSeconds(dueAt, -secondsIn(span)), zone))
    .reduce((earliest, day) => (day < earliest ? day : earliest), dueOn)
  return instantAt(first, '00:00', zone)
}
