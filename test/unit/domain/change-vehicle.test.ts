import { describe, expect, it } from 'vitest'
import { withOwner, withPlate, withStatus, withVin } from '../../../shared/domain/change-vehicle.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { customerIdOf, day, vehicleOf } from '../../support/builders.ts'

const at = (on: string) => ({ on: day(on), by: 'somebody' })
const vins = ['LGWEF4A53HF000001', 'LGBH52E03KY000001'] as unknown as [Vehicle['vin'], Vehicle['vin']]
const plates = ['浙A12345', '浙A00001'] as unknown as [Vehicle['plate'], Vehicle['plate']]

describe('a vehicle that is told again', () => {
  it('with what it says already stays as it is', () => {
    const vehicle = vehicleOf()
    expect(withOwner(vehicle, vehicle.customerId, at('2026-05-01'))).toBe(vehicle)
    expect(withPlate(vehicle, vehicle.plate, at('2026-05-01'))).toBe(vehicle)
    expect(withVin(vehicle, vehicle.vin, at('2026-05-01'))).toBe(vehicle)
    expect(withStatus(vehicle, 'active', at('2026-05-01'))).toBe(vehicle)
  })

  it.each([
    ['sold', 'active'],
    ['owner_erased', 'active'],
    ['scrapped', 'scrapped'],
    ['moved_away', 'moved_away'],
  ] as const)('as another customer’s is %s → %s', (status, then) => {
    const sold = withOwner(vehicleOf('anna', { status }), customerIdOf('berta'), at('2026-05-01'))
    expect(sold.status).toBe(then)
    expect(sold.statusChanges.map((change) => change.status)).toEqual(status === then ? [] : ['active'])
  })

  it('remembers its plates one after the other, none where it had none', () => {
    const first = withPlate(vehicleOf('anna', { plate: undefined }), plates[0], at('2026-05-01'))
    expect(first).toMatchObject({ plate: plates[0], platedSince: '2026-05-01', formerPlates: [] })
    const second = withPlate(withPlate(first, undefined, at('2026-06-01')), plates[1], at('2026-07-01'))
    expect(second).toMatchObject({
      plate: plates[1],
      platedSince: '2026-07-01',
      formerPlates: [{ plate: plates[0], from: '2026-05-01', until: '2026-06-01', by: 'somebody' }],
    })
  })

  it('remembers twenty owners, plates and states, and ten VINs, the newest', () => {
    const names = ['anna', ...Array.from({ length: 30 }, (_, index) => `owner ${String(index)}`)]
    let vehicle = vehicleOf()
    for (const [index, name] of names.entries()) {
      vehicle = withOwner(vehicle, customerIdOf(name), at('2026-05-01'))
      vehicle = withPlate(vehicle, plates[index % 2], at('2026-05-01'))
      vehicle = withStatus(vehicle, index % 2 === 0 ? 'moved_away' : 'active', at('2026-05-01'))
      vehicle = withVin(vehicle, `VIN ${String(index)}` as never, at('2026-05-01'))
    }
    expect(vehicle.formerOwners.map(({ customerId }) => customerId)).toEqual(
      names.slice(-21, -1).map(customerIdOf),
    )
    expect(vehicle.formerPlates).toHaveLength(20)
    expect(vehicle.statusChanges).toHaveLength(20)
    expect(vehicle.formerVins.map(({ vin }) => vin)).toEqual(
      Array.from({ length: 10 }, (_, index) => `VIN ${String(index + 20)}`),
    )
  })

  it('under its former VIN forgets that it had it', () => {
    const corrected = withVin(vehicleOf('anna', { vin: vins[0] }), vins[1], at('2026-05-01'))
    expect(corrected.formerVins).toMatchObject([{ vin: vins[0], because: 'corrected', until: '2026-05-01' }])
    expect(withVin(corrected, vins[0], at('2026-06-01')).formerVins).toMatchObject([{ vin: vins[1] }])
  })
})
