import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { governingCover, withPolicy } from '../../../shared/domain/policy.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { coverOf, day, policyIdOf, policyOf } from '../../support/builders.ts'

const today = day('2026-11-23')

describe('a vehicle’s cover', () => {
  it('is of each kind the policy that ends last', () => {
    const cover = [
      policyOf('old', { endsOn: day('2026-11-30') }),
      policyOf('new', { endsOn: day('2027-11-30') }),
      policyOf('older', { endsOn: day('2025-11-30') }),
      policyOf('duty', { kind: 'compulsory', endsOn: day('2026-12-31') }),
    ].reduce<Vehicle['cover']>(withPolicy, {})
    expect(cover.commercial?.policyId).toBe(policyIdOf('new'))
    expect(cover.compulsory?.policyId).toBe(policyIdOf('duty'))
  })

  it('follows a policy whose end was corrected', () => {
    const cover = withPolicy(
      { commercial: coverOf('a', '2027-11-30') },
      policyOf('a', { endsOn: day('2026-12-30') }),
    )
    expect(cover.commercial?.endsOn).toBe('2026-12-30')
  })

  it('is not of a policy that was cancelled or has lapsed, however often an export names it', () => {
    const over = policyOf('a', {
      endsOn: day('2027-11-30'),
      ended: { kind: 'cancelled', on: day('2026-11-01'), reason: 'OTHER' },
    })
    const lapsed = { ...over, ended: { kind: 'lapsed', on: day('2026-11-01'), reason: 'OTHER' } } as const
    for (const policy of [over, lapsed]) {
      expect(withPolicy({ commercial: coverOf('a', '2027-11-30') }, policy)).toEqual({})
      expect(withPolicy({ commercial: coverOf('b', '2026-11-30') }, policy).commercial?.policyId).toBe(
        policyIdOf('b'),
      )
    }
  })

  it('is the same in whatever order the policies come, and coming again they change nothing', () => {
    const policies = fc.uniqueArray(
      fc.record({
        name: fc.integer({ min: 0, max: 20 }),
        days: fc.integer({ min: 0, max: 3 }),
        kind: fc.constantFrom('commercial' as const, 'compulsory' as const),
      }),
      { selector: ({ name }) => name, maxLength: 6 },
    )
    fc.assert(
      fc.property(policies, fc.infiniteStream(fc.nat()), (wanted, weights) => {
        const all = wanted.map(({ name, days, kind }) =>
          policyOf(String(name), { kind, endsOn: addDays(today, days) }),
        )
        const other = all
          .map((policy) => ({ policy, weight: weights.next().value as number }))
          .toSorted((a, b) => a.weight - b.weight)
        const cover = all.reduce<Vehicle['cover']>(withPolicy, {})
        expect(other.reduce<Vehicle['cover']>((known, { policy }) => withPolicy(known, policy), {})).toEqual(
          cover,
        )
        for (const policy of all) expect(withPolicy(cover, policy)).toEqual(cover)
      }),
    )
  })
})

describe('the policy that governs the renewal talk', () => {
  const governs = (commercial?: string, compulsory?: string) =>
    governingCover(
      {
        commercial: commercial === undefined ? undefined : coverOf('com', commercial),
        compulsory: compulsory === undefined ? undefined : coverOf('cmp', compulsory),
      },
      today,
    )?.kind

  it.each([
    ['2026-12-31', '2026-12-01', 'commercial'],
    ['2026-11-23', '2027-11-01', 'commercial'],
    ['2026-11-22', '2026-11-23', 'compulsory'],
    ['2026-11-22', '2026-11-22', 'commercial'],
    ['2026-01-01', undefined, 'commercial'],
    [undefined, '2026-01-01', 'compulsory'],
    [undefined, undefined, undefined],
  ])('commercial to %s, compulsory to %s: %s', (commercial, compulsory, kind) => {
    expect(governs(commercial, compulsory)).toBe(kind)
  })
})
