import { beforeEach, describe, expect, it } from 'vitest'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { FieldServiceOrder } from '../../../shared/domain/field-service-order.ts'
import type { PartsOrder } from '../../../shared/domain/parts-order.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { partsTimerWrites } from '../../../shared/due/plans/parts-timers.ts'
import type { TimerName } from '../../../shared/due/plans/running-timers.ts'
import { arrivalOf, cardOf, contactOf } from '../../../shared/due/plans/timer-names.ts'
import { visitTimerWrites } from '../../../shared/due/plans/visit-timers.ts'
import { openStore } from '../../../shared/store/store.ts'
import {
  day,
  dealerOf,
  fieldServiceOrderOf,
  local,
  partsOrderOf,
  staffIdOf,
  stampAt,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { save } from '../../support/store.ts'

const now = local('2026-11-23 10:00')
let store: ReturnType<typeof openStore>
beforeEach(() => {
  store = openStore(memoryTable())
})
const context = (at: Instant) => ({ store, dealer: dealerOf(), stamp: stampAt(at) })
const timerOf = (timer: TimerName) => store.deadlines.ofCause('D001', { kind: 'timer', ...timer })
const waits = async (timer: TimerName) => {
  const subject = deadlineSubject((await timerOf(timer))!.deadlineId)
  const item = await store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item) ? item.dueAt : undefined
}

describe('the timers of a visit', () => {
  const requested = fieldServiceOrderOf('v', {
    status: 'requested',
    requestedAt: now,
    assignedTo: staffIdOf('F1'),
  })
  const change = async (
    before: FieldServiceOrder | undefined,
    more: Partial<FieldServiceOrder>,
    at: Instant = now,
  ) => {
    const after = { ...(before ?? requested), ...more }
    const writes = await visitTimerWrites(before, after, context(at))
    await save(store, ...writes)
    return { after, writes }
  }

  it('have the customer called back within two hours, also where a call reached nobody', async () => {
    const { after } = await change(undefined, {})
    expect(await timerOf(contactOf(after))).toMatchObject({
      state: 'open',
      role: 'field_service_specialist',
      assignedTo: staffIdOf('F1'),
      dueAt: local('2026-11-23 12:00'),
    })
    expect((await change(after, { status: 'unreachable' })).writes).toEqual([])
    await change(after, { status: 'contacted' }, local('2026-11-23 11:00'))
    expect(await timerOf(contactOf(after))).toMatchObject({
      state: 'done',
      ended: { late: false, proof: { kind: 'record', record: `visit#${after.fieldServiceOrderId}` } },
    })
    expect(await waits(contactOf(after))).toBeUndefined()
  })

  it('have the card handed in within a day of the completion', async () => {
    const completedAt = local('2026-11-25 15:00')
    const { after } = await change(
      { ...requested, status: 'on_site' },
      { status: 'completed', completedAt },
      completedAt,
    )
    expect(await timerOf(cardOf(after))).toMatchObject({ dueAt: local('2026-11-26 15:00') })
    await change(after, { status: 'closed' }, local('2026-11-26 15:01'))
    expect(await timerOf(cardOf(after))).toMatchObject({ state: 'done', ended: { late: true } })
    expect(await waits(cardOf(after))).toBeUndefined()
  })

  it('go with the visit to another specialist, and are dropped when it is cancelled', async () => {
    const { after } = await change(undefined, {})
    const handed = await change(after, { assignedTo: staffIdOf('F2') })
    expect(await timerOf(contactOf(after))).toMatchObject({ assignedTo: staffIdOf('F2'), moves: 0 })
    await change(handed.after, { status: 'cancelled' })
    expect(await timerOf(contactOf(after))).toMatchObject({
      state: 'dropped',
      ended: { reason: 'cancelled' },
    })
    expect(await waits(contactOf(after))).toBeUndefined()
  })
})

describe('the timer of a parts order', () => {
  const placed = partsOrderOf('p', { status: 'placed', expectedOn: day('2026-11-25') })
  const change = async (before: PartsOrder | undefined, more: Partial<PartsOrder> = {}) => {
    const after = { ...(before ?? placed), ...more }
    const writes = await partsTimerWrites(before, after, context(now))
    await save(store, ...writes)
    return { after, writes }
  }
  const timer = arrivalOf(placed)

  it('is due at the end of the expected day, and moves with it', async () => {
    const { after } = await change(undefined)
    expect(await timerOf(timer)).toMatchObject({ role: 'parts_planner', dueAt: local('2026-11-25 18:00') })
    await change(after, { expectedOn: day('2026-11-28') })
    expect(await timerOf(timer)).toMatchObject({ moves: 1, dueAt: local('2026-11-30 18:00') })
    expect(await waits(timer)).toBe(local('2026-11-30 18:00'))
  })

  it('goes on while some is on its way, and is done when all has come', async () => {
    const { after } = await change(undefined)
    const partly = await change(after, { status: 'partly_received' })
    expect(partly.writes).toEqual([])
    await change(partly.after, { status: 'received' })
    expect(await timerOf(timer)).toMatchObject({ state: 'done', ended: { late: false } })
    expect(await waits(timer)).toBeUndefined()
  })

  it('does not run without a day, is owed again with one, and is dropped when it is cancelled', async () => {
    const { after } = await change(undefined)
    const open = await change(after, { expectedOn: undefined })
    expect(await timerOf(timer)).toMatchObject({ state: 'dropped', ended: { reason: 'no-day' } })
    const again = await change(open.after, { expectedOn: day('2026-11-27') })
    expect(await timerOf(timer)).toMatchObject({ state: 'open', dueAt: local('2026-11-27 18:00') })
    await change(again.after, { status: 'cancelled' })
    expect(await timerOf(timer)).toMatchObject({ state: 'dropped', ended: { reason: 'cancelled' } })
    expect(await waits(timer)).toBeUndefined()
  })
})
