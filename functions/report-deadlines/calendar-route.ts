import * as z from 'zod'
import { deadlineIdOf, type Deadline } from '../../shared/domain/deadline.ts'
import { MOST_DAYS_BEFORE } from '../../shared/domain/duty.ts'
import { addDays, daysBetween, type Instant } from '../../shared/domain/time.ts'
import { isLateAt } from '../../shared/due/plans/deadline-steps.ts'
import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { holderView } from '../../shared/http/holder.ts'
import { MOST_CALENDAR_DAYS, readCalendar, type OwedView } from '../../shared/http/routes/duties.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import type { DutiesDependencies } from './api.ts'
import { lines } from './log-lines.ts'
import { rolesSeen } from '../../shared/due/may-close.ts'
import { owedOn, placeIn, yearsWithoutCalendar, type Owed } from './owed-days.ts'
import type { Days } from '../../shared/domain/recurrence/named-moments.ts'
import { pageOfSmall } from './page-of-small.ts'
import { readWorkplace } from './workplace-of.ts'

/** What answers the calendar of what is owed. */
export function calendarRoute(dependencies: DutiesDependencies): Implementation {
  const { store, clock, log } = dependencies
  return implement(readCalendar, async ({ caller, query }) => {
    const { dealerId } = caller
    const { from, until, role, holderId, limit, cursor } = query
    refuseFaults({ from, until })
    const scope = { dealerId, list: readCalendar.path, filter: { from, until, role, holderId } }
    const after = cursor === undefined ? undefined : placeOf(scope, cursor, z.string())
    const [{ place, today }, staff, duties] = await Promise.all([
      readWorkplace(dependencies, dealerId),
      store.staff.ofDealer(dealerId),
      store.duties.ofDealer(dealerId),
    ])
    if (holderId !== undefined && staff.every(({ staffId }) => staffId !== holderId)) throw new NotFound()
    const owed = owedOn(
      duties.filter((duty) => role === undefined || duty.role === role),
      staff,
      { from, until },
      place,
    ).filter((each) => holderId === undefined || isHeldBy(each, holderId))
    const calendarMissing = yearsWithoutCalendar(owed)
    if (calendarMissing.length > 0)
      log.warn(lines.calendarMissing, { dealerId, years: calendarMissing.join(' ') })
    const { items, next } = pageOfSmall(owed, placeIn, { limit, after })
    const seen = rolesSeen(caller, staff, today)
    const opened = items.filter(
      ({ duty, dueOn }) => seen.has(duty.role) && dueOn <= addDays(today, MOST_DAYS_BEFORE),
    )
    const deadlines = await leavingOutDamaged(log, { dealerId }, (onDamaged) =>
      store.deadlines.byIds(dealerId, opened.map(deadlineIdFor), onDamaged),
    )
    const now = clock.now()
    const view = (each: Owed): OwedView => {
      const deadline = deadlines.get(deadlineIdFor(each))
      return { ...owedView(each), deadline: deadline && stateOf(deadline, now) }
    }
    return { body: { items: items.map(view), next: next && cursorFor(scope, next), calendarMissing } }
  })
}

/** The deadline of what is owed, opened or not. */
function deadlineIdFor({ duty: { dealerId, code }, occurrence }: Owed): string {
  return deadlineIdOf(dealerId, { kind: 'duty', code, occurrence })
}

/** What has become of it: who and with what proof is said where the deadline itself is read. */
function stateOf(deadline: Deadline, now: Instant): OwedView['deadline'] {
  const { deadlineId, state, ended } = deadline
  return {
    deadlineId,
    state,
    late: ended?.late ?? isLateAt(deadline, now),
    doneAt: state === 'done' ? ended?.at : undefined,
  }
}

function isHeldBy({ holders }: Owed, holderId: string): boolean {
  return holders.some(({ staff: { staffId } }) => staffId === holderId)
}

function owedView({ occurrence, dueOn, dueAt, duty, holders: [owner] }: Owed): OwedView {
  const { code, role, zh, en, target } = duty
  return { occurrence, code, role, zh, en, target, dueOn, dueAt, owner: owner && holderView(owner) }
}

/** @throws FieldsInvalid when the days are none, or too many for one calendar */
function refuseFaults({ from, until }: Days): void {
  const days = daysBetween(from, until) + 1
  if (days < 1) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
  if (days > MOST_CALENDAR_DAYS) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-far-ahead' }])
}
