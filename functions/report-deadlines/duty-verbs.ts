import { MOST_DUTIES, switched, type Duty, type DutyRule } from '../../shared/domain/duty.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { ruleOf } from './duty-view.ts'
import type { Workplace } from '../../shared/domain/recurrence/occurrences.ts'
import { ruleFaults } from './rule-faults.ts'

/** What each request makes of a duty. Pure; what a request may not do is thrown as the caller is told of it. */

/** What a request is judged by. */
export interface DutyFacts {
  readonly catalogue: readonly DutyRule[]
  readonly today: CalendarDate
  readonly place: Workplace
}

/** A rule taken in as it stands in the catalogue. */
export function adopted(rule: DutyRule, dealerId: string, adoptedOn: CalendarDate, stamp: Stamp): Duty {
  return { ...unwritten(stamp), ...rule, dealerId, adoptedOn, ofCatalogue: true, rests: [] }
}

/** @throws FieldsInvalid when the day is over */
export function adoptionDay(asked: CalendarDate | undefined, today: CalendarDate): CalendarDate {
  if (asked !== undefined && asked < today) {
    throw new FieldsInvalid([{ path: 'body.adoptedOn', reason: 'in-the-past' }])
  }
  return asked ?? today
}

type Typed = Omit<DutyRule, 'dayIs'> & { readonly adoptedOn?: CalendarDate | undefined }

/** @throws FieldsInvalid, Refused `already-exists` */
export function added(
  { adoptedOn, ...rule }: Typed,
  known: readonly Duty[],
  { catalogue, today, place }: DutyFacts,
  { dealerId, stamp }: { readonly dealerId: string; readonly stamp: Stamp },
): Duty {
  if (catalogue.some(({ code }) => code === rule.code)) {
    throw new FieldsInvalid([{ path: 'body.code', reason: 'of-the-catalogue' }])
  }
  if (known.some(({ code }) => code === rule.code)) {
    throw new Refused('already-exists', { existing: rule.code })
  }
  if (known.length >= MOST_DUTIES) throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
  const first = adoptionDay(adoptedOn, today)
  refuseFaults(rule, first, place)
  return { ...unwritten(stamp), ...rule, dealerId, adoptedOn: first, ofCatalogue: false, rests: [] }
}

const timeFields = ['rrule', 'dtstart', 'dueTime', 'shift'] as const

type Patch = Partial<Omit<DutyRule, 'code' | 'dayIs' | 'dtstart' | 'dueTime' | 'target'>> & {
  readonly dtstart?: DutyRule['dtstart'] | null
  readonly dueTime?: DutyRule['dueTime'] | null
  readonly target?: DutyRule['target'] | null
  readonly on?: boolean
}

/** The fields that are given; null takes an optional one away. @throws FieldsInvalid */
export function changed(
  duty: Duty,
  { on, ...patch }: Patch,
  { today, place }: DutyFacts,
  stamp: Stamp,
): Duty {
  const { dtstart = duty.dtstart, dueTime = duty.dueTime, target = duty.target } = patch
  const after: Duty = {
    ...duty,
    ...patch,
    dtstart: dtstart ?? undefined,
    dueTime: dueTime ?? undefined,
    target: target ?? undefined,
  }
  // A rule that has grown old is no reason why a duty could not be renamed or switched off.
  if (timeFields.some((field) => patch[field] !== undefined)) refuseFaults(after, today, place)
  return on === undefined ? after : switched(after, on, stamp.at)
}

/** @throws Refused when it is the dealer's own, which has nothing to go back to */
export function restored(duty: Duty, { catalogue }: DutyFacts): Duty {
  const rule = catalogue.find(({ code }) => code === duty.code)
  if (rule === undefined) throw new Refused('transition-refused', { allowed: ['change'] })
  return { ...duty, ...ruleOf(rule) }
}

function refuseFaults(rule: DutyRule, today: CalendarDate, place: Workplace): void {
  const faults = ruleFaults(rule, today, place)
  if (faults.length > 0) {
    throw new FieldsInvalid(faults.map(({ field, reason }) => ({ path: `body.${field}`, reason })))
  }
}
