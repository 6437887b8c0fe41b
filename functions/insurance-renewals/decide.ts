import type { CallEntry } from '../../shared/domain/call-list.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { WaitingDueItem } from '../../shared/domain/due-item.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn, instantAt, type Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import {
  CALL_LISTS,
  callCycle,
  EXPIRED,
  nextListAt,
  planCalls,
} from '../../shared/due/plans/insurance-call-lists.ts'
import type { Decision, NextStep } from '../../shared/due/purpose.ts'
import { AGREED, stillOpen } from '../../shared/due/reschedule.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { dailyMailRow, mailDateFor, mailsWrittenBy } from './daily-mail.ts'
import { notedOutcome } from './talk-note.ts'

export interface CallFacts {
  readonly dealer: Dealer
  readonly vehicle: Vehicle | undefined
  /** Who is to call: undefined when nobody holds the role, nor any role above it. */
  readonly specialistId: string | undefined
  /** The specialist who is away and for whom that one stands in. */
  readonly standsInFor?: string | undefined
  /** The entries that the vehicle has on lists now: one, or more where an earlier talk has left some behind. */
  readonly entries: readonly CallEntry[]
}

/**
 * What becomes of a contact that is due: the vehicle goes on a specialist's list, or the reason why it does
 * not. Lists are made on working days only. Pure: the same rule answers for any day.
 */
export function decideCall(item: WaitingDueItem, facts: CallFacts, now: Instant): Decision {
  const { dealer, vehicle, entries, specialistId } = facts
  const today = dateIn(now, dealer.zone)
  if (!isWorkingDay(today, dealer.settings.workingDayOverrides)) {
    return { kind: 'postpone', until: nextListAt(dealer, now) }
  }
  if (vehicle === undefined) return leave(item, 'vehicle-unknown', entries)
  if (vehicle.status !== 'active') return leave(item, `vehicle-${vehicle.status}`, entries)
  const cycle = callCycle(vehicle, dealer, item, today)
  if (cycle === undefined) return leave(item, 'policy-unknown', entries)
  if (cycle.cycle !== item.cycle)
    return leave(item, 'renewed-since', entries, followingCycle(item, facts, now))

  const open = stillOpen(cycle.steps, item.decided)
  const passed = open.filter(({ dueAt }) => dueAt <= now)
  const toCome = open.find(({ dueAt }) => dueAt > now)
  if (passed.some(({ step }) => step === EXPIRED)) {
    return leave(item, 'policy-expired', entries, followingCycle({ ...item, step: undefined }, facts, now))
  }
  // The day has moved since the item was planned, or the plan has this step no more: not yet.
  const agreed = item.step === AGREED
  const moved =
    passed.length === 0 && !agreed ? (open.find(({ step }) => step === item.step) ?? toCome) : undefined
  if (moved !== undefined) return { kind: 'postpone', until: moved.dueAt }
  if (specialistId === undefined) return leave(item, 'nobody-to-call', entries, toCome)
  // A step outside the plan was agreed with the customer; else the latest that has passed is the one.
  const step = agreed ? item.step : (passed.at(-1)?.step ?? item.step)
  const date = mailDateFor(dealer, now)
  const { messageId } = dailyMailRow({ dealerId: dealer.dealerId, staffId: specialistId, kind: 'list', date })
  const kept = entries.find(({ staffId }) => staffId === specialistId)
  const before = entries.find(({ policyId }) => policyId === item.cycle)
  const listed: CallEntry = {
    ...(kept ?? unwritten(stamp(now))),
    dealerId: dealer.dealerId,
    staffId: specialistId,
    vehicleId: vehicle.vehicleId,
    policyId: item.cycle,
    step,
    listedOn: date,
    listedSince: before?.listedSince ?? date,
    lastOutcome: before?.lastOutcome ?? notedOutcome(item),
    standsInFor: kept?.standsInFor ?? facts.standsInFor,
  }
  return {
    kind: 'hand-over',
    step,
    superseded: passed.map((each) => each.step).filter((each) => each !== step),
    next: toCome,
    assignedTo: specialistId,
    messageId,
    toldBy: mailsWrittenBy(dealer, date),
    writes: [
      callEntryRecord.put(listed, stamp(now)),
      ...offTheLists(entries.filter((each) => each !== kept)),
    ],
  }
}

const stamp = (at: Instant): Stamp => ({ at, by: CALL_LISTS })

function offTheLists(entries: readonly CallEntry[]): Write[] {
  return entries.map((entry) => callEntryRecord.remove(entry))
}

/** Nobody is to call any more: the entry leaves its list, and the reason stands in the account. */
function leave(
  item: WaitingDueItem,
  reason: string,
  entries: readonly CallEntry[],
  next?: NextStep,
): Decision {
  return { kind: 'skip', reason, step: item.step, superseded: [], writes: offTheLists(entries), next }
}

/** The first contact of the policy that governs from now on. */
function followingCycle(
  item: Omit<WaitingDueItem, 'step'> & { step: string | undefined },
  { dealer, vehicle }: CallFacts,
  now: Instant,
): NextStep | undefined {
  if (vehicle === undefined) return undefined
  const planned = planCalls(vehicle, dealer, item, stamp(now))
  if (planned?.step === undefined || planned.dueAt === undefined || planned.cycle === item.cycle)
    return undefined
  return { cycle: planned.cycle, step: planned.step, dueAt: planned.dueAt }
}

/** The local instant at which a date's lists are made: when a call that was agreed for that day comes back. */
export function listedAt(dealer: Dealer, at: Instant): Instant {
  return nextListAt(dealer, instantAt(dateIn(at, dealer.zone), '00:00', dealer.zone))
}
