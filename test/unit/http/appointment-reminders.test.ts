import { beforeEach, describe, expect, it } from 'vitest'
import { appointmentReminders } from '../../../functions/appointment-reminders/purpose.ts'
import type { Customer } from '../../../shared/domain/customer.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { APPOINTMENTS } from '../../../shared/due/plans/appointment-reminders.ts'
import { appointmentWrites } from '../../../shared/due/plans/appointment-writes.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import * as steps from '../../../shared/http/routes/order-steps.ts'
import { changeOrder, createOrder } from '../../../shared/http/routes/orders.ts'
import { listMessages } from '../../../shared/http/routes/messages.ts'
import { readTimeline } from '../../../shared/http/routes/vehicle-timeline.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  mergedOf,
  mobileOf,
  repairOrderOf,
  stampAt,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryTable, type Operation } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { startApiOn } from './fixture.ts'

let api: ReturnType<typeof startApiOn<ReturnType<typeof memoryTable>>>
/** Done once, by somebody who is faster. */
let beforeCommit: (() => Promise<void>) | undefined
const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], staffId: staffIdOf('A1') }
const manager: Account = { dealerId: 'D001', roles: ['service_manager'] }
const vehicleId = vehicleIdOf('anna')
const sunday = local('2026-11-22 15:00')
const tuesday = local('2026-11-24 09:00')
const friday = local('2026-11-27 09:00')
const reception = {
  complaint: '保养',
  odometerKm: 9_000,
  walkaround: { findings: [], fuelEighths: 4, belongings: [], photos: [] },
}

