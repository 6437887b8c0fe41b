import { beforeEach, describe, expect, it } from 'vitest'
import type { Mobile } from '../../../shared/domain/mobile.ts'
import { planMaintenance } from '../../../shared/due/plans/maintenance-reminders.ts'
import { mergeCustomer, unmergeCustomer } from '../../../shared/http/routes/customer-merges.ts'
import { changeCustomer, findCustomers } from '../../../shared/http/routes/customers.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  coverOf,
  customerIdOf,
  customerOf,
  dealerOf,
  erasedOf,
  mergedOf,
  mobileOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { advisor, stranger, supervisor } from './customer-accounts.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const kept = { customerId: customerIdOf('kept') }
const copy = { customerId: customerIdOf('copy') }
const mobile = mobileOf('kept') as Mobile
const nameOf = (name: string, number = `C-${name}`) =>
  takeName('D001', 'customer-number', number, customerIdOf(name), earlier)

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('kept'), customerOf('copy', { mobile, remark: '二次录入' })),
    nameOf('kept'),
    nameOf('copy'),
    ...puts(vehicleRecord, vehicleOf('one', copy), vehicleOf('two', copy), vehicleOf('three', kept)),
  )
})

const merge = (more: object = {}, ifMatch = '"1"', account = supervisor) =>
  api.as(account)(mergeCustomer, {
    params: kept,
    ifMatch,
    body: { otherId: copy.customerId, otherEtag: '"1"', ...more },
  })
const part = (ifMatch: string, params = copy) => api.as(supervisor)(unmergeCustomer, { params, ifMatch })
const ownerOf = async (name: string) => (await api.store.vehicles.byId('D001', vehicleIdOf(name)))?.customerId
const behind = async (number: string) =>
  (await api.store.guards.idsBehind('D001', 'customer-number', [number])).get(number)

