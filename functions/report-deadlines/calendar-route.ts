import * as z from 'zod'
import { daysBetween } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { holderView } from '../../shared/http/holder.ts'
import { MOST_CALENDAR_DAYS, readCalendar, type OwedView } from '../../shared/http/routes/duties.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import type { DutiesDependencies } from './api.ts'
import { lines } from './log-lines.ts'
import { owedOn, placeIn, yearsWithoutCalendar, type Owed } from './owed-days.ts'
import type { Days } from '../../shared/domain/recurrence/named-moments.ts'
import { pageOfSmall } from './page-of-small.ts'
import { readWorkplace } from './workplace-of.ts'

/** What answers the calendar of what is owed. */
export function calendarRoute(dependencies: DutiesDependencies): Implementation {
  const { store, log } = dependencies
  return implement(readCalendar, async ({ caller: { dealerId }, query }) => {
    const { from, until, role, holderId, limit, cursor } = query
    refuseFaults({ from, until })
    const scope = { dealerId, list: readCalendar.path, filter: { from, until, role, holderId } }
    const after = cursor === undefined ? undefined : placeOf(scope, cursor, z.string())
    const [{ place }, staff, duties] = await Promise.all([
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
    return { body: { items: items.map(owedView), next: next && cursorFor(scope, next), calendarMissing } }
  })
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