beforeEach(async () => {
  beforeCommit = undefined
  const before = async (operation: Operation) => {
    const race = operation === 'commit' ? beforeCommit : undefined
    if (race === undefined) return
    beforeCommit = undefined
    await race()
  }
  api = startApiOn(memoryTable({ before }), sunday)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(staffRecord, staffOf('A1', { role: 'service_advisor' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
    ...puts(vehicleRecord, vehicleOf('anna')),
  )
})

/** An appointment that is driven on, each step with the ETag of the one before. */
async function booked(more: object = {}) {
  const body = { begin: 'appointment', vehicleId, kind: 'maintenance', appointmentAt: tuesday } as const
  const reply = await api.as(advisor)(createOrder, { body: { ...body, ...more } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  const { orderId } = reply.body
  let { etag } = reply
  const drive = async (answered: Promise<{ ok: boolean; etag?: string }>) => {
    const answer = await answered
    if (!answer.ok) throw new Error(JSON.stringify(answer))
    etag = answer.etag!
  }
  const seen = () => ({ params: { orderId }, ifMatch: etag! })
  return {
    orderId,
    moveTo: (appointmentAt: Instant) =>
      drive(api.as(advisor)(steps.rescheduleOrder, { ...seen(), body: { appointmentAt } })),
    receive: () => drive(api.as(advisor)(steps.receiveOrder, { ...seen(), body: reception })),
    cancel: () =>
      drive(
        api.as(advisor)(steps.cancelOrder, { ...seen(), body: { reason: 'customer_changed_mind' } as const }),
      ),
    noShow: () => drive(api.as(advisor)(steps.orderNoShow, seen())),
    change: (body: object) => drive(api.as(advisor)(changeOrder, { ...seen(), body })),
    item: () => api.store.dueItems.bySubject('D001', APPOINTMENTS, `order#${orderId}`),
  }
}

async function sweepAt(at: Instant) {
  api.moveTo(at)
  const clock = { now: () => at }
  return sweep(appointmentReminders(api.store), { store: api.store, clock, by: APPOINTMENTS })
}

const messages = () =>
  api.table.all().flatMap((item) => (item['entity'] === 'Message' ? [item] : [])) as {
    recipient: { kind: string; id: string }
    subject: string
    cycle: string
    step: string
    text: string
  }[]

describe('an appointment at the desk', () => {
  it('plans its reminder in the transaction that books it', async () => {
    const order = await booked()
    expect(await order.item()).toMatchObject({
      step: tuesday,
      dueAt: local('2026-11-23 10:00'),
      note: customerIdOf('anna'),
      createdAt: sunday,
    })
  })

  it('that is moved moves it, that is kept, given up or missed ends it', async () => {
    const moved = await booked()
    await moved.moveTo(friday)
    expect(await moved.item()).toMatchObject({ step: friday, dueAt: local('2026-11-26 10:00') })
    await moved.receive()
    expect((await moved.item())?.step).toBeUndefined()
    const given = await booked()
    await given.cancel()
    expect((await given.item())?.step).toBeUndefined()
    const missed = await booked()
    api.moveTo(tuesday)
    await missed.noShow()
    expect((await missed.item())?.step).toBeUndefined()
  })

  it('that is put right otherwise leaves it as it is', async () => {
    const order = await booked()
    const before = await order.item()
    await order.change({ complaint: '保养及制动异响' })
    expect(await order.item()).toEqual(before)
  })

  it('booked after its moment waits for nothing, and says why', async () => {
    api.moveTo(local('2026-11-23 10:00'))
    const order = await booked()
    const item = await order.item()
    expect(item?.step).toBeUndefined()
    expect(item?.decided).toMatchObject([{ step: tuesday, outcome: 'past-at-booking' }])
    await sweepAt(local('2026-11-23 10:30'))
    expect(messages()).toEqual([])
  })

  it('of a car that simply came in plans nothing, and no later step so much as asks', async () => {
    const body = { begin: 'received', vehicleId, kind: 'repair', ...reception } as const
    const reply = await api.as(advisor)(createOrder, { body })
    expect(reply.ok).toBe(true)
    const items = api.table.all().filter((item) => item['purpose'] === APPOINTMENTS)
    expect(items).toEqual([])
    const { get } = api.table.reads
    const order = repairOrderOf('here', {
      status: 'received',
      deliveredOn: undefined,
      appointmentAt: tuesday,
    })
    const context = { store: api.store, dealer: dealerOf(), vehicle: undefined, stamp: stampAt(sunday) }
    expect(await appointmentWrites(order, { ...order, status: 'estimated' }, context)).toEqual([])
    expect(api.table.reads.get).toBe(get)
  })

  it('is not lost where somebody else changes its reminder in the middle: the step is worked out anew', async () => {
    const order = await booked()
    beforeCommit = async () => {
      await sweepAt(local('2026-11-23 10:00'))
    }
    await order.moveTo(friday)
    expect(beforeCommit).toBeUndefined()
    expect(await order.item()).toMatchObject({
      step: friday,
      decided: [{ step: tuesday, outcome: 'message' }],
    })
    expect(messages()).toHaveLength(1)
  })
})

describe('the sweep', () => {
  it('reminds the owner at ten the day before, once, however often it runs', async () => {
    const order = await booked()
    expect(await sweepAt(local('2026-11-23 09:30'))).toMatchObject({ decided: 0 })
    expect(await sweepAt(local('2026-11-23 10:00'))).toMatchObject({ byOutcome: { message: 1 } })
    await sweepAt(local('2026-11-23 10:00'))
    await sweepAt(local('2026-11-23 10:30'))
    expect(messages()).toMatchObject([
      {
        recipient: { kind: 'customer', id: customerIdOf('anna') },
        subject: `vehicle#${vehicleId}`,
        cycle: order.orderId,
        step: tuesday,
        text: /11月24日09:00/,
      },
    ])
  })

  it('reminds of Friday who was reminded of Tuesday, and of no day twice', async () => {
    const order = await booked()
    await sweepAt(local('2026-11-23 10:00'))
    api.moveTo(local('2026-11-23 15:00'))
    await order.moveTo(friday)
    await sweepAt(local('2026-11-26 10:00'))
    await order.moveTo(local('2026-11-27 16:00'))
    await sweepAt(local('2026-11-26 10:30'))
    expect(messages().map(({ step }) => step)).toEqual([tuesday, friday])
  })

  it('reminds who brings the car, and asks for their number’s word, not for the owner’s', async () => {
    const mobile = '+8613900139000'
    const refused = consentOf({ purpose: APPOINTMENTS, state: 'refused' })
    await save(
      api.store,
      ...puts(contactPointRecord, contactPointOf(mobileOf('anna'), { consents: [refused] })),
    )
    const order = await booked({ presenter: { name: '李雷', mobile } })
    await booked()
    expect(await sweepAt(local('2026-11-23 10:00'))).toMatchObject({
      byOutcome: { message: 1, suppressed: 1 },
    })
    expect(messages()).toMatchObject([{ recipient: { kind: 'presenter', id: order.orderId } }])
  })

  it('tells the new owner of a car nothing of what the one before had booked', async () => {
    await booked()
    const [vehicle] = (await api.store.vehicles.byIds('D001', [vehicleId])).values()
    await save(
      api.store,
      vehicleRecord.put({ ...vehicle!, customerId: customerIdOf('berta') }, stampAt(sunday)),
    )
    await sweepAt(local('2026-11-23 10:00'))
    expect(messages()).toEqual([])
    const list = await api.as(manager)(listMessages, {
      query: { on: day('2026-11-23'), purpose: APPOINTMENTS },
    })
    expect(list).toMatchObject({ body: { items: [{ fate: 'suppressed', reason: 'owner-changed' }] } })
  })

  it('takes two records of one person for one owner', async () => {
    await booked()
    const [vehicle] = (await api.store.vehicles.byIds('D001', [vehicleId])).values()
    const [known] = (await api.store.customers.recordsByIds('D001', [customerIdOf('anna')])).values()
    await save(
      api.store,
      vehicleRecord.put({ ...vehicle!, customerId: customerIdOf('berta') }, stampAt(sunday)),
      customerRecord.put(
        { ...mergedOf('anna', 'berta'), version: (known as Customer).version },
        stampAt(sunday),
      ),
    )
    await sweepAt(local('2026-11-23 10:00'))
    expect(messages()).toMatchObject([{ recipient: { kind: 'customer', id: customerIdOf('berta') } }])
  })

  it('finds the car of a record that was merged after the booking', async () => {
    await booked()
    const [vehicle] = (await api.store.vehicles.byIds('D001', [vehicleId])).values()
    await save(
      api.store,
      vehicleRecord.put({ ...vehicle!, status: 'merged', mergedInto: vehicleIdOf('kept') }, stampAt(sunday)),
      ...puts(vehicleRecord, vehicleOf('kept', { customerId: customerIdOf('anna') })),
    )
    await sweepAt(local('2026-11-23 10:00'))
    expect(messages()).toMatchObject([{ subject: `vehicle#${vehicleIdOf('kept')}` }])
  })

  it('stops and asks where more are due than the dealer allows at once', async () => {
    const known = (await api.store.dealers.byId('D001'))!
    const settings = { ...known.settings, brake: { customerMessagesPerSweep: 1 } }
    await save(api.store, dealerRecord.put({ ...known, settings }, stampAt(sunday)))
    await booked()
    await booked()
    expect(await sweepAt(local('2026-11-23 10:00'))).toMatchObject({
      decided: 0,
      held: [{ dealerId: 'D001', due: 2, because: 'brake' }],
    })
    expect(messages()).toEqual([])
  })

  it('after an outage reminds while there is time, and records what is stale', async () => {
    const morning = await booked({ appointmentAt: local('2026-11-24 10:30') })
    const evening = await booked({ appointmentAt: local('2026-11-24 17:00') })
    await sweepAt(local('2026-11-24 09:00'))
    expect(messages().map(({ cycle }) => cycle)).toEqual([evening.orderId])
    expect((await morning.item())?.decided).toMatchObject([{ outcome: 'suppressed', reason: 'stale' }])
  })

  it('leaves the reminder among what happened to the car', async () => {
    await booked()
    await sweepAt(local('2026-11-23 10:00'))
    const { body } = (await api.as(advisor)(readTimeline, { params: { vehicleId } })) as {
      body: { items: { kind: string; zh: string }[] }
    }
    const told = body.items.filter(({ kind }) => kind === 'message')
    expect(told).toMatchObject([{ zh: '预约提醒短信：待发送' }])
  })
})
