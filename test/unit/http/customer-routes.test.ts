import { beforeEach, describe, expect, it } from 'vitest'
import { eraseCustomer } from '../../../shared/http/routes/customer-data.ts'
import * as routes from '../../../shared/http/routes/customers.ts'
import { customerRecord, erasedAmong } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  customerIdOf,
  customerOf,
  dealerOf,
  erasedOf,
  local,
  mergedOf,
  mobileOf,
  staffIdOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { advisor, manager, stranger, supervisor } from './customer-accounts.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta', { name: '王小明' })),
    ...['anna', 'berta'].map((name) =>
      takeName('D001', 'customer-number', `C-${name}`, customerIdOf(name), earlier),
    ),
    ...puts(vehicleRecord, vehicleOf('anna'), vehicleOf('second', { customerId: customerIdOf('anna') })),
  )
})

const anna = { customerId: customerIdOf('anna') }
const body = { name: ' 李雷 ', mobile: '138 0013-8000' }

describe('POST /customers', () => {
  it('takes in nobody for a dealer that is not there', async () => {
    const reply = await api.as({ ...advisor, dealerId: 'D999' })(routes.createCustomer, { body })
    expect(reply).toMatchObject({ status: 404, problem: { code: 'not-found' } })
    expect(api.table.all().filter(({ dealerId }) => dealerId === 'D999')).toEqual([])
  })

  it('takes in a customer under a number of ours, with who did it', async () => {
    const reply = await api.as(advisor)(routes.createCustomer, { body })
    expect(reply).toMatchObject({
      ok: true,
      status: 201,
      etag: '"1"',
      body: { state: 'active', number: 'N-1', name: '李雷', mobile: '+8613800138000', etag: '"1"' },
    })
    if (!reply.ok) throw new Error(reply.problem.code)
    const { customerId } = reply.body
    expect(await api.store.customers.byId('D001', customerId)).toMatchObject({
      version: 1,
      createdBy: staffIdOf('A1'),
    })
    expect(await api.store.audit.of('D001', 'Customer', customerId)).toMatchObject([
      { action: 'created', after: { name: '李雷' }, createdBy: staffIdOf('A1') },
    ])
  })

  it('takes another number of ours when the first one is taken', async () => {
    await save(api.store, takeName('D001', 'customer-number', 'N-1', customerIdOf('other'), earlier))
    const reply = await api.as(advisor)(routes.createCustomer, { body })
    expect(reply).toMatchObject({ ok: true, body: { number: 'N-2' } })
  })

  it('names who has a number that is given already, however it is written', async () => {
    const reply = await api.as(advisor)(routes.createCustomer, { body: { ...body, number: 'ｃ-ANNA' } })
    expect(reply).toMatchObject({ status: 201 })
    const again = await api.as(advisor)(routes.createCustomer, { body: { ...body, number: 'C-anna ' } })
    expect(again).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: (reply.ok && reply.body.customerId) as string },
    })
  })

  it('makes one customer of a request that is sent twice under one key', async () => {
    const given = { body, idempotencyKey: 'key-12345678' }
    const first = await api.as(advisor)(routes.createCustomer, given)
    const before = api.table.all().length
    expect(await api.as(advisor)(routes.createCustomer, given)).toEqual(first)
    expect(api.table.all().length).toBe(before)
  })

  it('tells nothing of who was erased since, and after a day no longer what it answered', async () => {
    const given = { body: { ...body, number: 'C-lilei' }, idempotencyKey: 'key-12345678' }
    const first = await api.as(advisor)(routes.createCustomer, given)
    if (!first.ok) throw new Error(first.problem.code)
    const params = { customerId: first.body.customerId }
    api.moveTo(local('2026-11-23 10:01'))
    await api.as(manager)(eraseCustomer, { params, ifMatch: first.body.etag })
    const again = await api.as(advisor)(routes.createCustomer, given)
    expect(again).toMatchObject({ status: 409, problem: { code: 'customer-erased' } })
    expect(JSON.stringify(again)).not.toContain('李雷')
    // The table has it still.
    api.moveTo(local('2026-11-24 10:00'))
    expect(await api.as(advisor)(routes.createCustomer, given)).toMatchObject({
      problem: { code: 'already-exists' },
    })
  })

  it('knew of those who were erased before it was answered, and may name them again', async () => {
    const first = await api.as(advisor)(routes.createCustomer, { body: { ...body, number: 'C-lilei' } })
    if (!first.ok) throw new Error(first.problem.code)
    const { customerId, etag } = first.body
    api.moveTo(local('2026-11-23 10:01'))
    await api.as(manager)(eraseCustomer, { params: { customerId }, ifMatch: etag })
    const among = (time: string) => erasedAmong(api.table, 'D001', [customerId], local(`2026-11-23 ${time}`))
    expect([await among('10:00'), await among('10:01')]).toEqual([[customerId], []])
  })

  it.each([
    ['mobile', { ...body, mobile: '0571-88880000' }, 'wrong-format'],
    ['birthday', { ...body, birthday: '2026-11-24' }, 'too-far-ahead'],
    ['name', { ...body, name: '   ' }, 'too-small'],
    ['name', { ...body, name: '王\u0000芳' }, 'wrong-format'],
    ['remark', { ...body, remark: '\ud800' }, 'wrong-format'],
    ['dealerId', { ...body, dealerId: 'D002' }, 'unknown-field'],
  ])('refuses a %s that cannot be', async (field, given, reason) => {
    const before = api.table.all()
    const reply = await api.as(advisor)(routes.createCustomer, { body: given })
    expect(reply).toMatchObject({
      status: 422,
      problem: { errors: [{ path: `body.${field}`, reason }] },
    })
    expect(api.table.all()).toEqual(before)
  })
})

