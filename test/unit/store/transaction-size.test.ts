import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitEach } from '../../../shared/store/commit-each.ts'
import type { Write } from '../../../shared/store/table-client.ts'
import { fitsOneTransaction, howManyFit } from '../../../shared/store/transaction-size.ts'
import { memoryTable } from '../../support/memory-table.ts'

const KB = 1024
let names = 0
const writeOf = (kilobytes: number): Write => ({
  kind: 'put',
  key: { pk: `D001#${String((names += 1))}`, sk: 'x' },
  item: { text: '修'.repeat(Math.floor((kilobytes * KB) / 3)) },
  condition: { clause: 'none' },
})

describe('a transaction', () => {
  it('holds three megabytes, counted in bytes and not in characters', () => {
    expect(fitsOneTransaction(Array.from({ length: 10 }, () => writeOf(300)))).toBe(true)
    expect(fitsOneTransaction(Array.from({ length: 11 }, () => writeOf(300)))).toBe(false)
  })

  it('holds a hundred writes, however small', () => {
    const deletes = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ kind: 'delete' as const, key: { pk: String(index), sk: 'x' } },
        condition: { clause: 'none' as const },
      }))
    expect(fitsOneTransaction(deletes(100))).toBe(true)
    expect(fitsOneTransaction(deletes(101))).toBe(false)
  })

  it('takes as many groups as fit, and never one more', () => {
    const sizes = fc.array(fc.array(fc.constantFrom(1, 40, 300), { maxLength: 4 }), { maxLength: 12 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 20 }), (groupSizes, room) => {
        const groups = groupSizes.map((each) => each.map(writeOf))
        const count = howManyFit(groups, room)
        const taken = groups.slice(0, count).flat()
        expect(taken.length).toBeLessThanOrEqual(room)
        expect(fitsOneTransaction(taken)).toBe(true)
        const next = groups[count]
        if (next === undefined) return
        const more = [...taken, ...next]
        expect(more.length > room || !fitsOneTransaction(more)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})

describe('changes that need nothing of each other', () => {
  const changes = (count: number) => Array.from({ length: count }, () => [writeOf(200), writeOf(200)])

  it('go into as many transactions as their size asks for, and none is too large for the table', async () => {
    const table = memoryTable()
    expect(await commitEach(table, changes(20))).toBe(20)
    expect(table.all()).toHaveLength(40)
    expect(table.commits.map((writes) => writes.length)).toEqual([14, 14, 12])
  })

  it('of which one is contested are committed but for that one', async () => {
    const table = memoryTable()
    const all = changes(20)
    const contested = all[9]![0]!.key.pk
    table.onCommit = (writes) =>
      writes.some(({ key }) => key.pk === contested) ? { kind: 'conflict', contested: [0] } : undefined
    expect(await commitEach(table, all)).toBe(19)
  })
})
