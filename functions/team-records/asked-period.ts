import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import { MOST_MEETING_DAYS } from '../../shared/http/routes/meetings.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'

const USUAL_DAYS = 30

/**
 * The days that are asked for, both ends included: the last thirty where nothing is said.
 * @throws FieldsInvalid when the last comes before the first, or too long after it
 */
export function askedPeriod(
  told: { readonly from?: CalendarDate | undefined; readonly until?: CalendarDate | undefined },
  today: CalendarDate,
): { readonly from: CalendarDate; readonly until: CalendarDate } {
  const until = told.until ?? later(today, told.from)
  const from = told.from ?? addDays(until, -USUAL_DAYS)
  if (until < from) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
  if (until > addDays(from, MOST_MEETING_DAYS)) {
    throw new FieldsInvalid([{ path: 'query.until', reason: 'too-large' }])
  }
  return { from, until }
}

function later(day: CalendarDate, other: CalendarDate | undefined): CalendarDate {
  return other === undefined || other < day ? day : other
}
