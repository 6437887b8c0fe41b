import { hasEnded, type Deadline } from '../../shared/domain/deadline.ts'
import { roles } from '../../shared/domain/role-names.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { epochMilliseconds, type Instant } from '../../shared/domain/time.ts'
import { isLateAt } from '../../shared/due/plans/deadline-steps.ts'

/** How much of what was owed was done in time. */
export interface OnTimeCounts {
  /** In time, late and not done: everything whose due moment is over, but what was dropped before it was late. */
  readonly owed: number
  readonly inTime: number
  readonly late: number
  readonly notDone: number
  readonly dropped: number
  /** In time of what was owed, to a tenth; undefined: nothing was owed. */
  readonly percentInTime: number | undefined
  /** Whole minutes from the due moment, of what was done late. */
  readonly averageLateMinutes: number | undefined
}

export interface DutyOnTime extends OnTimeCounts {
  readonly code: string
  readonly zh: string
  readonly en: string
}

export interface RoleOnTime extends OnTimeCounts {
  readonly role: RoleCode
  readonly zh: string
  readonly en: string
  readonly duties: readonly DutyOnTime[]
}

/**
 * How much of these deadlines was done in time, by role in the order of the department and by duty in that of their
 * codes. What is still to come counts nowhere unless it is done already. Pure.
 */
export function onTimeOf(deadlines: readonly Deadline[], now: Instant): RoleOnTime[] {
  const byRole = Map.groupBy(
    deadlines.filter((deadline) => hasEnded(deadline) || isLateAt(deadline, now)),
    ({ role }) => role,
  )
  return roles.flatMap(({ code: role, zh, en }) => {
    const theirs = byRole.get(role)
    if (theirs === undefined) return []
    const byCode = [...Map.groupBy(theirs, ({ cause }) => cause.code)].sort(([a], [b]) => (a < b ? -1 : 1))
    const duties = byCode.flatMap(([code, ofCode]) => {
      const last = ofCode.at(-1)
      return last === undefined ? [] : [{ code, zh: last.zh, en: last.en, ...countsOf(ofCode) }]
    })
    return [{ role, zh, en, ...countsOf(theirs), duties }]
  })
}

function countsOf(deadlines: readonly Deadline[]): OnTimeCounts {
  // What was given up when it was late already was owed, and was not done.
  const dropped = deadlines.filter(({ state, ended }) => state === 'dropped' && ended?.late !== true).length
  const done = deadlines.filter(({ state }) => state === 'done')
  const late = done.filter(({ ended }) => ended?.late === true)
  const inTime = done.length - late.length
  const owed = deadlines.length - dropped
  return {
    owed,
    inTime,
    late: late.length,
    notDone: owed - done.length,
    dropped,
    percentInTime: owed === 0 ? undefined : Math.round((inTime * 1000) / owed) / 10,
    averageLateMinutes: late.length === 0 ? undefined : Math.round(sum(late.map(lateMinutes)) / late.length),
  }
}

function lateMinutes({ dueAt, missedAt = dueAt, ended }: Deadline): number {
  return ended === undefined ? 0 : (epochMilliseconds(ended.at) - epochMilliseconds(missedAt)) / 60_000
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
