import { expect, it } from 'vitest'
import { readConsents, recordConsent } from '../../../shared/http/routes/contacts.ts'
import { mergeCustomer, unmergeCustomer } from '../../../shared/http/routes/customer-merges.ts'
import * as routes from '../../../shared/http/routes/customers.ts'
import { done, type Desk } from './desk.ts'

/** Somebody new stands at the desk, and somebody known has another telephone. */
export function customersAtTheDesk(desk: () => Desk): void {
  const advisor = () => desk().as('service_advisor')

  it('a customer is taken in once, however often the button is pressed, and is found by name', async () => {
    const body = {
      name: '钱多多',
      mobile: '13800000009',
      birthday: '1999-09-09' as never,
      remark: '朋友介绍',
    }
    const pressed = { body, idempotencyKey: 'take-in-qian-0001' }
    const first = await done(advisor()(routes.createCustomer, pressed))
    expect(await advisor()(routes.createCustomer, pressed)).toEqual(first)
    const found = await done(advisor()(routes.findCustomers, { query: { name: '钱' } }))
    expect(found.body.items).toEqual([{ ...first.body, found: 'current' }])
  })

  it('of two who change a customer at once the later one is refused, and nothing of the earlier is lost', async () => {
    const known = await done(advisor()(routes.findCustomers, { query: { mobile: '13800000009' } }))
    const { customerId, etag } = known.body.items[0]!
    const seen = { params: { customerId }, ifMatch: etag }
    await done(advisor()(routes.changeCustomer, { ...seen, body: { mobile: '13800000010' } }))
    const rep = desk().as('customer_service_rep')
    expect(await rep(routes.changeCustomer, { ...seen, body: { remark: null } })).toMatchObject({
      status: 412,
    })
    const now = await done(rep(routes.readCustomer, { params: { customerId } }))
    expect(now.body).toMatchObject({
      mobile: '+8613800000010',
      earlierMobiles: [{ mobile: '+8613800000009' }],
      remark: '朋友介绍',
    })
    const changes = await done(
      desk().as('service_manager')(routes.listCustomerChanges, { params: { customerId } }),
    )
    expect(changes.body.items.map(({ action }) => action)).toEqual(['changed', 'created'])
  })

  it('the vehicles that the books brought are found by their owner', async () => {
    const owner = await done(advisor()(routes.findCustomers, { query: { number: 'C1' } }))
    const { customerId } = owner.body.items[0]!
    const vehicles = await done(advisor()(routes.listCustomerVehicles, { params: { customerId } }))
    expect(vehicles.body.items).toMatchObject([{ vin: 'LGWEF4A53HF000001', plate: '浙AD12345' }])
  })

  it('two records of one person become one with its vehicles, and two again when they were two', async () => {
    const rep = desk().as('customer_service_rep')
    const body = { name: '李娜', mobile: '13800000002' }
    const again = await done(rep(routes.createCustomer, { body }))
    const known = await done(rep(routes.findCustomers, { query: { number: 'C2' } }))
    const [other] = known.body.items
    const { customerId } = again.body
    const merged = await done(
      rep(mergeCustomer, {
        params: { customerId },
        ifMatch: again.body.etag,
        body: { otherId: other!.customerId, otherEtag: other!.etag },
      }),
    )
    expect(merged.body.vehicles).toEqual({ moved: 1, left: 0 })
    const params = { customerId: other!.customerId }
    const gone = await done(rep(routes.readCustomer, { params }))
    expect(gone.body).toMatchObject({ state: 'merged', mergedInto: customerId })
    expect((await done(rep(routes.findCustomers, { query: { number: 'C2' } }))).body.items).toMatchObject([
      { customerId },
    ])

    const parted = await done(rep(unmergeCustomer, { params, ifMatch: gone.body.etag }))
    expect(parted.body.vehicles).toEqual({ moved: 1, left: 0 })
    const theirs = await done(rep(routes.listCustomerVehicles, { params }))
    expect(theirs.body.items).toMatchObject([{ vin: 'LGBH52E03KY000001' }])
  })

  it('what a customer says at the desk counts, and what the books said before stays to be read', async () => {
    const params = { mobile: '13800000003' }
    const body = { purpose: 'maintenance-reminders', channel: 'sms', state: 'given', source: '前台' } as const
    await done(advisor()(recordConsent, { params, body }))
    const told = await done(advisor()(readConsents, { params }))
    expect(told.body.consents).toMatchObject([
      {
        purpose: 'maintenance-reminders',
        state: 'given',
        history: [{ state: 'refused' }, { source: '前台' }],
      },
    ])
  })
}
