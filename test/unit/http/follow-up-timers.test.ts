import { beforeEach, describe, expect, it } from 'vitest'
import { dropForAll } from '../../../functions/follow-up-calls/drop-calls.ts'
import { onTimeOf } from '../../../functions/report-deadlines/on-time.ts'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { followUpOf } from '../../../shared/due/plans/follow-up-of-order.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { eraseCustomer } from '../../../shared/http/routes/customer-data.ts'
import * as routes from '../../../shared/http/routes/follow-up-calls.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { followUpCallIdOf } from '../../../shared/store/follow-up-calls.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  repairOrderOf,
  staffIdOf,
  stampAt,
  vehicleOf,
} from '../../support/builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const caller: Account = { dealerId: 'D001', roles: ['follow_up_caller'], staffId: staffIdOf('C1'), sub: 'c1' }
const manager: Account = { ...caller, roles: ['service_manager'], sub: 'm1' }
/** Friday: the third day after it is a Monday. */
const deliveredAt = local('2026-11-20 16:00')

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(deliveredAt)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(vehicleRecord, vehicleOf('anna')),
  )
})

const orderOf = (name: string) =>
  repairOrderOf(name, { status: 'delivered', deliveredOn: day('2026-11-20'), livesHere: true })
async function change(before: RepairOrder, after: RepairOrder, at = deliveredAt) {
  const context = { store: api.store, dealer: dealerOf(), vehicle: vehicleOf('anna'), stamp: stampAt(at) }
  await save(api.store, ...(await followUpOf(before, after, context)).writes)
}
async function delivered(name = 'one'): Promise<string> {
  await change({ ...orderOf(name), status: 'invoiced' }, orderOf(name))
  return followUpCallIdOf('D001', orderOf(name).orderId)
}
const timerOf = (id: string) =>
  api.store.deadlines.ofCause('D001', {
    kind: 'timer',
    code: 'post-repair-follow-up',
    record: `follow-up#${id}`,
  })
const waits = async (id: string) => {
  const subject = deadlineSubject((await timerOf(id))!.deadlineId)
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item) ? { step: item.step, dueAt: item.dueAt } : undefined
}
async function tell(route: object, id: string, body: object = {}) {
  const call = (await api.store.followUpCalls.byId('D001', id))!
  const reply = await api.as(caller)(route as typeof routes.noAnswerFollowUp, {
    params: { followUpCallId: id },
    ifMatch: `"${String(call.version)}"`,
    body,
  })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
}

