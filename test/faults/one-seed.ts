import { examine, storyOf, strikesOf } from './examine.ts'
import { randomFor } from './fault-classes.ts'
import type { FaultClass, Plan } from './plan.ts'
import { runPlan, type Run } from './run.ts'
import type { Stand } from './stand.ts'
import type { Outcome } from './tally.ts'
import type { Finding, FindingKind, Verdict } from './verdict.ts'

export interface SeedReport {
  readonly seed: number
  /** The run did not come to its end: the stack that it ran on may be no good any more. */
  readonly isBroken: boolean
  readonly outcome: Outcome
  /** What the plan meant to do, for people. */
  readonly says: string
  readonly findings: readonly Finding[]
  /** The command that makes the same run again. */
  readonly replay: string
  /** Of a run that failed, or where it is wanted: what struck whom, and what is known of each message. */
  readonly story: string | undefined
}

/** Makes the run of one seed in a class, and judges it. A run that cannot be made to its end has failed. */
export async function runSeed(
  stand: Stand,
  seed: number,
  klass: FaultClass,
  wantsStory = false,
): Promise<SeedReport> {
  const random = randomFor(seed, klass)
  const plan = klass.plan(random)
  const made: { run?: Run } = {}
  try {
    const run = await runPlan(stand, `S${seed}`, plan, random.named('run'), (begun) => (made.run = begun))
    const verdict = await examine(run)
    const isTold = wantsStory || verdict.findings.length > 0
    return reportOf(seed, klass, plan, run, verdict, isTold ? await storyOf(run) : undefined)
  } catch (error) {
    const what = `the run did not come to its end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    const nothing = {
      findings: [{ kind: 'unexplained', what } as const],
      due: 0,
      held: 0,
      byReceipt: 0,
      repeated: 0,
    }
    return {
      ...reportOf(seed, klass, plan, made.run, nothing, made.run && strikesOf(made.run).join('\n')),
      isBroken: true,
    }
  }
}

function reportOf(
  seed: number,
  { number, name }: FaultClass,
  { says }: Plan,
  run: Run | undefined,
  { findings, due, held, byReceipt, repeated }: Verdict,
  story: string | undefined,
): SeedReport {
  const count = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length
  return {
    seed,
    isBroken: false,
    outcome: {
      klass: number,
      name,
      faults: run?.strikes.length ?? 0,
      due,
      findings: {
        lost: count('lost'),
        doubled: count('doubled'),
        stuck: count('stuck'),
        unexplained: count('unexplained'),
      },
      heldByReceipt: byReceipt,
      heldByPerson: run?.held.byPerson ?? 0,
      heldStill: held,
      repeated,
    },
    says,
    findings,
    replay: `npm run faults -- --seeds 1 --from ${seed} --class ${number}`,
    story,
  }
}
