import type { Deadline, DeadlineNotice } from '../../shared/domain/deadline.ts'
import { deadlineIdOf, hasEnded, isPaused } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { DueItem, WaitingDueItem } from '../../shared/domain/due-item.ts'
import type { Duty } from '../../shared/domain/duty.ts'
import { isOn } from '../../shared/domain/duty.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addMinutes, dateIn, type Instant } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { openingHoursOf } from '../../shared/domain/working-time.ts'
import {
  chainOf,
  deadlineCycle,
  escalationStep,
  firstEscalationAt,
  LATE,
  nextEscalationAt,
  planDeadline,
  stepsTo,
  REPORT_DEADLINES,
} from '../../shared/due/plans/deadline-steps.ts'
import { reopened } from '../../shared/due/plans/deadline-writes.ts'
import { asRuled, followingRule, NOT_OWED } from '../../shared/due/plans/duty-deadlines.ts'
import { nextOwed, opensAt, OPENS, owedAs } from '../../shared/due/plans/duty-occurrences.ts'
import type { Decision, NextStep } from '../../shared/due/purpose.ts'
import type { PlannedStep } from '../../shared/due/reschedule.ts'
import { deadlineNoticeRecord, deadlineRecord } from '../../shared/store/deadlines.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { noticeMailRow, slotOf } from './notice-mail.ts'
import { anotherStandsFor } from './stands-for-another.ts'
import { whoseItIs } from '../../shared/due/who-owns.ts'
import { workplaceOf } from './workplace-of.ts'

interface Facts {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
}

export interface DutyFacts extends Facts {
  readonly kind: 'duty'
  readonly duty: Duty | undefined
  /** The deadline of the occurrence that waits, where it has been opened before, and its timer. */
  readonly known: Deadline | undefined
  readonly timer: DueItem | undefined
  /** What has been opened of the duty for the same day; none where its rule is as it was. */
  readonly ofDay: readonly Deadline[]
}

export interface DeadlineFacts extends Facts {
  readonly kind: 'deadline'
  readonly deadline: Deadline | undefined
  /** The duty that it is an occurrence of. */
  readonly duty: Duty | undefined
}

export type DutyOrDeadline = DutyFacts | DeadlineFacts

/**
 * What becomes of a duty whose next occurrence is to be opened, or of a deadline that is to be reminded of, late or told
 * above. Pure.
 */
export function decideDeadline(item: WaitingDueItem, facts: DutyOrDeadline, now: Instant): Decision {
  return facts.kind === 'duty' ? openNext(item, facts, now) : tell(item, facts, now)
}

const stamp = (at: Instant): Stamp => ({ at, by: REPORT_DEADLINES })

const skip = (
  step: string,
  reason: string,
  more: { writes?: readonly Write[]; next?: NextStep | undefined } = {},
): Decision => ({
  kind: 'skip',
  step,
  reason,
  superseded: [],
  writes: more.writes ?? [],
  next: more.next,
})

/** Opens the deadline of the occurrence that waits, once; then the one behind it waits. */
function openNext(item: WaitingDueItem, facts: DutyFacts, now: Instant): Decision {
  const { dealer, duty, known, timer, ofDay } = facts
  if (duty === undefined || !isOn(duty)) return skip(OPENS, 'switched-off')
  const place = workplaceOf(dealer)
  const following = nextOwed(duty, item.cycle, place)
  const next = following && {
    cycle: following.occurrence,
    step: OPENS,
    dueAt: opensAt(duty, following, place),
  }
  const owed = owedAs(duty, item.cycle, place)
  if (owed === undefined) return skip(OPENS, 'not-owed', { next })
  const opens = opensAt(duty, owed, place)
  if (opens > now) return { kind: 'postpone', until: opens }
  // An occurrence that the rule did not name for a while is owed again.
  if (known !== undefined && known.ended?.reason !== NOT_OWED) return skip(OPENS, 'opened-before', { next })
  if (anotherStandsFor(owed, duty, ofDay, place)) return skip(OPENS, 'owed-that-day', { next })
  const hours = openingHoursOf(dealer)
  const deadline: Deadline =
    known === undefined
      ? deadlineOf(duty, owed, stamp(now))
      : asRuled(reopened(known, stamp(now)), duty, place, stamp(now))
  const planned = planDeadline(deadline, timer, hours, stamp(now))
  return skip(OPENS, OPENED, {
    next,
    writes: [
      deadlineRecord.put(deadline, stamp(now)),
      ...(planned === undefined ? [] : [dueItemRecord.put(planned, stamp(now))]),
    ],
  })
}

