import { beforeEach, describe, expect, it } from 'vitest'
import { complaintMachine } from '../../../shared/domain/complaint-machine.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { statesOf, verbsFrom, verbsOf } from '../../../shared/domain/machine.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import * as routes from '../../../shared/http/routes/complaints.ts'
import { complaintRecord } from '../../../shared/store/complaints.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  absenceIdOf,
  complaintOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  mergedOf,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const foreman: Account = {
  dealerId: 'D001',
  roles: ['workshop_supervisor'],
  staffId: staffIdOf('W1'),
  sub: 'w1',
}
const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], staffId: staffIdOf('A1'), sub: 'a1' }
const stranger: Account = { ...foreman, dealerId: 'D002', sub: 'x1' }

const now = local('2026-11-23 10:00')
const hours = (count: number) => addMinutes(now, count * 60)
const told = {
  vehicleId: vehicleIdOf('anna'),
  channel: 'phone',
  matter: 'repair_quality',
  description: '刹车仍有异响',
} as const

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
    ...puts(vehicleRecord, vehicleOf('anna'), vehicleOf('berta', { vin: 'LGBH52E03KY000001' as never })),
    ...puts(repairOrderRecord, repairOrderOf('repair')),
    ...puts(
      staffRecord,
      staffOf('W1', { role: 'workshop_supervisor' }),
      staffOf('F1', { role: 'front_desk_supervisor' }),
      staffOf('A1', { role: 'service_advisor' }),
      staffOf('left', { role: 'service_advisor', leftOn: day('2026-11-01') }),
    ),
  )
})

