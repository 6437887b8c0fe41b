import { describe, expect, it } from 'vitest'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { isLateAt } from '../../../shared/due/plans/deadline-steps.ts'
import { done, movedTo, reopened } from '../../../shared/due/plans/deadline-writes.ts'
import { day, deadlineOf, local, stampAt } from '../../support/builders.ts'

const deadline = deadlineOf('2026-11-24T18:00')
const at = (time: string, second = '00') =>
  stampAt(local(`2026-11-24 ${time}`).replace(':00.000Z', `:${second}.000Z`) as Deadline['dueAt'])

describe('what is due at six', () => {
  it('is in time as long as the clock shows six, and late from the minute after', () => {
    expect(done(deadline, undefined, at('18:00', '59')).ended).toMatchObject({ late: false })
    expect(done(deadline, undefined, at('18:01')).ended).toMatchObject({ late: true })
    expect(reopened(done(deadline, undefined, at('17:00')), at('18:00', '59')).state).toBe('open')
    expect(reopened(done(deadline, undefined, at('17:00')), at('18:01')).state).toBe('late')
    const moved = { dueAt: local('2026-11-24 17:00'), dueOn: day('2026-11-24') }
    expect(movedTo(deadline, moved, at('17:00', '30')).state).toBe('open')
    expect(movedTo(deadline, moved, at('17:01')).state).toBe('late')
  })

  it('is not late while it stands still, however long; once it goes on it is as it was', () => {
    const pause = { from: at('17:30').at, by: 'test', reason: '等客户回电' }
    expect(isLateAt({ ...deadline, pauses: [pause] }, at('23:00').at)).toBe(false)
    expect(isLateAt({ ...deadline, pauses: [{ ...pause, until: at('17:40').at }] }, at('23:00').at)).toBe(
      true,
    )
    const late = { ...pause, from: at('18:30').at }
    expect(isLateAt({ ...deadline, pauses: [late] }, at('23:00').at)).toBe(true)
  })
})