/** How the day's account names an occurrence that was opened: nobody is told by it. */
export const OPENED = 'opened'

function deadlineOf(
  duty: Duty,
  { occurrence, dueOn, dueAt }: { occurrence: string; dueOn: Deadline['dueOn']; dueAt: Instant },
  by: Stamp,
): Deadline {
  const { dealerId, code, zh, en, role, remindBefore, escalateTo, escalateAfter, target } = duty
  const cause = { kind: 'duty', code, occurrence } as const
  return {
    ...unwritten(by),
    dealerId,
    deadlineId: deadlineIdOf(dealerId, cause),
    cause,
    zh,
    en,
    role,
    dueOn,
    dueAt,
    moves: 0,
    remindBefore,
    escalateTo,
    escalateAfter,
    target,
    state: 'open',
    escalations: [],
    pauses: [],
  }
}

/** Reminds of a deadline, says that it is late, or tells the next one above. */
function tell(item: WaitingDueItem, facts: DeadlineFacts, now: Instant): Decision {
  const { dealer, deadline } = facts
  const { step } = item
  if (deadline === undefined) return skip(step, 'deadline-unknown')
  if (hasEnded(deadline)) return skip(step, deadline.state)
  if (isPaused(deadline)) return skip(step, 'paused')
  if (deadline.acknowledged !== undefined) return skip(step, 'acknowledged')
  const ruled = followingRule(deadline, facts.duty, workplaceOf(dealer), stamp(now))
  if (ruled !== deadline) return follow(step, ruled, dealer, now)
  const steps = stepsTo(deadline, dealer.zone)
  const late = steps.at(-1)
  if (late !== undefined && late.dueAt > now) return remind(item, facts, deadline, steps, now)
  const isTimeToEscalate = firstEscalationAt(deadline) <= now || deadline.escalations.length > 0
  if (!isTimeToEscalate) return becomeLate(item, facts, deadline, now)
  return escalate(item, facts, deadline, now)
}

/** A rule that was changed names another moment, or none: reminders begin anew from there, or end. */
function follow(step: string, ruled: Deadline, { zone }: Dealer, now: Instant): Decision {
  const writes = [deadlineRecord.put(ruled, stamp(now))]
  if (hasEnded(ruled)) return skip(step, NOT_OWED, { writes })
  const first = stepsTo(ruled, zone).find(({ dueAt }) => dueAt > now)
  return skip(step, 'moved', { writes, next: first && { ...first, cycle: deadlineCycle(ruled) } })
}

function remind(
  item: WaitingDueItem,
  facts: DeadlineFacts,
  deadline: Deadline,
  steps: readonly PlannedStep[],
  now: Instant,
): Decision {
  const decided = item.decided.map(({ step }) => step)
  const open = steps.filter(({ step }) => !decided.includes(step))
  const passed = open.filter(({ dueAt }) => dueAt <= now)
  const step = passed.at(-1)?.step
  const next = open.find(({ dueAt }) => dueAt > now)
  // Its due moment was moved: not yet.
  if (step === undefined) return { kind: 'postpone', until: next?.dueAt ?? deadline.dueAt }
  const superseded = passed.slice(0, -1).map((each) => each.step)
  const owner = ownerOf(facts, deadline, now)
  if (owner === undefined) return { ...skipped(step, 'nobody-to-tell', superseded), next }
  return told({ step, superseded, next, to: owner, kind: 'reminder', writes: [] }, facts, deadline, now)
}

/** Who owns it hears of it unless they have just been reminded; who is above hears of it later. */
function becomeLate(item: WaitingDueItem, facts: DeadlineFacts, deadline: Deadline, now: Instant): Decision {
  const superseded = reminders(item, deadline, facts)
  const next = { step: escalationStep(1), dueAt: firstEscalationAt(deadline) }
  const writes = [deadlineRecord.put({ ...deadline, state: 'late' }, stamp(now))]
  const last = item.decided.findLast(({ step }) => step.startsWith('remind-'))
  const wasTold = last?.outcome === 'message' && last.at >= deadline.dueAt
  const owner = ownerOf(facts, deadline, now)
  if (wasTold || owner === undefined) {
    const reason = wasTold ? 'just-reminded' : 'nobody-to-tell'
    return { ...skipped(LATE, reason, superseded), writes, next }
  }
  return told({ step: LATE, superseded, next, to: owner, kind: 'late', writes }, facts, deadline, now)
}

