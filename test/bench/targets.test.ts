import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { peerCrashes, peerThroughput } from './peers.ts'
import { pageOf } from './page.ts'
import { crashTargets, missesOf, startTargets } from './targets.ts'
import { functionList } from '../../infra/functions.ts'
import type { CrashRun } from './crash-run.ts'
import type { StartRun } from './start-times.ts'

const crash: CrashRun = {
  due: 3_000,
  lanes: 24,
  visibilitySeconds: 2,
  missing: 0,
  doubled: 0,
  unresolved: 0,
  claimedAtKill: [500, 500, 500],
  resolved: { receipted: 700, released: 800 },
  lastRecoveredSeconds: 4.9,
  seconds: 6,
}
const start: StartRun = {
  floor: { name: 'floor', bytes: 100, loadMilliseconds: 10 },
  functions: [
    { name: 'messages-deliver', bytes: 145, loadMilliseconds: 14.5 },
    { name: 'sweep', bytes: 136, loadMilliseconds: 13.5 },
  ],
  samples: 15,
}
const met = (targets: readonly { id: string; met: boolean }[]) =>
  targets.filter((target) => target.met).map(({ id }) => id)
const circumstances = { on: '2026-11-23', machine: 'two cores', loadBefore: 0, versions: { node: '24' } }

describe('targets', () => {
  it('are met up to their limit and missed beyond it, the deliverer by a limit of its own', () => {
    expect(met(startTargets(start))).toEqual(['start-load', 'deliverer-bytes', 'deliverer-load'])
  })

  it('a message that is missing, doubled or left without a result is missed, and so is a late recovery', () => {
    expect(met(crashTargets([crash]))).toHaveLength(3)
    expect(met(crashTargets([{ ...crash, missing: 1 }]))).not.toContain('crash-missing')
    expect(met(crashTargets([{ ...crash, unresolved: 1 }]))).not.toContain('crash-missing')
    expect(met(crashTargets([{ ...crash, doubled: 1 }]))).not.toContain('crash-doubled')
    expect(met(crashTargets([{ ...crash, lastRecoveredSeconds: 5.1 }]))).not.toContain('crash-recovery')
    expect(met(crashTargets([{ ...crash, lastRecoveredSeconds: undefined }]))).not.toContain('crash-recovery')
  })

  it('each that is missed says why and what comes next', () => {
    const missed = missesOf(startTargets(start))
    expect(missed.map(({ id }) => id)).toEqual(['start-bytes'])
    for (const { reason, next } of missed) expect(reason.length * next.length).toBeGreaterThan(0)
  })
})

describe('the page', () => {
  const page = pageOf({ ...circumstances, sweep: undefined, start, crash: [crash] })

  it('shows the peers’ crashes never without their throughput', () => {
    for (const { name, missing, doubled, lastRecovered } of peerCrashes)
      expect(page).toContain(`| ${[name, missing, doubled, lastRecovered].join(' | ')} |`)
    for (const { perSecond } of peerThroughput) expect(page).toContain(perSecond)
  })

  it('says the reason of a missed target and none of the met ones', () => {
    expect(page).toContain('| bundle bytes over the floor | ≤ 1.35 × each | 1.36 ×')
    const misses = page.match(/Next: /g) ?? []
    expect(misses).toHaveLength(1)
  })
})

describe('docs/performance.md', () => {
  it('measures the start of every function of the bill of materials, and of no other', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8')
    const [, part = ''] = text.split('## A cold start')
    const named = [...part.split('\n## ')[0]!.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)
    expect(named.sort()).toEqual(functionList.map(({ name }) => name).sort())
  })
})
