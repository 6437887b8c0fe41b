import { beforeEach, describe, expect, it } from 'vitest'
import { fieldServiceMachine } from '../../../shared/domain/field-service-machine.ts'
import { statesOf, verbsFrom, type StateOf } from '../../../shared/domain/machine.ts'
import {
  arriveFieldService,
  cancelFieldService,
  changeFieldService,
  completeFieldService,
  contactFieldService,
  couldNotReachFieldService,
  handInFeedbackCard,
  listFieldService,
  listFieldServiceOfCustomer,
  readFieldService,
  readFieldServiceChanges,
  requestFieldService,
  scheduleFieldService,
} from '../../../shared/http/routes/field-service.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fieldServiceOrderIdOf, fieldServiceRecord } from '../../../shared/store/field-service-orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  customerIdOf,
  customerOf,
  dealerOf,
  fieldServiceOrderOf,
  local,
  mergedOf,
  mobileOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const specialist: Account = {
  dealerId: 'D001',
  roles: ['field_service_specialist'],
  staffId: staffIdOf('F1'),
  sub: 'f1',
}
const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], sub: 'a1' }
const manager: Account = { dealerId: 'D001', roles: ['service_manager'], sub: 'm1' }
const stranger: Account = { ...manager, dealerId: 'D002', sub: 'x1' }

const customerId = customerIdOf('anna')
const contact = {
  name: '王芳',
  mobile: mobileOf('anna') as never,
  addresses: [
    { label: '门店', text: '文三路1号' },
    { label: '仓库', text: '五常大道2号' },
  ],
}
const cut = {
  kind: 'cutting_delivery' as const,
  item: '隔热膜',
  quantity: 12.5,
  unit: '米',
  addressLabel: '仓库',
}
const swap = { kind: 'replacement' as const, item: '裁切板', quantity: 2, unit: '块' }
const visit = { number: 'FS-1', customerId, request: '更换裁切板', contact, lines: [cut, swap] }
const fieldServiceOrderId = fieldServiceOrderIdOf('D001', 'FS-1')
const params = { fieldServiceOrderId }
const now = local('2026-11-23 10:00')

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(vehicleRecord, vehicleOf('anna')),
    ...puts(
      staffRecord,
      staffOf('F2', { role: 'field_service_specialist' }),
      staffOf('F1', { role: 'field_service_specialist' }),
      staffOf('M1', { role: 'service_manager' }),
      staffOf('left', { role: 'field_service_specialist', leftOn: '2026-11-01' as never }),
    ),
  )
})

const stored = async () => (await api.store.fieldService.byId('D001', fieldServiceOrderId))!
const etag = async () => `"${String((await stored()).version)}"`
const request = (more: object = {}, account = advisor) =>
  api.as(account)(requestFieldService, { body: { ...visit, ...more } })
const step = async (route: { readonly path: string }, body?: object, account = specialist) =>
  api.as(account)(route as never, { params, ...(body && { body }), ifMatch: await etag() } as never)
/** Brings the order to a state, whatever way it took there. */
async function bringTo(status: StateOf<typeof fieldServiceMachine>) {
  await request()
  await save(api.store, fieldServiceRecord.put({ ...(await stored()), status }, { at: now, by: 'test' }))
}

