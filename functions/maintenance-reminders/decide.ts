import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { WaitingDueItem } from '../../shared/domain/due-item.ts'
import { mayContact, type ContactFacts } from '../../shared/domain/may-contact.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { openVisit } from '../../shared/domain/visits.ts'
import {
  isStale,
  LAPSED,
  maintenanceCycle,
  type NextService,
} from '../../shared/due/plans/maintenance-reminders.ts'
import type { Decision, NextStep } from '../../shared/due/purpose.ts'
import { stillOpen, type Cycle, type PlannedStep } from '../../shared/due/reschedule.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { maintenanceText } from './wording.ts'

export interface ReminderFacts extends ContactFacts {
  readonly dealer: Dealer
  readonly vehicle: Vehicle | undefined
  readonly customer: Customer | undefined
}

/**
 * What becomes of a reminder that is due: an SMS, or the reason why there is none. Pure: the same rule answers
 * for any day.
 */
export function decideReminder(item: WaitingDueItem, facts: ReminderFacts, now: Instant): Decision {
  const { dealer, vehicle } = facts
  if (vehicle === undefined) return gone(item, 'vehicle-unknown')
  if (vehicle.status !== 'active') return gone(item, `vehicle-${vehicle.status}`)
  const cycle = maintenanceCycle(vehicle, dealer)
  if (cycle === undefined) return gone(item, 'no-maintenance-plan')
  if (cycle.cycle !== item.cycle) return nextCycle(item, cycle, now)

  const open = stillOpen(cycle.steps, item.decided)
  const passed = open.filter(({ dueAt }) => dueAt <= now)
  const step = passed.at(-1) ?? open.find((each) => each.step === item.step)
  if (step === undefined) return gone(item, 'step-unknown')
  if (step.dueAt > now) return { kind: 'postpone', until: step.dueAt }
  const decided = {
    step: step.step,
    superseded: passed.slice(0, -1).map((each) => each.step),
    next: open[open.indexOf(step) + 1],
  }
  if (step.step === LAPSED) {
    const lapsed: Vehicle = { ...vehicle, serviceStatus: 'lapsed' }
    return { ...decided, kind: 'skip', reason: 'lapsed', writes: [vehicleRecord.put(lapsed, stamp(now))] }
  }
  const reason = heldBackBecause(step, facts, now)
  if (reason !== undefined) return { ...decided, kind: 'skip', reason, writes: [] }
  return remind(decided, step, cycle, facts, now)
}

const stamp = (at: Instant): Stamp => ({ at, by: 'maintenance-reminders' })

/** Nothing is left to remind of: the item stops waiting, and the reason stands in the account. */
function gone(item: WaitingDueItem, reason: string): Decision {
  return { kind: 'skip', reason, step: item.step, superseded: [], writes: [], next: undefined }
}

/** Serviced since the item was planned: its cycle is over, the new one begins with its first step to come. */
function nextCycle(item: WaitingDueItem, cycle: Cycle, now: Instant): Decision {
  const first = cycle.steps.find(({ dueAt }) => dueAt > now)
  const next: NextStep | undefined = first && { ...first, cycle: cycle.cycle }
  return { kind: 'skip', reason: 'serviced-since', step: item.step, superseded: [], writes: [], next }
}

function heldBackBecause(step: PlannedStep, facts: ReminderFacts, now: Instant): string | undefined {
  const { dealer, vehicle } = facts
  if (isStale(step, dealer, now)) return 'stale'
  if (vehicle !== undefined && openVisit(vehicle) !== undefined) return 'in-workshop'
  const verdict = mayContact('maintenance-reminders', dealer, facts)
  return verdict.allowed ? undefined : verdict.reason
}

function remind(
  decided: { step: string; superseded: readonly string[]; next: NextStep | undefined },
  step: PlannedStep,
  service: NextService,
  { dealer, vehicle, customer }: ReminderFacts,
  now: Instant,
): Decision {
  if (vehicle === undefined || customer === undefined) {
    return { ...decided, kind: 'skip', reason: 'customer-unknown', writes: [] }
  }
  const { template, version, text, segments } = maintenanceText(step.step === 'after' ? 'after' : 'before', {
    signature: dealer.signature,
    dealerPhone: dealer.phone,
    customerName: customer.name,
    gender: customer.gender,
    plate: vehicle.plate,
    model: vehicle.model,
    dueOn: service.on,
  })
  return {
    ...decided,
    kind: 'send',
    draft: {
      messageClass: 'service',
      channel: 'sms',
      // As the vehicle names the owner, so that a merge in between does not look like another owner.
      recipient: { kind: 'customer', id: vehicle.customerId },
      template: { name: template, version },
      text,
      segments,
      sendAfter: sendAfter(now, windowOf(dealer.settings, 'service'), dealer.zone),
    },
  }
}
