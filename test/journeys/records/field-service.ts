import { expect, it } from 'vitest'
import { findCustomers } from '../../../shared/http/routes/customers.ts'
import * as routes from '../../../shared/http/routes/field-service.ts'
import { local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** A customer wants goods brought to the door. */
export function visitsToCustomers(desk: () => Desk): void {
  const rep = () => desk().as('customer_service_rep')
  const specialist = () => desk().as('field_service_specialist')
  const seen = ({ fieldServiceOrderId, etag }: { fieldServiceOrderId: string; etag: string }) => ({
    params: { fieldServiceOrderId },
    ifMatch: etag,
  })
  let customerId = ''
  const request = async () => {
    const found = await done(rep()(findCustomers, { query: { number: 'C3' } }))
    customerId = found.body.items[0]!.customerId
    const contact = {
      name: '钱小姐',
      mobile: '13800000011',
      addresses: [
        { label: '门店', text: '杭州市西湖区文三路1号' },
        { label: '仓库', text: '杭州市余杭区五常大道2号' },
      ],
    }
    const lines = [{ kind: 'replacement', item: '裁切板 A3', quantity: 2, unit: '块' } as const]
    const body = { customerId, request: '更换破损的裁切板', contact, lines }
    return (await done(rep()(routes.requestFieldService, { body }))).body
  }

  it('a request goes from the call to the feedback card, and says where only to who opens it', async () => {
    const asked = await request()
    const missed = await done(specialist()(routes.couldNotReachFieldService, { ...seen(asked), body: {} }))
    const reached = await done(specialist()(routes.contactFieldService, seen(missed.body)))
    const body = { scheduledFor: local('2026-11-22 13:00') }
    const agreed = await done(specialist()(routes.scheduleFieldService, { ...seen(reached.body), body }))
    const list = await done(specialist()(routes.listFieldService))
    expect(list.body.items).toMatchObject([{ status: 'scheduled' }])
    expect(JSON.stringify(list.body)).not.toContain('文三路')
    const more = { lines: [{ kind: 'return', item: '旧裁切板', quantity: 1, unit: '块' } as const] }
    const changed = await done(specialist()(routes.changeFieldService, { ...seen(agreed.body), body: more }))
    const there = await done(specialist()(routes.arriveFieldService, seen(changed.body)))
    const result = { result: '已取回', lines: [{ line: 1, doneQuantity: 1 }] }
    const over = await done(specialist()(routes.completeFieldService, { ...seen(there.body), body: result }))
    const card = { score: 9, words: '来得很快' }
    await done(specialist()(routes.handInFeedbackCard, { ...seen(over.body), body: card }))
    const { fieldServiceOrderId } = asked
    const whole = await done(rep()(routes.readFieldService, { params: { fieldServiceOrderId } }))
    expect(whole.body).toMatchObject({
      status: 'closed',
      feedback: { score: 9 },
      contact: { name: '钱小姐' },
    })
    expect((await done(specialist()(routes.listFieldService))).body.items).toEqual([])
    const changes = await done(
      desk().as('service_manager')(routes.readFieldServiceChanges, { params: { fieldServiceOrderId } }),
    )
    expect(changes.body.items).toHaveLength(8)
  })

  it('a request that the customer takes back stays with the customer, cancelled', async () => {
    const asked = await request()
    const twin = await request()
    expect((await done(rep()(routes.listFieldService))).body.items).toHaveLength(2)
    await done(rep()(routes.cancelFieldService, { ...seen(twin), body: { reason: '重复登记' } }))
    await done(rep()(routes.cancelFieldService, { ...seen(asked), body: { reason: '客户自行解决' } }))
    const all = await done(rep()(routes.listFieldServiceOfCustomer, { params: { customerId } }))
    expect(all.body.items.map(({ status }) => status).sort()).toEqual(['cancelled', 'cancelled', 'closed'])
  })
}