describe('POST /customers/{customerId}/merge', () => {
  it('moves vehicles and number in one transaction, and keeps the other record as it was', async () => {
    const commits = api.table.commits.length
    const reply = await merge()
    expect(reply).toMatchObject({
      ok: true,
      etag: '"2"',
      body: {
        customer: { ...kept, etag: '"2"', mergedFrom: [{ ...copy, number: 'C-copy' }] },
        other: { state: 'merged', mergedInto: kept.customerId, remark: '二次录入', etag: '"2"' },
        vehicles: { moved: 2, left: 0 },
      },
    })
    expect(api.table.commits.length).toBe(commits + 1)
    expect([await ownerOf('one'), await ownerOf('two')]).toEqual([kept.customerId, kept.customerId])
    expect(await behind('C-copy')).toBe(kept.customerId)
    const actions = async (kind: string, id: string) =>
      (await api.store.audit.of('D001', kind, id)).map(({ action }) => action)
    expect(await actions('Customer', kept.customerId)).toEqual(['merged-another'])
    expect(await actions('Customer', copy.customerId)).toEqual(['merged'])
    expect(await actions('Vehicle', vehicleIdOf('one'))).toEqual(['customer-merged'])
  })

  it('leaves what waits for the vehicles as it is: they are the same person’s', async () => {
    const { item } = planMaintenance(vehicleOf('one', copy), dealerOf(), undefined, earlier)
    await save(api.store, ...puts(dueItemRecord, item!))
    const timer = () =>
      api.store.dueItems.bySubject('D001', 'maintenance-reminders', `vehicle#${vehicleIdOf('one')}`)
    const before = await timer()
    expect(before?.dueAt).toBeDefined()
    await merge()
    expect(await timer()).toEqual(before)
  })

  it('takes the other record out of lists, and lets it change no more', async () => {
    await merge()
    const found = await api.as(advisor)(findCustomers, { query: { mobile } })
    expect(found.ok && found.body.items.map(({ customerId }) => customerId)).toEqual([kept.customerId])
    expect(
      await api.as(advisor)(changeCustomer, { params: copy, ifMatch: '"2"', body: { name: '王方' } }),
    ).toMatchObject({ status: 409, problem: { code: 'customer-merged', existing: kept.customerId } })
  })

  it('of different numbers asks whether they are one person', async () => {
    await save(api.store, ...puts(customerRecord, customerOf('elsewhere')), nameOf('elsewhere'))
    const elsewhere = { otherId: customerIdOf('elsewhere') }
    expect(await merge(elsewhere)).toMatchObject({ status: 409, problem: { code: 'merge-unconfirmed' } })
    expect(await merge({ ...elsewhere, confirmed: true })).toMatchObject({ ok: true })
  })

  it('of different numbers is found by both, and taken back by each its own', async () => {
    const elsewhere = { customerId: customerIdOf('elsewhere') }
    const theirs = mobileOf('elsewhere')
    const other = customerOf('elsewhere', { number: 'C9' })
    await save(api.store, ...puts(customerRecord, other), nameOf('elsewhere', 'C9'))
    const found = async (query: Record<string, string>) => {
      const reply = await api.as(advisor)(findCustomers, { query })
      return reply.ok && reply.body.items.map((each) => [each.customerId, each.found])
    }
    // A number that the other had before leads to the customer as well.
    const body = { mobile: '13900139000' }
    await api.as(advisor)(changeCustomer, { params: elsewhere, ifMatch: '"1"', body })
    await merge({ otherId: elsewhere.customerId, otherEtag: '"2"', confirmed: true })
    for (const query of [{ mobile: theirs }, body, { number: 'C9' }]) {
      expect(await found(query)).toEqual([[kept.customerId, 'former']])
    }
    await part('"3"', elsewhere)
    expect(await found(body)).toEqual([[elsewhere.customerId, 'current']])
    expect(await found({ mobile: theirs })).toEqual([[elsewhere.customerId, 'former']])
  })

  it('of a record that has taken in others brings their numbers along, and back', async () => {
    await save(
      api.store,
      ...puts(
        customerRecord,
        customerOf('chief', { mobile, mergedFrom: [{ ...copy, number: 'C-copy' }] }),
        mergedOf('old', 'chief'),
      ),
      nameOf('chief'),
    )
    const chief = { otherId: customerIdOf('chief') }
    await merge(chief)
    expect([await behind('C-chief'), await behind('C-copy')]).toEqual([kept.customerId, kept.customerId])
    await part('"2"', { customerId: customerIdOf('chief') })
    expect([await behind('C-chief'), await behind('C-copy')]).toEqual([chief.otherId, chief.otherId])
    expect(await api.store.customers.recordById('D001', kept.customerId)).toMatchObject({ mergedFrom: [] })
  })

  it('of more vehicles than a transaction holds says so, and goes on when it is asked again', async () => {
    const fleet = Array.from({ length: 30 }, (_, index) =>
      vehicleOf(`fleet ${String(index)}`, {
        ...copy,
        cover: { commercial: coverOf(`f${String(index)}`, '2027-03-01') },
      }),
    )
    await save(api.store, ...puts(vehicleRecord, ...fleet))
    let etags = ['"1"', '"1"']
    const left: number[] = []
    do {
      const reply = await merge({ otherEtag: etags[1] }, etags[0])
      if (!reply.ok) throw new Error(reply.problem.code)
      etags = [reply.body.customer.etag, (reply.body.other as { etag: string }).etag]
      left.push(reply.body.vehicles.left)
      const owners = await api.store.customers.byIds('D001', [copy.customerId])
      expect(owners.get(copy.customerId)?.customerId).toBe(kept.customerId)
    } while (left.at(-1) !== 0 && left.length < 10)
    expect(left.length).toBeGreaterThan(1)
    expect(left).toEqual(left.toSorted((a, b) => b - a))
    const { items } = await api.store.vehicles.ofCustomer('D001', kept.customerId, { limit: 100 })
    expect(items).toHaveLength(33)
    expect(Math.max(...api.table.commits.map((writes) => writes.length))).toBeLessThanOrEqual(100)
  })

  it('moves no vehicle that went to somebody else meanwhile, however late the index is', async () => {
    api.table.freezeIndexes()
    const [one] = (await api.store.vehicles.byIds('D001', [vehicleIdOf('one')])).values()
    await save(api.store, vehicleRecord.put({ ...one!, customerId: customerIdOf('buyer') }, earlier))
    expect(await merge()).toMatchObject({ ok: true, body: { vehicles: { moved: 1, left: 0 } } })
    expect(await ownerOf('one')).toBe(customerIdOf('buyer'))
  })

  it.each([
    ['an old version of the customer', {}, '"2"', 412, 'version-stale'],
    ['an old version of the other', { otherEtag: '"2"' }, '"1"', 412, 'version-stale'],
    ['itself', { otherId: kept.customerId }, '"1"', 422, 'fields-invalid'],
    ['nobody', { otherId: customerIdOf('nobody') }, '"1"', 422, 'fields-invalid'],
    ['somebody erased', { otherId: customerIdOf('gone') }, '"1"', 409, 'customer-erased'],
    ['a record of somebody else', { otherId: customerIdOf('taken') }, '"1"', 409, 'customer-merged'],
  ])('with %s is refused, and nothing is written', async (_, more, ifMatch, status, code) => {
    await save(api.store, ...puts(customerRecord, erasedOf('gone'), mergedOf('taken', 'another')))
    const before = api.table.all()
    expect(await merge(more, ifMatch)).toMatchObject({ status, problem: { code } })
    expect(api.table.all()).toEqual(before)
  })

  it('of more records than one may have taken in is refused', async () => {
    const mergedFrom = Array.from({ length: 20 }, (_, index) => ({
      customerId: customerIdOf(`m${String(index)}`),
      number: `M${String(index)}`,
    }))
    await save(api.store, ...puts(customerRecord, customerOf('many', { mobile, mergedFrom })))
    expect(await merge({ otherId: customerIdOf('many') })).toMatchObject({
      status: 409,
      problem: { code: 'merge-too-large' },
    })
  })

  it('is not a service advisor’s to do, and finds nothing of another dealer', async () => {
    expect(await merge({}, '"1"', advisor)).toMatchObject({ status: 403 })
    expect(await merge({}, '"1"', stranger)).toMatchObject({ status: 404 })
    await save(api.store, ...puts(customerRecord, customerOf('kept', { dealerId: 'D002' })))
    expect(await merge({}, '"1"', stranger)).toMatchObject({ status: 422 })
    expect(await ownerOf('one')).toBe(copy.customerId)
  })

  it('that meets a change of the other record meanwhile changes nothing', async () => {
    let first = true
    api.table.onCommit = () => {
      if (first) {
        const known = api.table.all().find(({ pk }) => pk === `D001#customer#${copy.customerId}`)!
        api.table.put({ ...known, remark: '刚改过', version: 2 })
      }
      first = false
      return undefined
    }
    expect(await merge()).toMatchObject({ status: 412 })
    expect(await ownerOf('one')).toBe(copy.customerId)
    expect(await behind('C-copy')).toBe(copy.customerId)
  })
})

