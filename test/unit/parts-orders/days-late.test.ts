import { describe, expect, it } from 'vitest'
import { daysLate } from '../../../functions/parts-orders/days-late.ts'
import { PartsOrderStatus } from '../../../shared/domain/parts-order.ts'
import { day } from '../../support/builders.ts'

const today = day('2026-11-23')

describe('an order', () => {
  it.each([
    ['2026-11-24', undefined],
    ['2026-11-23', undefined],
    ['2026-11-22', 1],
    ['2026-10-23', 31],
    [undefined, undefined],
  ])('expected on %s is late by %s on 23 November: on its very day it may still come', (expected, late) => {
    const expectedOn = expected === undefined ? undefined : day(expected)
    expect(daysLate({ status: 'placed', expectedOn }, today)).toBe(late)
  })

  it('is late as long as something of it is on its way, and no longer', () => {
    const late = PartsOrderStatus.options.filter(
      (status) => daysLate({ status, expectedOn: day('2026-11-22') }, today) !== undefined,
    )
    expect(late).toEqual(['placed', 'partly_received'])
  })
})
