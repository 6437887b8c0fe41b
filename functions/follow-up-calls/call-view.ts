import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { FollowUpSummary, FollowUpView, ToldFollowUp } from '../../shared/http/routes/follow-up-calls.ts'
import { allowedOf } from './call-steps.ts'

/** A call as it stands in a list. */
export function callSummary(call: FollowUpCall): FollowUpSummary {
  return { ...call, etag: etagOf(call.version), attemptCount: call.attempts.length }
}

/** A call with all that was said. */
export function callView(call: FollowUpCall): FollowUpView {
  return { ...call, ...callSummary(call), allowed: allowedOf(call) }
}

/** A call as somebody's word leaves it, with what is odd about that. */
export function toldView(call: FollowUpCall): ToldFollowUp {
  const isOutside = call.attempts.at(-1)?.outsideHours === true
  return { ...callView(call), warnings: isOutside ? [outsideHours] : [] }
}

const outsideHours = {
  code: 'outside-calling-hours',
  zh: '这个电话不在可以给客户打电话的时段内：已登记，请注意',
  en: 'The call was outside of the hours in which customers may be rung up: it was taken down all the same',
} as const
