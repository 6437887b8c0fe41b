import type { Car, Colleague, House } from './facts.ts'
import type { Random } from './random.ts'
import { planCalls } from '../../shared/due/plans/insurance-call-lists.ts'
import { planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { withPolicy } from '../../shared/domain/policy.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  policyIdOf,
  policyOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../support/builders.ts'
import { save } from '../support/store.ts'
import { instantOf, isWeekday, plusDays, plusMonths, soldSixMonthsBefore, wallClock } from './wall-clock.ts'

/** A dealer before chance has filled in the details. */
export interface HousePlan {
  readonly zone: string
  /** Cars whose reminder falls due on the first day. */
  readonly reminders: number
  /** Cars that are to be called from the first day on. */
  readonly calls: number
  readonly reminderSweepAt?: string
  readonly smsFrom?: string
  readonly smsTo?: string
  /** Owners of two cars each, who are told of both at one number. */
  readonly sharedNumbers?: boolean
  /** Everybody may be told and is told before the service; one specialist and nobody above, so one mail a day. */
  readonly isSimple?: boolean
}

/** The days before a policy's end on which the customer is called, by default. */
const contactDays = [45, 33, 30, 15, 7]

/** Makes up a dealer: who is due on `firstDay`, and who of them may not be written to. */
export function houseOf(
  name: string,
  plan: HousePlan,
  { firstDay, platesFrom }: { firstDay: string; platesFrom: number },
  random: Random,
): House {
  const { zone, reminderSweepAt = '09:00', smsFrom = '09:00', smsTo = '20:00', isSimple = false } = plan
  const specialist = colleague(name, 'E001', 'renewal_specialist')
  const team = [
    specialist,
    colleague(name, 'E002', 'renewal_specialist'),
    colleague(name, 'E009', 'insurance_manager'),
  ]
  const staff = isSimple ? [specialist] : team
  const all = Array.from({ length: plan.reminders + plan.calls }, (_, index): Car => {
    const of = random.named('car', index)
    const car = `${name}-${String(index)}`
    const isCalled = index >= plan.reminders
    const chance = isSimple ? 0 : of.next()
    const soldOn = isCalled ? plusDays(firstDay, -60) : soldFor(firstDay, isSimple, of)
    const isLapsing = plusMonths(soldOn, 12) === firstDay
    return {
      name: car,
      vehicleId: vehicleIdOf(car),
      customerId: customerIdOf(car),
      plate: `浙A${String(platesFrom + index)}`,
      mobile: `+86139${numberOf(name)}${String(index).padStart(3, '0')}`,
      soldOn,
      consent: chance < 0.82 ? 'given' : chance < 0.91 ? 'refused' : 'none',
      status: 'active',
      inWorkshop: !isCalled && !isLapsing && !isSimple && of.chance(0.05),
      policy: isCalled
        ? {
            specialistId: (isSimple ? specialist : staff[of.between(0, 1)]!).staffId,
            endsOn: plusDays(firstDay, of.pick(contactDays)),
            listedFrom: firstDay,
          }
        : undefined,
      changes: [],
    }
  })
  const cars = plan.sharedNumbers === true ? inPairs(all, plan.reminders) : all
  return {
    dealerId: name,
    zone,
    reminderSweepAt,
    smsFrom,
    smsTo,
    listSweepAt: '07:30',
    mailAt: '08:00',
    staff,
    cars,
  }
}

/** Every second of the first cars belongs to the owner of the one before it. */
function inPairs(cars: readonly Car[], upTo: number): Car[] {
  return cars.map((car, index) => {
    const before = cars[index - 1]
    if (index % 2 === 0 || index >= upTo || before === undefined) return car
    const { customerId, mobile, consent } = before
    return { ...car, customerId, mobile, consent }
  })
}

/** Five digits that tell dealers' numbers apart. */
function numberOf(name: string): string {
  let sum = 7
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 100_000
  return String(sum).padStart(5, '0')
}

/** Sold on a day that makes the reminder before or after the first service, or the lapse, fall on this one. */
function soldFor(date: string, isSimple: boolean, random: Random): string {
  const before = soldSixMonthsBefore(plusDays(date, 14))
  const after = soldSixMonthsBefore(plusDays(date, -7))
  const chance = isSimple ? 0.5 : random.next()
  if (chance < 0.08 && plusMonths(plusMonths(date, -12), 12) === date) return plusMonths(date, -12)
  const wanted = chance < 0.75 ? (before ?? after) : (after ?? before)
  if (wanted === undefined) throw new Error(`no day sold has a reminder on ${date}`)
  return wanted
}

function colleague(house: string, number: string, role: Colleague['role']): Colleague {
  const name = `${house}-${number}`
  return { staffId: staffIdOf(name), email: `${name.toLowerCase()}@dealer.example`, role }
}

/** Writes a dealer through the store, planned as an import plans it. */
export async function seedHouse(store: Store, house: House, stamp: Stamp): Promise<void> {
  const { dealerId, zone, staff, cars } = house
  const today = wallClock(Date.parse(stamp.at), zone).date
  const dealer = dealerOf(
    {
      smsWindow: { from: house.smsFrom, to: house.smsTo },
      maintenance: { sweepAt: house.reminderSweepAt },
      renewals: { sweepAt: house.listSweepAt, mailAt: house.mailAt },
      // Working days are plain weekdays here: the calendar of days off has tests of its own.
      workingDayOverrides: Array.from({ length: 160 }, (_, index) => {
        const date = plusDays(today, index - 60)
        return { date: day(date), working: isWeekday(date) }
      }),
    },
    { dealerId, zone },
  )
  const writes: Write[] = [
    dealerRecord.put(dealer, stamp),
    ...staff.map(({ staffId, email, role }) =>
      staffRecord.put({ ...staffOf(staffId, { dealerId, email, role }), staffId }, stamp),
    ),
  ]
  const known = new Set<string>()
  for (const car of cars) {
    const { name, mobile, plate, soldOn, status, consent, policy } = car
    const customer = customerOf(name, { dealerId, ...parsed({ mobile }) })
    const insured = policyOf(name, {
      dealerId,
      vehicleId: car.vehicleId,
      policyId: policyIdOf(name),
      startsOn: day(plusDays(policy?.endsOn ?? today, -365)),
      endsOn: day(policy?.endsOn ?? today),
      ...(policy && { specialistId: policy.specialistId }),
    })
    const vehicle = vehicleOf(name, {
      dealerId,
      status,
      soldOn: day(soldOn),
      visits: car.inWorkshop ? [visitOf(undefined, { name, receivedOn: day(plusDays(today, -1)) })] : [],
      cover: policy === undefined ? {} : withPolicy({}, insured),
      ...parsed({ plate, customerId: car.customerId }),
    })
    const contact = contactPointOf(mobile, {
      dealerId,
      consents: consent === 'none' ? [] : [consentOf({ state: consent })],
    })
    const planned = [
      planMaintenance(vehicle, dealer, undefined, stamp).item,
      policy === undefined ? undefined : planCalls(vehicle, dealer, undefined, stamp),
    ]
    const owner = [customerRecord.put(customer, stamp), contactPointRecord.put(contact, stamp)]
    if (!known.has(car.customerId)) writes.push(...owner)
    known.add(car.customerId)
    writes.push(
      vehicleRecord.put(vehicle, stamp),
      ...(policy === undefined ? [] : [policyRecord.put(insured, stamp)]),
      ...planned.flatMap((item) => (item === undefined ? [] : [dueItemRecord.put(item, stamp)])),
    )
  }
  await save(store, ...writes)
}

/** A text of the harness's own that a builder will check. */
function parsed<Fields>(fields: Fields): { [Name in keyof Fields]: never } {
  return fields as { [Name in keyof Fields]: never }
}

/** The moment at which everything begins: before the first schedule of the day, wherever the dealers are. */
export function dawnOf(firstDay: string, zones: readonly string[], time = '05:00'): number {
  return Math.min(...zones.map((zone) => instantOf(firstDay, time, zone)))
}
