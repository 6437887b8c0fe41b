import { coverPoints, type Coverage } from './crash-points.ts'
import { classOf } from './fault-classes.ts'
import { readFlags, usage, type Flags } from './flags.ts'
import { runSeed, type SeedReport } from './one-seed.ts'
import { openStand, type Stand } from './stand.ts'
import { neverStruck, tableOf } from './tally.ts'

/*
 * Days of work through the bundles that would be deployed, while connections break, workers die and time is out of
 * joint; afterwards what happened is compared with what had to happen. Exit code 1 when anything differs, or when the
 * harness itself could not go on: what it had found by then is told all the same.
 */

let flags: Flags
try {
  flags = readFlags(process.argv.slice(2))
} catch (error) {
  console.error(`${sentenceOf(error)}\n\n${usage}`)
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
/** What kept the harness itself from going on. */
const broken: string[] = []
let covered: Coverage | undefined
let stand: Stand | undefined
try {
  if (points !== 'only') await runSeeds()
  if (points !== 'none') covered = await coverPoints((stand ??= await openStand()), tell)
} catch (error) {
  broken.push(sentenceOf(error))
}
await close()
tell('')

const outcomes = reports.map(({ outcome }) => outcome)
const failures = reports.filter(({ findings }) => findings.length > 0)
const idle = neverStruck(outcomes)
const missed = covered === undefined ? 0 : covered.points - covered.covered
if (flags.json) {
  const failed = failures.map(({ seed, says, findings, replay, story }) => ({
    seed,
    says,
    findings,
    replay,
    story,
  }))
  console.log(JSON.stringify({ outcomes, failed, idle, points: covered, broken }))
} else {
  if (outcomes.length > 0) console.log(tableOf(outcomes))
  if (covered !== undefined) {
    console.log(`\n${covered.text}`)
    for (const failure of covered.failures) console.log(failure)
  }
  for (const what of idle) console.log(`\nnever struck: ${what}`)
  for (const what of broken) console.log(`\nthe harness could not go on: ${what}`)
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`)
}
const isFine = failures.length + idle.length + broken.length + missed + (covered?.failures.length ?? 0) === 0
process.exit(isFine ? 0 : 1)

async function runSeeds(): Promise<void> {
  const { from, seeds, story } = flags
  for (let seed = from; seed < from + seeds; seed += 1) {
    if ((seed - from) % seedsPerStand === 0) await close()
    stand ??= await openStand()
    const klass = classOf(seed, flags.class)
    if (klass === undefined) throw new Error('there is no such class')
    tell(`seed ${seed} of ${from}–${from + seeds - 1}: class ${klass.number}, ${klass.name}`)
    const report = await runSeed(stand, seed, klass, story)
    reports.push(report)
    if (report.isBroken) await close()
    if (report.findings.length > 0 || story) say(failureText(report))
  }
}

/** Nobody is helped by a stack that does not even stop. */
async function close(): Promise<void> {
  const ending = stand
  stand = undefined
  await ending?.stop().catch((error: unknown) => broken.push(sentenceOf(error)))
}

function failureText({ seed, outcome, says, findings, replay, story }: SeedReport): string {
  return [
    `seed ${seed}, class ${outcome.klass} ${outcome.name}: ${says}`,
    ...findings.map(({ kind, what }) => `  ${kind}: ${what}`),
    `  again: ${replay}`,
    ...(story === undefined ? [] : [flags.story ? story : struckIn(story)]),
  ].join('\n')
}

/** Of all that is known the faults alone: a replay strikes what is asked alike, and may meet other requests. */
function struckIn(story: string): string {
  return story
    .split('\n')
    .flatMap((line) => (line.startsWith('struck') ? [`  ${line}`] : []))
    .join('\n')
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
