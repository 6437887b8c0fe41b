import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeenRows } from '../../../functions/imports/seen-rows.ts'

it('tells first, duplicate and conflict apart as a plain map does', () => {
  const rows = fc.array(fc.tuple(fc.nat(300), fc.nat(2)), { maxLength: 3000 })
  fc.assert(
    fc.property(rows, (each) => {
      const seen = new SeenRows()
      const map = new Map<number, { values: number; line: number }>()
      each.forEach(([key, values], index) => {
        const known = map.get(key)
        const expected =
          known === undefined
            ? { kind: 'first' }
            : { kind: known.values === values ? 'duplicate' : 'conflict', line: known.line }
        expect(seen.add(String(key), String(values), index + 1)).toEqual(expected)
        if (known === undefined) map.set(key, { values, line: index + 1 })
      })
    }),
    { numRuns: 20 },
  )
})

it('remembers every key while it grows', () => {
  const seen = new SeenRows()
  const kinds = new Map<string, number>()
  for (const round of [0, 1]) {
    for (let key = 0; key < 20_000; key += 1) {
      const { kind } = seen.add(String(key), 'same', key + 1)
      kinds.set(`${round} ${kind}`, (kinds.get(`${round} ${kind}`) ?? 0) + 1)
    }
  }
  expect([...kinds]).toEqual([
    ['0 first', 20_000],
    ['1 duplicate', 20_000],
  ])
})

it('ends a file of too many rows by name', () => {
  const seen = new SeenRows(2)
  seen.add('a', '', 1)
  seen.add('b', '', 2)
  expect(seen.add('a', '', 3)).toEqual({ kind: 'duplicate', line: 1 })
  expect(() => seen.add('c', '', 4)).toThrow(expect.objectContaining({ code: 'too-many-rows' }))
})
