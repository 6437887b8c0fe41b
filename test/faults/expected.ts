import type { Car, Change, Colleague, Fired, House } from './facts.ts'
import { instantOf, isWeekday, plusDays, plusMonths, wallClock } from './wall-clock.ts'

/*
 * The oracle: a small model of who must be told what, computed from the seeded facts and from when the schedules
 * came round. It knows the dealer's rules, and nothing of how the system keeps them.
 */

export type Expected = ExpectedSms | ExpectedNothing | ExpectedMail

export interface ExpectedSms {
  readonly kind: 'sms'
  readonly house: House
  readonly car: Car
  readonly step: string
  /** Milliseconds of the runner's clock, when a sweep that did its work came round. */
  readonly decidedAt: number
  /** Why it may rightly not go out: what changed on the way. */
  readonly reasons: readonly string[]
}

/** A step that is decided, and about which nobody is told. */
export interface ExpectedNothing {
  readonly kind: 'nothing'
  readonly house: House
  readonly car: Car
  readonly step: string
  readonly decidedAt: number
  readonly reason: string
}

export interface ExpectedMail {
  readonly kind: 'mail'
  readonly house: House
  readonly to: Colleague
  readonly about: 'list' | 'summary'
  readonly date: string
  /** Plates that must be in it: on the list itself, or among those that the summary counts. */
  readonly plates: readonly string[]
  /** All plates that may be: a sweep that failed, or a mail written by a later run, may know of more. */
  readonly mayHave: readonly string[]
  /** False where only a run that failed would have written it. */
  readonly must: boolean
}

/** Names a message by what it means, never by an id of the system's. */
export function meaningOf(expected: Expected): string {
  return expected.kind === 'mail'
    ? `mail ${expected.to.staffId} ${expected.about} ${expected.date}`
    : `sms ${expected.car.vehicleId} ${expected.step}`
}

const rules = { firstServiceMonths: 6, before: 14, after: 7, lapsedMonths: 12, staleDays: 7 }

export function expectedOf(houses: readonly House[], fires: readonly Fired[], seededAt: number): Expected[] {
  const inOrder = [...fires].sort((a, b) => a.at - b.at)
  return houses.flatMap((house) => [
    ...house.cars.flatMap((car) => remindersOf(house, car, inOrder, seededAt)),
    ...mailsOf(house, inOrder),
  ])
}

interface Step {
  readonly step: string
  readonly on: string
  readonly dueAt: number
}

/** The reminders of a car's first service, and the day on which it counts as lapsed. */
export function stepsOf({ zone, reminderSweepAt }: House, { soldOn }: Car): Step[] {
  const service = plusMonths(soldOn, rules.firstServiceMonths)
  const after = plusDays(service, rules.after)
  const year = plusMonths(soldOn, rules.lapsedMonths)
  const days = [
    ['before', plusDays(service, -rules.before)],
    ['after', after],
    ['lapsed', year > after ? year : plusDays(after, 1)],
  ] as const
  return days.map(([step, on]) => ({ step, on, dueAt: instantOf(on, reminderSweepAt, zone) }))
}

function remindersOf(house: House, car: Car, fires: readonly Fired[], seededAt: number): Expected[] {
  if (car.status !== 'active') return []
  // What was past when the car came into the books is nobody's business any more.
  let open = stepsOf(house, car).filter(({ dueAt }) => dueAt > seededAt)
  const expected: Expected[] = []
  for (const { at, job, succeeded } of fires) {
    if (job !== 'maintenance-reminders' || !succeeded) continue
    const passed = open.filter(({ dueAt }) => dueAt <= at)
    const latest = passed.at(-1)
    if (latest === undefined) continue
    open = open.slice(passed.length)
    expected.push(...passed.slice(0, -1).map(({ step }) => nothing(house, car, step, 'superseded', at)))
    expected.push(...decided(house, car, latest, at))
  }
  return expected
}

function nothing(house: House, car: Car, step: string, reason: string, decidedAt: number): ExpectedNothing {
  return { kind: 'nothing', house, car, step, decidedAt, reason }
}

