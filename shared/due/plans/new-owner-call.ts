import { hasRefusedAnything } from '../../domain/contact-point.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import { followUpMachine } from '../../domain/follow-up-machine.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, dateIn, type CalendarDate } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import type { CareRecords } from '../../store/care-store.ts'
import { newOwnerCallIdOf } from '../../store/follow-up-calls.ts'
import type { Store } from '../../store/store.ts'
import type { Write } from '../../store/table-client.ts'
import { followUpWrites, withdrawnCall } from './follow-up-writes.ts'
import type { TimerContext } from './running-timers.ts'

/** A car whose sale was longer ago is no news to anybody: its record comes from older books. */
const NEWS_FOR_DAYS = 7
/** So long after the sale a welcome would be odd. */
const LAST_AFTER_DAYS = 30

/** Whether a vehicle's record tells of a new car that was sold just now. Pure. */
export function isSoldNew(
  { status, soldOn, formerOwners }: Pick<Vehicle, 'status' | 'soldOn' | 'formerOwners'>,
  today: CalendarDate,
): boolean {
  const isNews = soldOn <= today && soldOn >= addDays(today, -NEWS_FOR_DAYS)
  return status === 'active' && isNews && formerOwners.length === 0
}

export interface NewOwnerContext extends TimerContext {
  readonly store: Pick<Store, 'deadlines' | 'dueItems' | 'customers' | 'contactPoints'> &
    Pick<CareRecords, 'followUpCalls'>
  readonly dealer: Dealer
}

/**
 * What a vehicle's change by a person means for the call to its new owner, in the transaction of that change: a sale makes
 * it, a sale that was none withdraws it, and it goes with the car to whoever has it.
 */
export async function newOwnerWrites(
  before: Vehicle | undefined,
  after: Vehicle,
  context: NewOwnerContext,
): Promise<readonly Write[]> {
  const { store, dealer, stamp } = context
  const { dealerId, zone } = dealer
  const today = dateIn(stamp.at, zone)
  const soldAnew = before?.soldOn !== after.soldOn
  const owed = isSoldNew(after, today)
  if (before === undefined ? !owed : !soldAnew && isTheSame(before, after)) return []
  const known = await store.followUpCalls.byId(dealerId, newOwnerCallIdOf(dealerId, after.vehicleId))
  const save = async (action: string, call: FollowUpCall) =>
    (await followUpWrites({ action, before: known, after: call }, context)).writes
  if (known !== undefined && isWaitingCall(known)) {
    const isOver = after.status !== 'active' || (soldAnew && !owed)
    if (isOver) return save('withdrawn', withdrawnCall(known, stamp))
    const { soldOn: since, customerId } = after
    // Each owner has a say of their own.
    const contactRefused =
      customerId === known.customerId ? known.contactRefused : await refusesContact(customerId, context)
    return save('changed', { ...known, ...(soldAnew ? daysOf(since) : {}), customerId, contactRefused })
  }
  // What was withdrawn is owed again as soon as the sale counts; a car that is known already is no news by anything else.
  const begins = known === undefined ? soldAnew : followUpMachine.transitions.owe.from.includes(known.status)
  return owed && begins ? save('owed', await callOn(after, known, context)) : []
}

function isTheSame(before: Vehicle, after: Vehicle): boolean {
  return before.status === after.status && before.customerId === after.customerId
}

async function callOn(
  { vehicleId, customerId, soldOn }: Vehicle,
  known: FollowUpCall | undefined,
  context: NewOwnerContext,
): Promise<FollowUpCall> {
  const { dealerId } = context.dealer
  const contactRefused = await refusesContact(customerId, context)
  return {
    ...again(known, context.stamp),
    dealerId,
    followUpCallId: newOwnerCallIdOf(dealerId, vehicleId),
    kind: 'new_owner',
    vehicleId,
    customerId,
    status: 'waiting',
    ...daysOf(soldOn),
    contactRefused,
  }
}

/** One that was withdrawn, as the sale that was one after all finds it. */
function again(known: FollowUpCall | undefined, stamp: Stamp) {
  if (known === undefined) return { ...unwritten(stamp), attempts: [] }
  const { endedAt: _, contactRefused: __, ...rest } = known
  return rest
}

function daysOf(since: CalendarDate) {
  return { since, dueOn: since, lastOn: addDays(since, LAST_AFTER_DAYS) }
}

/** Whether the owner has refused to be contacted about anything. */
async function refusesContact(
  customerId: string,
  { store, dealer: { dealerId } }: NewOwnerContext,
): Promise<FollowUpCall['contactRefused']> {
  const customer = await store.customers.byId(dealerId, customerId)
  if (customer === undefined) return undefined
  const contacts = await store.contactPoints.byAddresses(dealerId, [customer.mobile])
  return hasRefusedAnything(contacts.get(customer.mobile)) ? true : undefined
}
