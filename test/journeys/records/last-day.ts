import { expect, it } from 'vitest'
import { listMessages } from '../../../shared/http/routes/messages.ts'
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

      it('and its customer is reminded of it by SMS at ten, the day before, once', async () => {
        const before = desk().sms().length
        await desk().stack.runUntil(local('2026-11-24 11:00'))
        const told = desk().sms().slice(before)
        expect(told.filter(({ text }) => text.includes('已预约11月25日10:00到店'))).toHaveLength(1)
        const query = { on: day('2026-11-24'), purpose: 'appointment-reminders' } as const
        const list = await done(head()(listMessages, { query }))
        expect(list.body.items).toMatchObject([{ subject: `order#${orderId}`, fate: 'sent' }])
      })
    },
  }
}