function decided(house: House, car: Car, { step, on }: Step, at: number): Expected[] {
  const known = new Set(
    car.changes.flatMap((change) => (change.at <= at && !change.inFlight ? change.kind : [])),
  )
  // Whoever told it has planned the car anew: the step is decided by nobody any more.
  if (known.has('sold') || known.has('serviced')) return []
  if (step === 'lapsed' && known.has('came-in')) return []
  const reason = reasonAtOnce(house, car, { step, on }, known, at)
  if (reason !== undefined) return [nothing(house, car, step, reason, at)]
  const reasons = car.changes.flatMap(({ kind }) => reasonFor[kind] ?? [])
  return [{ kind: 'sms', house, car, step, decidedAt: at, reasons }]
}

function reasonAtOnce(
  house: House,
  car: Car,
  { step, on }: Omit<Step, 'dueAt'>,
  known: ReadonlySet<Change>,
  at: number,
): string | undefined {
  if (step === 'lapsed') return 'lapsed'
  if (plusDays(on, rules.staleDays) < wallClock(at, house.zone).date) return 'stale'
  if (car.inWorkshop || known.has('came-in')) return 'in-workshop'
  if (car.consent === 'refused' || known.has('refused')) return 'refused'
  return car.consent === 'none' ? 'no-consent' : undefined
}

export const reasonFor = {
  'came-in': 'in-workshop',
  serviced: 'serviced-since',
  refused: 'refused',
  sold: 'vehicle-sold',
  'new-number': undefined,
} as const

/** The numbers at which somebody may be told of a car at a time: two while one is being replaced. */
export function numbersOf({ mobile, changes }: Car, at: number): readonly string[] {
  let numbers = [mobile]
  for (const change of changes) {
    if (change.mobile === undefined) continue
    if (change.inFlight) numbers.push(change.mobile)
    else if (change.at < at) numbers = [change.mobile]
  }
  return numbers
}

function mailsOf(house: House, fires: readonly Fired[]): ExpectedMail[] {
  const { zone, mailAt, staff } = house
  const mails = new Map<string, ExpectedMail>()
  for (const { job, at, succeeded } of fires) {
    const { date, time } = wallClock(at, zone)
    if (!isWeekday(date) || job !== 'insurance-list-mail' || time < mailAt) continue
    const sure = listedBy(house, fires, at, true)
    const possible = listedBy(house, fires, at, false)
    for (const to of staff) {
      const about = to.role === 'renewal_specialist' ? 'list' : 'summary'
      const of = (cars: readonly Car[]) =>
        cars.filter(({ policy }) => about === 'summary' || policy?.specialistId === to.staffId)
      const [plates, mayHave] = [sure, possible].map((cars) => of(cars).map(({ plate }) => plate)) as [
        string[],
        string[],
      ]
      if (plates.length === 0) continue
      const mail: ExpectedMail = { kind: 'mail', house, to, about, date, plates, mayHave, must: succeeded }
      const known = mails.get(meaningOf(mail))
      // The first run that succeeds has written it, unless one that failed had; what is listed later is in the next.
      if (known?.must !== true) mails.set(meaningOf(mail), { ...mail, plates: known?.plates ?? plates })
    }
  }
  return [...mails.values()]
}

/** The cars whose contact has come on their specialists' lists, where they stay. */
function listedBy(house: House, fires: readonly Fired[], by: number, isSure: boolean): Car[] {
  return house.cars.filter((car) => {
    const at = listedAt(house, car, fires, isSure)
    return at !== undefined && at <= by
  })
}

/** When a car's first contact came on the list: surely, by a sweep that did its work, or at the earliest. */
export function listedAt(
  { zone, listSweepAt }: House,
  { policy }: Car,
  fires: readonly Fired[],
  isSure = true,
): number | undefined {
  if (policy === undefined) return undefined
  let day = policy.listedFrom
  while (!isWeekday(day)) day = plusDays(day, 1)
  const from = instantOf(day, listSweepAt, zone)
  return fires.find(
    ({ job, at, succeeded }) =>
      job === 'insurance-call-lists' &&
      at >= from &&
      (!isSure || (succeeded && isWeekday(wallClock(at, zone).date))),
  )?.at
}
