import { describe, expect, it } from 'vitest'
import { isOwnedOn, wasEverOwned } from '../../../functions/customers/owned-by.ts'
import { customerIdOf, day, vehicleIdOf, vehicleOf } from '../../support/builders.ts'

const owner = (name: string, from: string | undefined, until: string) => ({
  customerId: customerIdOf(name),
  from: from === undefined ? undefined : day(from),
  until: day(until),
  by: 'test',
})
const vehicle = vehicleOf('car', {
  customerId: customerIdOf('third'),
  ownedSince: day('2026-06-01'),
  formerOwners: [owner('first', undefined, '2025-03-01'), owner('second', '2025-03-01', '2026-06-01')],
})

describe('a vehicle', () => {
  it.each([
    ['first', '2020-01-01', true],
    ['first', '2025-03-01', true],
    ['first', '2025-03-02', false],
    ['second', '2025-02-28', false],
    ['second', '2025-12-31', true],
    ['third', '2026-05-31', false],
    ['third', '2030-01-01', true],
  ])('of three owners was the %s’s on %s: %s', (name, on, expected) => {
    expect(isOwnedOn(vehicle, [customerIdOf(name)], day(on))).toBe(expected)
  })

  it('is a person’s under any of the person’s records', () => {
    const both = [customerIdOf('first'), customerIdOf('third')]
    expect(['2020-01-01', '2025-12-31', '2026-12-31'].map((on) => isOwnedOn(vehicle, both, day(on)))).toEqual(
      [true, false, true],
    )
  })

  it('whose owner’s beginning nobody recorded is that owner’s since the one before', () => {
    const unrecorded = { ...vehicle, ownedSince: undefined }
    expect(isOwnedOn(unrecorded, [customerIdOf('third')], day('2026-05-31'))).toBe(false)
    expect(isOwnedOn({ ...unrecorded, formerOwners: [] }, [customerIdOf('third')], day('1999-01-01'))).toBe(
      true,
    )
  })

  it('that has forgotten an owner was that owner’s before all whom it remembers', () => {
    const owners = Array.from({ length: 20 }, (_, index) =>
      owner(`later ${String(index)}`, '2025-03-01', '2026-06-01'),
    )
    const remembered = { ...vehicle, formerOwners: owners }
    const forgotten = [customerIdOf('first')]
    expect(isOwnedOn(remembered, forgotten, day('2025-01-01'))).toBe(true)
    expect(isOwnedOn(remembered, forgotten, day('2026-07-01'))).toBe(false)
  })

  it('that remembers all its owners was nobody else’s, on no day', () => {
    expect(isOwnedOn(vehicle, [customerIdOf('stranger')], day('2020-01-01'))).toBe(false)
    expect(wasEverOwned(vehicle, [customerIdOf('stranger')])).toBe(false)
    expect(wasEverOwned(vehicle, [customerIdOf('second')])).toBe(true)
  })

  it('of two records was each owner’s by the one record, whatever the other says', () => {
    const both = {
      ...vehicle,
      ownedSince: undefined,
      formerOwners: [
        { ...owner('theirs', undefined, '2025-08-01'), underRecord: vehicleIdOf('twin') },
        { ...owner('last', undefined, '2026-11-23'), underRecord: vehicleIdOf('twin') },
      ],
    }
    const days = ['2020-01-01', '2025-12-31', '2026-12-31'].map(day)
    const ofEach = ['third', 'theirs', 'last'].map((name) =>
      days.map((on) => isOwnedOn(both, [customerIdOf(name)], on)),
    )
    expect(ofEach).toEqual([
      [true, true, true],
      [true, false, false],
      [false, true, false],
    ])
  })
})
