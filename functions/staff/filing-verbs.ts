import type { Stamp } from '../../shared/domain/record.ts'
import { staffChangeMachine } from '../../shared/domain/staff-change-machine.ts'
import type { Filing, StaffChange } from '../../shared/domain/staff-change.ts'
import { addSeconds, type CalendarDate } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'

/*
 * What each request makes of a staff change. Pure; all throw Refused where its state, or that of the system's filing,
 * does not take it, and FieldsInvalid where what is told cannot be.
 */

/** As with every deadline: a slip is noticed the same day, and later the month's figures may have been told. */
const UNDOES_FOR_SECONDS = 24 * 3600

export function filed(
  change: StaffChange,
  told: {
    readonly system: number
    readonly on?: CalendarDate | undefined
    readonly reference?: string | undefined
  },
  today: CalendarDate,
  stamp: Stamp,
): StaffChange {
  const { on = today, reference } = told
  if (on > today) throw new FieldsInvalid([{ path: 'body.on', reason: 'too-far-ahead' }])
  return ended(change, 'file', told.system, { kind: 'filed', on, reference, ...stamp }, stamp)
}

export function notNeeded(
  change: StaffChange,
  { system, reason }: { readonly system: number; readonly reason: string },
  stamp: Stamp,
): StaffChange {
  return ended(change, 'not-needed', system, { kind: 'not_needed', reason, ...stamp }, stamp)
}

export function undone(change: StaffChange, system: number, { at }: Stamp): StaffChange {
  const status = stateAfter(staffChangeMachine, change.status, 'undo')
  const { settledAt, ...rest } = change
  if (settledAt !== undefined && at > addSeconds(settledAt, UNDOES_FOR_SECONDS)) {
    throw new Refused('transition-refused', { allowed: [] })
  }
  if (filingIn(change, system).end === undefined) {
    throw new Refused('transition-refused', { allowed: ['file', 'not-needed'] })
  }
  const filings = change.filings.map(({ end, ...filing }) =>
    filing.system === system || end === undefined ? filing : { ...filing, end },
  )
  return { ...rest, status, filings }
}

function ended(
  change: StaffChange,
  verb: 'file' | 'not-needed',
  system: number,
  end: NonNullable<Filing['end']>,
  { at }: Stamp,
): StaffChange {
  const filings = change.filings.map((filing) => (filing.system === system ? { ...filing, end } : filing))
  const isSettled = filings.every((filing) => filing.end !== undefined)
  const status = stateAfter(staffChangeMachine, change.status, verb, isSettled ? 'settled' : 'to_file')
  if (filingIn(change, system).end !== undefined) {
    throw new Refused('transition-refused', { allowed: ['undo'] })
  }
  return { ...change, status, filings, ...(isSettled ? { settledAt: at } : {}) }
}

function filingIn({ filings }: StaffChange, system: number): Filing {
  const filing = filings.find((each) => each.system === system)
  if (filing === undefined) throw new FieldsInvalid([{ path: 'body.system', reason: 'not-a-choice' }])
  return filing
}
