import { describe, expect, it } from 'vitest'
import { DealerSettings } from '../../../shared/domain/dealer.ts'

const classOf = (code: string) => ({ code, zh: '库存订单', en: 'Stock order' })

describe('the classes of parts orders', () => {
  it('are M, S, J and E where the dealer has set none', () => {
    const { partsOrderClasses } = DealerSettings.parse({})
    expect(partsOrderClasses.map(({ code }) => code)).toEqual(['M', 'S', 'J', 'E'])
  })

  it.each([
    [['M', 'S'], true],
    [['M', 'M'], false],
    [['m'], false],
    [[], false],
  ])('may be %j: %s', (codes, valid) => {
    expect(DealerSettings.safeParse({ partsOrderClasses: codes.map(classOf) }).success).toBe(valid)
  })
})
