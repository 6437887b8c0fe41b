import { afterAll, beforeAll, expect, it } from 'vitest'
import { fuzz } from '../fuzz/run.ts'
import { openFuzzStand } from '../fuzz/stand.ts'

/*
 * `npm run fuzz` in short: the first requests of two seeds, one after the other against one stack.
 */

let stand: Awaited<ReturnType<typeof openFuzzStand>>

beforeAll(async () => {
  stand = await openFuzzStand()
})
afterAll(() => stand.stop())

const done = new Set<string>()
let offered = 0

it.each([1, 2])(
  'nothing that the document offers is answered otherwise than it says: seed %i',
  async (seed) => {
    const { findings, operations } = await fuzz(stand.stack, { ...stand.caller, requests: 420, seed })
    expect(findings).toEqual([])
    for (const [name, each] of operations) if (each.done > 0) done.add(name)
    offered = operations.size
  },
)

it('three tenths of all there is were done: what is refused all the time says little', () => {
  expect(done.size).toBeGreaterThan(offered * 0.3)
})
