import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { coverPoints } from '../faults/crash-points.ts'
import { examine } from '../faults/examine.ts'
import { faultClasses } from '../faults/fault-classes.ts'
import type { Plan } from '../faults/plan.ts'
import { randomOf } from '../faults/random.ts'
import { runPlan } from '../faults/run.ts'
import { claimsUnchecked, messagesForgotten, nobodyRescues, receiptsIgnored } from '../faults/sabotage.ts'
import { openStand, type Stand } from '../faults/stand.ts'
import { together } from '../faults/together.ts'

/*
 * The short form of `npm run faults`: every class of faults once, several at a time, a sample of the crash points, and
 * a system broken on purpose, which must be found out.
 */

/** All share one stack, so one that takes long must not be cut off under the next one's feet. */
vi.setConfig({ testTimeout: 300_000 })

let stand: Stand
beforeAll(async () => {
  stand = await openStand()
})
afterAll(() => stand.stop())

async function findingsOf(name: string, plan: Plan) {
  const run = await runPlan(stand, name, { ...plan, days: plan.troubledDays + 1 }, randomOf(name))
  const { findings, expected } = await examine(run)
  return { findings, expected }
}

const mixtures: readonly (readonly number[])[] = [
  [15, 1, 9],
  [17, 2, 7, 11],
  [4, 3, 16, 19],
  [5, 8, 10, 18],
  [6],
  [12, 13],
  [14, 21],
]

describe('nothing is lost, doubled or stuck when', () => {
  it.each(mixtures.map((numbers) => ({ numbers, name: numbers.join(', ') })))(
    'the classes $name strike together',
    async ({ numbers }) => {
      const classes = faultClasses.filter(({ number }) => numbers.includes(number))
      const inOrder = numbers.map((number) => classes.find((klass) => klass.number === number)!)
      const { findings, expected } = await findingsOf(`J${numbers.join('')}`, together(inOrder, 'short 0'))
      expect(findings).toEqual([])
      expect(expected).toBeGreaterThan(0)
    },
  )

  it('workers die at a sample of the crash points', async () => {
    const { points, covered, failures } = await coverPoints(
      stand,
      () => undefined,
      (all) => all.filter((_, index) => index % 80 === 7),
    )
    expect(failures).toEqual([])
    expect(covered).toBe(points)
    expect(points).toBeGreaterThan(2)
  })
})

it('together the mixtures have every class', () => {
  expect(mixtures.flat().sort((a, b) => a - b)).toEqual(
    faultClasses.map(({ number }) => number).filter((number) => number !== 0),
  )
})

describe('it is found out that', () => {
  it.each([
    { plan: claimsUnchecked, kind: 'doubled' },
    { plan: messagesForgotten, kind: 'lost' },
    { plan: nobodyRescues, kind: 'stuck' },
    { plan: receiptsIgnored, kind: 'unexplained' },
  ] as const)('$plan.says: $kind', async ({ plan, kind }) => {
    const { findings } = await findingsOf(`B${kind}`, plan)
    expect(findings.map((finding) => finding.kind)).toContain(kind)
  })
})
