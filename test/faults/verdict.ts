import {
  meaningOf,
  numbersOf,
  reasonFor,
  type Expected,
  type ExpectedMail,
  type ExpectedSms,
} from './expected.ts'
import { instantOf, wallClock } from './wall-clock.ts'

/** What a provider took: the only proof that somebody was told. */
export interface Accepted {
  readonly meaning: string
  /** The provider's own id, by which its receipts speak of it. */
  readonly providerId: string
  readonly to: string
  /** Milliseconds of the runner's clock. */
  readonly at: number
  /** The mail says of itself that it comes again. */
  readonly resent: boolean
  /** Plates that the text names. */
  readonly plates: readonly string[]
  /** How many cars a staff mail speaks of in its subject. */
  readonly cars: number | undefined
}

/** What the system's ledger says of a message. */
export interface Row {
  readonly meaning: string
  readonly messageId: string
  readonly status: string
  readonly reason: string | undefined
  readonly providerId: string | undefined
  /** It was in doubt once, and the provider's word has ended that. */
  readonly resolvedByReceipt: boolean
}

/** Everything that is known when the days are over. */
export interface History {
  readonly accepted: readonly Accepted[]
  readonly rows: readonly Row[]
  /** How steps about which nobody is told were decided: by meaning, the reason. */
  readonly decided: ReadonlyMap<string, string>
  /** Due items and deliveries that still wait although their time has passed. */
  readonly waiting: readonly string[]
  /** Messages of which a fault may have made it unknown whether they went out. */
  readonly doubtful: ReadonlySet<string>
  /** Messages of which a receipt has told the end: the ledger must know it. */
  readonly spokenOf: ReadonlySet<string>
  /** Messages that a provider has refused for good, or five times over. */
  readonly refused: ReadonlySet<string>
  /** Addresses of which a provider has said that nothing arrives there. */
  readonly deadAddresses: ReadonlySet<string>
  /** Milliseconds by which a worker's clock may have been wrong. */
  readonly clocksOff: number
}

export type FindingKind = 'lost' | 'doubled' | 'stuck' | 'unexplained'

export interface Finding {
  readonly kind: FindingKind
  readonly what: string
}

export interface Verdict {
  readonly findings: readonly Finding[]
  /** Messages that had to go out, or to be held back for a reason. */
  readonly due: number
  /** Still held, each of them explained. */
  readonly held: number
  /** Messages in doubt of which a receipt told the end. */
  readonly byReceipt: number
  /** Staff mails that went out twice, the second one marked. */
  readonly repeated: number
}

/** Compares what had to happen with what did. */
export function judge(expected: readonly Expected[], history: History): Verdict {
  const accepted = Map.groupBy(history.accepted, ({ meaning }) => meaning)
  const rows = new Map(history.rows.map((row) => [row.meaning, row]))
  const findings: Finding[] = history.waiting.map((what) => ({ kind: 'stuck', what }))
  const find = (kind: FindingKind, what: string) => findings.push({ kind, what })
  let held = 0
  let repeated = 0

  for (const each of expected) {
    const meaning = meaningOf(each)
    const took = accepted.get(meaning) ?? []
    accepted.delete(meaning)
    if (each.kind !== 'mail' && each.car.damaged !== undefined) {
      // Whatever became of it: never twice.
      if (took.length > 1) find('doubled', `${meaning} went out ${took.length} times`)
      continue
    }
    if (each.kind === 'nothing') {
      if (took.length > 0) find('unexplained', `${meaning} went out, though ${each.reason}`)
      // What changes while the sweep is at it may be decided by the old fact or by the new one.
      const meanwhile = each.car.changes.flatMap(({ kind, inFlight }) => (inFlight ? reasonFor[kind] : []))
      const is = history.decided.get(meaning)
      // A change that plans the car anew while the sweep is at it takes the step away without a word.
      const isGone = is === undefined && meanwhile.some((reason) => plansAnew.has(reason))
      if (!isGone && ![each.reason, ...meanwhile].includes(is))
        find('lost', `${meaning} was not put down as ${each.reason} but ${String(is)}`)
      continue
    }
    const row = rows.get(meaning)
    const fault =
      took.length === 0
        ? whyNotTold(each, meaning, row, history)
        : each.kind === 'sms'
          ? faultOfSms(each, meaning, took, row, history)
          : faultOfMail(each, meaning, took, row, history)
    if (fault !== undefined) findings.push(fault)
    if (row?.status === 'held') held += 1
    if (each.kind === 'mail' && took.length > 1) repeated += 1
  }
  for (const meaning of accepted.keys()) find('unexplained', `${meaning} went out, and nobody was due it`)
  findings.push(...wrongReceipts(history))
  const due = expected.filter(({ kind }) => kind !== 'nothing').length
  const byReceipt = history.rows.filter(({ resolvedByReceipt }) => resolvedByReceipt).length
  return { findings, due, held, byReceipt, repeated }
}

/** A row takes a provider's id from its reply or from a receipt: it must be that of this very message. */
function wrongReceipts({ accepted, rows }: History): Finding[] {
  const meanings = new Map(accepted.map(({ providerId, meaning }) => [providerId, meaning]))
  return rows.flatMap(({ meaning, providerId }): Finding[] => {
    if (providerId === undefined || meanings.get(providerId) === meaning) return []
    const what = `${meaning} has the receipt of ${meanings.get(providerId) ?? 'what no provider took'}`
    return [{ kind: 'unexplained', what }]
  })
}

const plansAnew: ReadonlySet<string | undefined> = new Set(['vehicle-sold', 'serviced-since'])
const ends = new Set(['sent', 'delivered', 'bounced'])

