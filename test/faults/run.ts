import { addMinutes, fromEpochMilliseconds, Zone } from '../../shared/domain/time.ts'
import { schedules } from '../../shared/due/schedules.ts'
import { firesBetween } from '../../local/scheduler.ts'
import type { NewMessage } from '../../local/outbox-store.ts'
import type { Fate as MessageFate, ReceiptHook } from '../../local/receipts.ts'
import { FunctionFailed } from '../../local/worker-host.ts'
import type { Fired, House } from './facts.ts'
import { providersName } from './history.ts'
import { lookForHeld, resolveHeld } from './people.ts'
import type { Act, Fire, Plan } from './plan.ts'
import type { Fate, SeenRequest } from './proxy.ts'
import type { Random } from './random.ts'
import { dawnOf, houseOf, seedHouse } from './seed-world.ts'
import type { Stand } from './stand.ts'
import { instantOf, plusDays, wallClock } from './wall-clock.ts'

/** Days of work under a plan, and what the harness itself knows of them. */
export interface Run {
  readonly stand: Stand
  readonly plan: Plan
  readonly random: Random
  readonly houses: readonly House[]
  readonly seededAt: number
  readonly fired: Fired[]
  /** Ids of messages that were being sent when a fault met their worker. */
  readonly doubtfulIds: Set<string>
  /** What the providers said, other than yes: by the message's provider-side name. */
  readonly said: { readonly name: string; readonly kind: 'doubt' | 'for-good' | 'not-sent' }[]
  /** What the providers took and never spoke of again, by the message's provider-side name. */
  readonly unspoken: Set<string>
  /** Addresses of which the providers said that nothing arrives there. */
  readonly deadAddresses: Set<string>
  /** Jobs that failed three times over. */
  readonly givenUp: { readonly functionName: string; readonly what: string }[]
  /** What the account function returned, each time. */
  readonly accounts: Account[]
  /** Faults that struck, in order. */
  readonly strikes: Strike[]
  /** Held messages that a person has decided on, and those that stood on no list. */
  readonly held: { byPerson: number }
  readonly unlisted: string[]
  /** Writes down that a fault strikes. */
  struck(what: string, functionName?: string): void
  /** Kills the workers of a function; what they were sending is in doubt from then on. */
  kill(functionName: string): Promise<void>
  /** A job by hand, tried once: for a moment in which another one is held up and nothing comes to rest. */
  start(fire: Pick<Fire, 'job' | 'functionName' | 'zone'>): Promise<unknown>
}

/** A fault that struck: whom, and how, so that a failure tells what it came of. */
export interface Strike {
  /** Milliseconds of the runner's clock. */
  readonly at: number
  readonly functionName: string | undefined
  readonly what: string
}

/** One evening's accounts: of every dealer and job. */
export interface Account {
  readonly at: number
  readonly lines: readonly AccountLine[]
}

export interface AccountLine {
  readonly dealerId: string
  readonly purpose: string
  readonly date: string
  readonly due: number
  readonly sent: number
  readonly suppressed: Readonly<Record<string, number>>
  readonly deferred: number
  readonly failed: number
  readonly missing: number
  readonly behind: number
}

const minute = 60_000
const tenMinutes = 10 * minute
/** Lambda's pauses before it tries an asynchronous invocation again. */
const retryMinutes = [1, 2]
/** Jobs that come every ten minutes, so many minutes past, and nearly always find nothing to do. */
const rescue = { job: 'deliver', functionName: 'messages-rescue', zone: 'Asia/Shanghai', past: 0 }
/** Jobs that find nothing in these worlds, where nothing is owed, booked or delivered by API, received, claimed or reported: left out. */
const idle: readonly string[] = [
  'appointment-reminders',
  'recall-notices',
  'report-deadlines',
  'business-reports',
  'follow-up-drop',
  'notices-daily',
  'notice-effects',
  'warranty-claims',
  'warranty-mail',
]
const replan = { job: 'replan', functionName: 'dealers-replan', zone: 'Asia/Shanghai', past: 5 }

