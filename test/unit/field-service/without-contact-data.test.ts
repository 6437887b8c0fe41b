import { describe, expect, it } from 'vitest'
import { FieldServiceOrder, withoutContactData } from '../../../shared/domain/field-service-order.ts'
import { fieldServiceOrderOf, instant, mobileOf } from '../../support/builders.ts'

const at = instant('2026-11-23T01:00:00.000Z')
const by = 'specialist'

/** Every field that people write in is filled with words that stand out. */
const told = fieldServiceOrderOf('visit', {
  request: 'PERSONAL request',
  result: 'PERSONAL result',
  contact: {
    name: 'PERSONAL name',
    mobile: mobileOf('anna') as never,
    addresses: [{ label: 'PERSONAL label', text: 'PERSONAL address' }],
  },
  lines: [
    {
      line: 1,
      kind: 'cutting_delivery',
      item: '隔热膜',
      quantity: 12.5,
      unit: '米',
      addressLabel: 'PERSONAL label',
    },
  ],
  attempts: [{ at, by, remark: 'PERSONAL remark' }],
  appointments: [{ at, by, scheduledFor: at, reason: 'PERSONAL reason' }],
  feedback: {
    score: 9,
    words: 'PERSONAL words',
    signature: 'PERSONAL signature',
    photos: ['PERSONAL photo'],
    handedInAt: at,
    handedInBy: by,
  },
  cancelled: { at, by, reason: 'PERSONAL reason' },
})

describe('an order without contact data', () => {
  const kept = withoutContactData(told)

  it('has nothing left that a person can be found by, or that people put into words', () => {
    expect(JSON.stringify(told).match(/PERSONAL/g)).toHaveLength(12)
    expect(JSON.stringify(kept)).not.toMatch(/PERSONAL|\+86/)
  })

  it('still is an order, and says what was delivered, when, by whom and with what score', () => {
    expect(FieldServiceOrder.parse(kept)).toMatchObject({
      number: told.number,
      customerId: told.customerId,
      requestedAt: told.requestedAt,
      lines: [{ line: 1, kind: 'cutting_delivery', item: '隔热膜', quantity: 12.5, unit: '米' }],
      attempts: [{ at, by }],
      appointments: [{ at, by, scheduledFor: at }],
      feedback: { score: 9, photos: [], handedInAt: at, handedInBy: by },
      cancelled: { at, by },
    })
  })

  it('is the same when it is done twice, and leaves the given order alone', () => {
    expect(withoutContactData(kept)).toEqual(kept)
    expect(told.contact?.name).toBe('PERSONAL name')
  })
})
