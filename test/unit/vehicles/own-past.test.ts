import { describe, expect, it } from 'vitest'
import { ownPast } from '../../../functions/vehicles/own-past.ts'
import { withOwner, withPlate, withStatus, withVin } from '../../../shared/domain/change-vehicle.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { customerIdOf, day, local, vehicleIdOf, vehicleOf } from '../../support/builders.ts'

const at = (on: string) => ({ on: day(on), by: 'clerk' })
const plate = (text: string) => text as unknown as Vehicle['plate']
const past = (vehicle: Vehicle) => ownPast(vehicle, 'Asia/Shanghai').map(({ entry }) => entry)

describe('what a vehicle’s record remembers', () => {
  it('tells each change of owner with who came after', () => {
    const once = withOwner(vehicleOf(), customerIdOf('berta'), at('2026-05-01'))
    expect(past(withOwner(once, customerIdOf('carla'), at('2026-06-01')))).toMatchObject([
      { kind: 'owner', on: '2026-05-01', from: customerIdOf('anna'), to: customerIdOf('berta') },
      { kind: 'owner', on: '2026-06-01', from: customerIdOf('berta'), to: customerIdOf('carla') },
    ])
  })

  it('tells who came after under the same record, where two records of the car were merged', () => {
    const once = withOwner(vehicleOf(), customerIdOf('berta'), at('2026-05-01'))
    const owners = [
      ...once.formerOwners,
      {
        customerId: customerIdOf('twin'),
        until: day('2026-06-01'),
        by: 'x',
        underRecord: vehicleIdOf('twin'),
      },
    ]
    expect(past({ ...once, formerOwners: owners })).toMatchObject([
      { from: customerIdOf('anna'), to: customerIdOf('berta') },
      { from: customerIdOf('twin'), to: customerIdOf('berta') },
    ])
  })

  it('tells of plates that follow on one another, and of a time without', () => {
    let vehicle = withPlate(vehicleOf('anna', { plate: undefined }), plate('浙A00001'), at('2026-01-01'))
    vehicle = withPlate(vehicle, plate('浙A00002'), at('2026-02-01'))
    vehicle = withPlate(vehicle, undefined, at('2026-03-01'))
    vehicle = withPlate(vehicle, plate('浙A00003'), at('2026-04-01'))
    expect(past(vehicle).map(({ on, zh }) => `${on} ${zh}`)).toEqual([
      '2026-01-01 上牌浙A00001',
      '2026-02-01 车牌由浙A00001换为浙A00002',
      '2026-03-01 车牌浙A00002注销',
      '2026-04-01 上牌浙A00003',
    ])
  })

  it('says nothing of a plate that it has had for as long as anybody knows', () => {
    expect(past(vehicleOf())).toEqual([])
  })

  it('tells of VINs, states and readings, those set aside too, each at the beginning of its day', () => {
    const reading = { source: 'read', by: 'clerk' } as const
    const vehicle = {
      ...withStatus(
        withVin(vehicleOf(), 'LGBH52E03KY000001' as Vehicle['vin'], at('2026-02-01')),
        'moved_away',
        { ...at('2026-03-01'), reason: '迁往上海' },
      ),
      readings: [
        { ...reading, on: day('2026-04-01'), km: 5_000 },
        { ...reading, on: day('2026-05-01'), km: 10 },
      ],
    }
    expect(past(vehicle)).toMatchObject([
      { kind: 'vin', on: '2026-02-01', from: 'LGWEF4A53HF000001' },
      { kind: 'status', on: '2026-03-01', status: 'moved_away', reason: '迁往上海', zh: '已迁出' },
      { kind: 'odometer', on: '2026-04-01', km: 5_000, setAside: false, zh: '里程5,000公里' },
      { kind: 'odometer', on: '2026-05-01', km: 10, setAside: true, zh: '里程10公里（未采用）' },
    ])
    expect(ownPast(vehicle, 'Asia/Shanghai').map((each) => each.at)).toContain(local('2026-02-01 00:00'))
  })
})
