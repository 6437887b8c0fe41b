import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { specialistFor } from '../../../shared/due/share-out.ts'

/** Those who call, and nobody who stands in for one who has left. */
const calling = (...specialists: string[]) => ({ specialists, heirs: [] })
const nobody = { wanted: [], listedWith: undefined }

describe('who calls a vehicle', () => {
  it('is who has it already, else the one the policy names', () => {
    const loads = new Map([
      ['a', 9],
      ['b', 0],
    ])
    expect(specialistFor({ wanted: ['a', 'b'], listedWith: undefined }, calling('a', 'b'), loads)).toBe('a')
    expect(specialistFor({ wanted: [undefined, 'a'], listedWith: undefined }, calling('a', 'b'), loads)).toBe(
      'a',
    )
  })

  it('is nobody who has left: the next best, then the one with the fewest entries', () => {
    const loads = new Map([
      ['a', 3],
      ['b', 2],
    ])
    expect(specialistFor({ wanted: ['left', 'a'], listedWith: 'left' }, calling('a', 'b'), loads)).toBe('a')
    expect(
      specialistFor({ wanted: ['left', 'left too'], listedWith: undefined }, calling('a', 'b'), loads),
    ).toBe('b')
  })

  it('is who stands in for one who has left only where that is wanted', () => {
    const callers = { specialists: ['a'], heirs: ['heir'] }
    expect(specialistFor({ wanted: ['heir'], listedWith: undefined }, callers, new Map())).toBe('heir')
    expect(specialistFor(nobody, callers, new Map([['a', 9]]))).toBe('a')
  })

  it('is nobody when nobody is there', () => {
    expect(specialistFor({ wanted: ['left'], listedWith: undefined }, calling(), new Map())).toBeUndefined()
  })

  it('among equals is the lowest id, whatever the order they are given in', () => {
    expect(specialistFor(nobody, calling('c', 'a', 'b'), new Map())).toBe('a')
  })

  it('shares unassigned vehicles out evenly: lists that were even differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 60 }), (people, vehicles) => {
        const specialists = Array.from({ length: people }, (_, index) => `s${String(index)}`)
        const loads = new Map<string, number>()
        for (let each = 0; each < vehicles; each += 1) specialistFor(nobody, calling(...specialists), loads)
        const counts = specialists.map((each) => loads.get(each) ?? 0)
        expect(counts.reduce((sum, each) => sum + each, 0)).toBe(vehicles)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('fills short lists first', () => {
    const loads = new Map([
      ['a', 5],
      ['b', 2],
    ])
    const given = Array.from({ length: 4 }, () => specialistFor(nobody, calling('a', 'b'), loads))
    expect(given).toEqual(['b', 'b', 'b', 'a'])
  })

  it('does not make a list longer by a vehicle that is on it already', () => {
    const loads = new Map([
      ['a', 2],
      ['b', 2],
    ])
    specialistFor({ wanted: ['a'], listedWith: 'a' }, calling('a', 'b'), loads)
    expect(loads.get('a')).toBe(2)
    specialistFor({ wanted: ['a'], listedWith: undefined }, calling('a', 'b'), loads)
    expect(loads.get('a')).toBe(3)
  })
})