/** The next one up the chain who has not heard of it and does not owe it; at the top it ends. */
function escalate(item: WaitingDueItem, facts: DeadlineFacts, deadline: Deadline, now: Instant): Decision {
  const { dealer, staff } = facts
  const today = dateIn(now, dealer.zone)
  const decided = item.decided.map(({ step }) => step)
  const superseded = [...reminders(item, deadline, facts), ...(decided.includes(LATE) ? [] : [LATE])]
  const heard = new Set([
    ...deadline.escalations.map(({ staffId }) => staffId),
    ...[ownerOf(facts, deadline, now)?.staffId ?? []].flat(),
  ])
  const above = chainOf(deadline).flatMap((role) => {
    const [holder] = holdersOf(role, staff, today)
    return holder === undefined || heard.has(holder.staffId) ? [] : [{ role, holder }]
  })
  const step = escalationStep(deadline.escalations.length + 1)
  const [first, ...further] = above
  if (first === undefined) {
    const late: Deadline = { ...deadline, state: deadline.escalations.length > 0 ? 'escalated' : 'late' }
    return { ...skipped(step, 'nobody-above', superseded), writes: [deadlineRecord.put(late, stamp(now))] }
  }
  const { role, holder } = first
  const after: Deadline = {
    ...deadline,
    state: 'escalated',
    escalations: [...deadline.escalations, { role, staffId: holder.staffId, at: now }],
  }
  const goesOn = further.some((each) => each.holder.staffId !== holder.staffId)
  const next = goesOn
    ? {
        step: escalationStep(after.escalations.length + 1),
        dueAt: nextEscalationAt(now, deadline, openingHoursOf(dealer)),
      }
    : undefined
  const writes = [deadlineRecord.put(after, stamp(now))]
  return told({ step, superseded, next, to: holder, kind: 'escalation', writes }, facts, deadline, now)
}

function skipped(step: string, reason: string, superseded: readonly string[]) {
  return { kind: 'skip', step, reason, superseded, writes: [], next: undefined } as const
}

/** Reminders that nobody decided about before the due moment was over. */
function reminders({ decided, step }: WaitingDueItem, deadline: Deadline, { dealer }: Facts): string[] {
  const all = stepsTo(deadline, dealer.zone).map((each) => each.step)
  const waits = all.indexOf(step)
  if (waits < 0) return []
  return all.slice(waits).filter((each) => each !== LATE && decided.every((known) => known.step !== each))
}

/** Whose it is today: who was named, or whoever stands in for them; else the first who holds the role. */
export function ownerOf(
  { dealer, staff }: Facts,
  { assignedTo, role }: Pick<Deadline, 'assignedTo' | 'role'>,
  now: Instant,
): Staff | undefined {
  const today = dateIn(now, dealer.zone)
  return whoseItIs({ assignedTo, role }, staff, today)[0]?.staff
}

interface Telling {
  readonly step: string
  readonly superseded: readonly string[]
  readonly next: NextStep | undefined
  readonly to: Staff
  readonly kind: DeadlineNotice['kind']
  readonly writes: readonly Write[]
}

/** Mails of ten minutes are written at their end or soon after: what none tells by then is told no more. */
const MINUTES_TO_WRITE = 60

function told(
  { step, superseded, next, to, kind, writes }: Telling,
  { dealer }: Facts,
  { deadlineId }: Deadline,
  now: Instant,
): Decision {
  const { dealerId } = dealer
  const slot = slotOf(now)
  const notice: DeadlineNotice = {
    ...unwritten(stamp(now)),
    dealerId,
    staffId: to.staffId,
    deadlineId,
    step,
    kind,
    slot,
  }
  return {
    kind: 'hand-over',
    step,
    superseded,
    next,
    assignedTo: to.staffId,
    messageId: noticeMailRow({ dealerId, staffId: to.staffId, slot }).messageId,
    toldBy: addMinutes(now, MINUTES_TO_WRITE),
    writes: [...writes, deadlineNoticeRecord.put(notice, stamp(now))],
  }
}