describe('POST /field-service-orders', () => {
  it('takes a request down for whoever holds the role, and the time runs from here', async () => {
    expect(await request()).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        fieldServiceOrderId,
        status: 'requested',
        assignedTo: staffIdOf('F1'),
        requestedAt: now,
        contact,
        lineCount: 2,
        lines: [
          { line: 1, ...cut },
          { line: 2, ...swap },
        ],
      },
    })
  })

  it('goes up to the manager where nobody holds the role', async () => {
    const staff = await api.store.staff.ofDealer('D001')
    const gone = staff.filter(({ role }) => role === 'field_service_specialist')
    await save(api.store, ...gone.map((each) => staffRecord.remove(each)))
    expect(await request()).toMatchObject({ body: { assignedTo: staffIdOf('M1') } })
  })

  it('is of the customer as whom the department deals with the person now', async () => {
    await save(api.store, ...puts(customerRecord, mergedOf('old', 'anna')))
    expect(await request({ customerId: customerIdOf('old') })).toMatchObject({ body: { customerId } })
    const params = { customerId: customerIdOf('old') }
    const listed = await api.as(advisor)(listFieldServiceOfCustomer, { params })
    expect(listed.ok && listed.body.items).toHaveLength(1)
  })

  it('stays on the customer’s list when the record that it names is merged into another', async () => {
    await save(api.store, ...puts(customerRecord, customerOf('old')))
    await request({ customerId: customerIdOf('old') })
    const [anna, old] = await Promise.all(
      ['anna', 'old'].map(async (name) => (await api.store.customers.byId('D001', customerIdOf(name)))!),
    )
    const mergedFrom = [{ customerId: old!.customerId, number: old!.number }]
    await save(
      api.store,
      customerRecord.put({ ...anna!, mergedFrom }, { at: now, by: 'test' }),
      customerRecord.put({ ...mergedOf('old', 'anna'), version: old!.version }, { at: now, by: 'test' }),
    )
    const listed = await api.as(advisor)(listFieldServiceOfCustomer, { params: { customerId } })
    expect(listed.ok && listed.body.items.map(({ number }) => number)).toEqual(['FS-1'])
  })

  it('takes the mobile as people write it', async () => {
    const written = { ...contact, mobile: '138 0013 8000' }
    expect(await request({ contact: written })).toMatchObject({
      body: { contact: { mobile: '+8613800138000' } },
    })
  })

  it('may be noted down later than it came, and not before', async () => {
    const requestedAt = local('2026-11-23 09:10')
    expect(await request({ requestedAt })).toMatchObject({ body: { requestedAt } })
    expect(await request({ number: 'FS-2', requestedAt: local('2026-11-23 10:01') })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.requestedAt', reason: 'too-far-ahead' }] },
    })
  })

  it.each([
    ['a customer that nobody knows', { customerId: customerIdOf('no') }, 'body.customerId'],
    ['a vehicle that nobody knows', { vehicleId: vehicleIdOf('no') }, 'body.vehicleId'],
    ['somebody who has left', { assignedTo: staffIdOf('left') }, 'body.assignedTo'],
    [
      'an address that the contact does not have',
      { lines: [{ ...cut, addressLabel: '家' }] },
      'body.lines.0.addressLabel',
    ],
    ['a kind of goods that there is not', { lines: [{ ...cut, kind: 'gift' }] }, 'body.lines.0.kind'],
  ])('refuses %s', async (_, more, path) => {
    expect(await request(more)).toMatchObject({
      status: 422,
      problem: { errors: [{ path, reason: 'not-a-choice' }] },
    })
  })

  it.each([
    [12.5, 201],
    [1.005, 201],
    [0.0005, 422],
  ])('takes a length of %d with %d: three decimals at most', async (quantity, status) => {
    expect(await request({ lines: [{ ...cut, quantity }] })).toMatchObject({ status })
  })

  it('refuses two addresses of one label, and goods of no quantity', async () => {
    const twice = { ...contact, addresses: [contact.addresses[0], contact.addresses[0]] }
    expect(await request({ contact: twice, lines: [] })).toMatchObject({
      problem: { errors: [{ path: 'body.contact.addresses.1.label', reason: 'invalid' }] },
    })
    expect(await request({ lines: [{ ...cut, quantity: 0 }] })).toMatchObject({
      problem: { errors: [{ path: 'body.lines.0.quantity', reason: 'too-small' }] },
    })
  })

  it('makes a number where none is given, and refuses one that is taken', async () => {
    const made = await request({ number: undefined })
    expect(made.ok && made.body.number).toMatch(/^FS20261123-[2-9A-HJ-NP-Z]{4}$/)
    await request()
    expect(await request({ number: 'fs-1' })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: fieldServiceOrderId },
    })
  })

  it('is done once under one key', async () => {
    const send = () =>
      api.as(advisor)(requestFieldService, {
        body: { ...visit, number: undefined },
        idempotencyKey: 'key-of-one-visit',
      })
    const replies = await Promise.all([send(), send(), send()])
    expect(new Set(replies.map((reply) => reply.ok && reply.body.number)).size).toBe(1)
    expect(api.table.all().filter(({ entity }) => entity === 'FieldServiceOrder')).toHaveLength(1)
  })
})

