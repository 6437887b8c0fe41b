import { expect, it } from 'vitest'
import { eraseCustomer, exportCustomer } from '../../../shared/http/routes/customer-data.ts'
import { findCustomers, readCustomer } from '../../../shared/http/routes/customers.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { done, type Desk } from './desk.ts'

const mobile = '13800000002'

/** A customer asks what is known of her, and then to be forgotten. */
export function forgottenOnRequest(desk: () => Desk): void {
  const manager = () => desk().as('service_manager')
  const found = async () => (await done(manager()(findCustomers, { query: { mobile } }))).body.items

  it('a customer is handed all that is kept, and then forgotten, under both of her records', async () => {
    const known = await found()
    expect(known).toHaveLength(2)
    const copies = known.map(async ({ customerId }) => {
      const { body } = await done(manager()(exportCustomer, { params: { customerId } }))
      expect(body.customer).toMatchObject({ name: '李娜', mobile: '+8613800000002' })
      return body
    })
    const [first, second] = await Promise.all(copies)
    const cars = [...first!.vehicles, ...second!.vehicles]
    expect(cars).toMatchObject([{ vin: 'LGBH52E03KY000001' }])

    for (const { customerId, etag } of known) {
      const params = { customerId }
      let ifMatch = etag
      let state = 'erasing'
      for (let request = 0; state === 'erasing' && request < 10; request += 1) {
        const { body } = await done(manager()(eraseCustomer, { params, ifMatch }))
        ;({ etag: ifMatch, state } = body)
      }
      expect((await done(manager()(readCustomer, { params }))).body).toMatchObject({ state: 'erased' })
    }
    expect(await found()).toEqual([])
    const { vin } = cars[0]!
    expect((await done(manager()(findVehicles, { query: { vin } }))).body.items).toHaveLength(1)
    const stored = [...(await desk().everything())]
    const keysOf = (personal: string) =>
      stored.flatMap(([key, item]) => (item.includes(personal) ? [key] : []))
    expect(keysOf('李娜')).toEqual([])
    // What remains of a number is that nobody may write to it.
    expect(keysOf(mobile)).toEqual([expect.stringContaining('#contact#')])
  })
}