async function filed(more: object = {}, account = advisor): Promise<routes.ComplaintView> {
  const reply = await api.as(account)(routes.fileComplaint, { body: { ...told, ...more } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}
const stored = async (complaintId: string) => (await api.store.complaints.byId('D001', complaintId))!
/** Asks for a step of the complaint as it is now. */
const verb = async (route: object, complaintId: string, body?: object, account = foreman) =>
  api.as(account)(
    route as typeof routes.answerComplaint,
    {
      params: { complaintId },
      ifMatch: `"${String((await stored(complaintId)).version)}"`,
      ...(body && { body }),
    } as never,
  )

describe('POST /complaints', () => {
  it('takes one down for whoever answers for its matter, with a day for the answer', async () => {
    expect(await filed()).toMatchObject({
      etag: '"1"',
      customerId: customerIdOf('anna'),
      vehicleId: vehicleIdOf('anna'),
      status: 'open',
      severity: 'ordinary',
      ownerRole: 'workshop_supervisor',
      ownerId: staffIdOf('W1'),
      filedAt: now,
      filedBy: staffIdOf('A1'),
      answerDueAt: local('2026-11-24 10:00'),
      earlier: [],
    })
    expect(await filed({ matter: 'price' })).toMatchObject({
      ownerRole: 'front_desk_supervisor',
      ownerId: staffIdOf('F1'),
    })
  })

  it('goes to the deputy of who is on leave, and to nobody who is not employed', async () => {
    const [supervisor] = (await api.store.staff.ofDealer('D001')).filter(({ number }) => number === 'W1')
    const away = { absenceId: absenceIdOf('a'), from: day('2026-11-20'), until: day('2026-11-30') }
    await save(
      api.store,
      staffRecord.put(
        {
          ...supervisor!,
          absences: [{ ...away, kind: 'annual' }] as never,
          deputies: [{ deputyId: staffIdOf('A1') }] as never,
        },
        { at: now, by: 'test' },
      ),
    )
    expect(await filed()).toMatchObject({ ownerId: staffIdOf('A1') })
    const reply = await api.as(advisor)(routes.fileComplaint, {
      body: { ...told, ownerId: staffIdOf('left') },
    })
    expect(reply).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.ownerId', reason: 'not-a-choice' }] },
    })
  })

  it('an order tells its vehicle and a vehicle its owner; without any of them it says who is missing', async () => {
    const { vehicleId: _, ...rest } = told
    const ask = (body: object) => api.as(advisor)(routes.fileComplaint, { body: { ...rest, ...body } })
    expect(await ask({ orderId: orderIdOf('repair') })).toMatchObject({
      status: 201,
      body: { vehicleId: vehicleIdOf('anna'), customerId: customerIdOf('anna') },
    })
    expect(await ask({})).toMatchObject({
      problem: { errors: [{ path: 'body.customerId', reason: 'required' }] },
    })
    const mixed = { orderId: orderIdOf('repair'), vehicleId: vehicleIdOf('berta') }
    expect(await ask(mixed)).toMatchObject({
      problem: { errors: [{ path: 'body.vehicleId', reason: 'not-a-choice' }] },
    })
    expect(await ask({ customerId: customerIdOf('anna'), filedAt: hours(1) })).toMatchObject({
      problem: { errors: [{ path: 'body.filedAt', reason: 'too-far-ahead' }] },
    })
  })

  it('the third of one matter is a class above and tells the earlier ones, whether of the customer or the car', async () => {
    const first = await filed()
    const second = await filed({ vehicleId: undefined, customerId: customerIdOf('anna') })
    await filed({ matter: 'price' })
    await filed({ vehicleId: vehicleIdOf('berta') })
    const third = await filed({ customerId: customerIdOf('berta') })
    // Of berta one before and of the car one: two of each other, not three of one.
    expect(third.earlier).toHaveLength(2)
    const fourth = await filed()
    expect(fourth).toMatchObject({ severity: 'serious', severityBecause: 'repeated' })
    expect(fourth.earlier).toEqual(expect.arrayContaining([first.complaintId, second.complaintId]))
  })

  it('counts what was said under a record that was merged', async () => {
    await save(api.store, ...puts(customerRecord, customerOf('old')))
    const before = { vehicleId: undefined, customerId: customerIdOf('old') }
    const [first, second] = [await filed(before), await filed(before)]
    const [old, anna] = await Promise.all(
      ['old', 'anna'].map((name) => api.store.customers.recordById('D001', customerIdOf(name))),
    )
    await save(
      api.store,
      customerRecord.put({ ...mergedOf('old', 'anna'), version: old!.version }, { at: now, by: 'test' }),
      customerRecord.put(
        { ...anna!, mergedFrom: [{ customerId: customerIdOf('old'), number: 'C-old' }] } as never,
        { at: now, by: 'test' },
      ),
    )
    expect(await filed(before)).toMatchObject({
      customerId: customerIdOf('anna'),
      severity: 'serious',
      earlier: [first.complaintId, second.complaintId].sort(),
    })
    const params = { customerId: customerIdOf('anna') }
    const listed = await api.as(advisor)(routes.listComplaintsOfCustomer, { params })
    expect(listed.ok && listed.body.items).toHaveLength(3)
  })

  it('counts what was said of another record of the same car', async () => {
    await save(api.store, ...puts(vehicleRecord, vehicleOf('twin', { customerId: customerIdOf('berta') })))
    const twin = { vehicleId: vehicleIdOf('twin') }
    await filed(twin)
    const car = (await api.store.vehicles.byId('D001', vehicleIdOf('anna')))!
    await save(
      api.store,
      vehicleRecord.put({ ...car, absorbed: [vehicleIdOf('twin')] }, { at: now, by: 'test' }),
    )
    expect((await filed()).earlier).toHaveLength(1)
    const params = { vehicleId: vehicleIdOf('anna') }
    const listed = await api.as(advisor)(routes.listComplaintsOfVehicle, { params })
    expect(listed.ok && listed.body.items).toHaveLength(2)
  })

  it('does not count what was withdrawn', async () => {
    const [first] = [await filed(), await filed()]
    await verb(routes.withdrawComplaint, first.complaintId, { reason: '误登记' })
    expect(await filed()).toMatchObject({ severity: 'ordinary', earlier: [expect.any(String)] })
  })

  it('of two filed at the same moment the later one counts the other', async () => {
    await filed()
    const both = await Promise.all([filed(), filed({ customerId: customerIdOf('anna') })])
    expect(both.map(({ earlier }) => earlier.length).sort()).toEqual([1, 2])
  })

  it('is taken down once under its key, and by no other dealer for what is here', async () => {
    const ask = () => api.as(advisor)(routes.fileComplaint, { body: told, idempotencyKey: 'complaint-1' })
    const [first, again] = [await ask(), await ask()]
    expect(again).toEqual(first)
    expect((await api.as(advisor)(routes.listComplaints)).ok).toBe(true)
    expect((await api.store.complaints.open('D001', {}, { limit: 10 })).items).toHaveLength(1)
    const reply = await api.as(stranger)(routes.fileComplaint, { body: told })
    expect(reply).toMatchObject({ status: 422 })
  })
})