describe('POST /customers/{customerId}/unmerge', () => {
  it('makes two of one again: record, number and vehicles as they were before', async () => {
    await merge()
    const reply = await part('"2"')
    expect(reply).toMatchObject({
      ok: true,
      etag: '"3"',
      body: {
        customer: { ...kept, mergedFrom: [] },
        other: { ...copy, state: 'active', remark: '二次录入' },
        vehicles: { moved: 2, left: 0 },
      },
    })
    expect([await ownerOf('one'), await ownerOf('two'), await ownerOf('three')]).toEqual([
      copy.customerId,
      copy.customerId,
      kept.customerId,
    ])
    expect(await behind('C-copy')).toBe(copy.customerId)
    const found = await api.as(advisor)(findCustomers, { query: { mobile } })
    expect(found.ok && found.body.items).toHaveLength(2)
  })

  it('returns no vehicle that has another owner since, nor one that came later', async () => {
    await merge()
    const [one] = (await api.store.vehicles.byIds('D001', [vehicleIdOf('one')])).values()
    await save(
      api.store,
      vehicleRecord.put({ ...one!, customerId: customerIdOf('buyer') }, earlier),
      ...puts(vehicleRecord, vehicleOf('later', kept)),
    )
    expect(await part('"2"')).toMatchObject({ ok: true, body: { vehicles: { moved: 1, left: 0 } } })
    expect(await Promise.all(['one', 'two', 'later'].map(ownerOf))).toEqual([
      customerIdOf('buyer'),
      copy.customerId,
      kept.customerId,
    ])
  })

  it('of a fleet returns it in parts, and the record counts again with the last of them', async () => {
    const fleet = Array.from({ length: 60 }, (_, index) => vehicleOf(`fleet ${String(index)}`, kept))
    const moved = fleet.map(({ vehicleId }) => vehicleId)
    const other = mergedOf('fleet', 'kept', { movedVehicles: moved })
    await save(api.store, ...puts(vehicleRecord, ...fleet), ...puts(customerRecord, other), nameOf('fleet'))
    const params = { customerId: other.customerId }
    const first = await part('"1"', params)
    if (!first.ok) throw new Error(first.problem.code)
    expect(first.body).toMatchObject({ other: { state: 'merged' } })
    expect(first.body.vehicles.left).toBeGreaterThan(0)
    let last = first.body
    while (last.vehicles.left > 0) {
      const next = await part((last.other as { etag: string }).etag, params)
      if (!next.ok) throw new Error(next.problem.code)
      last = next.body
    }
    expect(last.other.state).toBe('active')
    const { items } = await api.store.vehicles.ofCustomer('D001', params.customerId, { limit: 100 })
    expect(items).toHaveLength(60)
  })

  it('of what was never merged is refused, and of an old version too', async () => {
    expect(await part('"1"')).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
    await merge()
    expect(await part('"1"')).toMatchObject({ status: 412, etag: '"2"' })
    expect(await ownerOf('one')).toBe(kept.customerId)
  })

  it('of another dealer’s record is told of nothing', async () => {
    await merge()
    const reply = await api.as(stranger)(unmergeCustomer, { params: copy, ifMatch: '"2"' })
    expect(reply).toMatchObject({ status: 404 })
  })
})