describe('a visit', () => {
  it('goes from the request to its feedback card, and each moment is kept', async () => {
    await request()
    const at = (time: string) => {
      const instant = local(`2026-11-23 ${time}`)
      api.moveTo(instant)
      return instant
    }
    at('10:20')
    await step(couldNotReachFieldService, { remark: '关机' })
    const contactedAt = at('11:00')
    await step(contactFieldService)
    const first = local('2026-11-23 14:00')
    await step(scheduleFieldService, { scheduledFor: first })
    const scheduledFor = local('2026-11-23 15:00')
    await step(scheduleFieldService, { scheduledFor, reason: '客户改时间' })
    const onSiteAt = at('14:55')
    await step(arriveFieldService)
    const completedAt = at('16:00')
    expect(
      await step(completeFieldService, { result: '已更换', lines: [{ line: 1, doneQuantity: 12 }] }),
    ).toMatchObject({ status: 200, body: { status: 'completed', completedAt } })
    const handedInAt = at('17:00')
    expect(await step(handInFeedbackCard, { score: 9, words: '很快', signature: 's/1.png' })).toMatchObject({
      status: 200,
      etag: '"8"',
      body: {
        status: 'closed',
        attempts: [{ remark: '关机', by: staffIdOf('F1') }],
        contactedAt,
        appointments: [{ scheduledFor: first }, { scheduledFor, reason: '客户改时间' }],
        scheduledFor,
        onSiteAt,
        completedAt,
        result: '已更换',
        lines: [{ doneQuantity: 12 }, { doneQuantity: 2 }],
        feedback: { score: 9, words: '很快', handedInAt, handedInBy: staffIdOf('F1') },
      },
    })
    expect((await api.store.fieldService.open('D001', { limit: 9 })).items).toEqual([])
  })

  it('that was for nothing is agreed anew, and the specialist is not there any more', async () => {
    await bringTo('on_site')
    const there = { ...(await stored()), onSiteAt: now }
    await save(api.store, fieldServiceRecord.put(there, { at: now, by: 'test' }))
    const scheduledFor = local('2026-11-24 09:00')
    expect(await step(scheduleFieldService, { scheduledFor, reason: '无人在场' })).toMatchObject({
      body: { status: 'scheduled', scheduledFor },
    })
    expect((await stored()).onSiteAt).toBeUndefined()
  })

  it.each([
    ['2026-11-23 10:00', 'in-the-past'],
    ['2027-11-25 10:00', 'too-far-ahead'],
  ])('cannot be agreed for %s', async (time, reason) => {
    await bringTo('contacted')
    expect(await step(scheduleFieldService, { scheduledFor: local(time) })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.scheduledFor', reason }] },
    })
  })

  it.each([
    ['a line that is not in it', [{ line: 9, doneQuantity: 1 }], 'body.lines.0.line', 'not-a-choice'],
    [
      'a line twice',
      [
        { line: 1, doneQuantity: 1 },
        { line: 1, doneQuantity: 1 },
      ],
      'body.lines.1.line',
      'invalid',
    ],
    ['more than was asked for', [{ line: 2, doneQuantity: 3 }], 'body.lines.0.doneQuantity', 'too-large'],
  ])('is not completed with %s', async (_, lines, path, reason) => {
    await bringTo('on_site')
    expect(await step(completeFieldService, { result: '完成', lines })).toMatchObject({
      status: 422,
      problem: { errors: [{ path, reason }] },
    })
    expect((await stored()).status).toBe('on_site')
  })

  it('takes thirty calls that reached nobody, and then a decision', async () => {
    await request()
    const attempts = Array.from({ length: 30 }, () => ({ at: now, by: 'x' }))
    await save(api.store, fieldServiceRecord.put({ ...(await stored()), attempts }, { at: now, by: 'test' }))
    expect(await step(couldNotReachFieldService, {})).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body', reason: 'too-large' }] },
    })
    expect(await step(cancelFieldService, { reason: '多次联系不上' })).toMatchObject({
      body: { status: 'cancelled', cancelled: { reason: '多次联系不上' } },
    })
  })
})

const scheduledFor = local('2026-11-24 09:00')
const steps = [
  ['change', changeFieldService, { request: '另一件事' }],
  ['could-not-reach', couldNotReachFieldService, {}],
  ['contact', contactFieldService, undefined],
  ['schedule', scheduleFieldService, { scheduledFor }],
  ['arrive', arriveFieldService, undefined],
  ['complete', completeFieldService, { result: '完成' }],
  ['hand-in-card', handInFeedbackCard, { score: 8 }],
  ['cancel', cancelFieldService, { reason: '不需要' }],
] as const

describe.each(statesOf(fieldServiceMachine))('in state %s', (status) => {
  const allowed = verbsFrom(fieldServiceMachine, status)

  it.each(steps)(
    '%s is taken if it is declared, and refused with what is allowed if not',
    async (verb, route, body) => {
      await bringTo(status)
      const reply = await step(route, body, manager)
      if (allowed.includes(verb)) expect(reply).toMatchObject({ status: 200, etag: '"3"' })
      else {
        expect(reply).toMatchObject({ status: 409, problem: { code: 'transition-refused', allowed } })
        expect(await stored()).toMatchObject({ status, version: 2 })
      }
    },
  )
})