/** Nobody was told: rightly so, or lost, or still on the way. */
function whyNotTold(
  expected: ExpectedSms | ExpectedMail,
  meaning: string,
  row: Row | undefined,
  history: History,
): Finding | undefined {
  const { doubtful, refused, decided } = history
  const allowed: readonly string[] = expected.kind === 'sms' ? expected.reasons : []
  if (row === undefined) {
    if (allowed.includes(decided.get(meaning) ?? '-')) return undefined
    if (expected.kind === 'mail' && !expected.must) return undefined
    // A change that plans the car anew takes the step away without a word.
    if (allowed.some((reason) => plansAnew.has(reason))) return undefined
    return { kind: 'lost', what: `${meaning} is not in the ledger, and did not go out` }
  }
  const { status, reason = '-' } = row
  const lost: Finding = { kind: 'lost', what: `${meaning} is ${status} (${reason}) and did not go out` }
  switch (status) {
    case 'planned':
      return { kind: 'stuck', what: `${meaning} is still planned` }
    case 'held':
      return doubtful.has(meaning)
        ? undefined
        : { kind: 'unexplained', what: `${meaning} is held, and no fault came near it` }
    case 'suppressed':
      return allowed.includes(reason) || (reason === 'address-suppressed' && isDead(expected, history))
        ? undefined
        : lost
    case 'failed':
      return refused.has(meaning) ? undefined : lost
    default:
      return lost
  }
}

/** Whether a provider has said of an address of theirs that nothing arrives there. */
function isDead(expected: ExpectedSms | ExpectedMail, { deadAddresses }: History): boolean {
  const addresses =
    expected.kind === 'mail' ? [expected.to.email] : numbersOf(expected.car, Number.POSITIVE_INFINITY)
  return addresses.some((address) => deadAddresses.has(address))
}

function faultOfLedger(meaning: string, row: Row | undefined, { doubtful }: History): Finding | undefined {
  if (row === undefined) return { kind: 'unexplained', what: `${meaning} went out and is not in the ledger` }
  if (ends.has(row.status)) return undefined
  if (row.status === 'planned') return { kind: 'stuck', what: `${meaning} went out and is still planned` }
  // A person has looked at the outbox, seen that it went out, and dropped it.
  const settled = row.status === 'held' || row.reason === 'dropped'
  if (settled && doubtful.has(meaning)) return undefined
  return { kind: 'unexplained', what: `${meaning} went out and is ${row.status} (${row.reason ?? '-'})` }
}

function faultOfSms(
  expected: ExpectedSms,
  meaning: string,
  took: readonly Accepted[],
  row: Row | undefined,
  history: History,
): Finding | undefined {
  const { house, car, step } = expected
  if (took.length > 1) return { kind: 'doubled', what: `${meaning} went out ${took.length} times` }
  const [{ at, to }] = took as [Accepted]
  for (const change of car.changes) {
    if (change.inFlight || change.at >= at) continue
    const reason = reasonFor[change.kind]
    if (reason !== undefined)
      return { kind: 'unexplained', what: `${meaning} (${step}) went out, though ${reason}` }
  }
  if (!numbersOf(car, at).includes(to))
    return { kind: 'unexplained', what: `${meaning} went to a number that is not theirs` }
  const hour = wrongHour(house, at, history.clocksOff)
  if (hour !== undefined) return { kind: 'unexplained', what: `${meaning} went out ${hour}` }
  const { spokenOf, doubtful } = history
  if (spokenOf.has(meaning) && !doubtful.has(meaning) && row?.status === 'sent')
    return { kind: 'unexplained', what: `${meaning} has its receipt, and the ledger does not know` }
  return faultOfLedger(meaning, row, history)
}

/** Customers are told within the dealer's hours: by the clock on their wall, and by that of the worker at fault. */
function wrongHour(
  { zone, smsFrom, smsTo }: ExpectedSms['house'],
  at: number,
  off: number,
): string | undefined {
  const [earliest, latest] = [wallClock(at - off, zone).time, wallClock(at + off, zone).time]
  if (latest < smsFrom) return `at ${wallClock(at, zone).time}, before ${smsFrom}`
  return earliest < smsTo ? undefined : `at ${wallClock(at, zone).time}, when it was past ${smsTo}`
}

function faultOfMail(
  { house, about, date, plates, mayHave }: ExpectedMail,
  meaning: string,
  took: readonly Accepted[],
  row: Row | undefined,
  history: History,
): Finding | undefined {
  if (took.length > 2) return { kind: 'doubled', what: `${meaning} went out ${took.length} times` }
  if (took.length === 2) {
    const marked = took.filter(({ resent }) => resent).length
    if (marked !== 1) return { kind: 'doubled', what: `${meaning} went out twice, ${marked} of them marked` }
    if (!history.doubtful.has(meaning))
      return { kind: 'doubled', what: `${meaning} was repeated without a doubt` }
  }
  const from = instantOf(date, house.mailAt, house.zone) - history.clocksOff
  for (const mail of took) {
    if (mail.at < from) return { kind: 'unexplained', what: `${meaning} went out before ${house.mailAt}` }
    const missing = about === 'list' ? plates.filter((plate) => !mail.plates.includes(plate)) : []
    if (missing.length > 0) return { kind: 'lost', what: `${meaning} leaves out ${missing.length} cars` }
    const others = mail.plates.filter((plate) => !mayHave.includes(plate))
    if (others.length > 0)
      return { kind: 'unexplained', what: `${meaning} names ${others.length} cars that are not on the list` }
    const { cars = -1 } = mail
    if (cars < plates.length || cars > mayHave.length)
      return { kind: 'unexplained', what: `${meaning} speaks of ${cars} cars, not of ${plates.length}` }
  }
  return faultOfLedger(meaning, row, history)
}
