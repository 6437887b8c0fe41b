import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bandOf,
  bands,
  bestFirst,
  type CallListEntry,
} from '../../../functions/insurance-renewals/call-list.ts'
import { anyEntry, entry } from './list-entries.ts'

const order = (...entries: Partial<CallListEntry>[]) => bestFirst(entries.map((each) => entry(each)))

describe('the best first', () => {
  it('means the nearest band before all else, and expired ones after the nearest', () => {
    const sorted = order(
      { daysLeft: 61 },
      { daysLeft: -1, premiumFen: 999_999 },
      { daysLeft: 31, isNew: true },
      { daysLeft: 30, isNew: false, segment: 'lapsed', premiumFen: 0 },
    )
    expect(sorted.map(({ daysLeft }) => daysLeft)).toEqual([30, -1, 31, 61])
  })

  it('means new today before listed earlier, within a band', () => {
    const sorted = order({ isNew: false, daysLeft: 1, premiumFen: 999_999 }, { isNew: true, daysLeft: 30 })
    expect(sorted.map(({ isNew }) => isNew)).toEqual([true, false])
  })

  it('means the likelier segment before the higher premium', () => {
    const sorted = order(
      { segment: 'lapsed', premiumFen: 4 },
      { segment: 'servicedNotInsured', premiumFen: 3 },
      { segment: 'firstRenewal', premiumFen: 2 },
      { segment: 'repeatRenewal', premiumFen: 1 },
    )
    expect(sorted.map(({ premiumFen }) => premiumFen)).toEqual([1, 2, 3, 4])
  })

  it('means the higher premium, then the fewer days', () => {
    const sorted = order(
      { premiumFen: 1, daysLeft: 1 },
      { premiumFen: 2, daysLeft: 9 },
      { premiumFen: 2, daysLeft: 8 },
    )
    expect(sorted.map(({ daysLeft }) => daysLeft)).toEqual([8, 9, 1])
  })

  it('does not depend on who came first, even between policies of one car', () => {
    const twins = [
      entry({ vin: 'B' }),
      entry({ vin: 'A', policyNumber: '2' }),
      entry({ vin: 'A', policyNumber: '1' }),
    ]
    const names = (sorted: CallListEntry[]) =>
      sorted.map(({ vin, policyNumber }) => vin + policyNumber.slice(-1))
    expect(names(bestFirst(twins))).toEqual(['A1', 'A2', 'B3'])
    expect(names(bestFirst(twins.toReversed()))).toEqual(['A1', 'A2', 'B3'])
  })

  it('numbers the list from 1 without a gap and loses nobody', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1 }), (entries) => {
        const sorted = bestFirst(entries)
        expect(sorted.map(({ rank }) => rank)).toEqual(entries.map((_, index) => index + 1))
        expect(keys(sorted).toSorted()).toEqual(keys(entries).toSorted())
      }),
    )
  })

  it('is the same list however the entries came', () => {
    fc.assert(
      fc.property(shuffled, ([entries, again]) => {
        expect(keys(bestFirst(again))).toEqual(keys(bestFirst(entries)))
      }),
    )
  })

  it('keeps its order when some entries leave', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 20 }), fc.func(fc.boolean()), (entries, stays) => {
        const left = (each: CallListEntry) => stays(keys([each])[0])
        expect(keys(bestFirst(bestFirst(entries).filter(left)))).toEqual(
          keys(bestFirst(entries).filter(left)),
        )
      }),
    )
  })
})

describe('a band', () => {
  it.each([
    [-1, 'expired'],
    [0, '0-30'],
    [30, '0-30'],
    [31, '31-60'],
    [60, '31-60'],
    [61, '61-90'],
    [120, '61-90'],
  ])('of %i days left is %s', (daysLeft, band) => {
    expect(bandOf(daysLeft)).toBe(band)
  })

  it('holds every entry in one place of the order', () => {
    fc.assert(
      fc.property(fc.array(anyEntry), (entries) => {
        const places = bestFirst(entries).map(({ daysLeft }) => bands.indexOf(bandOf(daysLeft)))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }),
    )
  })
})

const shuffled = fc
  .array(anyEntry, { minLength: 2, maxLength: 20 })
  .chain((entries) =>
    fc.tuple(
      fc.constant(entries),
      fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
    ),
  )

function keys(entries: readonly CallListEntry[]): string[] {
  return entries.map((each) => JSON.stringify({ ...each, rank: 0 }))
}
