import { beforeEach, describe, expect, it } from 'vitest'
import { dropForAll } from '../../../functions/follow-up-calls/drop-calls.ts'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { isSoldNew } from '../../../shared/due/plans/new-owner-call.ts'
import { eraseCustomer } from '../../../shared/http/routes/customer-data.ts'
import * as followUps from '../../../shared/http/routes/follow-up-calls.ts'
import * as routes from '../../../shared/http/routes/new-owner-calls.ts'
import * as vehicles from '../../../shared/http/routes/vehicles.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import type { Account } from '../../support/api-client.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  followUpCallOf,
  local,
  mobileOf,
  staffIdOf,
  stampAt,
  vehicleOf,
} from '../../support/builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog, startApi } from './fixture.ts'

const holding = (role: RoleCode, dealerId = 'D001'): Account => ({
  dealerId,
  roles: [role],
  staffId: staffIdOf('K1'),
  sub: `account-${role}`,
})
const advisor = holding('service_advisor')
const clerk = holding('warranty_clerk')
const now = local('2026-11-23 10:00')

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
    ...puts(
      contactPointRecord,
      contactPointOf(mobileOf('anna')),
      contactPointOf(mobileOf('berta'), { consents: [consentOf({ state: 'refused' })] }),
    ),
  )
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const sold = async (soldOn = '2026-11-21', owner = 'anna') => {
  const body = {
    vin: 'LGWEF4A53HF000001',
    brand: '长城',
    model: '哈弗H6',
    soldOn: day(soldOn),
    customerId: customerIdOf(owner),
  } as never
  return ok(await api.as(advisor)(vehicles.createVehicle, { body })).body
}
const list = async (who = clerk) => ok(await api.as(who)(routes.readNewOwnerList, {})).body
const only = async () => (await list()).items[0]!
const timerOf = ({ followUpCallId }: { followUpCallId: string }) =>
  api.store.deadlines.ofCause('D001', {
    kind: 'timer',
    code: 'new-owner-call',
    record: `follow-up#${followUpCallId}`,
  })
const waits = async (call: { followUpCallId: string }) => {
  const subject = deadlineSubject((await timerOf(call))!.deadlineId)
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item)
}
const seen = ({ followUpCallId, etag }: { followUpCallId: string; etag: string }) => ({
  params: { followUpCallId },
  ifMatch: etag,
})

describe('a new car', () => {
  it.each([
    ['2026-11-23', true],
    ['2026-11-16', true],
    ['2026-11-15', false],
    ['2026-11-24', false],
  ])('sold on %s is news on 23 November: %s', (soldOn, news) => {
    expect(isSoldNew(vehicleOf('v', { soldOn: day(soldOn) }), day('2026-11-23'))).toBe(news)
  })

  it('is none that somebody else had before, or that is gone', () => {
    const soldOn = day('2026-11-23')
    const formerOwners = [{ customerId: customerIdOf('x'), until: soldOn, by: 'test' }]
    expect(isSoldNew(vehicleOf('v', { soldOn, formerOwners }), soldOn)).toBe(false)
    expect(isSoldNew(vehicleOf('v', { soldOn, status: 'scrapped' }), soldOn)).toBe(false)
  })

  it('whose sale is recorded has its owner called within a week, by the warranty clerk', async () => {
    const { vehicleId } = await sold()
    const { total, items } = await list()
    expect(total).toBe(1)
    expect(items).toMatchObject([
      {
        vehicleId,
        kind: 'new_owner',
        contactRefused: false,
        contact: { name: '王芳', mobile: mobileOf('anna') },
        vehicle: { vin: 'LGWEF4A53HF000001', soldOn: '2026-11-21' },
      },
    ])
    expect(await timerOf(items[0]!)).toMatchObject({
      state: 'open',
      role: 'warranty_clerk',
      zh: '新车主回访',
      dueAt: local('2026-11-30 10:00'),
    })
  })

  it('of older books is nobody’s to call', async () => {
    await sold('2026-11-15')
    expect(await list()).toMatchObject({ total: 0, items: [] })
  })

  it('is on no list of those whose car was repaired', async () => {
    await sold()
    const { body } = ok(
      await api.as(holding('follow_up_caller'))(followUps.readFollowUpList, {
        query: { on: day('2026-11-25') },
      }),
    )
    expect(body).toMatchObject({ total: 0, entries: [] })
  })
})

