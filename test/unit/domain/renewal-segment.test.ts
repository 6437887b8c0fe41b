import { describe, expect, it } from 'vitest'
import { segmentOf } from '../../../shared/domain/renewal-segment.ts'
import { day, policyOf, vehicleOf, visitOf } from '../../support/builders.ts'

const today = day('2026-11-23')
const sold = day('2025-11-30')
const segment = (
  policy: readonly [startsOn: string, endsOn: string] | undefined,
  visit?: string,
  soldOn = sold,
) =>
  segmentOf(
    vehicleOf('anna', { soldOn, visits: visit === undefined ? [] : [visitOf(visit)] }),
    policy && policyOf('p', { startsOn: day(policy[0]), endsOn: day(policy[1]) }),
    today,
  ).segment

describe('a renewal customer', () => {
  it('renews for the first time when the policy came with the new car, within sixty days of the sale', () => {
    expect(segment(['2026-01-29', '2027-01-28'])).toBe('firstRenewal')
    expect(segment(['2026-01-30', '2027-01-29'])).toBe('repeatRenewal')
  })

  it('has lapsed from the day after the policy’s end, for three years', () => {
    expect(segment(['2025-11-24', '2026-11-23'])).toBe('firstRenewal')
    expect(segment(['2025-11-23', '2026-11-22'])).toBe('lapsed')
    expect(segment(['2022-11-24', '2023-11-23'])).toBe('lapsed')
    expect(segment(['2022-11-23', '2023-11-22'])).toBe('lost')
  })

  it('who comes to the workshop after the policy’s end is insured elsewhere', () => {
    expect(segment(['2025-09-01', '2026-08-31'], '2026-09-01')).toBe('servicedNotInsured')
    expect(segment(['2025-09-01', '2026-08-31'], '2026-08-31')).toBe('lapsed')
    expect(segment(['2023-09-01', '2024-08-31'], '2025-11-22')).toBe('lapsed')
  })

  it('without any policy here is serviced only, or lost', () => {
    expect(segment(undefined, '2025-11-23')).toBe('servicedNotInsured')
    expect(segment(undefined, '2025-11-22')).toBe('lost')
    expect(segment(undefined)).toBe('lost')
  })
})