/** Seeds the dealers of a plan and lets its days go by. */
export async function runPlan(
  stand: Stand,
  name: string,
  plan: Plan,
  random: Random,
  onBegun: (run: Run) => void = () => undefined,
): Promise<Run> {
  const zones = [...new Set(plan.houses.map(({ zone }) => zone))]
  const dawn = dawnOf(plan.firstDay, zones, plan.dawn)
  await stand.clear(dawn)
  const houses = plan.houses.map((house, index) =>
    houseOf(
      `${name}-${String(index)}`,
      house,
      { firstDay: plan.firstDay, platesFrom: 10_000 + index * 1000 },
      random.named('house', index),
    ),
  )
  const stamp = { at: fromEpochMilliseconds(dawn), by: 'harness' }
  for (const house of houses) await seedHouse(stand.store, house, stamp)
  const run = beginRun(stand, plan, random, houses, dawn)
  onBegun(run)

  const lastDay = plusDays(plan.firstDay, plan.days - 1)
  const end = Math.max(...zones.map((zone) => instantOf(lastDay, '23:45', zone)))
  const calm = Math.max(
    ...zones.map((zone) => instantOf(plusDays(plan.firstDay, plan.troubledDays - 1), '23:58', zone)),
  )
  const timetable = timetableOf(zones, dawn, end)
  const fires = plan.fires?.(timetable) ?? timetable
  const people: Act = {
    at: instantOf(lastDay, '12:00', zones[0]!),
    does: resolveHeld,
  }
  for (let missed = fires.length; missed < timetable.length; missed += 1) run.struck('a schedule is missed')
  for (const peculiar of plan.peculiar ?? []) run.struck(peculiar)
  const acts = [...(plan.acts?.(houses) ?? []), people]
  const steps = [
    ...fires.map((fire) => ({ at: fire.at, does: () => comeRound(run, fire) })),
    ...acts.map(({ at, does }) => ({ at, does: () => does(run) })),
    { at: calm, does: () => calmDown(run) },
    { at: end, does: () => Promise.resolve() },
  ].sort((a, b) => a.at - b.at)
  strike(run)
  for (const { at, does } of steps) {
    await passTo(run, at)
    await does()
  }
  await stand.stack.drained({ until: stand.stack.clock.now() })
  // What came to be held after the person's round must be there for the next one.
  await lookForHeld(run)
  return run
}

/** A run whose time goes by hand. */
export function beginRun(
  stand: Stand,
  plan: Plan,
  random: Random,
  houses: readonly House[],
  seededAt: number,
): Run {
  const run: Run = {
    stand,
    plan,
    random,
    houses,
    seededAt,
    fired: [],
    doubtfulIds: new Set(),
    said: [],
    unspoken: new Set(),
    deadAddresses: new Set(),
    givenUp: [],
    accounts: [],
    strikes: [],
    held: { byPerson: 0 },
    unlisted: [],
    struck(what, functionName) {
      run.strikes.push({ at: stand.stack.clock.nowMilliseconds(), functionName, what })
    },
    async kill(functionName) {
      const claimed = stand.shadow.beingSent()
      await stand.stack.kill(functionName)
      // Claimed by the time the worker was gone, or by a request that was still under way.
      if (functionName === 'messages-deliver')
        for (const id of [...claimed, ...stand.shadow.beingSent()]) run.doubtfulIds.add(id)
    },
    start: (fire) => startOnce(run, fire),
  }
  return run
}

/**
 * All schedules of the deployment, in each of the zones, but those that find nothing and the sweep of deliveries, and of
 * the walks over changed settings the first of a day, so that faults meet one: see `passTo`.
 */
function timetableOf(zones: readonly string[], from: number, to: number): Fire[] {
  const all = zones.flatMap((zone) =>
    schedules
      .filter(({ job }) => job !== rescue.job && !idle.includes(job))
      .map((schedule) => ({ ...schedule, zone: Zone.parse(zone) })),
  )
  const walked = new Set<string>()
  return firesBetween(all, fromEpochMilliseconds(from), fromEpochMilliseconds(to)).flatMap(
    ({ at, schedule: { job, functionName, zone } }) => {
      const fire: Fire = { at: Date.parse(at), job, functionName, zone }
      if (job !== replan.job) return [fire]
      const day = `${zone} ${wallClock(fire.at, zone).date}`
      if (walked.has(day)) return []
      walked.add(day)
      return [fire]
    },
  )
}

/** From now on the plan's faults strike. */
export function strike(run: Run): void {
  const { stand, plan } = run
  const judge = plan.judge?.(run)
  const late = plan.indexLag && stand.shadow.lateAnswer(plan.indexLag)
  stand.proxy.judgeBy((request) => {
    if (request.functionName === 'the harness') return undefined
    if (plan.clocksOff !== undefined) noteEarlyRescue(run, request)
    const fate = judge?.(request)
    if (fate !== undefined) return counted(run, fate)
    const asksAnIndex = request.operation === 'Query' && request.body.includes('"IndexName"')
    return late !== undefined && asksAnIndex ? counted(run, late) : undefined
  })
  stand.interfere({
    ...(plan.handOver && { handOver: plan.handOver(run) }),
    ...(plan.provider && { provider: plan.provider(run) }),
    ...(plan.receipts && { receipts: heardOf(run, plan.receipts(run)) }),
    ...(plan.fate && { fate: heardFate(run, plan.fate(run)) }),
    ...(plan.clockSkew && { clockSkew: plan.clockSkew(run) }),
  })
}

/** Remembers what no receipt tells the end of. */
function heardOf(run: Run, hook: ReceiptHook): ReceiptHook {
  return (receipt) => {
    const delays = hook(receipt)
    if (delays.length === 0) run.unspoken.add(providersName(receipt.message, run.houses))
    return delays
  }
}

/** Remembers to which addresses nothing arrives any more. */
function heardFate(
  run: Run,
  fateOf: (message: NewMessage) => MessageFate,
): (message: NewMessage) => MessageFate {
  return (message) => {
    const fate = fateOf(message)
    if (fate === 'bounces' || fate === 'is-complained-of')
      for (const address of [message.to].flat()) run.deadAddresses.add(address)
    return fate
  }
}