describe('GET /customers', () => {
  const namesOf = async (query: Record<string, string>, account = advisor) => {
    const reply = await api.as(account)(routes.findCustomers, { query })
    if (!reply.ok) throw new Error(reply.problem.code)
    return reply.body.items.map(({ name, number }) => `${name} ${number}`)
  }

  it('finds by number, by mobile and by the beginning of the name', async () => {
    expect(await namesOf({ number: 'N-1' })).toEqual([])
    await api.as(advisor)(routes.createCustomer, { body: { ...body, name: 'Ｗang Fang' } })
    expect(await namesOf({ number: ' n-1' })).toEqual(['Ｗang Fang N-1'])
    expect(await namesOf({ mobile: '+8613800138000' })).toEqual(['Ｗang Fang N-1'])
    expect(await namesOf({ name: 'wang f' })).toEqual(['Ｗang Fang N-1'])
    expect(await namesOf({ name: '王' })).toEqual(['王小明 C-berta', '王芳 C-anna'])
    expect(await namesOf({ name: '王芳' })).toEqual(['王芳 C-anna'])
    expect(await namesOf({ name: '芳' })).toEqual([])
  })

  it('finds all who share a mobile', async () => {
    await api.as(advisor)(routes.createCustomer, { body: { ...body, mobile: mobileOf('anna') } })
    expect((await namesOf({ mobile: mobileOf('anna') })).sort()).toEqual(['李雷 N-1', '王芳 C-anna'])
  })

  const foundBy = async (query: Record<string, string>) => {
    const reply = await api.as(advisor)(routes.findCustomers, { query })
    if (!reply.ok) throw new Error(reply.problem.code)
    return reply.body.items.map(({ number, found }) => `${number} ${found}`)
  }

  it('finds by a number of before as well, behind whoever has it now, page by page', async () => {
    const former = mobileOf('anna')
    const change = (name: string, ifMatch: string, mobile: string) =>
      api.as(advisor)(routes.changeCustomer, {
        params: { customerId: customerIdOf(name) },
        ifMatch,
        body: { mobile },
      })
    await change('anna', '"1"', '13900139000')
    await change('berta', '"1"', former)
    await change('berta', '"2"', '13900139001')
    await api.as(advisor)(routes.createCustomer, { body: { ...body, number: 'C-new', mobile: former } })
    const all = await foundBy({ mobile: former })
    expect(all[0]).toBe('C-NEW current')
    expect(all.slice(1).sort()).toEqual(['C-anna former', 'C-berta former'])
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const query = { mobile: former, limit: '1', ...(cursor === undefined ? {} : { cursor }) }
      const reply = await api.as(advisor)(routes.findCustomers, { query })
      if (!reply.ok) throw new Error(reply.problem.code)
      paged.push(...reply.body.items.map(({ number, found }) => `${number} ${found}`))
      cursor = reply.body.next
    } while (cursor !== undefined && paged.length < 9)
    expect(paged).toEqual(all)
    await change('anna', '"2"', former)
    expect((await foundBy({ mobile: former })).sort()).toEqual([
      'C-NEW current',
      'C-anna current',
      'C-berta former',
    ])
    expect(await namesOf({ mobile: former }, stranger)).toEqual([])
  })

  it('finds nobody any more by a number that the record has forgotten', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `139001391${String(index).padStart(2, '0')}`)
    for (const [index, mobile] of numbers.entries()) {
      const ifMatch = `"${String(index + 1)}"`
      await api.as(advisor)(routes.changeCustomer, { params: anna, ifMatch, body: { mobile } })
    }
    expect(await foundBy({ mobile: mobileOf('anna') })).toEqual([])
    expect(await foundBy({ mobile: numbers[0]! })).toEqual([])
    expect(await foundBy({ mobile: numbers[1]! })).toEqual(['C-anna former'])
    expect(api.table.all().filter(({ entity }) => entity === 'FormerMobile')).toHaveLength(10)
  })

  it('shows nobody as having the number they had, however late the index is', async () => {
    api.table.freezeIndexes()
    await api.as(advisor)(routes.changeCustomer, {
      params: anna,
      ifMatch: '"1"',
      body: { mobile: '13900139000', name: '李芳' },
    })
    expect(await foundBy({ mobile: mobileOf('anna') })).toEqual(['C-anna former'])
    expect(await namesOf({ name: '王芳' })).toEqual([])
    api.table.thawIndexes()
    expect(await namesOf({ mobile: '13900139000' })).toEqual(['李芳 C-anna'])
  })

  it('goes on behind a page, and takes the cursor for no other clue', async () => {
    const as = api.as(advisor)
    const first = await as(routes.findCustomers, { query: { name: '王', limit: '1' } })
    if (!first.ok || first.body.next === undefined) throw new Error('one page only')
    const cursor = first.body.next
    const second = await as(routes.findCustomers, { query: { name: '王', limit: '1', cursor } })
    expect(second.ok && second.body.items.map(({ name }) => name)).toEqual(['王芳'])
    for (const [account, query] of [
      [advisor, { name: '王芳', cursor }],
      [stranger, { name: '王', cursor }],
      [advisor, { name: '王', cursor: 'eyJmb3JnZWQiOnRydWV9' }],
    ] as const) {
      expect(await api.as(account)(routes.findCustomers, { query })).toMatchObject({
        status: 400,
        problem: { code: 'cursor-invalid' },
      })
    }
  })

  it.each([{}, { name: '王', number: 'C1' }, { limit: '5' }])(
    'takes exactly one clue, not %o',
    async (query) => {
      const reply = await api.as(advisor)(routes.findCustomers, { query: query })
      expect(reply).toMatchObject({ status: 422 })
      expect(!reply.ok && reply.problem.errors?.every(({ reason }) => reason === 'one-of-several')).toBe(true)
    },
  )

  it('finds nobody of another dealer', async () => {
    expect(await namesOf({ name: '王' }, stranger)).toEqual([])
    expect(await namesOf({ mobile: mobileOf('anna') }, stranger)).toEqual([])
    expect(await namesOf({ number: 'C-ANNA' }, stranger)).toEqual([])
  })
})

