import { it } from 'vitest'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { planDeadline } from '../../../shared/due/plans/deadline-steps.ts'
import * as feeds from '../../../shared/http/routes/calendar-feeds.ts'
import * as deadlines from '../../../shared/http/routes/deadlines.ts'
import * as duties from '../../../shared/http/routes/duties.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { dealerOf, deadlineOf } from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { shown, type Race } from './race.ts'

/** The department's duties are taken over and changed, and a calendar's address is given and taken back. */
export function dutiesAtOnce(race: () => Race): void {
  /** As the sweep leaves it, with its timer. */
  const opened = async (deadline: Deadline) => {
    const item = planDeadline(deadline, undefined, openingHoursOf(dealerOf()), earlier)!
    await save(race().store, ...puts(deadlineRecord, deadline), ...puts(dueItemRecord, item))
    return { deadlineId: deadline.deadlineId }
  }

  it('the catalogue is adopted once, in the three transactions that it takes', async () => {
    await race().once(duties.adoptDuties, { body: {} }, { transactions: 3 })
  })

  it('a duty is added, changed and given back to the catalogue, each once', async () => {
    await race().once(duties.createDuty, { body: shown(duties.createDuty) })
    const params = { code: 'service-monthly-report' }
    const changed = await race().once(duties.changeDuty, {
      params,
      ifMatch: '"1"',
      body: shown(duties.changeDuty),
    })
    await race().once(duties.restoreDuty, { params, ifMatch: changed.etag! })
  })

  it('a deadline is closed, brought back and taken note of, each once', async () => {
    const params = await opened(deadlineOf('2026-11-20T08:30', { state: 'late' }))
    const closed = await race().once(deadlines.closeDeadline, {
      params,
      ifMatch: '"1"',
      body: shown(deadlines.closeDeadline),
    })
    const back = await race().once(deadlines.reopenDeadline, { params, ifMatch: closed.etag! })
    await race().once(deadlines.acknowledgeDeadline, { params, ifMatch: back.etag! })
  })

  it('a timer is held up and goes on, each once', async () => {
    const cause = { kind: 'timer', code: 'complaint-reply', record: 'complaint#cmp_1' } as const
    const params = await opened(deadlineOf('2026-11-24T08:30', { cause }))
    const body = shown(deadlines.pauseDeadline)
    const stands = await race().once(deadlines.pauseDeadline, { params, ifMatch: '"1"', body })
    await race().once(deadlines.resumeDeadline, { params, ifMatch: stands.etag! })
  })

  it('a calendar’s address is taken back once', async () => {
    const made = await race().ask(feeds.createFeed, { body: { role: 'finance' } })
    if (!made.ok) throw new Error(JSON.stringify(made))
    const { feedId, etag } = made.body
    await race().once(feeds.revokeFeed, { params: { feedId }, ifMatch: etag })
  })
}