/** A lease that has ended by one clock and not by another: what the sweep of deliveries takes away is in doubt. */
function noteEarlyRescue({ stand, doubtfulIds }: Run, { functionName, operation, body }: SeenRequest): void {
  if (functionName !== 'messages-rescue' || operation !== 'TransactWriteItems') return
  for (const id of stand.shadow.beingSent()) if (body.includes(id)) doubtfulIds.add(id)
}

/** A fault that meets what the deliverer writes may leave what it has claimed in doubt; any other one must not. */
function counted(run: Run, fate: Fate): Fate {
  return async (request, forward) => {
    const { functionName, service, operation, nth } = request
    run.struck(`${fate.says ?? 'a fault'} at request ${nth}, ${operation} (${service})`, functionName)
    const answer = await fate(request, forward)
    const sends = service === 'sns' || service === 'ses'
    if (functionName === 'messages-deliver' && (sends || operation === 'TransactWriteItems'))
      for (const id of run.stand.shadow.beingSent()) run.doubtfulIds.add(id)
    return answer
  }
}

/** The faults stop; receipts that are under way still come as the plan has them. */
export async function calmDown({ stand, plan }: Run): Promise<void> {
  stand.proxy.judgeBy(undefined)
  stand.interfere({})
  if (plan.clockSkew !== undefined)
    for (const { name } of stand.stack.model.functions) await stand.stack.kill(name)
}

async function comeRound(run: Run, fire: Fire): Promise<void> {
  const { times = 1, atOnce = false } = fire
  if (times > 1) run.struck(`${fire.job} fires ${times} times`, fire.functionName)
  if (atOnce) await Promise.all(Array.from({ length: times }, () => startJob(run, fire)))
  else for (let time = 0; time < times; time += 1) await startJob(run, fire)
}

type Job = Pick<Fire, 'job' | 'functionName' | 'zone'>

/** As the scheduler and Lambda's asynchronous invocation do it: twice more after a pause, then it is given up. */
async function startJob(run: Run, fire: Job): Promise<void> {
  const { stack } = run.stand
  for (let attempt = 0; ; attempt += 1) {
    const failure = await startOnce(run, fire, attempt < retryMinutes.length)
    if (failure === undefined) return
    const pause = retryMinutes[attempt]
    if (pause === undefined) {
      run.givenUp.push({ functionName: fire.functionName, what: `${fire.job}: ${failure}` })
      return
    }
    const then = addMinutes(stack.clock.now(), pause)
    await stack.drained({ until: then })
    stack.clock.set(then)
  }
}

/** @returns the sentence of its failure, or undefined */
async function startOnce(run: Run, fire: Job, isTriedAgain = false): Promise<string | undefined> {
  const { stack } = run.stand
  const { job, functionName, zone } = fire
  const at = stack.clock.nowMilliseconds()
  const scheduledAt = `${stack.clock.now().slice(0, 19)}Z`
  try {
    const result = await stack.invoke(functionName, { job, zone, scheduledAt })
    run.fired.push({ job, at, succeeded: true })
    if (job === 'account') run.accounts.push({ at, lines: result as AccountLine[] })
    return undefined
  } catch (error) {
    if (!(error instanceof FunctionFailed)) throw error
    if (!isTriedAgain) run.fired.push({ job, at, succeeded: false })
    return error.message
  }
}

/**
 * Lets time go by. The sweep of deliveries and the walk over changed settings come every ten minutes; where no delivery
 * wants looking after, and nobody has changed settings, they would only read empty pages, so those of their turns are
 * left out.
 */
export async function passTo(run: Run, at: number): Promise<void> {
  const { stack } = run.stand
  const { clock } = stack
  for (;;) {
    await stack.drained({ until: fromEpochMilliseconds(at) })
    const next = nextTurn(run, at)
    if (next === undefined) break
    const { turn, job } = next
    await stack.drained({ until: fromEpochMilliseconds(turn) })
    clock.set(fromEpochMilliseconds(turn))
    await startJob(run, job)
  }
  clock.set(fromEpochMilliseconds(at))
}

/** The first turn by then, of those that come, that has something to do. */
function nextTurn({ stand: { stack, shadow }, plan }: Run, by: number) {
  const now = stack.clock.nowMilliseconds() + 1
  const delivery = shadow.firstDue('deliver#')
  const turns = [
    ...(delivery === undefined ? [] : [{ job: rescue, from: Math.max(now, Date.parse(delivery)) }]),
    ...(shadow.isPlannedAnew() ? [{ job: replan, from: now }] : []),
  ].flatMap(({ job, from }) => {
    for (let turn = turnFrom(from, job); turn <= by; turn += tenMinutes)
      if (job !== rescue || (plan.rescues?.(turn) ?? true)) return [{ job, turn }]
    return []
  })
  return turns.sort((a, b) => a.turn - b.turn)[0]
}

function turnFrom(from: number, { past }: typeof rescue): number {
  return Math.ceil((from - past * minute) / tenMinutes) * tenMinutes + past * minute
}
