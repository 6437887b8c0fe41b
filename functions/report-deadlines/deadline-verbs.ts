import { isPaused, MOST_PAUSES, type Deadline, type Proof } from '../../shared/domain/deadline.ts'
import { deadlineMachine, deadlineVerbs, type DeadlineVerb } from '../../shared/domain/deadline-machine.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { OpeningHours } from '../../shared/domain/working-time.ts'
import { isLateAt } from '../../shared/due/plans/deadline-steps.ts'
import * as writes from '../../shared/due/plans/deadline-writes.ts'
import * as timers from '../../shared/due/plans/timer-pauses.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'

/** What each request makes of a deadline. Pure; what a request may not do is thrown as the caller is told of it. */

/** A mistake is noticed the same day; later the month's figures may have been told. */
const REOPENS_FOR_SECONDS = 24 * 3600

/** What somebody may ask of a deadline as it is: its state allows it, and so does what it comes from. */
export function allowedOf(deadline: Deadline, now: Instant): DeadlineVerb[] {
  const allowed = verbsFrom(deadlineMachine, deadline.state)
  const isTimer = deadline.cause.kind === 'timer'
  const stands = isPaused(deadline)
  return deadlineVerbs.filter((verb) => {
    if (!allowed.includes(verb)) return false
    switch (verb) {
      case 'done':
        return true
      case 'reopen':
        return deadline.ended !== undefined && now <= addSeconds(deadline.ended.at, REOPENS_FOR_SECONDS)
      case 'acknowledge':
        return deadline.acknowledged === undefined
      case 'pause':
        return isTimer && !stands && !isLateAt(deadline, now) && deadline.pauses.length < MOST_PAUSES
      case 'resume':
        return isTimer && stands
    }
  })
}

/** @throws Refused `transition-refused` */
export function asDone(deadline: Deadline, proof: Proof, stamp: Stamp): Deadline {
  refuseUnless('done', deadline, stamp.at)
  const faults = proofFaults(deadline, proof)
  if (faults.length > 0) throw new FieldsInvalid(faults)
  return arrived('done', deadline, writes.done(deadline, proof, stamp))
}

/** Of what is counted, the count; and where it falls short, why. Words alone say why nothing was counted. */
function proofFaults({ target }: Pick<Deadline, 'target'>, proof: Proof) {
  if (target === undefined || proof.kind === 'text') return []
  if (proof.kind !== 'count') return [{ path: 'body.proof.kind', reason: 'count-or-reason' } as const]
  return proof.count < target && proof.reason === undefined
    ? [{ path: 'body.proof.reason', reason: 'required' } as const]
    : []
}

/** @throws Refused `transition-refused` */
export function reopened(deadline: Deadline, stamp: Stamp): Deadline {
  refuseUnless('reopen', deadline, stamp.at)
  return arrived('reopen', deadline, writes.reopened(deadline, stamp))
}

/** @throws Refused `transition-refused` */
export function acknowledged(deadline: Deadline, staffId: string, { at }: Stamp): Deadline {
  refuseUnless('acknowledge', deadline, at)
  return arrived('acknowledge', deadline, { ...deadline, acknowledged: { by: staffId, at } })
}

/** @throws Refused `transition-refused` */
export function paused(deadline: Deadline, reason: string, stamp: Stamp): Deadline {
  refuseUnless('pause', deadline, stamp.at)
  return arrived('pause', deadline, timers.paused(deadline, reason, stamp))
}

/** @throws Refused `transition-refused` */
export function resumed(deadline: Deadline, hours: OpeningHours, stamp: Stamp): Deadline {
  refuseUnless('resume', deadline, stamp.at)
  return arrived('resume', deadline, timers.resumed(deadline, hours, stamp))
}

function refuseUnless(verb: DeadlineVerb, deadline: Deadline, now: Instant): void {
  const allowed = allowedOf(deadline, now)
  if (!allowed.includes(verb)) throw new Refused('transition-refused', { allowed })
}

/** The deadline after a verb, held to the machine. */
function arrived(verb: DeadlineVerb, before: Deadline, after: Deadline): Deadline {
  return { ...after, state: stateAfter(deadlineMachine, before.state, verb, after.state) }
}
