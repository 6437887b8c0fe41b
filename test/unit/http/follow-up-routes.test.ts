import { beforeEach, describe, expect, it } from 'vitest'
import { dropForAll } from '../../../functions/follow-up-calls/drop-calls.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import * as complaints from '../../../shared/http/routes/complaints.ts'
import * as routes from '../../../shared/http/routes/follow-up-calls.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import {
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  followUpCallOf,
  local,
  mergedOf,
  mobileOf,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { startApi } from './fixture.ts'

const caller: Account = { dealerId: 'D001', roles: ['follow_up_caller'], staffId: staffIdOf('C1'), sub: 'c1' }
const foreman: Account = {
  dealerId: 'D001',
  roles: ['workshop_supervisor'],
  staffId: staffIdOf('W1'),
  sub: 'w1',
}
const desk: Account = {
  dealerId: 'D001',
  roles: ['front_desk_supervisor'],
  staffId: staffIdOf('F1'),
  sub: 'f1',
}
const stranger: Account = { ...caller, dealerId: 'D002', sub: 'x1' }
const now = local('2026-11-23 10:00')

let api: ReturnType<typeof startApi>
const ofBerta = { customerId: customerIdOf('berta'), vehicleId: vehicleIdOf('berta') }
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
    ...puts(
      vehicleRecord,
      vehicleOf('anna'),
      vehicleOf('second', { customerId: customerIdOf('anna'), vin: 'LVSHFFAC3JS000001' as never }),
      vehicleOf('berta', { vin: 'LGBH52E03KY000001' as never }),
    ),
    ...puts(
      repairOrderRecord,
      repairOrderOf('one'),
      repairOrderOf('two', { vehicleId: vehicleIdOf('second') }),
      repairOrderOf('three', { vehicleId: vehicleIdOf('berta') }),
    ),
    ...puts(
      staffRecord,
      staffOf('W1', { role: 'workshop_supervisor' }),
      staffOf('F1', { role: 'front_desk_supervisor' }),
    ),
    ...puts(
      followUpCallRecord,
      followUpCallOf('two', { vehicleId: vehicleIdOf('second'), dueOn: day('2026-11-22') }),
      followUpCallOf('one'),
      followUpCallOf('three', { ...ofBerta, dueOn: day('2026-11-21') }),
    ),
  )
})

const idOf = (name: string) => followUpCallOf(name).followUpCallId
const stored = async (id: string) => (await api.store.followUpCalls.byId('D001', id))!
const tell = async (route: object, id: string, body: object = {}, account = caller) =>
  api.as(account)(route as typeof routes.noAnswerFollowUp, {
    params: { followUpCallId: id },
    ifMatch: `"${String((await stored(id)).version)}"`,
    body,
  })
