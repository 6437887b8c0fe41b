import type { Deadline } from '../../domain/deadline.ts'
import { deadlineIdOf, hasEnded, isPaused, type Proof } from '../../domain/deadline.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import type { RoleCode } from '../../domain/roles.ts'
import {
  addDays,
  addSeconds,
  dateIn,
  epochMilliseconds,
  instantAt,
  timeIn,
  type Instant,
} from '../../domain/time.ts'
import {
  afterOpenMinutes,
  endOfWorkingDay,
  openMinutesBetween,
  openingHoursOf,
  type OpeningHours,
} from '../../domain/working-time.ts'
import { workingDayFrom } from '../../domain/working-days.ts'
import type { DutyStore } from '../../store/duty-store.ts'
import type { Write } from '../../store/table-client.ts'
import { deadlineSubject } from './deadline-steps.ts'
import { deadlineWrites, done, dropped, movedTo } from './deadline-writes.ts'
import { REPORT_DEADLINES } from './duty-occurrences.ts'
import { timers, type TimerCode, type TimerRule } from './timer-catalogue.ts'

/** A timer of one record: at most one of each code. */
export interface TimerName {
  readonly code: TimerCode
  /** `complaint#cmp_…`, `order#ord_…`: what the fact stands in. */
  readonly record: string
}

/** The fact that starts a timer. */
export interface TimerStart extends TimerName {
  readonly startedAt: Instant
  /** Of timers whose moment the fact names; else their rule says it. */
  readonly dueAt?: Instant
  /** Where the fact decides whose it is; else the rule does. */
  readonly role?: RoleCode
  /** Who owns it by name: an order's own advisor. */
  readonly assignedTo?: string | undefined
}

export type TimerStore = Pick<DutyStore, 'deadlines' | 'dueItems'>

/**
 * What a fact writes to start its timer, into the fact's own transaction. A timer that was started before is left as it
 * is, but where the fact names another moment it moves there; one that has ended stays ended.
 */
export async function startTimer(
  store: TimerStore,
  dealer: Pick<Dealer, 'dealerId' | 'zone' | 'settings'>,
  start: TimerStart,
  stamp: Stamp,
): Promise<Write[]> {
  const hours = openingHoursOf(dealer)
  const { known, item } = await readTimer(store, dealer.dealerId, start)
  if (known === undefined) {
    const after = timerDeadline(dealer.dealerId, start, hours, stamp)
    return deadlineWrites({ action: 'started', before: undefined, after, item }, hours, stamp)
  }
  if (start.dueAt === undefined) return []
  const due = { ...dueOf(timers[start.code], start, hours) }
  return deadlineWrites(
    { action: 'moved', before: known, after: movedTo(known, due, stamp), item },
    hours,
    stamp,
  )
}

/**
 * What a fact writes to end a timer, into the fact's own transaction; nothing where there is none or it has ended.
 * @param end `proof` where what was owed is done, `reason` where it is not owed any more
 */
export async function endTimer(
  store: TimerStore,
  dealer: Pick<Dealer, 'dealerId' | 'zone' | 'settings'>,
  timer: TimerName,
  end: { readonly proof: Proof } | { readonly reason: string },
  stamp: Stamp,
): Promise<Write[]> {
  const { known, item } = await readTimer(store, dealer.dealerId, timer)
  if (known === undefined || hasEnded(known)) return []
  const after = 'proof' in end ? done(known, end.proof, stamp) : dropped(known, end.reason, stamp)
  return deadlineWrites({ action: after.state, before: known, after, item }, openingHoursOf(dealer), stamp)
}

async function readTimer(store: TimerStore, dealerId: string, { code, record }: TimerName) {
  const deadlineId = deadlineIdOf(dealerId, { kind: 'timer', code, record })
  const [known, item] = await Promise.all([
    store.deadlines.byId(dealerId, deadlineId),
    store.dueItems.bySubject(dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId)),
  ])
  return { known, item }
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
    zh: rule.zh,
    en: rule.en,
    role: start.role ?? rule.role,
    assignedTo: start.assignedTo,
    ...dueOf(rule, start, hours),
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

type Due = Pick<Deadline, 'dueAt' | 'dueOn' | 'openHoursDueAt'>

/** By the clock of the wall, which counts, and beside it in opening hours alone. */
function dueOf({ within }: TimerRule, { startedAt, dueAt }: TimerStart, hours: OpeningHours): Due {
  const due = (at: Instant, openHoursDueAt?: Instant): Due => ({
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

/** A timer that stands still from now on; the same when it does already. */
export function paused(deadline: Deadline, reason: string, { at, by }: Stamp): Deadline {
  if (hasEnded(deadline) || isPaused(deadline)) return deadline
  return { ...deadline, pauses: [...deadline.pauses, { from: at, by, reason }] }
}

/** A timer that goes on: its due moments lie as much later as it stood still. */
export function resumed(deadline: Deadline, hours: OpeningHours, stamp: Stamp): Deadline {
  const pause = deadline.pauses.at(-1)
  if (pause === undefined || pause.until !== undefined) return deadline
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
