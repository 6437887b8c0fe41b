import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insuredRun } from '../../../functions/policies/insured-run.ts'
import { noClaimLevel } from '../../../functions/policies/no-claim-level.ts'
import type { Policy, PolicyClaim } from '../../../shared/domain/policy.ts'
import { addDays, addMonths } from '../../../shared/domain/time.ts'
import { day, policyOf } from '../../support/builders.ts'

const claim = (on: string, more: Partial<PolicyClaim> = {}): PolicyClaim => ({
  claimId: 'pcl_aaaaaaaaaaaaaaaaaaaa',
  on: day(on),
  amountFen: 100_000,
  atFault: true,
  fatal: false,
  ...more,
})

/** A policy of a year from 1 January, with accidents on these days. */
const year = (number: number, claims: PolicyClaim[] = [], more: Partial<Policy> = {}) =>
  policyOf(`y${String(number)}`, {
    startsOn: day(`${String(number)}-01-01`),
    endsOn: day(`${String(number)}-12-31`),
    claims,
    ...more,
  })
const next = day('2027-01-01')
const levelOf = (policies: Policy[], startsOn = next) => noClaimLevel(policies, startsOn).level

describe('the no-claim level', () => {
  it.each([
    [1, -1, 80],
    [2, -2, 70],
    [3, -3, 60],
    [4, -4, 50],
    [9, -4, 50],
  ])('after %i clean years is %i: %i %% of the base', (years, level, factorPercent) => {
    const policies = Array.from({ length: years }, (_, index) => year(2026 - index))
    expect(noClaimLevel(policies, next)).toEqual({
      level,
      factorPercent,
      insuredYears: years,
      claims: 0,
      reason: 'counted',
    })
  })

  it.each([
    [1, 0, 100],
    [2, 1, 120],
    [3, 2, 140],
    [4, 3, 160],
    [5, 4, 180],
    [6, 5, 200],
    [20, 5, 200],
  ])('after %i accidents in the one insured year is %i: %i %% of the base', (accidents, level, factor) => {
    const claims = Array.from({ length: accidents }, () => claim('2026-05-01'))
    expect(noClaimLevel([year(2026, claims)], next)).toMatchObject({ level, factorPercent: factor })
  })

  it('counts accidents of the last three insured years, and no older one', () => {
    const old = [2026, 2025, 2024].map((number) => year(number))
    expect(levelOf([...old, year(2023, [claim('2023-12-31')])])).toBe(-3)
    expect(levelOf([year(2026), year(2025), year(2024, [claim('2024-01-01')])])).toBe(-2)
  })

  it('is not bought with old years: three accidents in the last of ten leave none of the discount', () => {
    const policies = Array.from({ length: 9 }, (_, index) => year(2025 - index))
    const claims = ['2026-02-01', '2026-03-01', '2026-04-01'].map((on) => claim(on))
    expect(levelOf([...policies, year(2026, claims)])).toBe(0)
  })

  it('leaves accidents out for which another answered', () => {
    expect(levelOf([year(2026, [claim('2026-05-01', { atFault: false })])])).toBe(-1)
  })

  it('begins anew after more than six months without cover, and not a day earlier', () => {
    const policies = [year(2025), year(2026, [claim('2026-05-01'), claim('2026-06-01')])]
    const last = day('2027-07-01')
    expect(noClaimLevel(policies, last)).toMatchObject({ reason: 'counted' })
    expect(noClaimLevel(policies, addDays(last, 1))).toMatchObject({
      level: 0,
      reason: 'lapsed-over-six-months',
    })
  })

  it('counts no years from before such a gap, and those from before a shorter one', () => {
    const later = year(2026, [], { startsOn: day('2026-07-02'), endsOn: day('2027-07-01') })
    expect(noClaimLevel([year(2025), later], day('2027-07-02'))).toMatchObject({ insuredYears: 1 })
    const sooner = { ...later, startsOn: day('2026-07-01'), endsOn: day('2027-06-30') }
    expect(noClaimLevel([year(2025), sooner], day('2027-07-01'))).toMatchObject({ insuredYears: 2 })
  })

  it('counts to the last day of the longest policy, where a shorter one began within it', () => {
    const short = year(2026, [], { startsOn: day('2026-03-01'), endsOn: day('2026-06-30') })
    expect(insuredRun([year(2026), short])).toMatchObject({ until: '2026-12-31', years: 1 })
  })

  it('without a policy is 0, and says so', () => {
    expect(noClaimLevel([], next)).toMatchObject({ level: 0, reason: 'no-policy-known' })
  })

  it('counts a policy that was given back up to that day', () => {
    const given = year(2026, [], {
      ended: { kind: 'cancelled', on: day('2026-03-01'), reason: 'CHANGED_INSURER' },
    })
    expect(insuredRun([year(2025), given])).toMatchObject({ until: '2026-02-28', years: 1 })
    const never = { ...given, ended: { ...given.ended!, on: given.startsOn } } as Policy
    expect(insuredRun([never])).toBeUndefined()
  })

  const histories = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: 400 }),
        accidents: fc.array(fc.record({ after: fc.integer({ min: 0, max: 364 }), atFault: fc.boolean() })),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((years) => {
      let from = day('2015-03-01')
      return years.map(({ gap, accidents }, index) => {
        const startsOn = addDays(from, gap)
        const endsOn = addDays(addMonths(startsOn, 12), -1)
        from = addDays(endsOn, 1)
        return policyOf(`p${String(index)}`, {
          startsOn,
          endsOn,
          claims: accidents.map(({ after, atFault }) => claim(addDays(startsOn, after), { atFault })),
        })
      })
    })

  it('stays between −4 and 5, whatever the order of the policies', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 300 }), (policies, days) => {
        const startsOn = addDays(policies.at(-1)!.endsOn, 1 + days)
        const level = levelOf(policies, startsOn)
        expect(level).toBeGreaterThanOrEqual(-4)
        expect(level).toBeLessThanOrEqual(5)
        expect(levelOf(policies.toReversed(), startsOn)).toBe(level)
      }),
    )
  })

  it('never falls by one more accident at fault', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (policies, seed) => {
        const hit = policies[seed % policies.length]!
        const worse = policies.map((policy) =>
          policy === hit ? { ...policy, claims: [...(policy.claims ?? []), claim(policy.startsOn)] } : policy,
        )
        const startsOn = addDays(policies.at(-1)!.endsOn, 1)
        expect(levelOf(worse, startsOn)).toBeGreaterThanOrEqual(levelOf(policies, startsOn))
      }),
    )
  })
})
