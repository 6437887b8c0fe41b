import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CustomerId, DealerId, idFor, MessageId, VehicleId } from '../../../shared/domain/ids.ts'

describe('an id made from its parts', () => {
  it('is the same for the same parts, today and in ten years', () => {
    // Stored keys depend on it: a change here orphans every record.
    expect(idFor('vehicle', 'D001', 'LGWEF4A53HF000001')).toBe('veh_kpbswblyo2evwgem2kje')
    expect(idFor('message', 'a')).toBe('msg_lanefsm3hl2a5jarflio')
  })

  it('tells kinds and parts apart, wherever they are cut', () => {
    expect(idFor('vehicle', 'a', 'b')).not.toBe(idFor('vehicle', 'ab'))
    expect(idFor('vehicle', 'a', 'b')).not.toBe(idFor('vehicle', 'b', 'a'))
    expect(idFor('vehicle', 'a').slice(4)).not.toBe(idFor('customer', 'a').slice(4))
    expect(idFor('vehicle', 'a","b')).not.toBe(idFor('vehicle', 'a', 'b'))
  })

  it('fits its schema and says nothing of its parts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (part) => {
        const id = idFor('message', part)
        expect(MessageId.safeParse(id).success).toBe(true)
        expect(CustomerId.safeParse(id).success).toBe(false)
        expect(VehicleId.safeParse(idFor('vehicle', part)).success).toBe(true)
      }),
    )
    expect(idFor('vehicle', '13800138000')).not.toContain('138')
  })
})

describe('a dealer’s id', () => {
  it('has no character that separates keys', () => {
    for (const id of ['D#1', 'D 1', 'D/1', '', 'D', 'x'.repeat(33), '门店'])
      expect(DealerId.safeParse(id).success).toBe(false)
    for (const id of ['D001', 'store-a', 'A_1']) expect(DealerId.safeParse(id).success).toBe(true)
  })
})