describe('GET /customers/{customerId}', () => {
  it('shows the customer with its ETag, and none to another dealer', async () => {
    const reply = await api.as(advisor)(routes.readCustomer, { params: anna })
    expect(reply).toMatchObject({ ok: true, etag: '"1"', body: { state: 'active', name: '王芳' } })
    expect(await api.as(stranger)(routes.readCustomer, { params: anna })).toMatchObject({ status: 404 })
  })
})

describe('PATCH /customers/{customerId}', () => {
  const change = (given: object, ifMatch = '"1"', account = advisor) =>
    api.as(account)(routes.changeCustomer, { params: anna, ifMatch, body: given })

  it('keeps the number before, since when and until when, and who changed it', async () => {
    await change({ mobile: '13900139000' })
    api.moveTo(local('2026-12-01 09:00'))
    const reply = await change({ mobile: '13700137000', remark: '换号' }, '"2"')
    expect(reply).toMatchObject({
      ok: true,
      etag: '"3"',
      body: {
        mobile: '+8613700137000',
        remark: '换号',
        earlierMobiles: [
          {
            mobile: mobileOf('anna'),
            from: '2026-01-01T00:00:00.000Z',
            until: local('2026-11-23 10:00'),
            changedBy: staffIdOf('A1'),
          },
          {
            mobile: '+8613900139000',
            from: local('2026-11-23 10:00'),
            until: local('2026-12-01 09:00'),
          },
        ],
      },
    })
  })

  it('takes an optional field away with null, and leaves what is not given', async () => {
    await change({ address: '文三路 100 号', gender: 'female' })
    const reply = await change({ address: null }, '"2"')
    expect(reply).toMatchObject({ ok: true, body: { gender: 'female', name: '王芳' } })
    expect(reply.ok && reply.body.address).toBeUndefined()
  })

  it('writes nothing where nothing changes, and keeps the version', async () => {
    const before = api.table.all()
    expect(await change({ name: '王芳' })).toMatchObject({ ok: true, etag: '"1"' })
    expect(api.table.all()).toEqual(before)
  })

  it('is refused without the version, with an old one, and to another dealer', async () => {
    expect(
      await api.as(advisor)(routes.changeCustomer, { params: anna, body: { name: '王方' } }),
    ).toMatchObject({ status: 428 })
    await change({ name: '王方' })
    expect(await change({ name: '王圆' })).toMatchObject({ status: 412, etag: '"2"' })
    expect(await change({ name: '王圆' }, '"2"', stranger)).toMatchObject({ status: 404 })
    expect(await api.store.customers.byId('D001', anna.customerId)).toMatchObject({ name: '王方' })
  })

  it('of two at the same moment loses neither: one is told that the other was faster', async () => {
    let other = true
    api.table.onCommit = () => {
      if (!other) return undefined
      other = false
      const known = api.table.all().find(({ pk }) => pk === `D001#customer#${anna.customerId}`)!
      api.table.put({ ...known, remark: '老客户', version: 2 })
      return undefined
    }
    expect(await change({ name: '王方' })).toMatchObject({ status: 412, etag: '"2"' })
    expect(await api.store.customers.byId('D001', anna.customerId)).toMatchObject({
      name: '王芳',
      remark: '老客户',
    })
  })
})