describe('the call to a new owner', () => {
  it('ends with what was said of the booklet, and the deadline has it for proof', async () => {
    await sold()
    const call = await only()
    const given = { ...seen(call), body: { bookletRegistered: true, remark: '首保已说明' } }
    const { body } = ok(await api.as(clerk)(routes.welcomeNewOwner, given))
    expect(body).toMatchObject({ status: 'reached', bookletRegistered: true, attemptCount: 1, allowed: [] })
    expect(body).not.toHaveProperty('orderId')
    expect(await timerOf(call)).toMatchObject({
      state: 'done',
      ended: { late: false, proof: { kind: 'record', record: `follow-up#${call.followUpCallId}` } },
    })
    expect(await waits(call)).toBe(false)
    expect((await list()).items).toEqual([])
  })

  it('that reaches nobody is tried again, by the same day as before', async () => {
    await sold()
    const call = await only()
    const { body } = ok(await api.as(clerk)(followUps.noAnswerFollowUp, { ...seen(call), body: {} }))
    expect(body).toMatchObject({ status: 'waiting', dueOn: '2026-11-24' })
    expect(await timerOf(call)).toMatchObject({ state: 'open', moves: 0, dueAt: local('2026-11-30 10:00') })
  })

  it('is not asked for of who wants no contact: the timer says so, and the booklet alone ends it', async () => {
    await sold('2026-11-21', 'berta')
    const call = await only()
    expect(call.contactRefused).toBe(true)
    expect(await timerOf(call)).toMatchObject({
      zh: '新车主不愿被联系：不打电话，仅登记保养手册',
      en: expect.stringContaining('no call') as string,
    })
    const given = { ...seen(call), body: { bookletRegistered: true } }
    const { body } = ok(await api.as(clerk)(followUps.refuseFollowUp, given))
    expect(body).toMatchObject({ status: 'refused', bookletRegistered: true })
    expect(await timerOf(call)).toMatchObject({ state: 'done', ended: { proof: { kind: 'record' } } })
  })

  it('is not asked for of who has refused since, whatever was known when the car was sold', async () => {
    await sold()
    expect((await only()).contactRefused).toBe(false)
    const { [0]: known } = [
      ...(await api.store.contactPoints.byAddresses('D001', [mobileOf('anna')])).values(),
    ]
    await save(
      api.store,
      contactPointRecord.put({ ...known!, consents: [consentOf({ state: 'refused' })] }, stampAt(now)),
    )
    expect((await only()).contactRefused).toBe(true)
  })

  it('of who wanted no contact is a call again with an owner who never said so', async () => {
    const { vehicleId, etag } = await sold('2026-11-21', 'berta')
    ok(
      await api.as(holding('front_desk_supervisor'))(vehicles.transferVehicle, {
        params: { vehicleId },
        ifMatch: etag,
        body: { customerId: customerIdOf('anna'), on: day('2026-11-23') },
      }),
    )
    const call = await only()
    expect(call).toMatchObject({ customerId: customerIdOf('anna'), contactRefused: false })
    expect(await timerOf(call)).toMatchObject({ zh: '新车主回访' })
  })

  it('that the owner refuses is not owed any more, and leaves the calls after visits alone', async () => {
    await sold()
    const visit = followUpCallOf('visit', { customerId: customerIdOf('anna') })
    await save(api.store, ...puts(followUpCallRecord, visit))
    const call = await only()
    ok(await api.as(clerk)(followUps.refuseFollowUp, { ...seen(call), body: { remark: '不需要' } }))
    expect(await timerOf(call)).toMatchObject({ state: 'dropped', ended: { reason: 'refused' } })
    expect(await api.store.followUpCalls.byId('D001', visit.followUpCallId)).toMatchObject({
      status: 'waiting',
    })
  })

  it('is the warranty clerk’s, who has no say in other calls, as no caller asks new owners as after a visit', async () => {
    await sold()
    const visit = followUpCallOf('visit')
    await save(api.store, ...puts(followUpCallRecord, visit))
    const other = { params: { followUpCallId: visit.followUpCallId }, ifMatch: '"1"' }
    const ask = api.as(clerk)
    for (const route of [followUps.noAnswerFollowUp, followUps.refuseFollowUp] as const) {
      expect(await ask(route, { ...other, body: {} })).toMatchObject({
        status: 403,
        problem: { code: 'role-not-allowed' },
      })
    }
    const caller = api.as(holding('follow_up_caller'))
    const welcome = await caller(routes.welcomeNewOwner, { ...other, body: { bookletRegistered: true } })
    expect(welcome).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
    const booklet = await caller(followUps.refuseFollowUp, { ...other, body: { bookletRegistered: true } })
    expect(booklet).toMatchObject({
      problem: { errors: [{ path: 'body.bookletRegistered', reason: 'not-a-choice' }] },
    })
    const answers = [{ question: 'overall', score: 9 }]
    const reach = await caller(followUps.reachFollowUp, { ...seen(await only()), body: { answers } })
    expect(reach).toMatchObject({
      status: 409,
      problem: { allowed: ['no-answer', 'welcome', 'refuse', 'wrong-number'] },
    })
    expect((await api.as(advisor)(routes.readNewOwnerList, {})).status).toBe(403)
  })

  it('is written once under one key, in the version that was seen, and another dealer’s is not there', async () => {
    await sold()
    const call = await only()
    const ask = api.as(clerk)
    const given = { ...seen(call), body: { bookletRegistered: false }, idempotencyKey: 'welcome-0001' }
    const elsewhere = api.as(holding('warranty_clerk', 'D002'))
    expect((await elsewhere(routes.welcomeNewOwner, given)).status).toBe(404)
    expect(await list(holding('warranty_clerk', 'D002'))).toMatchObject({ total: 0, items: [] })
    const first = ok(await ask(routes.welcomeNewOwner, given))
    expect(await ask(routes.welcomeNewOwner, given)).toEqual(first)
    const { idempotencyKey: _, ...again } = given
    expect((await ask(routes.welcomeNewOwner, again)).status).toBe(412)
    expect((await ask(routes.welcomeNewOwner, { ...again, ifMatch: undefined } as never)).status).toBe(428)
  })

  it('is dropped a month after the sale, and its time with it', async () => {
    await sold()
    const call = await only()
    const drop = (at: string) =>
      dropForAll({ store: api.store, clock: clockAt(local(at)), log: listeningLog() })
    expect(await drop('2026-12-21 07:00')).toEqual({ dropped: 0 })
    expect(await drop('2026-12-22 07:00')).toEqual({ dropped: 1 })
    expect(await timerOf(call)).toMatchObject({ state: 'dropped', ended: { reason: 'dropped' } })
  })
})

