import { boundPerItem, path, peakHeap, perItem, receiptPath, requestsOf, total } from './per-item.ts'
import { peerCrashes, peerThroughput } from './peers.ts'
import type { Results } from './results.ts'
import type { SweepRun } from './sweep-run.ts'
import { crashTargets, missesOf, startTargets, sweepTargets, type Target } from './targets.ts'

export function targetsOf({ sweep, start, crash }: Results): Target[] {
  return [
    ...(sweep === undefined ? [] : sweepTargets(sweep.runs, sweep.kill)),
    ...(start === undefined ? [] : startTargets(start)),
    ...(crash === undefined ? [] : crashTargets(crash)),
  ]
}

/** The whole page, Markdown. */
export function pageOf(results: Results): string {
  const { sweep, start, crash } = results
  const parts = [
    head(results),
    targetsPart(targetsOf(results)),
    ...(sweep === undefined ? [] : [sweepPart(sweep)]),
    ...(start === undefined ? [] : [startPart(start)]),
    ...(crash === undefined ? [] : [crashPart(crash)]),
  ]
  return `${parts.join('\n\n')}\n`
}

function head({ on, machine, loadBefore, versions }: Results): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `# Performance

Written by \`npm run bench\`, never by hand. One run on ${on}: ${machine}; load before it began ${loadBefore.toFixed(1)}.
${named.join(', ')}.

Counts depend on the code alone; \`npm test\` counts a small run again and fails when one has become worse than
[the budget](../test/bench/budget.json). Times depend on the machine.`
}

function targetsPart(targets: readonly Target[]): string {
  const rows = targets.map(({ what, target, result, met }) => [
    what,
    target,
    result,
    met ? 'met' : '**missed**',
  ])
  const misses = missesOf(targets).map(({ what, reason, next }) => `- **${what}**: ${reason}. Next: ${next}.`)
  const said =
    misses.length === 0 ? 'Every target is met.' : `What is missed, and why:\n\n${misses.join('\n')}`
  return `## Targets\n\n${table(['what', 'target', 'result', ''], rows)}\n\n${said}`
}

function sweepPart({ runs, kill }: NonNullable<Results['sweep']>): string {
  const due = runs[0]?.due ?? 0
  const columns = runs.map(({ vehicles }) => `${number(vehicles)} stored`)
  return `## A sweep, from the due item to the recorded result

${number(due)} maintenance reminders of one dealer fall due; each customer has agreed to SMS. The real bundles run on the
local stack; a proxy counts what they ask of AWS, and the engine says what each request consumed, by DynamoDB's rules.
Only the pace towards the provider is lifted. Four records are stored for each vehicle: vehicle, owner, number, due item.

${table(['per due item', ...columns], sweepRows(runs))}

The reads have two **lower bounds**. By bytes: the due items' index entries at half price; vehicle, customer and contact
point at the decision and at the sending; each message and delivery once; the dealer twice; all of it over 4 KB. By
record: the same, one unit at least for each record, since a consistent read of a key costs no less however small the
record is. The first is what was aimed at and no store of single records reaches it; the second says whether anything is
read in vain ([0027](decisions/0027-reads-by-record.md)). Of the writes: each due item with its entry in the index of
what is due, each message as planned and as recorded, each delivery planned, claimed and done (as few as can be), the
journal's entries pooled; doubled where several records must change together. What the **further indexes** cost, in
which messages are found by number and by what they are about, is this design's own choice and stands beside it.

By function, in all (${number(runs.at(-1)!.vehicles)} stored):

${functionTable(runs.at(-1)!)}

Receives and deletes of the queues and reads of the stream are made by Lambda itself and are not counted. A second firing
ten minutes later finds nothing to do: ${idle(runs.at(-1)!)}.

After a kill of ${kill.workersKilled} deliverers in mid-sending, all receipts lost, of ${number(kill.due)} due:
${number(kill.held)} held, in ${kill.heldDeliveries} chunks of at most ${kill.mostHeldInDelivery}; doubled ${kill.doubled}.`
}

