import { describe, expect, it } from 'vitest'
import { decideDeadline } from '../../../functions/report-deadlines/decide.ts'
import type { Duty } from '../../../shared/domain/duty.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { deadlineSubject, planDeadline } from '../../../shared/due/plans/deadline-steps.ts'
import { asRuled, followingRule } from '../../../shared/due/plans/duty-deadlines.ts'
import { dealerOf, deadlineOf, dutyOf, local, stampAt, waitingItem } from '../../support/builders.ts'

const monday = stampAt(local('2026-11-23 10:00'))
const hours = openingHoursOf(dealerOf())
const deadline = deadlineOf('2026-11-28T08:30')
/** Saturday, 28 November. */
const saturday = (more: Partial<Duty> = {}) =>
  dutyOf('morning-meeting', { rrule: 'FREQ=WEEKLY;BYDAY=SA', shift: 'none', ...more })

describe('a deadline follows the rule of its duty', () => {
  it('to where a shift brings its occurrence, and begins a new round of reminders there', () => {
    expect(followingRule(deadline, saturday({ shift: 'later' }), hours, monday)).toEqual({
      ...deadline,
      dueOn: '2026-11-30',
      dueAt: local('2026-11-30 08:30'),
      moves: 1,
    })
    expect(followingRule(deadline, saturday(), hours, monday)).toBe(deadline)
  })

  it('to its end where the rule names it no more, or the duty is gone', () => {
    for (const gone of [undefined, saturday({ rrule: 'FREQ=WEEKLY;BYDAY=SU' }), saturday({ shift: 'skip' })])
      expect(followingRule(deadline, gone, hours, monday)).toMatchObject({
        state: 'dropped',
        ended: { at: monday.at, reason: 'not-owed', late: false },
      })
  })

  it('never to a moment that is over: nobody is late by a rule that was not there', () => {
    const morning = stampAt(local('2026-11-28 08:00'))
    expect(followingRule(deadline, saturday({ shift: 'earlier' }), hours, morning)).toBe(deadline)
  })

  it('no more once it was due when the rule was changed: that stays owed', () => {
    const late = stampAt(local('2026-11-28 09:00'))
    const after = (updatedAt: string) =>
      followingRule(
        deadline,
        saturday({ rrule: 'FREQ=DAILY', shift: 'skip', updatedAt: local(updatedAt) }),
        hours,
        late,
      )
    expect(after('2026-11-28 08:45')).toBe(deadline)
    expect(after('2026-11-28 08:15')).toMatchObject({ state: 'dropped' })
  })

  it('in its words, its role and its reminders while it is still to come', () => {
    const after = asRuled(deadline, saturday({ zh: '周会', role: 'trainer', target: 3 }), hours, monday)
    expect(after).toEqual({ ...deadline, zh: '周会', role: 'trainer', target: 3 })
    expect(asRuled(deadline, saturday({ remindBefore: ['PT4H'] }), hours, monday)).toMatchObject({
      moves: 1,
      remindBefore: ['PT4H'],
    })
  })

  it('not when it is a timer or over', () => {
    const timer = deadlineOf('2026-11-28T08:30', {
      cause: { kind: 'timer', code: 'complaint-reply', record: 'complaint#cmp_1' },
    })
    const done = deadlineOf('2026-11-28T08:30', { state: 'done' })
    for (const each of [timer, done])
      expect(asRuled(each, saturday({ zh: '周会' }), hours, monday)).toBe(each)
  })
})

describe('the sweep', () => {
  const { cycle, step, dueAt } = planDeadline(deadline, undefined, hours, monday)!
  const item = waitingItem('anna', {
    purpose: 'report-deadlines',
    subject: deadlineSubject(deadline.deadlineId),
    cycle,
    step,
    dueAt,
  })
  const decided = (duty: Duty) =>
    decideDeadline(
      item,
      { kind: 'deadline', dealer: dealerOf(), staff: [], deadline, duty },
      local('2026-11-28 08:30'),
    )

  it('moves a deadline whose duty falls due later now, with its timer', () => {
    expect(decided(saturday({ shift: 'later' }))).toMatchObject({
      kind: 'skip',
      reason: 'moved',
      writes: [{ item: { dueOn: '2026-11-30', moves: 1, state: 'open' } }],
      next: { cycle: '2026-11-28T08:30 1', step: 'remind-PT0S', dueAt: local('2026-11-30 08:30') },
    })
  })

  it('drops one that is not owed any more', () => {
    expect(decided(saturday({ shift: 'skip' }))).toMatchObject({
      reason: 'not-owed',
      writes: [{ item: { state: 'dropped' } }],
      next: undefined,
    })
  })
})
