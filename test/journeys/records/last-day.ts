import { expect, it } from 'vitest'
import { createOrder, readOrder } from '../../../shared/http/routes/orders.ts'
import { departStaff, listStaff } from '../../../shared/http/routes/staff.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** An advisor's last day is Monday: what is open goes over before the workshop opens on Tuesday. */
export function lastDay(desk: () => Desk): { readonly onMonday: () => void; readonly onTuesday: () => void } {
  const advisor = () => desk().as('service_advisor')
  const head = () => desk().as('service_manager')
  const idOf = async (number: string) => {
    const { body } = await done(head()(listStaff))
    return body.items.find((one) => one.number === number)!
  }
  let orderId = ''

  return {
    onMonday() {
      it('who works here for the last day still takes an appointment', async () => {
        const { staffId, etag } = await idOf('E005')
        const found = await done(advisor()(findVehicles, { query: { plate: '浙A67890' } }))
        const { vehicleId } = found.body.items[0]!
        const appointmentAt = local('2026-11-25 10:00')
        const body = { begin: 'appointment', vehicleId, kind: 'maintenance', appointmentAt } as const
        const order = await done(advisor()(createOrder, { body }))
        expect(order.body.advisorId).toBe(staffId)
        orderId = order.body.orderId
        const last = { leftOn: day('2026-11-23') }
        await done(head()(departStaff, { params: { staffId }, ifMatch: etag, body: last }))
      })
    },
    onTuesday() {
      it('the appointment of who has left is the superior’s, as nobody else has the role', async () => {
        const { body } = await done(head()(readOrder, { params: { orderId } }))
        expect(body.advisorId).toBe((await idOf('E003')).staffId)
      })
    },
  }
}
