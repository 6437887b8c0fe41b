import { examine, storyOf } from './examine.ts'
import { randomFor } from './fault-classes.ts'
import type { FaultClass } from './plan.ts'
import { runPlan } from './run.ts'
import type { Stand } from './stand.ts'
import type { Outcome } from './tally.ts'
import type { Finding, FindingKind } from './verdict.ts'

export interface SeedReport {
  readonly seed: number
  readonly outcome: Outcome
  /** What the plan did, for people. */
  readonly says: string
  readonly findings: readonly Finding[]
  /** The command that makes the same run again. */
  readonly replay: string
  readonly story: string | undefined
}

/** Makes the run of one seed in a class, and judges it. */
export async function runSeed(
  stand: Stand,
  seed: number,
  klass: FaultClass,
  wantsStory = false,
): Promise<SeedReport> {
  const { number, name } = klass
  const random = randomFor(seed, klass)
  const plan = klass.plan(random)
  const run = await runPlan(stand, `S${seed}`, plan, random.named('run'))
  const { findings, due, held, repeated, byReceipt } = await examine(run)
  const count = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length
  return {
    seed,
    outcome: {
      klass: number,
      name,
      faults: run.faults.count,
      due,
      findings: {
        lost: count('lost'),
        doubled: count('doubled'),
        stuck: count('stuck'),
        unexplained: count('unexplained'),
      },
      heldByReceipt: byReceipt,
      heldByPerson: run.held.byPerson,
      heldStill: held,
      repeated,
    },
    says: plan.says,
    findings,
    replay: `npm run faults -- --seeds 1 --from ${seed} --class ${number}`,
    story: wantsStory || findings.length > 0 ? await storyOf(run) : undefined,
  }
}
