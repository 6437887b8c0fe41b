import { beforeEach, describe, expect, it } from 'vitest'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import { handOnOrders } from '../../../shared/due/hand-on-orders.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { timers } from '../../../shared/due/plans/timer-catalogue.ts'
import { answerDueFrom } from '../../../shared/due/plans/complaint-reply.ts'
import * as routes from '../../../shared/http/routes/complaints.ts'
import { eraseCustomer } from '../../../shared/http/routes/customer-data.ts'
import { readCustomer } from '../../../shared/http/routes/customers.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const manager: Account = { dealerId: 'D001', roles: ['service_manager'], staffId: staffIdOf('M1'), sub: 'm1' }
const filedAt = local('2026-11-23 10:00')

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(filedAt)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(vehicleRecord, vehicleOf('anna')),
    ...puts(
      staffRecord,
      staffOf('W1', { role: 'workshop_supervisor' }),
      staffOf('W2', { role: 'workshop_supervisor' }),
      staffOf('F1', { role: 'front_desk_supervisor' }),
      staffOf('M1', { role: 'service_manager' }),
    ),
  )
})

async function file(): Promise<string> {
  const reply = await api.as(manager)(routes.fileComplaint, {
    body: {
      vehicleId: vehicleIdOf('anna'),
      channel: 'phone',
      matter: 'repair_quality',
      description: '刹车仍有异响',
    },
  })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body.complaintId
}
const stored = async (complaintId: string) => (await api.store.complaints.byId('D001', complaintId))!
async function step(route: object, complaintId: string, body?: object) {
  const { version } = await stored(complaintId)
  const reply = await api.as(manager)(
    route as typeof routes.answerComplaint,
    { params: { complaintId }, ifMatch: `"${String(version)}"`, ...(body && { body }) } as never,
  )
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
}
const timerOf = async (complaintId: string, round = ''): Promise<Deadline | undefined> =>
  api.store.deadlines.ofCause('D001', {
    kind: 'timer',
    code: 'complaint-reply',
    record: `complaint#${complaintId}${round}`,
  })
const waits = async (complaintId: string, round = '') => {
  const { deadlineId } = (await timerOf(complaintId, round))!
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, deadlineSubject(deadlineId))
  return item !== undefined && isWaiting(item) ? { step: item.step, dueAt: item.dueAt } : undefined
}

