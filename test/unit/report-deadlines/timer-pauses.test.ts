import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../shared/domain/time.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { openingHoursOf, openMinutesBetween } from '../../../shared/domain/working-time.ts'
import { timerDeadline } from '../../../shared/due/plans/timer-deadline.ts'
import { goingOn, paused, resumed } from '../../../shared/due/plans/timer-pauses.ts'
import { dealerOf, local, stampAt } from '../../support/builders.ts'

const hours = openingHoursOf(dealerOf())
/** A complaint's answer is owed within 24 hours of the clock, and of opening hours beside it. */
const timerFrom = (startedAt: Instant) =>
  timerDeadline(
    'D001',
    { code: 'complaint-reply', record: 'complaint#cmp_1', startedAt },
    hours,
    stampAt(startedAt),
  )

describe('a timer that stood still', () => {
  it('over a closed weekend has only its clock moved: of opening hours none were lost', () => {
    const timer = timerFrom(local('2026-11-27 10:00'))
    const standing = paused(timer, '等客户回电', stampAt(local('2026-11-27 18:00')))
    const after = resumed(standing, hours, stampAt(local('2026-11-30 08:30')))
    expect(after).toMatchObject({
      dueAt: local('2026-12-01 00:30'),
      openHoursDueAt: timer.openHoursDueAt,
      moves: 1,
    })
  })

  it('over an afternoon and a closed weekend has the afternoon made up for', () => {
    const timer = timerFrom(local('2026-11-27 10:00'))
    // 8 hours on Friday, 9.5 on Monday, 6.5 on Tuesday.
    expect(timer.openHoursDueAt).toBe(local('2026-12-01 15:00'))
    const standing = paused(timer, '等客户回电', stampAt(local('2026-11-27 15:00')))
    const after = resumed(standing, hours, stampAt(local('2026-11-30 08:30')))
    expect(after.openHoursDueAt).toBe(local('2026-12-01 18:00'))
    expect(after.pauses).toEqual([
      {
        from: local('2026-11-27 15:00'),
        until: local('2026-11-30 08:30'),
        by: 'test',
        reason: '等客户回电',
      },
    ])
  })

  it('has as many opening hours left as when it was paused, however long that was', () => {
    const minute = fc.integer({ min: 0, max: 14 * 1440 })
    fc.assert(
      fc.property(minute, minute, (until, standsFor) => {
        const timer = timerFrom(local('2026-11-23 10:00'))
        const from = addMinutes(timer.startedAt!, until % 1440)
        const end = addMinutes(from, standsFor)
        const after = resumed(paused(timer, '等客户', stampAt(from)), hours, stampAt(end))
        const left = (at: Instant, due: Instant) => openMinutesBetween(at, due, hours)
        expect(left(end, after.openHoursDueAt!)).toBe(left(from, timer.openHoursDueAt!))
      }),
    )
  })

  it('goes on where it is when its fact names its moment anew', () => {
    const timer = timerFrom(local('2026-11-27 10:00'))
    const at = stampAt(local('2026-11-27 18:00'))
    const standing = paused(timer, '等客户回电', stampAt(local('2026-11-27 15:00')))
    expect(goingOn(standing, at)).toEqual({
      ...timer,
      pauses: [{ from: local('2026-11-27 15:00'), until: at.at, by: 'test', reason: '等客户回电' }],
    })
    expect(goingOn(timer, at)).toBe(timer)
  })
})
