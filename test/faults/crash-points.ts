import { examine } from './examine.ts'
import { shanghai } from './days.ts'
import { die, type When } from './fates.ts'
import type { Plan } from './plan.ts'
import type { Judge, SeenRequest } from './proxy.ts'
import { randomOf } from './random.ts'
import { runPlan, type Run } from './run.ts'
import type { Stand } from './stand.ts'
import { claims, scenarios, type Part, type Scenario } from './scenarios.ts'
import type { Verdict } from './verdict.ts'
import { wallClock } from './wall-clock.ts'

/*
 * Kills a worker at every request that it makes on the path from the due item to the receipt, before the request took
 * effect and after. What a function does between two requests is in its memory alone: to die anywhere in between
 * leaves the world as it is to die at the end of the first, so it is the same point.
 */

export interface CrashPoint {
  /** The day in which it occurs, and the part of it. */
  readonly scenario: string
  readonly part: Part
  readonly functionName: string
  /** What is asked of which service. */
  readonly request: string
  /** The how manieth such request of the function in this part it is, from 1. */
  readonly nth: number
  readonly when: When
}

export interface Coverage {
  readonly points: number
  readonly covered: number
  readonly days: number
  readonly failures: readonly string[]
  /** Of each day and function how many points there are, in lines for people. */
  readonly text: string
}

/** Jobs of which the first firing of the day is watched: the others find nothing left to do. */
const watchedUntil: Readonly<Record<string, string>> = {
  'dealers-replan': '07:09',
  'staff-hand-on': '07:29',
  'renewal-sweep': '07:39',
  'renewal-lists': '08:09',
  'maintenance-sweep': '09:09',
  'messages-account': '23:59',
}

/**
 * All runs go through the same Friday of the same dealer: from names and dates follow the ids, from the ids the shards,
 * and from the shards how often a sweep reads and commits. Another day would have other points.
 */
const world = {
  /** Its cars lie in different shards, as far as so few can: the most requests. */
  dealer: 'D',
  /** The lists are mailed on it and not on the day after, on which everything comes to rest. */
  friday: '2027-01-08',
  chance: 'points',
} as const

function dayOf(
  scenario: Scenario,
  meet: (run: Run, place: Omit<CrashPoint, 'scenario' | 'when'>) => When | undefined,
): Plan {
  return {
    says: scenario.name,
    firstDay: world.friday,
    dawn: '07:00',
    // The window opens after the sweep, so that the sweep of deliveries has its part.
    houses: [{ zone: shanghai, reminders: 3, calls: 2, smsFrom: '09:30', isSimple: true }],
    days: 2,
    troubledDays: 2,
    fires: (fires) =>
      fires.filter(
        ({ at, job, zone }) => wallClock(at, zone).date === world.friday || job === 'maintenance-reminders',
      ),
    ...scenario.providers,
    judge(run): Judge {
      const counts = new Map<string, number>()
      let deaths = 0
      return (request) => {
        const { functionName } = request
        const { date, time } = wallClock(run.stand.stack.clock.nowMilliseconds(), shanghai)
        const part = date > world.friday ? 'the next day' : time < '09:00' ? 'the mails' : 'the SMS'
        const until = watchedUntil[functionName]
        if (deaths < 2 && scenario.dies?.(request) === true) {
          deaths += 1
          return die('after', () => run.kill(functionName))
        }
        const isOver = until !== undefined && (date > world.friday || time > until)
        if (isOver || !scenario.watches(request, { part, time, deaths })) return undefined
        const name = `${part} ${functionName} ${labelOf(request)}`
        const nth = (counts.get(name) ?? 0) + 1
        counts.set(name, nth)
        const when = meet(run, { part, functionName, request: labelOf(request), nth })
        return when && die(when, () => run.kill(functionName))
      }
    },
  }
}

function labelOf(request: SeenRequest): string {
  const { service, operation, body } = request
  if (operation === 'Query')
    return `Query ${/"IndexName":"(\w+)"/.exec(body.toString('utf8'))?.[1] ?? 'table'}`
  if (claims(request)) return 'TransactWriteItems with a claim'
  return `${operation} (${service})`
}

async function liveThrough(stand: Stand, plan: Plan): Promise<Verdict> {
  return examine(await runPlan(stand, world.dealer, plan, randomOf(world.chance)))
}

/** On a busy machine a function may ask once more than it does else: walks until two name the same, at most so many. */
const MOST_WALKS = 4