describe('the time for the call after a visit', () => {
  it('is a deadline of whoever calls, until the end of the day on whose list it stands', async () => {
    const id = await delivered()
    expect(await timerOf(id)).toMatchObject({
      state: 'open',
      role: 'follow_up_caller',
      startedAt: deliveredAt,
      dueAt: local('2026-11-23 18:00'),
      escalateTo: 'front_desk_supervisor',
    })
    expect(await waits(id)).toEqual({ step: 'remind-PT0S', dueAt: local('2026-11-23 18:00') })
  })

  it('ends on the next open day where that one is none', async () => {
    const order = { ...orderOf('one'), deliveredOn: day('2026-11-19') }
    await change({ ...order, status: 'invoiced' }, order)
    const id = followUpCallIdOf('D001', order.orderId)
    expect(await api.store.followUpCalls.byId('D001', id)).toMatchObject({ dueOn: '2026-11-22' })
    expect(await timerOf(id)).toMatchObject({ dueAt: local('2026-11-23 18:00'), dueOn: '2026-11-23' })
  })

  it('goes on a day with each attempt that reaches nobody', async () => {
    const id = await delivered()
    api.moveTo(local('2026-11-23 11:00'))
    await tell(routes.noAnswerFollowUp, id)
    expect(await timerOf(id)).toMatchObject({ state: 'open', moves: 1, dueAt: local('2026-11-24 18:00') })
    expect(await waits(id)).toMatchObject({ dueAt: local('2026-11-24 18:00') })
    await tell(routes.noAnswerFollowUp, id)
    expect(await timerOf(id)).toMatchObject({ moves: 1, version: 2 })
  })

  it('ends when the customer is reached, and nothing waits any more', async () => {
    const id = await delivered()
    api.moveTo(local('2026-11-23 11:00'))
    await tell(routes.reachFollowUp, id, { answers: [{ question: 'overall', score: 10 }] })
    expect(await timerOf(id)).toMatchObject({
      state: 'done',
      ended: { late: false, proof: { kind: 'record', record: `follow-up#${id}` } },
    })
    expect(await waits(id)).toBeUndefined()
  })

  it('is dropped for all cars of a customer who refuses, and with a wrong number', async () => {
    const [one, two] = [await delivered('one'), await delivered('two')]
    await tell(routes.refuseFollowUp, one)
    for (const id of [one, two]) {
      expect(await timerOf(id)).toMatchObject({ state: 'dropped', ended: { reason: 'refused' } })
      expect(await waits(id)).toBeUndefined()
    }
    const three = await delivered('three')
    await tell(routes.wrongNumberFollowUp, three)
    expect(await timerOf(three)).toMatchObject({ state: 'dropped', ended: { reason: 'wrong_number' } })
  })

  it('is dropped with the call after its last day', async () => {
    const id = await delivered()
    const clock = clockAt(local('2026-12-06 07:25'))
    expect(await dropForAll({ store: api.store, clock, log: api.log })).toEqual({ dropped: 1 })
    expect(await timerOf(id)).toMatchObject({ state: 'dropped', ended: { reason: 'dropped', late: true } })
    expect(await waits(id)).toBeUndefined()
    // Nobody rang up: the month counts it as not done, and not as no longer owed.
    expect(onTimeOf([(await timerOf(id))!], local('2026-12-06 08:00'))).toMatchObject([
      { role: 'follow_up_caller', owed: 1, notDone: 1, dropped: 0, percentInTime: 0 },
    ])
  })

  it('that was tried on each day of its list up to the last one is dropped with nobody late', async () => {
    const id = await delivered()
    let tried = 0
    for (;;) {
      const { dueAt } = (await timerOf(id))!
      if (dueAt > local('2026-12-05 23:59')) break
      api.moveTo(addMinutes(dueAt, -60))
      await tell(routes.noAnswerFollowUp, id)
      tried += 1
    }
    expect(tried).toBeGreaterThan(5)
    const clock = clockAt(local('2026-12-06 07:25'))
    expect(await dropForAll({ store: api.store, clock, log: api.log })).toEqual({ dropped: 1 })
    expect(onTimeOf([(await timerOf(id))!], local('2026-12-06 08:00'))).toMatchObject([
      { owed: 0, dropped: 1 },
    ])
  })

  it('that was first tried on its last day is dropped late: the third day had gone by', async () => {
    const id = await delivered()
    const { dueAt } = (await timerOf(id))!
    api.moveTo(local('2026-12-05 11:00'))
    await tell(routes.noAnswerFollowUp, id)
    expect(await timerOf(id)).toMatchObject({ state: 'open', missedAt: dueAt })
    const clock = clockAt(local('2026-12-06 07:25'))
    expect(await dropForAll({ store: api.store, clock, log: api.log })).toEqual({ dropped: 1 })
    expect(onTimeOf([(await timerOf(id))!], local('2026-12-06 08:00'))).toMatchObject([
      { owed: 1, notDone: 1, dropped: 0 },
    ])
  })

  it('is dropped with the delivery that is undone, and owed again with the next one', async () => {
    const id = await delivered()
    await change(orderOf('one'), { ...orderOf('one'), status: 'invoiced', deliveredOn: undefined })
    expect(await timerOf(id)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
    const again = { ...orderOf('one'), deliveredOn: day('2026-11-24') }
    await change({ ...again, status: 'invoiced' }, again, local('2026-11-24 09:00'))
    const timer = await timerOf(id)
    expect(timer).toMatchObject({
      state: 'open',
      startedAt: local('2026-11-24 09:00'),
      dueAt: local('2026-11-27 18:00'),
    })
    expect(timer).not.toHaveProperty('ended')
    expect(await waits(id)).toMatchObject({ dueAt: local('2026-11-27 18:00') })
  })

  it('is dropped when the customer is erased', async () => {
    const id = await delivered()
    const params = { customerId: customerIdOf('anna') }
    expect(await api.as(manager)(eraseCustomer, { params, ifMatch: '"1"' })).toMatchObject({ ok: true })
    expect(await timerOf(id)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
    expect(await waits(id)).toBeUndefined()
  })
})