const list = async (query: object = {}) => {
  const reply = await api.as(caller)(routes.readFollowUpList, { query: query })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
const listed = async (query: object = {}) =>
  (await list(query)).entries.map(({ calls }) => calls.map(({ followUpCallId }) => followUpCallId))
const answers = (score: number, words?: string) => ({
  answers: [
    { question: 'overall', score },
    { question: 'repair_quality', score, ...(words && { words }) },
  ],
})

describe('the list of the day', () => {
  it('has each customer once with all of their cars, what was due first at the top', async () => {
    expect(await listed()).toEqual([[idOf('three')], [idOf('two'), idOf('one')]])
    const { entries, total, questions, callingHours } = await list()
    expect({ total, open: callingHours.open }).toEqual({ total: 2, open: true })
    expect(questions[0]).toMatchObject({ code: 'overall', kind: 'overall' })
    expect(entries[1]).toMatchObject({
      customerId: customerIdOf('anna'),
      dueOn: '2026-11-22',
      calls: [
        { contact: { is: 'owner', name: '王芳', mobile: mobileOf('anna') }, order: { number: 'RO-two' } },
        { vehicle: { plate: '浙A12345' } },
      ],
    })
    expect((await list({ limit: '1' })).entries).toHaveLength(1)
  })

  it('asks for who brought the car where they left a number', async () => {
    const presenter = { name: '王弟弟', mobile: mobileOf('brother') }
    const order = (await api.store.orders.byId('D001', orderIdOf('three')))!
    await save(
      api.store,
      repairOrderRecord.put({ ...order, contact: { presenter } } as never, { at: now, by: 'test' }),
    )
    expect((await list()).entries[0]!.calls[0]!.contact).toEqual({ is: 'presenter', ...presenter })
  })

  it('takes two records of one person as one, and leaves out who is not known any more', async () => {
    const berta = (await api.store.customers.recordById('D001', customerIdOf('berta')))!
    const stamp = { at: now, by: 'test' }
    await save(api.store, customerRecord.put({ ...mergedOf('berta', 'anna'), version: berta.version }, stamp))
    expect(await listed()).toEqual([[idOf('three'), idOf('two'), idOf('one')]])
    const anna = (await api.store.customers.recordById('D001', customerIdOf('anna')))!
    await save(api.store, customerRecord.remove(anna))
    expect(await listed()).toEqual([])
  })

  it('says when nobody may be rung up, and has nothing that is past its last day', async () => {
    api.moveTo(local('2026-11-23 18:00'))
    expect((await list()).callingHours).toEqual({ from: '09:00', to: '18:00', open: false })
    expect(await listed({ on: '2026-11-21' })).toEqual([[idOf('three')]])
    expect(await listed({ on: '2026-12-05' })).toHaveLength(2)
    expect(await listed({ on: '2026-12-06' })).toEqual([])
  })
})

describe('a call', () => {
  it('that nobody answers stands on the next day’s list', async () => {
    expect(await tell(routes.noAnswerFollowUp, idOf('three'), { remark: '关机' })).toMatchObject({
      body: { status: 'waiting', dueOn: '2026-11-24', attempts: [{ outcome: 'no_answer' }], warnings: [] },
    })
    expect((await listed()).flat()).not.toContain(idOf('three'))
    expect((await listed({ on: '2026-11-24' })).flat()).toContain(idOf('three'))
  })

  it('outside of calling hours is taken down, and warned of', async () => {
    api.moveTo(local('2026-11-23 08:59'))
    expect(await tell(routes.noAnswerFollowUp, idOf('three'))).toMatchObject({
      body: { attempts: [{ outsideHours: true }], warnings: [{ code: 'outside-calling-hours' }] },
    })
    api.moveTo(local('2026-11-23 09:00'))
    expect(await tell(routes.noAnswerFollowUp, idOf('three'))).toMatchObject({ body: { warnings: [] } })
  })

  it('that is refused ends all that wait for that customer, and no other’s', async () => {
    expect(await tell(routes.refuseFollowUp, idOf('one'))).toMatchObject({ body: { status: 'refused' } })
    expect(await stored(idOf('two'))).toMatchObject({ status: 'refused', endedAt: now })
    expect(await stored(idOf('three'))).toMatchObject({ status: 'waiting' })
  })

  it('that is refused leaves alone what has ended, although the index still shows it', async () => {
    const late = await api.store.followUpCalls.waiting('D001', day('2026-11-23'))
    await tell(routes.wrongNumberFollowUp, idOf('two'))
    Object.assign(api.store.followUpCalls, { waiting: () => Promise.resolve(late) })
    expect(await tell(routes.refuseFollowUp, idOf('one'))).toMatchObject({ status: 200 })
    expect(await stored(idOf('two'))).toMatchObject({ status: 'wrong_number' })
  })

  it('to a wrong number ends, and takes nothing any more', async () => {
    await tell(routes.wrongNumberFollowUp, idOf('one'))
    expect(await tell(routes.reachFollowUp, idOf('one'), answers(9))).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: [] },
    })
    expect(await stored(idOf('two'))).toMatchObject({ status: 'waiting' })
  })

  it('with content answers keeps them word for word, and brings no complaint', async () => {
    expect(await tell(routes.reachFollowUp, idOf('one'), answers(9, '师傅很细心'))).toMatchObject({
      body: {
        status: 'reached',
        score: 9,
        answers: [{ score: 9 }, { question: 'repair_quality', words: '师傅很细心' }],
        endedAt: now,
      },
    })
    expect((await api.store.complaints.open('D001', {}, { limit: 9 })).items).toEqual([])
    const ended = await api.as(caller)(routes.listEndedFollowUps, {
      query: { from: now, until: addMinutes(now, 1), state: 'reached' } as never,
    })
    expect(ended).toMatchObject({ body: { items: [{ followUpCallId: idOf('one'), score: 9 }] } })
  })

  it('of the first kind is not heard back from, nor is one without the overall score', async () => {
    expect(await tell(routes.hearBackFollowUp, idOf('one'), { content: true })).toMatchObject({
      problem: { allowed: ['no-answer', 'reach', 'refuse', 'wrong-number'] },
    })
    const body = { answers: [{ question: 'recommend', yes: true }] }
    expect(await tell(routes.reachFollowUp, idOf('one'), body)).toMatchObject({
      problem: { errors: [{ path: 'body.answers', reason: 'required' }] },
    })
  })

  it('is nobody else’s, and asks for the version that was seen', async () => {
    const given = { params: { followUpCallId: idOf('one') }, body: {} } as never
    expect(await api.as(caller)(routes.refuseFollowUp, given)).toMatchObject({ status: 428 })
    const seen = { ...(given as object), ifMatch: '"1"' } as never
    expect(await api.as(stranger)(routes.refuseFollowUp, seen)).toMatchObject({ status: 404 })
    expect(await api.as(foreman)(routes.refuseFollowUp, seen)).toMatchObject({ status: 403 })
    await tell(routes.noAnswerFollowUp, idOf('one'))
    expect(await api.as(caller)(routes.refuseFollowUp, seen)).toMatchObject({ status: 412 })
  })
})