/** Walks through each scenario unharmed, and writes down every request that is made. */
async function enumerate(
  stand: Stand,
  among: readonly Scenario[],
): Promise<{ points: CrashPoint[]; failures: string[] }> {
  const points: CrashPoint[] = []
  const failures: string[] = []
  const walk = async (scenario: Scenario) => {
    const met: CrashPoint[] = []
    const plan = dayOf(scenario, (_, place) => {
      const at = { scenario: scenario.name, ...place }
      met.push({ ...at, when: 'before' }, { ...at, when: 'after' })
      return undefined
    })
    const { findings } = await liveThrough(stand, plan)
    failures.push(...findings.map(({ kind, what }) => `${scenario.name}, unharmed: ${kind}: ${what}`))
    return met
  }
  const namesOf = (met: readonly CrashPoint[]) => met.map(nameOf).sort().join()
  for (const scenario of among) {
    let met = await walk(scenario)
    for (let walks = 1; walks < MOST_WALKS; walks += 1) {
      const before = namesOf(met)
      met = await walk(scenario)
      if (namesOf(met) === before) break
    }
    points.push(...met)
  }
  return { points, failures }
}

const nameOf = ({ scenario, part, functionName, request, nth, when }: CrashPoint) =>
  `${functionName} dies ${when} ${request} ${nth} (${scenario}, ${part})`

/** Points that may be struck on one day without getting in each other's way. */
function laneOf({ functionName, part }: CrashPoint): string {
  return watchedUntil[functionName] === undefined ? part : functionName
}

/** Strikes each point once, several on a day; a point that did not come up is tried again on days of its own. */
export async function coverPoints(
  stand: Stand,
  tell: (text: string) => void,
  among: readonly Scenario[] = scenarios,
  choose: (points: readonly CrashPoint[]) => readonly CrashPoint[] = (points) => points,
): Promise<Coverage> {
  const { points: all, failures } = await enumerate(stand, among)
  const points = choose(all)
  const open = new Set(points)
  let runs = 0
  for (let round = 0; round < 3 && open.size > 0; round += 1) {
    for (const together of daysOfPoints([...open], round > 0)) {
      runs += 1
      tell(`crash points: ${points.length - open.size} of ${points.length} covered, ${nameOf(together[0]!)}`)
      const scenario = scenarios.find(({ name }) => name === together[0]!.scenario)!
      const plan = dayOf(scenario, (_, { part, functionName, request, nth }) => {
        const met = together.find(
          (point) =>
            open.has(point) &&
            point.part === part &&
            point.functionName === functionName &&
            point.nth === nth &&
            point.request === request,
        )
        if (met !== undefined) open.delete(met)
        return met?.when
      })
      const { findings } = await liveThrough(stand, plan)
      if (findings.length > 0)
        failures.push(
          `${together.map(nameOf).join('; ')}\n${findings.map(({ kind, what }) => `  ${kind}: ${what}`).join('\n')}`,
        )
    }
  }
  failures.push(...[...open].map((point) => `not covered: ${nameOf(point)}`))
  return {
    points: points.length,
    covered: points.length - open.size,
    days: runs,
    failures,
    text: textOf(points, open, runs),
  }
}

function daysOfPoints(points: readonly CrashPoint[], isAlone: boolean): CrashPoint[][] {
  if (isAlone) return points.map((point) => [point])
  const together: CrashPoint[][] = []
  for (const point of points) {
    const free = together.find(
      (day) => day[0]!.scenario === point.scenario && day.every((other) => laneOf(other) !== laneOf(point)),
    )
    if (free === undefined) together.push([point])
    else free.push(point)
  }
  return together
}

function textOf(points: readonly CrashPoint[], open: ReadonlySet<CrashPoint>, runs: number): string {
  const byPlace = Map.groupBy(points, ({ scenario, functionName }) => `${scenario}: ${functionName}`)
  const lines = [...byPlace].map(([place, own]) => {
    const covered = own.filter((point) => !open.has(point)).length
    return `  ${place.padEnd(48)}${String(own.length).padStart(6)}${String(covered).padStart(9)}`
  })
  const sum = `${points.length} crash points (a request, before | after it took effect), ${points.length - open.size} covered, in ${runs} days`
  return [
    sum,
    `  ${'day: function'.padEnd(48)}${'points'.padStart(6)}${'covered'.padStart(9)}`,
    ...lines,
  ].join('\n')
}
