import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../../shared/domain/time.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { endTimer, pauseTimer } from '../../../shared/due/plans/running-timers.ts'
import { startTimer } from '../../../shared/due/plans/timers.ts'
import { onTimeOf } from '../../../functions/report-deadlines/on-time.ts'
import { openStore } from '../../../shared/store/store.ts'
import { dealerOf, local, stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { save } from '../../support/store.ts'

const timer = { code: 'promised-delivery', record: 'order#ord_1' } as const
const due = local('2026-11-23 16:00')
let store: ReturnType<typeof openStore>
beforeEach(async () => {
  store = openStore(memoryTable())
  await save(
    store,
    ...(await startTimer({ ...timer, startedAt: local('2026-11-23 10:00'), dueAt: due }, at('10:00'))),
  )
})
const at = (time: string, day = '2026-11-23') => ({
  store,
  dealer: dealerOf(),
  stamp: stampAt(local(`${day} ${time}`)),
})
const promise = async (dueAt: Instant, when: ReturnType<typeof at>) =>
  save(store, ...(await startTimer({ ...timer, startedAt: when.stamp.at, dueAt }, when)))
const deliver = async (when: ReturnType<typeof at>) =>
  save(store, ...(await endTimer(timer, { proof: { kind: 'text', text: '已交车' } }, when)))
const deadline = async () => (await store.deadlines.ofCause('D001', { kind: 'timer', ...timer }))!

describe('a moment that a fact names anew', () => {
  it('before the first is over is the one that counts', async () => {
    await promise(local('2026-11-24 12:00'), at('15:00'))
    await deliver(at('11:00', '2026-11-24'))
    expect(await deadline()).toMatchObject({ state: 'done', ended: { late: false } })
    expect((await deadline()).missedAt).toBeUndefined()
  })

  it('after the first is over takes nothing back: what is done then is late, from the first on', async () => {
    await promise(local('2026-11-24 12:00'), at('16:30'))
    expect(await deadline()).toMatchObject({ state: 'open', missedAt: due })
    await promise(local('2026-11-25 12:00'), at('17:00', '2026-11-24'))
    expect(await deadline()).toMatchObject({ missedAt: due })
    await deliver(at('16:00', '2026-11-25'))
    expect(await deadline()).toMatchObject({ state: 'done', ended: { late: true } })
    const [role] = onTimeOf([await deadline()], local('2026-12-01 00:00'))
    expect(role).toMatchObject({ inTime: 0, late: 1, averageLateMinutes: 48 * 60 })
  })

  it('while it stands still missed nothing', async () => {
    await save(store, ...(await pauseTimer(timer, '等客户', at('15:00'))))
    await promise(local('2026-11-24 12:00'), at('18:00'))
    expect((await deadline()).missedAt).toBeUndefined()
  })

  it('after it was dropped in time missed nothing either; the same moment again is no news', async () => {
    await promise(due, at('17:00'))
    expect((await deadline()).missedAt).toBeUndefined()
    await deliver(at('15:00'))
    expect((await deadline()).ended).toMatchObject({ late: false })
    const other = { ...timer, record: 'order#ord_2' }
    await save(
      store,
      ...(await startTimer({ ...other, startedAt: at('10:00').stamp.at, dueAt: due }, at('10:00'))),
    )
    await save(store, ...(await endTimer(other, { reason: 'cancelled' }, at('11:00'))))
    const again = await startTimer(
      { ...other, startedAt: at('18:00').stamp.at, dueAt: addMinutes(due, 1440) },
      at('18:00'),
    )
    await save(store, ...again)
    expect((await store.deadlines.ofCause('D001', { kind: 'timer', ...other }))!.missedAt).toBeUndefined()
  })
})
