import { describe, expect, it } from 'vitest'
import { compulsoryPremium } from '../../../functions/policies/compulsory-premium.ts'
import type { PolicyClaim } from '../../../shared/domain/policy.ts'
import { CompulsoryTable } from '../../../shared/domain/dealer.ts'
import { day, policyOf } from '../../support/builders.ts'

const accident = (on: string, more: Partial<PolicyClaim> = {}): PolicyClaim => ({
  claimId: 'pcl_aaaaaaaaaaaaaaaaaaaa',
  on: day(on),
  amountFen: 100_000,
  atFault: true,
  fatal: false,
  ...more,
})
const year = (number: number, ...claims: PolicyClaim[]) =>
  policyOf(`y${String(number)}`, {
    kind: 'compulsory',
    startsOn: day(`${String(number)}-01-01`),
    endsOn: day(`${String(number)}-12-31`),
    claims,
  })
const next = day('2027-01-01')
const premium = (policies: ReturnType<typeof year>[], table: CompulsoryTable = 'E', startsOn = next) =>
  compulsoryPremium(policies, startsOn, table)

describe('the compulsory premium', () => {
  it.each([
    [1, 85_500],
    [2, 76_000],
    [3, 66_500],
    [6, 66_500],
  ])('after %i clean years is %i fen', (years, premiumFen) => {
    const policies = Array.from({ length: years }, (_, index) => year(2026 - index))
    expect(premium(policies)).toMatchObject({
      premiumFen,
      baseFen: 95_000,
      cleanYears: Math.min(3, years),
      reason: 'clean-years',
    })
  })

  it('counts clean years back to the last accident at fault', () => {
    const policies = [year(2024, accident('2024-12-31')), year(2025), year(2026)]
    expect(premium(policies)).toMatchObject({ changePercent: -20, cleanYears: 2 })
    const blameless = [year(2024, accident('2024-12-31', { atFault: false })), year(2025), year(2026)]
    expect(premium(blameless)).toMatchObject({ changePercent: -30, cleanYears: 3 })
  })

  it.each([
    ['one accident', [accident('2026-02-01')], 0, 'one-accident'],
    ['two', [accident('2026-02-01'), accident('2026-03-01')], 10, 'two-or-more-accidents'],
    ['a fatal one', [accident('2026-02-01', { fatal: true })], 30, 'fatal-accident'],
    [
      'a fatal one of another’s fault',
      [accident('2026-02-01', { fatal: true, atFault: false })],
      -20,
      'clean-years',
    ],
  ])('after %s in the last year changes as the table says', (_, claims, changePercent, reason) => {
    expect(premium([year(2025), year(2026, ...claims)])).toMatchObject({ changePercent, reason })
  })

  it('begins anew after more than six months without cover', () => {
    expect(premium([year(2026)], 'E', day('2027-07-02'))).toMatchObject({
      changePercent: 0,
      reason: 'lapsed-over-six-months',
    })
    expect(premium([])).toMatchObject({ premiumFen: 95_000, reason: 'no-policy-known' })
  })

  it('by every table takes off more for each clean year, and A the most', () => {
    const percents = CompulsoryTable.options.map((table) =>
      [1, 2, 3].map(
        (years) =>
          premium(
            Array.from({ length: years }, (_, index) => year(2026 - index)),
            table,
          ).changePercent,
      ),
    )
    for (const [one, two, three] of percents) {
      expect(one).toBeGreaterThan(two!)
      expect(two).toBeGreaterThan(three!)
    }
    expect(percents.map(([one]) => one)).toEqual([-30, -25, -20, -15, -10])
  })
})