describe('a correction', () => {
  const correct = (body: object) => step(changeFieldService, body, advisor)

  it('changes what is given, null takes the vehicle away, and another specialist has it on the list', async () => {
    await request({ vehicleId: vehicleIdOf('anna') })
    expect(await correct({ vehicleId: null, assignedTo: staffIdOf('F2'), lines: [swap] })).toMatchObject({
      status: 200,
      body: { assignedTo: staffIdOf('F2'), lines: [{ line: 1, ...swap }], request: '更换裁切板' },
    })
    expect((await stored()).vehicleId).toBeUndefined()
    const listed = (staff: string) =>
      api.store.fieldService.open('D001', { assignedTo: staffIdOf(staff), limit: 9 })
    expect((await listed('F1')).items).toEqual([])
    expect((await listed('F2')).items).toHaveLength(1)
  })

  it('of the addresses leaves no line without its own', async () => {
    await request()
    const addresses = [{ label: '门店', text: '文三路1号' }]
    expect(await correct({ contact: { ...contact, addresses } })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.lines.0.addressLabel', reason: 'not-a-choice' }] },
    })
  })

  it('needs the version that was seen, and one of two at once is told', async () => {
    await request()
    expect(await api.as(advisor)(changeFieldService, { params, body: {} })).toMatchObject({ status: 428 })
    const replies = await Promise.all(
      ['a', 'b'].map((word) =>
        api.as(advisor)(changeFieldService, { params, body: { request: word }, ifMatch: '"1"' }),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('the lists', () => {
  beforeEach(() =>
    save(
      api.store,
      ...puts(
        fieldServiceRecord,
        fieldServiceOrderOf('new', { requestedAt: local('2026-11-23 09:00') }),
        fieldServiceOrderOf('old', { requestedAt: local('2026-11-20 09:00'), status: 'scheduled' }),
        fieldServiceOrderOf('other', { requestedAt: local('2026-11-19 09:00'), assignedTo: staffIdOf('F2') }),
        fieldServiceOrderOf('done', { requestedAt: local('2026-11-18 09:00'), status: 'closed' }),
      ),
    ),
  )
  const numbersOf = async (query: object = {}, account = specialist) => {
    const reply = await api.as(account)(listFieldService, { query })
    return reply.ok ? reply.body.items.map(({ number }) => number) : reply.problem
  }

  it('show what is open, longest waiting first of each specialist, by state and assignee', async () => {
    expect(await numbersOf({ assignedTo: staffIdOf('F1') })).toEqual(['FS-old', 'FS-new'])
    expect(await numbersOf({ assignedTo: staffIdOf('F1'), status: 'requested' })).toEqual(['FS-new'])
    expect([...((await numbersOf()) as string[])].sort()).toEqual(['FS-new', 'FS-old', 'FS-other'])
    expect(await numbersOf({ status: 'scheduled' })).toEqual(['FS-old'])
    expect(await numbersOf({}, stranger)).toEqual([])
  })

  it('tell no address and no number of a person', async () => {
    const reply = await api.as(specialist)(listFieldService)
    expect(JSON.stringify(reply)).not.toMatch(/\+86|文三路|王芳/)
  })

  it('show what a customer asked for, the newest first, and know no customer of another dealer', async () => {
    const list = (account: Account) => api.as(account)(listFieldServiceOfCustomer, { params: { customerId } })
    const reply = await list(advisor)
    expect(reply.ok && reply.body.items.map(({ number }) => number)).toEqual([
      'FS-new',
      'FS-old',
      'FS-other',
      'FS-done',
    ])
    expect(await list(stranger)).toMatchObject({ status: 404 })
  })

  it('page by a cursor that belongs to the list, the dealer and the filter', async () => {
    const query = { assignedTo: staffIdOf('F1'), limit: 1 }
    const first = await api.as(specialist)(listFieldService, { query })
    if (!first.ok || first.body.next === undefined) throw new Error('a page was expected')
    const cursor = first.body.next
    expect(await numbersOf({ ...query, cursor })).toEqual(['FS-new'])
    const refused = { code: 'cursor-invalid' }
    expect(await numbersOf({ limit: 1, cursor })).toMatchObject(refused)
    expect(await numbersOf({ ...query, cursor }, stranger)).toMatchObject(refused)
  })
})

describe('another dealer', () => {
  it.each([
    ['read', readFieldService, undefined],
    ['changes', readFieldServiceChanges, undefined],
    ...steps,
  ] as const)('finds nothing under the id: %s', async (_, route, body) => {
    await request()
    expect(await step(route, body, stranger)).toMatchObject({ status: 404 })
    expect(await stored()).toMatchObject({ version: 1, status: 'requested' })
  })
})

describe('GET /field-service-orders/{fieldServiceOrderId}/changes', () => {
  it('tells who did what, newest first, with before and after', async () => {
    await request()
    await step(contactFieldService)
    expect(await api.as(manager)(readFieldServiceChanges, { params })).toMatchObject({
      body: {
        items: [
          {
            action: 'contacted',
            by: staffIdOf('F1'),
            before: { status: 'requested' },
            after: { status: 'contacted' },
          },
          { action: 'requested', by: 'a1' },
        ],
      },
    })
  })
})
