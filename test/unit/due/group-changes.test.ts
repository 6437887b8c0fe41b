import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Change } from '../../../shared/due/apply-decision.ts'
import { groups, type Candidate } from '../../../shared/due/group-changes.ts'
import { writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import { keyText, MOST_WRITES, type Write } from '../../../shared/store/table-client.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { waitingItem, local, messageRowOf, stampAt } from '../../support/builders.ts'

const morning = local('2026-11-23 09:00')

const put = (name: string): Write => ({
  kind: 'put',
  key: { pk: `D001#${name}`, sk: 'x' },
  item: {},
  condition: { clause: 'none' },
})

interface Drawn {
  readonly tells: boolean
  readonly minutes: number
  readonly records: readonly number[]
}

const drawn = fc.record<Drawn>({
  tells: fc.boolean(),
  minutes: fc.constantFrom(0, 0, 0, 0, 600),
  records: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }),
})

function candidate({ tells, minutes, records }: Drawn, index: number): Candidate {
  const name = `car ${String(index)}`
  const item = waitingItem(name)
  const change: Change = {
    item,
    writes: records.map((record) => put(String(record))),
    message: tells ? { sendAfter: addMinutes(morning, minutes), row: messageRowOf(name) } : undefined,
    entries: [],
  }
  return { item, change }
}

const plain: Drawn = { tells: true, minutes: 0, records: [] }

it('groups keep everything, in order, and fit a transaction that takes each record once', () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 160 }), (each) => {
      const candidates = each.map(candidate)
      const made = groups(candidates)
      expect(made.flat()).toEqual(candidates)
      for (const group of made) {
        const own = group.flatMap(({ change }) => change.writes)
        const messages = group.flatMap(({ change }) => change.message ?? [])
        const told = writesForMessages('D001', messages, stampAt(morning))
        expect(group.length + own.length + told.length + 1).toBeLessThanOrEqual(MOST_WRITES)
        expect(new Set(own.map(({ key }) => keyText(key))).size).toBe(own.length)
      }
    }),
    { numRuns: 60 },
  )
})

it('a group of plain reminders is 48, and its two deliveries take no more than 25 each', () => {
  const made = groups(Array.from({ length: 100 }, (_, index) => candidate(plain, index)))
  expect(made.map((group) => group.length)).toEqual([48, 48, 4])
  const deliveries = made.map((group) =>
    writesForMessages(
      'D001',
      group.flatMap(({ change }) => change.message ?? []),
      stampAt(morning),
    ).flatMap((write) => ('item' in write && 'pending' in write.item ? [write.item.pending] : [])),
  )
  expect(deliveries.map((each) => each.map((pending) => (pending as unknown[]).length))).toEqual([
    [25, 23],
    [25, 23],
    [4],
  ])
})