describe('a sale that is put right', () => {
  const put = (vehicle: { vehicleId: string; etag: string }, body: object) =>
    api
      .as(advisor)(vehicles.changeVehicle, {
        params: { vehicleId: vehicle.vehicleId },
        ifMatch: vehicle.etag,
        body,
      })
      .then((reply) => ok(reply).body)

  it('to a day of long ago withdraws the call, and back again it is owed as before', async () => {
    const car = await sold()
    const call = await only()
    const old = await put(car, { soldOn: day('2024-11-21') })
    expect((await list()).total).toBe(0)
    expect(await timerOf(call)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
    expect(await waits(call)).toBe(false)
    await put(old, { soldOn: day('2026-11-22') })
    expect(await only()).toMatchObject({ followUpCallId: call.followUpCallId, since: '2026-11-22' })
    expect(await timerOf(call)).toMatchObject({ state: 'open' })
    expect(await waits(call)).toBe(true)
  })

  it('is no news where the day stays: another plate, days later, asks for nothing', async () => {
    const car = await sold()
    const call = await only()
    ok(await api.as(clerk)(routes.welcomeNewOwner, { ...seen(call), body: { bookletRegistered: true } }))
    await put(car, { plate: '浙A12345' })
    expect((await list()).total).toBe(0)
    expect(await timerOf(call)).toMatchObject({ state: 'done' })
  })

  it('to another day of the week moves the days of the call, and its time stays', async () => {
    const car = await sold()
    const call = await only()
    await put(car, { soldOn: day('2026-11-22') })
    expect(await only()).toMatchObject({ since: '2026-11-22', dueOn: '2026-11-22', lastOn: '2026-12-22' })
    expect(await timerOf(call)).toMatchObject({ state: 'open', moves: 0, dueAt: local('2026-11-30 10:00') })
  })

  it('is owed again when a car that was said to be gone is there after all', async () => {
    const { vehicleId, etag } = await sold()
    const call = await only()
    const say = async (status: 'scrapped' | 'active', ifMatch: string) =>
      ok(
        await api.as(holding('service_manager'))(vehicles.setVehicleStatus, {
          params: { vehicleId },
          ifMatch,
          body: { status, on: day('2026-11-23'), reason: '登记有误' },
        }),
      ).body
    const gone = await say('scrapped', etag)
    expect(await timerOf(call)).toMatchObject({ state: 'dropped' })
    await say('active', gone.etag)
    expect(await only()).toMatchObject({ followUpCallId: call.followUpCallId, status: 'waiting' })
    expect(await timerOf(call)).toMatchObject({ state: 'open' })
  })

  it('leaves an owner who was welcomed alone', async () => {
    const car = await sold()
    const call = await only()
    ok(await api.as(clerk)(routes.welcomeNewOwner, { ...seen(call), body: { bookletRegistered: true } }))
    await put(car, { soldOn: day('2026-11-22') })
    expect((await list()).total).toBe(0)
    expect(await timerOf(call)).toMatchObject({ state: 'done' })
  })

  it('goes with the car to whoever has it, and ends when the car is gone', async () => {
    const { vehicleId, etag } = await sold()
    const call = await only()
    const transferred = ok(
      await api.as(holding('front_desk_supervisor'))(vehicles.transferVehicle, {
        params: { vehicleId },
        ifMatch: etag,
        body: { customerId: customerIdOf('berta'), on: day('2026-11-23') },
      }),
    ).body
    // The new owner has a say of their own: this one wants no contact.
    expect(await only()).toMatchObject({ customerId: customerIdOf('berta'), contactRefused: true })
    expect(await timerOf(call)).toMatchObject({
      state: 'open',
      moves: 0,
      dueAt: local('2026-11-30 10:00'),
      zh: '新车主不愿被联系：不打电话，仅登记保养手册',
    })
    ok(
      await api.as(advisor)(vehicles.setVehicleStatus, {
        params: { vehicleId },
        ifMatch: transferred.etag,
        body: { status: 'scrapped', on: day('2026-11-23'), reason: '事故报废' } as never,
      }),
    )
    expect((await list()).total).toBe(0)
    expect(await timerOf(call)).toMatchObject({ state: 'dropped', ended: { reason: 'withdrawn' } })
  })

  it('is nobody’s any more once the owner is erased, with what was noted of them', async () => {
    await sold()
    const call = await only()
    const noted = ok(
      await api.as(clerk)(followUps.noAnswerFollowUp, { ...seen(call), body: { remark: '王女士在开会' } }),
    )
    expect(noted.body.attempts[0]).toHaveProperty('remark')
    const anna = await api.store.customers.byId('D001', customerIdOf('anna'))
    const erase = { params: { customerId: customerIdOf('anna') }, ifMatch: `"${String(anna!.version)}"` }
    ok(await api.as(holding('general_manager'))(eraseCustomer, erase as never))
    const left = await api.store.followUpCalls.byId('D001', call.followUpCallId)
    expect(left).toMatchObject({ status: 'withdrawn' })
    expect(JSON.stringify(left)).not.toContain('王女士')
    expect(await timerOf(call)).toMatchObject({ state: 'dropped' })
  })
})
