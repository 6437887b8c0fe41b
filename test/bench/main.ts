import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { LocalError } from '../../local/local-error.ts'
import { progressOf } from '../../local/main-job/progress.ts'
import { synthesize } from '../../local/synthesize.ts'
import { smallRuns, writeBudget } from './budget.ts'
import { runCrashes, type CrashRun } from './crash-run.ts'
import { readFlags, usage, type Flags } from './flags.ts'
import { runKill } from './kill-run.ts'
import { measuredApp } from './measured-app.ts'
import { pageOf, targetsOf } from './page.ts'
import { circumstances, type Results } from './results.ts'
import { measureStart } from './start-times.ts'
import { runSweep, type SweepRun } from './sweep-run.ts'

/** How much is measured: by `npm run bench`, and by its quick form. */
const full = { vehicles: [10_000, 100_000], due: 1_000, samples: 15, crashDue: 3_000 }
const quick = { vehicles: [1_000, 4_000], due: 200, samples: 3, crashDue: 600 }
/** Deliveries that a process of the crash test sends at a time, as many as the peers and fewer; seconds. */
const crash = { lanes: [24, 4], visibilitySeconds: 2 }

const page = join(import.meta.dirname, '../../docs/performance.md')
const say = (sentence: string) => process.stderr.write(`${sentence}\n`)

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2))
  if (flags === undefined) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const begun = circumstances()
  const app = measuredApp(await synthesize({ onStep: say }))
  try {
    if (flags.writeBudget) await acceptBudget(app.cdkOut)
    else await tell({ ...begun, ...(await measure(flags, app.cdkOut)) }, flags)
  } finally {
    app.remove()
  }
}

async function measure(flags: Flags, cdkOut: string): Promise<Pick<Results, 'sweep' | 'start' | 'crash'>> {
  const sizes = flags.quick ? quick : full
  const wants = (part: Flags['only'][number]) => flags.only.includes(part)
  const start = wants('start')
    ? await told('start', (show) => measureStart(cdkOut, sizes.samples, show))
    : undefined
  const sweep = wants('sweep')
    ? {
        runs: await sweeps(
          cdkOut,
          sizes.vehicles.map((vehicles) => ({ vehicles, due: sizes.due })),
        ),
        kill: await told('kill', () => inDirectory((file) => runKill({ cdkOut, file, due: sizes.due }))),
      }
    : undefined
  return { sweep, start, crash: wants('crash') ? await crashes(sizes.crashDue) : undefined }
}

async function crashes(due: number): Promise<CrashRun[]> {
  const { visibilitySeconds } = crash
  const runs: CrashRun[] = []
  for (const lanes of crash.lanes)
    runs.push(
      await told(`crash ${lanes}`, (show) => runCrashes({ due, lanes, visibilitySeconds, onProgress: show })),
    )
  return runs
}

function sweeps(cdkOut: string, sizes: readonly { vehicles: number; due: number }[]): Promise<SweepRun[]> {
  return inDirectory(async (file) => {
    const runs: SweepRun[] = []
    for (const size of sizes)
      runs.push(
        await told(`sweep ${size.vehicles}`, (show) => runSweep({ cdkOut, file, ...size, onProgress: show })),
      )
    return runs
  })
}

async function acceptBudget(cdkOut: string): Promise<void> {
  await writeBudget(await sweeps(cdkOut, smallRuns), await measureStart(cdkOut, 0))
  say('test/bench/budget.json holds the counts of now')
}

async function tell(results: Results, flags: Flags): Promise<void> {
  const text = await format(pageOf(results), { parser: 'markdown', printWidth: 110 })
  const whole = !flags.quick && flags.only.length === 3
  if (whole) writeFileSync(page, text)
  process.stdout.write(flags.json ? `${JSON.stringify(withoutItems(results))}\n` : text)
  const missed = targetsOf(results).filter(({ met }) => !met).length
  say(whole ? `docs/performance.md is written; ${missed} targets missed` : `${missed} targets missed`)
}

/** The stored items served the lower bounds; nobody reads them. */
function withoutItems({ sweep, ...results }: Results) {
  const runs = sweep?.runs.map(({ outcome: { items, ...outcome }, ...run }) => ({ ...run, outcome }))
  return { ...results, sweep: sweep && { ...sweep, runs }, targets: targetsOf({ sweep, ...results }) }
}

type Show = (done: number, total: number, what: string) => void

async function told<Value>(title: string, work: (show: Show) => Promise<Value>): Promise<Value> {
  const progress = progressOf(title)
  try {
    return await work((done, total, what) => progress.show(done, total, what))
  } finally {
    progress.stop()
  }
}

/** A database file in memory where the system has that, removed afterwards. */
async function inDirectory<Value>(work: (file: string) => Promise<Value>): Promise<Value> {
  const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'after-sales-bench-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await work(join(directory, 'table.db'))
  } finally {
    process.off('exit', remove)
    remove()
  }
}

// Ended by a person, it still puts away what it has made: by way of the exit.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))
try {
  await main()
} catch (error) {
  say(error instanceof LocalError ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}
