import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exportOf } from '../../../functions/customers/export-data.ts'
import type { PersonalData } from '../../../functions/customers/gather-data.ts'
import { customerOf, instant, messageRowOf } from '../../support/builders.ts'

const now = instant('2026-11-23T02:00:00.000Z')
const dataOf = (texts: readonly string[]): PersonalData => ({
  customer: customerOf('anna'),
  ...{ records: [], contacts: [], vehicles: [], formerVehicles: [], policies: [] },
  ...{ calls: [], visits: [], complaints: [], followUps: [], campaigns: [], orders: [], changes: [] },
  messages: texts.map((text, index) => ({
    ...messageRowOf(String(index), { text }),
    deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa',
  })),
})

it('tells of everything that it has no room for, and never takes more than there is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 2_000, unit: 'grapheme' }), { maxLength: 30 }),
      fc.nat({ max: 30_000 }),
      (texts, room) => {
        const { messages, leftOut } = exportOf(dataOf(texts), now, room)
        expect(messages.length + (leftOut.messages ?? 0)).toBe(texts.length)
        expect(
          messages.length === 0 || Buffer.byteLength(JSON.stringify(messages)) < room + messages.length,
        ).toBe(true)
      },
    ),
  )
})

it('says nothing of parts that are complete', () => {
  expect(exportOf(dataOf(['a', 'b']), now)).toMatchObject({ leftOut: {}, messages: [{}, {}] })
  expect(exportOf(dataOf(['a', 'b']), now, 0)).toMatchObject({ leftOut: { messages: 2 }, messages: [] })
})
