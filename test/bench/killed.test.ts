import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MOST_IN_DELIVERY } from '../../shared/domain/message.ts'
import { synthesize } from '../../local/synthesize.ts'
import { runCrashes } from './crash-run.ts'
import { runKill } from './kill-run.ts'
import { measuredApp } from './measured-app.ts'

/*
 * Small forms of the two kills that the bench measures: what must be 0 there is 0 in every test run. How fast it all
 * goes is the bench's affair.
 */

it('after a kill at most one chunk of each worker is in doubt, and nothing is sent twice', async () => {
  const app = measuredApp(await synthesize())
  const directory = mkdtempSync(join(tmpdir(), 'after-sales-killed-'))
  try {
    const run = await runKill({ cdkOut: app.cdkOut, file: join(directory, 'table.db'), due: 120 })
    const { workersKilled, held, heldDeliveries, mostHeldInDelivery, doubled, sent } = run
    expect(workersKilled).toBeGreaterThan(0)
    expect(held).toBeGreaterThan(0)
    expect(heldDeliveries).toBeLessThanOrEqual(workersKilled)
    expect(mostHeldInDelivery).toBeLessThanOrEqual(MOST_IN_DELIVERY)
    // What is held has gone out or not; everything else has.
    expect(sent + held).toBeGreaterThanOrEqual(run.due)
    expect(doubled).toBe(0)
  } finally {
    app.remove()
    rmSync(directory, { recursive: true, force: true })
  }
}, 120_000)

it('three kills of a sending process leave nothing missing, doubled or without a result', async () => {
  const { missing, doubled, unresolved, claimedAtKill } = await runCrashes({
    due: 150,
    lanes: 4,
    visibilitySeconds: 1,
  })
  expect({ missing, doubled, unresolved }).toEqual({ missing: 0, doubled: 0, unresolved: 0 })
  expect(claimedAtKill.some((claimed) => claimed > 0)).toBe(true)
}, 180_000)