describe('a bad answer', () => {
  const complain = async () => {
    const reply = await tell(routes.reachFollowUp, idOf('one'), answers(3, '刹车还响'))
    if (!reply.ok) throw new Error(reply.problem.code)
    return reply.body.complaintId!
  }
  const complaint = async (id: string) => (await api.store.complaints.byId('D001', id))!
  const step = async (route: object, complaintId: string, body: object, account = foreman) =>
    api.as(account)(
      route as typeof complaints.answerComplaint,
      {
        params: { complaintId },
        ifMatch: `"${String((await complaint(complaintId)).version)}"`,
        body,
      } as never,
    )
  /** The second call after the answers so far. */
  const second = async () => {
    const { items } = await api.store.followUpCalls.ofVehicle('D001', [vehicleIdOf('anna')], { limit: 9 })
    return items
      .filter(({ kind }) => kind === 'confirmation')
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  }
  const answer = (id: string, text = '已更换导销') => step(complaints.answerComplaint, id, { text })

  it('opens a complaint with the customer’s words, and both name each other', async () => {
    const id = await complain()
    expect(await complaint(id)).toMatchObject({
      callId: idOf('one'),
      orderId: orderIdOf('one'),
      vehicleId: vehicleIdOf('anna'),
      customerId: customerIdOf('anna'),
      channel: 'follow_up_call',
      matter: 'repair_quality',
      ownerId: staffIdOf('W1'),
      filedAt: now,
      status: 'open',
    })
    expect((await complaint(id)).description).toContain('“刹车还响”')
  })

  it('is counted like any other complaint', async () => {
    const id = await complain()
    const tallies = await api.store.complaints.talliesOf('D001', [customerIdOf('anna'), vehicleIdOf('anna')])
    expect([...tallies.values()].map((tally) => tally.complaints.map((each) => each.complaintId))).toEqual([
      [id],
      [id],
    ])
  })

  it('goes on to its second call though the customer wants to be asked about no other visit', async () => {
    await answer(await complain())
    await tell(routes.refuseFollowUp, idOf('two'))
    expect(await second()).toMatchObject([{ status: 'waiting' }])
  })

  it('opens none at all when the transaction meets somebody else’s, and one when it is tried again', async () => {
    let refusals = 1
    api.table.onCommit = () => (refusals-- > 0 ? { kind: 'conflict', contested: [0] } : undefined)
    await complain()
    api.table.onCommit = undefined
    expect((await api.store.complaints.open('D001', {}, { limit: 9 })).items).toHaveLength(1)
  })

  it('once answered owes a second call, which tells the caller what was answered', async () => {
    const id = await complain()
    expect(await second()).toEqual([])
    await answer(id)
    const [call] = await second()
    expect(call).toMatchObject({
      status: 'waiting',
      complaintId: id,
      dueOn: '2026-11-23',
      lastOn: '2026-12-08',
    })
    const entry = (await list()).entries.find(({ customerId }) => customerId === customerIdOf('anna'))!
    expect(entry.calls.map(({ answered }) => answered)).toContain('已更换导销')
    expect(await tell(routes.reachFollowUp, call!.followUpCallId, answers(9))).toMatchObject({
      problem: { allowed: ['no-answer', 'hear-back', 'refuse', 'wrong-number'] },
    })
  })

  it('ends when the second call finds the customer content', async () => {
    const id = await complain()
    await answer(id)
    const [call] = await second()
    const { followUpCallId: callId } = call!
    expect(await tell(routes.hearBackFollowUp, callId, { content: true, words: '好了' })).toMatchObject({
      body: { status: 'reached', content: true, words: '好了' },
    })
    expect(await complaint(id)).toMatchObject({
      status: 'closed',
      answers: [{ heard: { content: true, words: '好了', callId } }],
    })
  })

  it('is open again when the second call finds otherwise, and each answer owes a call of its own', async () => {
    const id = await complain()
    await answer(id)
    const [first] = await second()
    api.moveTo(addMinutes(now, 60))
    await tell(routes.hearBackFollowUp, first!.followUpCallId, { content: false, words: '还响' })
    expect(await complaint(id)).toMatchObject({
      status: 'open',
      answerDueAt: addMinutes(now, 25 * 60),
      answers: [{ heard: { content: false, words: '还响' } }],
    })
    await answer(id, '已换总成')
    const calls = await second()
    expect(calls.map(({ status }) => status)).toEqual(['reached', 'waiting'])
  })

  it.each([
    ['confirmed', complaints.confirmComplaint, {}],
    ['disputed', complaints.disputeComplaint, {}],
    ['closed', complaints.closeComplaint, { reason: '客户来店确认' }],
  ])('that is %s at the desk needs no second call any more', async (_, route, body) => {
    const id = await complain()
    await answer(id)
    expect(await step(route, id, body, desk)).toMatchObject({ status: 200 })
    expect(await second()).toMatchObject([{ status: 'withdrawn' }])
  })

  it('that was not said in a call owes none', async () => {
    const body = {
      orderId: orderIdOf('one'),
      channel: 'phone',
      matter: 'price',
      description: '贵',
    } as never
    const filed = await api.as(desk)(complaints.fileComplaint, { body })
    if (!filed.ok) throw new Error(filed.problem.code)
    await answer(filed.body.complaintId)
    expect(await second()).toEqual([])
  })
})

describe('the end of the last day', () => {
  const drop = (at: string) => dropForAll({ store: api.store, clock: clockAt(local(at)), log: api.log })

  it('drops what nobody was reached by, once, and nothing before', async () => {
    expect(await drop('2026-12-05 23:59')).toEqual({ dropped: 0 })
    expect(await drop('2026-12-06 00:00')).toEqual({ dropped: 3 })
    expect(await stored(idOf('one'))).toMatchObject({ status: 'dropped', endedAt: local('2026-12-06 00:00') })
    expect(await drop('2026-12-06 07:55')).toEqual({ dropped: 0 })
  })

  it('leaves one alone that somebody takes down at that moment', async () => {
    const before = await stored(idOf('one'))
    let busy = true
    api.table.onCommit = (writes) => {
      const isOne = writes.some((write) => JSON.stringify(write.key).includes(before.followUpCallId))
      return busy && isOne ? { kind: 'conflict', contested: [0] } : undefined
    }
    expect(await drop('2026-12-06 07:25')).toEqual({ dropped: 2 })
    busy = false
    expect(await stored(idOf('one'))).toEqual(before)
  })
})
