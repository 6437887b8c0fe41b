import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  MOST_CALL_ATTEMPTS,
  type CallAttempt,
  type FollowUpCall,
} from '../../shared/domain/follow-up-call.ts'
import { followUpMachine } from '../../shared/domain/follow-up-machine.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addDays, dateIn } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { isCallingHour } from './is-calling-hour.ts'
import type { Judged } from './judge-answers.ts'

/*
 * What comes of a call, each a pure function of it and what is told. All throw Refused where the call does not take the
 * step, and FieldsInvalid where it was tried as often as it can be.
 */

type Verb = keyof (typeof followUpMachine)['transitions']

interface StepContext {
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/** What people may say of it: a first call has questions, a second one asks whether the answer helped. */
export function allowedOf({ status, kind }: Pick<FollowUpCall, 'status' | 'kind'>): Verb[] {
  return verbsFrom(followUpMachine, status).filter((verb) => {
    switch (verb) {
      case 'reach':
        return kind === 'post_repair'
      case 'hear-back':
        return kind === 'confirmation'
      case 'welcome':
        return kind === 'new_owner'
      case 'inform':
        return kind === 'recall'
      case 'no-answer':
      case 'refuse':
      case 'wrong-number':
        return true
      // They follow from something else.
      case 'drop':
      case 'withdraw':
      case 'owe':
        return false
    }
  })
}

const outcomes = {
  reach: 'reached',
  'hear-back': 'reached',
  welcome: 'reached',
  inform: 'reached',
  'no-answer': 'no_answer',
  refuse: 'refused',
  'wrong-number': 'wrong_number',
} as const satisfies Partial<Record<Verb, CallAttempt['outcome']>>

/** The call with one more attempt and the state that it leads to. */
export function attempted(
  call: FollowUpCall,
  verb: keyof typeof outcomes,
  remark: string | undefined,
  { dealer, stamp: { at, by } }: StepContext,
): FollowUpCall {
  const allowed = allowedOf(call)
  if (!allowed.includes(verb)) throw new Refused('transition-refused', { allowed })
  if (call.attempts.length >= MOST_CALL_ATTEMPTS)
    throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
  const outside = isCallingHour(dealer, at) ? {} : { outsideHours: true as const }
  const status = stateAfter(followUpMachine, call.status, verb)
  return {
    ...call,
    status,
    attempts: [...call.attempts, { at, by, outcome: outcomes[verb], remark, ...outside }],
    ...(status === 'waiting' ? {} : { endedAt: at }),
  }
}

/** Nobody answered: it stands on the next day's list. */
export function notAnswered(
  call: FollowUpCall,
  remark: string | undefined,
  context: StepContext,
): FollowUpCall {
  const { dealer, stamp } = context
  const dueOn = addDays(dateIn(stamp.at, dealer.zone), 1)
  return { ...attempted(call, 'no-answer', remark, context), dueOn }
}

export function answered(
  call: FollowUpCall,
  { answers, score }: Judged,
  remark: string | undefined,
  context: StepContext,
): FollowUpCall {
  return { ...attempted(call, 'reach', remark, context), answers: [...answers], score }
}

export function heardBack(
  call: FollowUpCall,
  {
    content,
    words,
    remark,
  }: {
    readonly content: boolean
    readonly words?: string | undefined
    readonly remark?: string | undefined
  },
  context: StepContext,
): FollowUpCall {
  return { ...attempted(call, 'hear-back', remark, context), content, words }
}

/** The owner of a new car was reached. */
export function welcomed(
  call: FollowUpCall,
  {
    bookletRegistered,
    remark,
  }: { readonly bookletRegistered: boolean; readonly remark?: string | undefined },
  context: StepContext,
): FollowUpCall {
  return { ...attempted(call, 'welcome', remark, context), bookletRegistered }
}

/** The owner of a recalled car was told of it. */
export function informed(
  call: FollowUpCall,
  {
    bookedOrderId,
    remark,
  }: { readonly bookedOrderId?: string | undefined; readonly remark?: string | undefined },
  context: StepContext,
): FollowUpCall {
  return { ...attempted(call, 'inform', remark, context), bookedOrderId }
}
