import type { CallEntry, CallOutcome } from '../../shared/domain/call-list.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { isWaiting, type DueItem } from '../../shared/domain/due-item.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes, dateIn, type Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { callCycle, EXPIRED } from '../../shared/due/plans/insurance-call-lists.ts'
import { AGREED, ENDED } from '../../shared/due/reschedule.ts'
import type { TalkOutcome } from '../../shared/http/routes/insurance-renewals.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'
import { listedAt } from './decide.ts'
import { withNote } from './talk-note.ts'
import { vehicleLeft } from './vehicle-left.ts'

export interface TalkFacts {
  readonly dealer: Dealer
  readonly entry: CallEntry
  readonly vehicle: Vehicle | undefined
  /** The vehicle's timer. */
  readonly item: DueItem | undefined
  /** The timer of its maintenance reminders. */
  readonly maintenanceItem: DueItem | undefined
}

/** What an outcome changes. */
export interface TalkRecord {
  /** The entry as it stays on the list; undefined: it leaves. */
  readonly entry: CallEntry | undefined
  /** The timer as it must be written; undefined: it is left as it is. */
  readonly item: DueItem | undefined
  /** When the vehicle is on a list again. */
  readonly nextContactAt: Instant | undefined
  /** The vehicle, when the talk says that it is gone, and its maintenance timer as it must be written then. */
  readonly vehicle?: Vehicle | undefined
  readonly maintenanceItem?: DueItem | undefined
}

const effects = {
  RENEWED: 'ends',
  LOST: 'ends',
  INVALID: 'ends',
  QUOTED: 'rests',
  THINKING: 'rests',
  REFUSED_CALL: 'rests',
  CALL_BACK: 'returns',
  APPOINTED: 'returns',
  NO_ANSWER: 'stays',
} as const satisfies Record<CallOutcome, 'ends' | 'rests' | 'returns' | 'stays'>

/**
 * What becomes of the entry and the timer. An end takes both away for this policy; a pause takes the entry away
 * until the plan's next step; an agreed day brings it back then; nobody reached is no contact, and the entry
 * stays. A refused call is no contact either, but rests: who hung up is not rung again tomorrow. A timer that has
 * gone on to another policy is none of this talk's business, unless the vehicle is gone. Pure.
 */
export function recordOutcome(facts: TalkFacts, talk: TalkOutcome, stamp: Stamp): TalkRecord {
  const { dealer, entry } = facts
  const { at: now } = stamp
  const item = itemOfTalk(facts)
  const lastOutcome = { outcome: talk.outcome, at: now, remark: talk.remark }
  const noted = item && withNote(item, lastOutcome)
  const stays: TalkRecord = {
    entry: { ...entry, lastOutcome },
    item: undefined,
    nextContactAt: nextContact(item),
  }
  const agreed = agreedAt(talk)
  switch (effects[talk.outcome]) {
    case 'stays':
      return stays
    case 'rests':
      return { ...stays, entry: undefined, item: noted }
    case 'ends': {
      const left = vehicleLeft(facts, talk, stamp)
      const timer = item === undefined ? left?.item : ended(item, talk.outcome, now)
      return { ...left, entry: undefined, item: timer, nextContactAt: undefined }
    }
    case 'returns': {
      if (agreed === undefined) return stays
      const dueAt = listedAt(dealer, agreed)
      // Later today: the day's list is made, so the vehicle keeps its place on it.
      if (dueAt <= now) return stays
      if (noted === undefined) return { ...stays, entry: undefined }
      return {
        entry: undefined,
        item: { ...noted, step: AGREED, dueAt, plannedAt: dueAt, failures: 0 },
        nextContactAt: dueAt,
      }
    }
  }
}

/** A policy's year and the weeks around it: nobody agrees on a call further ahead, and a slip of the year is caught. */
const FURTHEST_DAYS = 400

/**
 * Times that cannot be agreed: past ones, and days on which the policy has been over for so long that the vehicle
 * has left every list, so that nobody would call.
 */
export function timeFaults(facts: TalkFacts, talk: TalkOutcome, now: Instant): FieldFault[] {
  const agreed = agreedAt(talk)
  if (agreed === undefined) return []
  const path = talk.outcome === 'APPOINTED' ? 'body.appointedAt' : 'body.callBackAt'
  if (agreed <= now) return [{ path, reason: 'in-the-past' }]
  if (agreed > addMinutes(now, FURTHEST_DAYS * 24 * 60)) return [{ path, reason: 'too-far-ahead' }]
  const { dealer, vehicle } = facts
  const item = itemOfTalk(facts)
  const cycle = vehicle && callCycle(vehicle, dealer, item, dateIn(now, dealer.zone))
  const last = cycle?.cycle === facts.entry.policyId ? cycle.steps.at(-1) : undefined
  return last !== undefined && listedAt(dealer, agreed) >= last.dueAt
    ? [{ path, reason: 'too-far-ahead' }]
    : []
}

function agreedAt(talk: TalkOutcome): Instant | undefined {
  switch (talk.outcome) {
    case 'CALL_BACK':
      return talk.callBackAt
    case 'APPOINTED':
      return talk.appointedAt
    case 'RENEWED':
    case 'LOST':
    case 'INVALID':
    case 'QUOTED':
    case 'THINKING':
    case 'REFUSED_CALL':
    case 'NO_ANSWER':
      return undefined
  }
}

/** The timer, while it is still about the policy that this talk is about and the talk has not ended. */
function itemOfTalk({ item, entry }: TalkFacts): DueItem | undefined {
  if (item?.cycle !== entry.policyId) return undefined
  return item.decided.some(({ step }) => step === ENDED) ? undefined : item
}

function ended(item: DueItem, outcome: CallOutcome, now: Instant): DueItem {
  return {
    ...item,
    step: undefined,
    dueAt: undefined,
    plannedAt: undefined,
    decided: [...item.decided, { step: ENDED, outcome: 'suppressed', reason: outcome, at: now }],
  }
}

function nextContact(item: DueItem | undefined): Instant | undefined {
  return item !== undefined && isWaiting(item) && item.step !== EXPIRED ? item.dueAt : undefined
}