function sweepRows(runs: readonly SweepRun[]): string[][] {
  const items = runs.map((run) => ({ run, ...perItem(run, path), bound: boundPerItem(run) }))
  const receipts = runs.map((run) => perItem(run, receiptPath))
  return [
    ['read units, table', ...items.map(({ readUnits }) => fixed(readUnits.table))],
    ['read units, indexes', ...items.map(({ readUnits }) => fixed(readUnits.indexes))],
    ['lower bound of the reads, by bytes', ...items.map(({ bound }) => fixed(bound.pooledReadUnits))],
    [
      'reads over it',
      ...items.map(({ readUnits, bound }) => times(total(readUnits) / bound.pooledReadUnits)),
    ],
    ['lower bound of the reads, by record', ...items.map(({ bound }) => fixed(bound.readUnits))],
    ['reads over it', ...items.map(({ readUnits, bound }) => times(total(readUnits) / bound.readUnits))],
    ['write units, table', ...items.map(({ writeUnits }) => fixed(writeUnits.table))],
    ['write units, indexes', ...items.map(({ writeUnits }) => fixed(writeUnits.indexes))],
    ['lower bound of the writes', ...items.map(({ bound }) => fixed(bound.writeUnits))],
    ['writes over it', ...items.map(({ writeUnits, bound }) => times(total(writeUnits) / bound.writeUnits))],
    ['entries of further indexes', ...items.map(({ bound }) => fixed(bound.furtherIndexUnits))],
    [
      'writes over both',
      ...items.map(({ writeUnits, bound }) =>
        times(total(writeUnits) / (bound.writeUnits + bound.furtherIndexUnits)),
      ),
    ],
    ['AWS requests', ...items.map(({ requests }) => requests.toFixed(3))],
    ['the provider’s requests', ...items.map(({ providerRequests }) => fixed(providerRequests))],
    ['CPU of the functions, ms', ...items.map(({ cpuMilliseconds }) => fixed(cpuMilliseconds))],
    ['peak heap of a function, MB', ...items.map(({ run }) => megabytes(peakHeap(run)))],
    ['receipts: AWS requests', ...receipts.map(({ requests }) => requests.toFixed(3))],
    ['receipts: read units', ...receipts.map(({ readUnits }) => fixed(total(readUnits)))],
    ['receipts: write units', ...receipts.map(({ writeUnits }) => fixed(total(writeUnits)))],
  ]
}

function functionTable(run: SweepRun): string {
  const rows = Object.entries(run.functions).map(([name, usage]) => [
    `\`${name}\``,
    Object.entries(usage.requests)
      .map(([operation, count]) => `${operation} ${number(count)}`)
      .join(', '),
    String(total(usage.readUnits)),
    String(total(usage.writeUnits)),
    usage.cpuMilliseconds.toFixed(0),
    megabytes(usage.peakHeapBytes),
  ])
  return table(['function', 'requests', 'read units', 'write units', 'CPU, ms', 'peak heap, MB'], rows)
}

function idle({ idle: functions }: SweepRun): string {
  return Object.entries(functions)
    .map(
      ([name, usage]) =>
        `\`${name}\` ${requestsOf(usage, 'ours')} requests and ${total(usage.readUnits)} read units`,
    )
    .join(', ')
}

function startPart({ floor, functions, samples }: NonNullable<Results['start']>): string {
  const rows = [floor, ...functions].map(({ name, bytes, loadMilliseconds }) => [
    name === floor.name ? 'a function that only builds a DynamoDB client' : `\`${name}\``,
    (bytes / 1024).toFixed(0),
    times(bytes / floor.bytes),
    loadMilliseconds === undefined ? '–' : loadMilliseconds.toFixed(1),
    loadMilliseconds === undefined ? '–' : times(loadMilliseconds / (floor.loadMilliseconds ?? 1)),
  ])
  return `## A cold start

Bytes of the minified bundle, and the median of ${samples} loads: a fresh process each, \`require\` of the bundle with the
template's variables, all functions in turn.

${table(['function', 'KB', 'over the floor', 'load, ms', 'over the floor'], rows)}`
}

function crashPart(runs: NonNullable<Results['crash']>): string {
  const own = runs.map((run) => [
    `**this system**, ${run.lanes} deliveries at a time`,
    String(run.missing + run.unresolved),
    String(run.doubled),
    run.lastRecoveredSeconds === undefined ? 'never' : `${run.lastRecoveredSeconds.toFixed(1)} s`,
  ])
  const doubt = runs.map(
    ({ lanes, claimedAtKill, resolved }) =>
      `- ${lanes} at a time: killed processes left ${claimedAtKill.join(', ')} messages claimed; ` +
      `${number(resolved.receipted)} were found in the sender's file and receipted, ${number(resolved.released)} ` +
      'were not and were released by the function that a person calls.',
  )
  const peers = peerCrashes.map((peer) => [peer.name, peer.missing, peer.doubled, peer.lastRecovered])
  return `## Crashes

${number(runs[0]?.due ?? 0)} due; a sender that appends to a file, 5 ms before and 2 ms after; three SIGKILLs at about 20 % progress
each, then one run of at most 75 s. Visibility and lease are ${runs[0]?.visibilitySeconds ?? 0} s. A delivery is up to 25 messages, claimed
together and sent one after the other, so 24 deliveries at a time are as many sends at a time as the peers have, and up
to 600 messages claimed. The sweep of deliveries comes round all the time here, and a receipt comes at its last
try at once: deployed, the sweep comes every ten minutes, and an SMS in doubt waits for its receipt's
pauses. So the last column says how fast the mechanism is, not when a customer's message would be settled. Each message
here has a number of its own. Peers as they were measured elsewhere, on two cores as well.

${doubt.join('\n')}

${table(['', 'missing after 75 s', 'doubled', 'last recovered'], [...own, ...peers])}

The same peers' throughput, messages a second (200,000 stored, 20,000 due, a sender that does nothing); these figures and
the table above belong together, as a system is easily fast that loses or doubles. This one's own pace is set by the
provider: 10 SMS a second by default.

${table(
  ['', 'a second'],
  peerThroughput.map(({ name, perSecond }) => [name, perSecond]),
)}`
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

const fixed = (value: number) => value.toFixed(2)
const times = (value: number) => `${value.toFixed(2)} ×`
const number = (value: number) => value.toLocaleString('en-US')
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