describe('the time for the answer to a complaint', () => {
  it('is a deadline of whoever answers for it, from the filing on', async () => {
    const id = await file()
    expect(await timerOf(id)).toMatchObject({
      about: (await api.store.complaints.byId('D001', id))?.number,
      state: 'open',
      role: 'workshop_supervisor',
      assignedTo: staffIdOf('W1'),
      startedAt: filedAt,
      dueAt: local('2026-11-24 10:00'),
      dueOn: '2026-11-24',
      escalateTo: 'service_manager',
    })
    expect(await waits(id)).toEqual({ step: 'remind-PT4H', dueAt: local('2026-11-24 06:00') })
  })

  it('is as long as the catalogue of timers says', () => {
    expect(timers['complaint-reply'].within).toBe('PT24H')
    expect(answerDueFrom(filedAt)).toBe(local('2026-11-24 10:00'))
  })

  it('goes to another role with the matter, and to whoever the complaint is handed on to', async () => {
    const id = await file()
    await step(routes.changeComplaint, id, { matter: 'price' })
    expect(await timerOf(id)).toMatchObject({
      role: 'front_desk_supervisor',
      assignedTo: staffIdOf('F1'),
      moves: 0,
    })
    await step(routes.handOnComplaint, id, { ownerId: staffIdOf('W2') })
    expect(await timerOf(id)).toMatchObject({ assignedTo: staffIdOf('W2'), moves: 0 })
    expect(await waits(id)).toMatchObject({ step: 'remind-PT4H' })
  })

  it('stands still with the complaint, which keeps its reason to itself, and nobody is reminded meanwhile', async () => {
    const id = await file()
    api.moveTo(local('2026-11-23 12:00'))
    await step(routes.pauseComplaint, id, { reason: '客户王女士出差' })
    const paused = (await timerOf(id))!
    expect(paused.pauses).toMatchObject([{ from: local('2026-11-23 12:00') }])
    expect(JSON.stringify(paused)).not.toContain('王女士')
    expect(await waits(id)).toBeUndefined()

    api.moveTo(local('2026-11-25 12:00'))
    await step(routes.resumeComplaint, id)
    const { answerDueAt } = await stored(id)
    expect(await timerOf(id)).toMatchObject({
      dueAt: answerDueAt,
      dueOn: '2026-11-26',
      moves: 1,
      pauses: [{ until: local('2026-11-25 12:00') }],
    })
    expect(await waits(id)).toEqual({ step: 'remind-PT4H', dueAt: local('2026-11-26 06:00') })
  })

  it('ends with the answer, in time or late, and nothing waits any more', async () => {
    const id = await file()
    await step(routes.answerComplaint, id, { text: '已重新调整' })
    expect(await timerOf(id)).toMatchObject({
      state: 'done',
      ended: { late: false, by: staffIdOf('M1'), proof: { kind: 'record', record: `complaint#${id}` } },
    })
    expect(await waits(id)).toBeUndefined()
    await step(routes.confirmComplaint, id, {})
    expect(await timerOf(id)).toMatchObject({ state: 'done', version: 2 })

    const late = await file()
    api.moveTo(local('2026-11-24 10:01'))
    await step(routes.answerComplaint, late, { text: '已重新调整' })
    expect(await timerOf(late)).toMatchObject({ state: 'done', ended: { late: true } })
  })

  it('ends in time with an answer that is given while it stands still', async () => {
    const id = await file()
    api.moveTo(local('2026-11-24 09:00'))
    await step(routes.pauseComplaint, id, { reason: '等配件' })
    api.moveTo(local('2026-11-26 09:00'))
    await step(routes.answerComplaint, id, { text: '已重新调整' })
    expect((await stored(id)).answers).toMatchObject([{ late: false }])
    expect(await timerOf(id)).toMatchObject({
      state: 'done',
      ended: { late: false },
      pauses: [{ until: local('2026-11-26 09:00') }],
    })
  })

  it('begins anew where the customer is not content, and the first answer stays as it was', async () => {
    const id = await file()
    await step(routes.answerComplaint, id, { text: '已重新调整' })
    api.moveTo(local('2026-11-25 09:00'))
    await step(routes.disputeComplaint, id, { words: '还是响' })
    expect(await timerOf(id)).toMatchObject({ state: 'done', ended: { late: false } })
    expect(await timerOf(id, '#2')).toMatchObject({
      state: 'open',
      assignedTo: staffIdOf('W1'),
      startedAt: local('2026-11-25 09:00'),
      dueAt: local('2026-11-26 09:00'),
    })
    await step(routes.answerComplaint, id, { text: '已更换刹车片' })
    expect(await timerOf(id, '#2')).toMatchObject({ state: 'done' })
    expect(await waits(id, '#2')).toBeUndefined()
  })

  it('is dropped with a complaint that is withdrawn', async () => {
    const id = await file()
    await step(routes.withdrawComplaint, id, { reason: '误报' })
    expect(await timerOf(id)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
    expect(await waits(id)).toBeUndefined()
  })

  it('is dropped when the customer is erased: nobody can be answered any more', async () => {
    const id = await file()
    const customerId = customerIdOf('anna')
    const read = await api.as(manager)(readCustomer, { params: { customerId } })
    const reply = await api.as(manager)(eraseCustomer, {
      params: { customerId },
      ifMatch: read.ok ? read.body.etag : '',
    })
    expect(reply).toMatchObject({ ok: true })
    expect(await stored(id)).toMatchObject({ status: 'withdrawn' })
    expect(await timerOf(id)).toMatchObject({ state: 'dropped' })
    expect(await waits(id)).toBeUndefined()
  })

  it('goes over with the complaint of somebody who has left', async () => {
    const id = await file()
    const staff = [
      staffOf('W1', { role: 'workshop_supervisor', leftOn: day('2026-11-22') }),
      staffOf('W2', { role: 'workshop_supervisor' }),
    ]
    await handOnOrders(api.store, dealerOf(), staff, stampAt(filedAt))
    expect(await stored(id)).toMatchObject({ ownerId: staffIdOf('W2') })
    expect(await timerOf(id)).toMatchObject({ assignedTo: staffIdOf('W2') })
  })

  it('is started once, and a reference that is put right writes nothing of it', async () => {
    const id = await file()
    await step(routes.changeComplaint, id, { reference: 'K-17' })
    expect(await timerOf(id)).toMatchObject({ version: 1 })
  })
})
