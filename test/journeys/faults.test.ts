import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { coverPoints } from '../faults/crash-points.ts'
import { examine } from '../faults/examine.ts'
import { faultClasses } from '../faults/fault-classes.ts'
import type { Plan } from '../faults/plan.ts'
import { randomOf } from '../faults/random.ts'
import { runPlan } from '../faults/run.ts'
import * as broken from '../faults/sabotage.ts'
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
  const run = await runPlan(stand, name, plan, randomOf(name))
  const { findings, expected } = await examine(run)
  return { findings, expected, strikes: run.strikes }
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
      const plan = together(inOrder, 'short 0')
      const { findings, expected, strikes } = await findingsOf(`J${numbers.join('')}`, {
        ...plan,
        days: plan.troubledDays + 1,
      })
      expect(findings).toEqual([])
      expect(expected).toBeGreaterThan(0)
      expect(strikes).not.toEqual([])
    },
  )

  it('workers die at a sample of the crash points', async () => {
    const { points, covered, failures } = await coverPoints(
      stand,
      () => undefined,
      (all) => all.filter((_, index) => index % 160 === 7),
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

let sabotages = 0
describe('it is found out that', () => {
  it.each([
    { plan: broken.claimsUnchecked, kind: 'doubled', what: 'times' },
    { plan: broken.messagesForgotten, kind: 'lost', what: 'is not in the ledger' },
    { plan: broken.nobodyRescues, kind: 'stuck', what: 'planned' },
    { plan: broken.receiptsIgnored, kind: 'unexplained', what: 'has its receipt' },
    { plan: broken.mailsToAStranger, kind: 'unexplained', what: 'stranger@example.org' },
    { plan: broken.smsToOneNumber, kind: 'unexplained', what: 'number that is not theirs' },
    { plan: broken.hoursIgnored, kind: 'unexplained', what: 'before 12:00' },
    { plan: broken.strangersOnTheList, kind: 'unexplained', what: 'not on the list' },
    { plan: broken.receiptsMixedUp, kind: 'unexplained', what: 'has the receipt of' },
    { plan: broken.accountsWithheld, kind: 'unexplained', what: 'the account of' },
    { plan: broken.listEmptied, kind: 'unexplained', what: 'stands on no list' },
  ] as const)('$plan.says: $kind', async ({ plan, kind, what }) => {
    const { findings } = await findingsOf(`B${String(sabotages++)}`, plan)
    expect(findings).toContainEqual({ kind, what: expect.stringContaining(what) as string })
  })
})
