import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { synthesize } from '../../local/synthesize.ts'
import { budgetOf, readBudget, smallRuns, worseThan, type Budget } from './budget.ts'
import { measuredApp } from './measured-app.ts'
import { boundPerItem, path, perItem, total } from './per-item.ts'
import { measureStart, type StartRun } from './start-times.ts'
import { runSweep, type SweepRun } from './sweep-run.ts'

/*
 * A small run of the bench, counted in every test run: what a due item consumes must not grow unnoticed. Accept new
 * counts with `npm run bench -- --write-budget`.
 */

const directory = mkdtempSync(join(tmpdir(), 'after-sales-budget-'))
const runs: SweepRun[] = []
let start: StartRun

beforeAll(async () => {
  const app = measuredApp(await synthesize())
  try {
    const file = join(directory, 'table.db')
    for (const size of smallRuns) runs.push(await runSweep({ cdkOut: app.cdkOut, file, ...size }))
    start = await measureStart(app.cdkOut, 0)
  } finally {
    app.remove()
  }
}, 300_000)
afterAll(() => rmSync(directory, { recursive: true }))

describe('what a due item consumes', () => {
  it('is no more than the budget allows, bundle bytes among it', () => {
    expect(worseThan(readBudget(), budgetOf(runs, start))).toEqual([])
  })

  it('was counted on runs in which every message got its result, and nothing failed', () => {
    for (const { due, outcome, sent, failures, functions } of runs) {
      expect({ sent, failures, rows: outcome.readableRows }).toEqual({ sent: due, failures: 0, rows: due })
      for (const usage of Object.values(functions)) expect(usage.refused).toBe(0)
    }
  })

  it('is at most 0.20 requests from sweep to recorded result, with as many due as on a full morning', () => {
    const full = runs.filter(({ due }) => due >= 1_000)
    expect(full).toHaveLength(1)
    for (const run of full) expect(perItem(run, path).requests).toBeLessThanOrEqual(0.2)
  })

  it('does not depend on how much is stored', () => {
    const [few, many] = runs.map((run) => total(perItem(run, path).readUnits))
    expect(Math.abs(many! / few! - 1)).toBeLessThan(0.05)
  })

  it('lies within 1.3 times what the records alone would need, reads and writes', () => {
    for (const run of runs) {
      const { readUnits, writeUnits } = perItem(run, path)
      const bound = boundPerItem(run)
      const written = total(writeUnits) / (bound.writeUnits + bound.furtherIndexUnits)
      // Below the bound the bound itself would be wrong.
      for (const ratio of [total(readUnits) / bound.readUnits, written]) {
        expect(ratio).toBeGreaterThanOrEqual(1)
        expect(ratio).toBeLessThanOrEqual(1.3)
      }
    }
  })

  it('covers at most 25 messages by one claim', () => {
    for (const { outcome } of runs) expect(outcome.largestDelivery).toBeLessThanOrEqual(25)
  })
})

describe('the budget', () => {
  const run = {
    vehicles: 500,
    due: 200,
    requests: { sweepToResult: 50, receipts: 200 },
    units: { sweep: { read: 600, write: 100 } },
  }
  const budget: Budget = {
    slack: { units: 0.02, requests: 0.04, bytes: 0.02 },
    sweep: [run],
    bundleBytes: { sweep: 100_000 },
  }
  const found = (change: Partial<typeof run>, bytes = 100_000): Budget => ({
    ...budget,
    sweep: [{ ...run, ...change }],
    bundleBytes: { sweep: bytes },
  })

  it('takes what is equal, better, or within its slack', () => {
    expect(worseThan(budget, found({}))).toEqual([])
    const within = {
      requests: { sweepToResult: 52, receipts: 1 },
      units: { sweep: { read: 612, write: 1 } },
    }
    expect(worseThan(budget, found(within, 102_000))).toEqual([])
  })

  it('names each count that is worse, and the two figures', () => {
    const beyond = {
      requests: { sweepToResult: 53, receipts: 209 },
      units: { sweep: { read: 613, write: 103 } },
    }
    expect(worseThan(budget, found(beyond, 102_001))).toEqual([
      '200 due of 500: requests from sweep to result: 53, the budget allows 50',
      '200 due of 500: requests of receipts: 209, the budget allows 200',
      '200 due of 500: read units of sweep: 613, the budget allows 600',
      '200 due of 500: write units of sweep: 103, the budget allows 100',
      'bundle bytes of sweep: 102001, the budget allows 100000',
    ])
  })

  it('refuses what it does not know: a new function needs a budget of its own', () => {
    const more = { ...budget, bundleBytes: { ...budget.bundleBytes, another: 1 } }
    expect(worseThan(budget, more)).toEqual(['bundle bytes of another: 1, and the budget has no such line'])
  })
})
