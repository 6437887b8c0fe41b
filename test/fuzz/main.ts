import { parseArgs } from 'node:util'
import { openFuzzStand } from './stand.ts'
import { fuzz } from './run.ts'

/*
 * Requests of every kind that the OpenAPI document allows, and twisted ones, against the bundles that would be
 * deployed. Exit code 1 when an answer is a 5xx, is not as declared, or takes what it should refuse.
 */

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const stand = await openFuzzStand()
const began = performance.now()
const tell = (done: number) => {
  if (done % 500 === 0) process.stderr.write(`${String(done)} requests\n`)
}
const report = await fuzz(stand.stack, {
  requests: Number(values.requests),
  seed: Number(values.seed),
  ...stand.caller,
  tell,
})
await stand.stop()
for (const { nth, what, request, answer } of report.findings.slice(0, 20))
  console.log(`${String(nth)}: ${what}\n  ${request}\n  ${answer}`)
console.log(
  `${String(report.requests)} requests to ${String(report.operations)} operations, seed ${values.seed}: ${String(report.findings.length)} findings`,
)
console.log(
  Object.entries(report.statuses)
    .map(([status, count]) => `${status}: ${String(count)}`)
    .join('  '),
)
console.log(`never done: ${report.neverDone.join(', ') || 'none'}`)
console.log(`${String(Math.round((performance.now() - began) / 1000))} s`)
process.exit(report.findings.length > 0 ? 1 : 0)
