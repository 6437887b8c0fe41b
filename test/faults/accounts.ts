import { listedAt, meaningOf, type Expected } from './expected.ts'
import type { Car, House } from './facts.ts'
import type { Account, AccountLine, Run } from './run.ts'
import type { Accepted, History } from './verdict.ts'
import { plusDays, wallClock } from './wall-clock.ts'

/*
 * Holds what the system says of a day against what the oracle knows of it. Where a fault leaves open on which side of
 * a count a message stands, the count must lie between the two.
 */

const reminders = 'maintenance-reminders'
const calls = 'insurance-call-lists'
/** Milliseconds before the account within which a message may be sent and not recorded yet. */
const margin = 300_000

interface Day {
  readonly run: Run
  readonly house: House
  readonly account: Account
  readonly date: string
  readonly expected: readonly Expected[]
  readonly history: History
}

export function accountFaults(run: Run, expected: readonly Expected[], history: History): string[] {
  return run.accounts.flatMap((account) =>
    run.houses.flatMap((house) => {
      const { date } = wallClock(account.at, house.zone)
      const day: Day = { run, house, account, date, expected, history }
      return [...faultsOf(day, reminders, expectedReminders), ...faultsOf(day, calls, expectedCalls)]
    }),
  )
}

/** What is counted, at least and at most. */
type Counts = Readonly<Record<string, readonly [least: number, most: number]>>

function faultsOf(day: Day, purpose: string, expect: (day: Day) => Counts): string[] {
  const { run, house, account, date } = day
  const lines = account.lines.filter(
    (line) => line.dealerId === house.dealerId && line.purpose === purpose && line.date === date,
  )
  const [line] = lines
  const name = `the account of ${house.dealerId} ${purpose} ${date}`
  if (line === undefined || lines.length > 1) return [`${name} was given ${lines.length} times`]
  const counts = countsOf(line)
  const sum = counts['sent']! + counts['deferred']! + counts['failed']! + counts['suppressed']!
  return [
    ...(sum === line.due ? [] : [`${name} does not add up: ${line.due} due, ${sum} dealt with`]),
    ...Object.entries({
      missing: [0, damagedOf(house)] as const,
      ...behind(day, purpose),
      ...decided(run, day, purpose, expect),
    }).flatMap(([what, [least, most]]) => {
      const is = counts[what] ?? 0
      return is >= least && is <= most ? [] : [`${name}: ${what} ${is}, not ${range(least, most)}`]
    }),
  ]
}

function range(least: number, most: number): string {
  return least === most ? String(least) : `${least} to ${most}`
}

type Numbers = Readonly<Record<string, number>>

function countsOf({ due, sent, deferred, failed, missing, behind, suppressed }: AccountLine): Numbers {
  const reasons = Object.entries(suppressed).map(([reason, count]) => [`suppressed: ${reason}`, count])
  const all = Object.values(suppressed).reduce((sum, count) => sum + count, 0)
  const byReason: Numbers = Object.fromEntries(reasons) as Numbers
  return { due, sent, deferred, failed, missing, behind, suppressed: all, ...byReason }
}

/** Nothing may have waited since the day before once the job has done its work. */
function behind({ run, house, account, date }: Day, purpose: string): Counts {
  const worked = firesOn(run, house, date, account.at, purpose).some(({ succeeded }) => succeeded)
  return worked && !run.houses.some(({ cars }) => cars.some(isOpen)) ? { behind: [0, 0] } : {}
}

/** A run that failed may have decided a part, on its own day: then nobody can say what was due. */
function decided(run: Run, day: Day, purpose: string, expect: (day: Day) => Counts): Counts {
  const failed = run.fired.some(({ job, succeeded }) => job === purpose && !succeeded)
  return failed ? {} : expect(day)
}

function firesOn({ fired }: Run, { zone }: House, date: string, until: number, purpose: string) {
  return fired.filter(({ job, at }) => job === purpose && at <= until && wallClock(at, zone).date === date)
}

/** A row that cannot be read may count as missing. */
function damagedOf({ cars }: House): number {
  return cars.filter(({ damaged }) => damaged !== undefined).length
}

/** What changed on the way, or was damaged, may have been decided either way or not at all. */
function isOpen({ changes, damaged }: Car): boolean {
  return changes.length > 0 || damaged !== undefined
}

function expectedReminders({ house, account, date, expected, history }: Day): Counts {
  const own = expected.filter(
    (each): each is Exclude<Expected, { kind: 'mail' }> =>
      each.kind !== 'mail' &&
      each.house === house &&
      each.decidedAt <= account.at &&
      wallClock(each.decidedAt, house.zone).date === date,
  )
  const sure = own.filter(({ car }) => !isOpen(car))
  const told = (among: readonly Expected[], by: number) =>
    among.filter((each) => history.accepted.some((took) => took.meaning === meaningOf(each) && took.at <= by))
  const { doubtful, deadAddresses, refused } = history
  const surelyTold = told(sure, account.at - margin).filter(
    (each) =>
      !doubtful.has(meaningOf(each)) &&
      !refused.has(meaningOf(each)) &&
      (each.kind !== 'sms' || !deadAddresses.has(each.car.mobile)),
  )
  const reasons = Map.groupBy(
    sure.flatMap((each) => (each.kind === 'nothing' ? [each] : [])),
    ({ reason }) => `suppressed: ${reason}`,
  )
  return {
    due: [sure.length, own.length],
    sent: [surelyTold.length, told(own, account.at).length],
    ...Object.fromEntries([...reasons].map(([reason, each]) => [reason, [each.length, own.length] as const])),
  }
}

function expectedCalls({ run, house, account, date, history }: Day): Counts {
  const called = house.cars.filter(({ policy }) => policy !== undefined)
  // Three days after the first contact the next one of some policies may have come.
  if (called.some(({ policy }) => date > plusDays(policy!.listedFrom, 2))) return {}
  const listed = called.filter((car) => {
    const at = listedAt(house, car, run.fired)
    // Before the calendar's working day a sweep may list what the oracle leaves to the next one.
    return at !== undefined && at <= account.at && wallClock(at, house.zone).date === date
  })
  const possible = called.filter((car) => {
    const at = listedAt(house, car, run.fired, false)
    return at !== undefined && at <= account.at && wallClock(at, house.zone).date === date
  })
  const mails = history.accepted.filter(({ at, meaning }) => meaning.startsWith('mail ') && at <= account.at)
  const tells = (mail: Accepted, { plate }: Car) => mail.plates.includes(plate)
  const isSure = ({ meaning, to, at }: Accepted) =>
    at <= account.at - margin && !history.doubtful.has(meaning) && !history.deadAddresses.has(to)
  const surelyTold = listed.filter((car) => {
    const own = mails.filter((mail) => tells(mail, car))
    return own.length > 0 && own.every(isSure)
  })
  return {
    due: [listed.length, Math.max(listed.length, possible.length)],
    sent: [surelyTold.length, possible.filter((car) => mails.some((mail) => tells(mail, car))).length],
  }
}