describe('the answer', () => {
  it('in time is so, a minute late is late', async () => {
    const [one, two] = [await filed(), await filed({ matter: 'price' })]
    api.moveTo(hours(24))
    expect(await verb(routes.answerComplaint, one.complaintId, { text: '已复检' })).toMatchObject({
      body: { status: 'answered', answers: [{ text: '已复检', late: false, by: staffIdOf('W1') }] },
    })
    api.moveTo(addMinutes(hours(24), 1))
    const list = await api.as(foreman)(routes.listComplaints)
    const states = list.ok && list.body.items.map(({ status, overdue }) => ({ status, overdue }))
    expect(states).toHaveLength(2)
    expect(states).toEqual(
      expect.arrayContaining([
        { status: 'open', overdue: true },
        { status: 'answered', overdue: false },
      ]),
    )
    expect(await verb(routes.answerComplaint, two.complaintId, { text: '已解释' })).toMatchObject({
      body: { answers: [{ late: true }] },
    })
  })

  it('has as much longer as it was paused, whether it was resumed or answered out of the pause', async () => {
    const [one, two] = [await filed(), await filed({ matter: 'price' })]
    for (const { complaintId } of [one, two])
      await verb(routes.pauseComplaint, complaintId, { reason: '等厂家答复' })
    api.moveTo(hours(30))
    expect(await verb(routes.resumeComplaint, one.complaintId)).toMatchObject({
      body: { status: 'open', answerDueAt: hours(54), pauses: [{ from: now, until: hours(30) }] },
    })
    expect(await verb(routes.answerComplaint, two.complaintId, { text: '已解释' })).toMatchObject({
      body: { answers: [{ late: false, dueAt: hours(54) }], pauses: [{ until: hours(30) }] },
    })
  })

  it('that does not help is owed again within the same time, until the customer is content', async () => {
    const { complaintId } = await filed()
    await verb(routes.answerComplaint, complaintId, { text: '已复检' })
    api.moveTo(hours(5))
    expect(await verb(routes.disputeComplaint, complaintId, { words: '还有声音' })).toMatchObject({
      body: {
        status: 'open',
        answerDueAt: hours(29),
        answers: [{ heard: { content: false, words: '还有声音' } }],
      },
    })
    await verb(routes.answerComplaint, complaintId, { text: '已更换' })
    expect(await verb(routes.confirmComplaint, complaintId, {})).toMatchObject({
      body: { status: 'closed', allowed: [], answers: [{}, { heard: { content: true } }] },
    })
    expect((await api.store.complaints.open('D001', {}, { limit: 10 })).items).toEqual([])
  })
})

describe('a complaint', () => {
  it('in every state takes the verbs that its machine lists, and refuses the others with them', async () => {
    const bodies: Record<string, [object, object?]> = {
      change: [routes.changeComplaint, { media: true }],
      'hand-on': [routes.handOnComplaint, { ownerId: staffIdOf('A1') }],
      pause: [routes.pauseComplaint, { reason: '等' }],
      resume: [routes.resumeComplaint],
      answer: [routes.answerComplaint, { text: '好' }],
      confirm: [routes.confirmComplaint, {}],
      dispute: [routes.disputeComplaint, {}],
      close: [routes.closeComplaint, { reason: '联系不上' }],
      withdraw: [routes.withdrawComplaint, { reason: '误登记' }],
    }
    expect(Object.keys(bodies)).toEqual(verbsOf(complaintMachine))
    for (const status of statesOf(complaintMachine)) {
      for (const [name, [route, body]] of Object.entries(bodies)) {
        const { complaintId } = await filed()
        const paused = status === 'paused' ? [{ from: now, by: 'test' }] : []
        await save(
          api.store,
          complaintRecord.put(
            { ...(await stored(complaintId)), status, pauses: paused },
            { at: now, by: 'test' },
          ),
        )
        const allowed = verbsFrom(complaintMachine, status)
        const expected = allowed.includes(name as never)
          ? { status: 200 }
          : { status: 409, problem: { code: 'transition-refused', allowed } }
        expect(await verb(route, complaintId, body)).toMatchObject(expected)
      }
    }
  })

  it('of another matter goes to whoever answers for that, and is counted as that', async () => {
    const first = await filed({ matter: 'price' })
    await filed()
    const second = await filed({ matter: 'price' })
    expect(
      await verb(routes.changeComplaint, second.complaintId, { matter: 'repair_quality' }),
    ).toMatchObject({
      body: { ownerRole: 'workshop_supervisor', ownerId: staffIdOf('W1'), matter: 'repair_quality' },
    })
    expect((await filed()).severity).toBe('serious')
    expect((await filed({ matter: 'price' })).earlier).toEqual([first.complaintId])
  })

  it('is handed on only to somebody who works here', async () => {
    const { complaintId } = await filed()
    expect(await verb(routes.handOnComplaint, complaintId, { ownerId: staffIdOf('left') })).toMatchObject({
      status: 422,
    })
    expect(await verb(routes.handOnComplaint, complaintId, { ownerId: staffIdOf('A1') })).toMatchObject({
      body: { ownerId: staffIdOf('A1') },
    })
  })

  it('asks for the version that was seen, and is nobody else’s', async () => {
    const { complaintId } = await filed()
    const given = { params: { complaintId }, body: { text: '好' } }
    expect(await api.as(foreman)(routes.answerComplaint, given as never)).toMatchObject({ status: 428 })
    expect(await api.as(foreman)(routes.answerComplaint, { ...given, ifMatch: '"9"' })).toMatchObject({
      status: 412,
    })
    expect(await api.as(stranger)(routes.answerComplaint, { ...given, ifMatch: '"1"' })).toMatchObject({
      status: 404,
    })
    expect(await api.as(stranger)(routes.readComplaint, { params: { complaintId } })).toMatchObject({
      status: 404,
    })
  })

  it('tells who changed what', async () => {
    const { complaintId } = await filed()
    await verb(routes.pauseComplaint, complaintId, { reason: '等' })
    const reply = await api.as(foreman)(routes.listComplaintChanges, { params: { complaintId } })
    expect(reply).toMatchObject({ body: { items: [{ action: 'paused' }, { action: 'filed' }] } })
  })
})