describe('a record that is nobody’s any more', () => {
  beforeEach(() => save(api.store, ...puts(customerRecord, mergedOf('copy', 'anna'), erasedOf('gone'))))
  const copy = { customerId: customerIdOf('copy') }
  const gone = { customerId: customerIdOf('gone') }

  it('is read as what became of it', async () => {
    const as = api.as(advisor)
    expect(await as(routes.readCustomer, { params: copy })).toMatchObject({
      ok: true,
      body: { state: 'merged', mergedInto: customerIdOf('anna'), name: '王芳' },
    })
    const reply = await as(routes.readCustomer, { params: gone })
    expect(reply.ok && Object.keys(reply.body).sort()).toEqual([
      'begunAt',
      'begunBy',
      'customerId',
      'erasedAt',
      'etag',
      'state',
    ])
  })

  it('takes no changes', async () => {
    const change = (params: { customerId: string }) =>
      api.as(advisor)(routes.changeCustomer, { params, ifMatch: '"1"', body: { name: '王方' } })
    expect(await change(copy)).toMatchObject({
      status: 409,
      problem: { code: 'customer-merged', existing: customerIdOf('anna') },
    })
    expect(await change(gone)).toMatchObject({ status: 409, problem: { code: 'customer-erased' } })
  })

  it('is found by nothing, but the merged one’s number finds the customer', async () => {
    await save(
      api.store,
      takeName('D001', 'customer-number', 'COPY', customerIdOf('copy'), earlier),
      takeName('D001', 'customer-number', 'GONE', customerIdOf('gone'), earlier),
    )
    const found = async (query: object) => {
      const reply = await api.as(advisor)(routes.findCustomers, { query })
      return reply.ok && reply.body.items.map(({ customerId }) => customerId)
    }
    expect(await found({ mobile: mobileOf('copy') })).toEqual([])
    expect(await found({ name: '王芳' })).toEqual([customerIdOf('anna')])
    expect(await found({ number: 'COPY' })).toEqual([customerIdOf('anna')])
    expect(await found({ number: 'GONE' })).toEqual([])
  })
})

