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

it.each([1, 2])(
  'nothing that the document offers is answered otherwise than it says: seed %i',
  async (seed) => {
    const { findings, operations } = await fuzz(stand.stack, { ...stand.caller, requests: 420, seed })
    expect(findings).toEqual([])
    // What is refused all the time says little: a quarter of all there is was done.
    const done = [...operations.values()].filter((each) => each.done > 0)
    expect(done.length).toBeGreaterThan(operations.size / 4)
  },
)