describe('lists', () => {
  const numbers = (reply: unknown) =>
    (reply as { body: { items: { number: string }[] } }).body.items.map(({ number }) => number.slice(3))
  const at = (hour: number) => ({ filedAt: hours(hour), answerDueAt: hours(hour + 24) })
  const several: Complaint[] = [
    complaintOf('a', at(-5)),
    complaintOf('b', { ...at(-4), ownerId: staffIdOf('F1'), matter: 'price' }),
    complaintOf('c', { ...at(-3), status: 'answered' }),
    complaintOf('d', { ...at(-2), status: 'closed' }),
  ]
  beforeEach(() => save(api.store, ...puts(complaintRecord, ...several)))

  it('what is open is sorted by when its answer is owed, by state and owner', async () => {
    const ask = (query: object = {}) => api.as(advisor)(routes.listComplaints, { query: query })
    expect(numbers(await ask())).toEqual(['a', 'b', 'c'])
    expect(numbers(await ask({ state: 'answered' }))).toEqual(['c'])
    expect(numbers(await ask({ owner: staffIdOf('F1') }))).toEqual(['b'])
    expect(numbers(await ask({ limit: '1' }))).toEqual(['a'])
  })

  it('what was filed in a period is whole, also what is over, without the end', async () => {
    const ask = (from: number, until: number, query: object = {}) =>
      api.as(advisor)(routes.listFiledComplaints, {
        query: { from: hours(from), until: hours(until), ...query },
      })
    expect(numbers(await ask(-5, 0))).toEqual(['a', 'b', 'c', 'd'])
    expect(numbers(await ask(-4, -2))).toEqual(['b', 'c'])
    expect(numbers(await ask(-5, 0, { state: 'closed' }))).toEqual(['d'])
    expect(numbers(await ask(-5, 0, { matter: 'price' }))).toEqual(['b'])
    expect(numbers(await ask(-5, 0, { owner: staffIdOf('W1') }))).toEqual(['a', 'c', 'd'])
    expect(await ask(0, 0)).toMatchObject({ status: 422 })
    expect(await ask(-401 * 24, 0)).toMatchObject({ status: 422 })
  })

  it('page by page nothing is missing, and a cursor belongs to its filter', async () => {
    const query = { from: hours(-5), until: now, limit: '2' } as never
    const first = await api.as(advisor)(routes.listFiledComplaints, { query })
    const cursor = first.ok ? first.body.next! : ''
    const next = await api.as(advisor)(routes.listFiledComplaints, {
      query: { ...(query as object), cursor } as never,
    })
    expect([...numbers(first), ...numbers(next)]).toEqual(['a', 'b', 'c', 'd'])
    const other = { from: hours(-4), until: now, cursor } as never
    expect(await api.as(advisor)(routes.listFiledComplaints, { query: other })).toMatchObject({
      problem: { code: 'cursor-invalid' },
    })
  })

  it('a vehicle has its own, page by page, the newest first', async () => {
    const made = [await filed(), await filed({ matter: 'price' })]
    await filed({ vehicleId: vehicleIdOf('berta') })
    const params = { vehicleId: vehicleIdOf('anna') }
    const first = await api.as(advisor)(routes.listComplaintsOfVehicle, {
      params,
      query: { limit: '1' },
    })
    const cursor = first.ok ? first.body.next : undefined
    const next = await api.as(advisor)(routes.listComplaintsOfVehicle, { params, query: { cursor } })
    const found = [...numbers(first), ...numbers(next)]
    expect(found.sort()).toEqual(made.map(({ number }) => number.slice(3)).sort())
  })
})