describe('GET /customers/{customerId}/vehicles', () => {
  it('lists the vehicles page by page, and none to another dealer', async () => {
    const as = api.as(advisor)
    const first = await as(routes.listCustomerVehicles, { params: anna, query: { limit: '1' } })
    if (!first.ok) throw new Error(first.problem.code)
    const second = await as(routes.listCustomerVehicles, {
      params: anna,
      query: { limit: '1', cursor: first.body.next },
    })
    if (!second.ok) throw new Error(second.problem.code)
    const found = [...first.body.items, ...second.body.items].map(({ vehicleId }) => vehicleId)
    expect(found.sort()).toEqual([vehicleIdOf('anna'), vehicleIdOf('second')].sort())
    expect(await api.as(stranger)(routes.listCustomerVehicles, { params: anna })).toMatchObject({
      status: 404,
    })
    const elsewhere = { customerId: customerIdOf('berta') }
    const query = { cursor: first.body.next } as never
    expect(await as(routes.listCustomerVehicles, { params: elsewhere, query })).toMatchObject({ status: 400 })
  })
})

describe('GET /customers/{customerId}/changes', () => {
  it('tells who changed what, newest first, to those who keep the records', async () => {
    const as = api.as(advisor)
    await as(routes.changeCustomer, { params: anna, ifMatch: '"1"', body: { name: '王方' } })
    api.moveTo(local('2026-11-24 10:00'))
    await as(routes.changeCustomer, { params: anna, ifMatch: '"2"', body: { name: '王圆' } })
    const reply = await api.as(supervisor)(routes.listCustomerChanges, { params: anna })
    expect(reply).toMatchObject({
      ok: true,
      body: {
        items: [
          {
            at: local('2026-11-24 10:00'),
            by: staffIdOf('A1'),
            action: 'changed',
            before: { name: '王方' },
            after: { name: '王圆' },
          },
          { before: { name: '王芳' }, after: { name: '王方' } },
        ],
      },
    })
    expect(await as(routes.listCustomerChanges, { params: anna })).toMatchObject({ status: 403 })
    expect(await api.as(stranger)(routes.listCustomerChanges, { params: anna })).toMatchObject({
      status: 404,
    })
  })
})
