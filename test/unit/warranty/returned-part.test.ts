import { describe, expect, it } from 'vitest'
import { placeOf, ReturnedPart, ReturnedPartStatus } from '../../../shared/domain/returned-part.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { returnedPartMachine } from '../../../shared/domain/returned-part-machine.ts'
import { verbsFrom } from '../../../shared/domain/machine.ts'
import { warrantyClaimMachine } from '../../../shared/domain/warranty-claim-machine.ts'
import { WarrantyClaimStatus, isUnsettled } from '../../../shared/domain/warranty-claim.ts'
import { instant, orderIdOf, vehicleIdOf } from '../../support/builders.ts'

const at = instant('2026-11-20T04:00:00.000Z')

function partOf(more: Partial<ReturnedPart> = {}): ReturnedPart {
  return ReturnedPart.parse({
    dealerId: 'D001',
    returnedPartId: idFor('returnedPart', 'a'),
    tag: 'T-1',
    claimId: idFor('warrantyClaim', 'a'),
    claimLine: 1,
    orderId: orderIdOf('a'),
    vehicleId: vehicleIdOf('a'),
    manufacturer: '长城',
    partNumber: 'P-1000',
    name: '轴承',
    quantity: 1,
    removedOn: '2026-11-20',
    status: 'kept',
    keptUntil: '2027-02-20',
    moves: [],
    version: 1,
    createdAt: at,
    createdBy: 'test',
    updatedAt: at,
    updatedBy: 'test',
    ...more,
  })
}

describe('a returned part', () => {
  it('has one place in each of its states', () => {
    expect(ReturnedPartStatus.options.map((status) => [status, placeOf(partOf({ status }))])).toEqual([
      ['kept', 'dealer'],
      ['packed', 'dealer'],
      ['shipped', 'carrier'],
      ['received', 'manufacturer'],
      ['accepted', 'manufacturer'],
      ['deducted', 'dealer'],
      ['sent_back', 'dealer'],
      ['scrapped', 'nowhere'],
    ])
  })

  it.each<[Partial<ReturnedPart>, string]>([
    [{ shipment: { manifest: 'M-1' } }, 'dealer'],
    [{ shipment: { manifest: 'M-1', shippedAt: at } }, 'carrier'],
    [{ shipment: { manifest: 'M-1', shippedAt: at }, receivedAt: at }, 'manufacturer'],
    [{ shipment: { manifest: 'M-1', shippedAt: at }, receivedAt: at, sentBackAt: at }, 'dealer'],
  ])('that was deducted is where it was: %j', (more, place) => {
    expect(placeOf(partOf({ status: 'deducted', ...more }))).toBe(place)
  })

  it('is never shipped but out of a box, and nobody scraps what a shipment has', () => {
    expect(returnedPartMachine.transitions.ship.from).toEqual(['packed'])
    for (const status of ['packed', 'shipped', 'received'] as const) {
      expect(verbsFrom(returnedPartMachine, status)).not.toContain('scrap')
    }
  })
})

describe('a claim', () => {
  it('has an end: nothing can happen to one that is withdrawn, and a settled one is only taken back', () => {
    const ended = WarrantyClaimStatus.options.filter((status) => !isUnsettled({ status }))
    expect(ended.map((status) => verbsFrom(warrantyClaimMachine, status))).toEqual([
      ['withdraw-settlement'],
      [],
    ])
  })
})
