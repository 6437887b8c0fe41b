import { expect, it } from 'vitest'
import { DeliveryPlanned } from '../../../events/delivery-planned.v1.ts'
import { hintsOf, Json } from '../../../shared/runtime/hints.ts'

const good = JSON.stringify({ dealerId: 'D001', deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa' })

it.each([
  ['no JSON', '{"dealerId":'],
  ['empty', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['a field missing', '{"dealerId":"D001"}'],
  ['a field too many', good.replace('{', '{"mobile":"1",')],
  ['another kind of id', good.replace('dlv_', 'msg_')],
])('a poison message (%s) goes back alone', (_, poison) => {
  const records = [
    { messageId: 'm1', body: good },
    { messageId: 'm2', body: poison },
    { messageId: 'm3', body: good },
  ]
  const { hints, unreadable } = hintsOf(records, DeliveryPlanned)
  expect(unreadable).toEqual(['m2'])
  expect(hints.map(({ messageId }) => messageId)).toEqual(['m1', 'm3'])
  expect(hints[0]?.body).toEqual(JSON.parse(good))
})

it('what is wrong with a text that is no JSON says nothing of the text', () => {
  const { error } = Json.safeParse('{"name": 王芳, 13800138000')
  expect(error?.message).toContain('no JSON')
  expect(JSON.stringify(error?.issues)).not.toMatch(/王芳|13800138000/)
})
