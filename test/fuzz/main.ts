import { parseArgs } from 'node:util'
import { fuzz, type FuzzReport } from './run.ts'
import { openFuzzStand } from './stand.ts'

/*
 * Requests of every kind that the OpenAPI document allows, and twisted ones, against the bundles that would be
 * deployed. Exit code 1 when an answer is a 5xx, is not as declared, or takes what it should refuse.
 */

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    routes: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const stand = await openFuzzStand()
const began = performance.now()
const tell = (done: number) => {
  if (done % 500 === 0) process.stderr.write(`${String(done)} requests\n`)
}
const report = await fuzz(stand.stack, { ...stand.caller, requests: Number(values.requests), seed, tell })
await stand.stop()
for (const { nth, what, request, answer } of report.findings.slice(0, 20)) {
  console.log(`${what}\n  ${request}\n  ${answer}`)
  console.log(`  again: npm run fuzz -- --seed ${String(seed)} --requests ${String(nth)}`)
}
tellRoutes(report, values.routes)
console.log(counts('statuses', report.statuses))
console.log(counts('twists', report.twists))
console.log(
  `${String(report.requests)} requests to ${String(report.operations.size)} operations, seed ${String(seed)}: ` +
    `${String(report.findings.length)} findings in ${String(Math.round((performance.now() - began) / 1000))} s`,
)
process.exit(report.findings.length > 0 ? 1 : 0)

/** How often each operation was done as asked, and how often refused; or only which were never done. */
function tellRoutes({ operations }: FuzzReport, all: boolean): void {
  const never = [...operations].flatMap(([name, { done }]) => (done === 0 ? [name] : []))
  if (all)
    for (const [name, { done, refused }] of operations)
      console.log(
        `${String(done).padStart(6)} done  ${name}  ${counts('refused', Object.fromEntries(refused))}`,
      )
  console.log(`never done: ${never.join(', ') || 'none'}`)
}

function counts(what: string, named: Readonly<Record<string, number>>): string {
  return `${what}: ${Object.entries(named)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ')}`
}
