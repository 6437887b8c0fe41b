import { coverPoints } from './crash-points.ts'
import { classOf } from './fault-classes.ts'
import { readFlags, usage, type Flags } from './flags.ts'
import { runSeed, type SeedReport } from './one-seed.ts'
import { openStand, type Stand } from './stand.ts'
import { tableOf } from './tally.ts'

/*
 * Days of work through the bundles that would be deployed, while connections break, workers die and time is out of
 * joint; afterwards what happened is compared with what had to happen. Exit code 1 when anything differs.
 */

let flags: Flags
try {
  flags = readFlags(process.argv.slice(2))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exit(1)
}
const points = flags.points ?? (flags.class === undefined ? 'all' : 'none')
/** Seeds on one stack, before a new one begins with an empty memory. */
const seedsPerStand = 40

const tell = (text: string) => {
  if (flags.json) return
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
  else process.stderr.write(`${text}\n`)
}
const say = (text: string) => {
  tell('')
  if (!flags.json) console.log(text)
}

const began = performance.now()
const reports: SeedReport[] = []
let stand: Stand | undefined
if (points !== 'only') {
  for (let seed = flags.from; seed < flags.from + flags.seeds; seed += 1) {
    if (stand === undefined || (seed - flags.from) % seedsPerStand === 0) {
      await stand?.stop()
      stand = await openStand()
    }
    const klass = classOf(seed, flags.class)
    if (klass === undefined) throw new Error('there is no such class')
    tell(
      `seed ${seed} of ${flags.from}–${flags.from + flags.seeds - 1}: class ${klass.number}, ${klass.name}`,
    )
    const report = await runSeed(stand, seed, klass, flags.story)
    reports.push(report)
    if (report.findings.length > 0 || flags.story) say(failureText(report))
  }
}
stand ??= await openStand()
const covered = points === 'none' ? undefined : await coverPoints(stand, tell)
await stand.stop()
tell('')

const outcomes = reports.map(({ outcome }) => outcome)
const failures = reports.filter(({ findings }) => findings.length > 0)
const broken = failures.length > 0 || (covered !== undefined && covered.failures.length > 0)
const uncovered = covered === undefined ? 0 : covered.points - covered.covered
if (flags.json) {
  const failed = failures.map(({ seed, says, findings, replay }) => ({ seed, says, findings, replay }))
  console.log(JSON.stringify({ outcomes, failed, points: covered }))
} else {
  if (outcomes.length > 0) console.log(tableOf(outcomes))
  if (covered !== undefined) {
    console.log(`\n${covered.text}`)
    for (const failure of covered.failures) console.log(failure)
  }
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`)
}
process.exit(broken || uncovered > 0 ? 1 : 0)

function failureText({ seed, outcome, says, findings, replay, story }: SeedReport): string {
  return [
    `seed ${seed}, class ${outcome.klass} ${outcome.name}: ${says}`,
    ...findings.map(({ kind, what }) => `  ${kind}: ${what}`),
    `  again: ${replay}`,
    ...(story === undefined || !flags.story ? [] : [story]),
  ].join('\n')
}
