import { noticeEffectMachine } from '../../shared/domain/notice-effect-machine.ts'
import { owedEffect, withdrawingEffect, type NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'

/** What each request makes of an effect. Pure; what its state does not take is thrown as the caller is told of it. */

/** Lists come some months ahead, and count from some months ago at most: what lies beyond is a slip of the pen. */
const MOST_DAYS_OFF = 400

/**
 * @param asked the day from which it counts, where it is not the one that the notice names
 * @throws Refused `transition-refused`, FieldsInvalid where neither names a day
 */
export function accepted(
  effect: NoticeEffect,
  asked: CalendarDate | undefined,
  { stamp, today }: { readonly stamp: Stamp; readonly today: CalendarDate },
): NoticeEffect {
  const status = stateAfter(noticeEffectMachine, effect.status, 'accept')
  const fromOn = asked ?? effect.fromOn
  const refuse = (reason: 'required' | 'too-small' | 'too-far-ahead') =>
    new FieldsInvalid([{ path: 'body.fromOn', reason }])
  if (fromOn === undefined) throw refuse('required')
  if (fromOn > addDays(today, MOST_DAYS_OFF)) throw refuse('too-far-ahead')
  if (fromOn < addDays(today, -MOST_DAYS_OFF)) throw refuse('too-small')
  const { at, by } = stamp
  return { ...effect, status, fromOn, done: 0, decided: { at, by }, dueAt: at, failures: 0 }
}

/** @throws Refused `transition-refused` */
export function declined(effect: NoticeEffect, reason: string, { at, by }: Stamp): NoticeEffect {
  const status = stateAfter(noticeEffectMachine, effect.status, 'decline')
  return { ...effect, status, decided: { at, by, reason } }
}

/** @throws Refused `transition-refused` */
export function retried(effect: NoticeEffect, stamp: Stamp): NoticeEffect {
  const during = effect.failed?.during
  const begins = during === 'applying' || during === 'withdrawing' ? during : 'owed'
  const status = stateAfter(noticeEffectMachine, effect.status, 'retry', begins)
  return begins === 'owed'
    ? // What it has made already is still its own, to be taken back with it.
      { ...owedEffect(effect, stamp), statementIds: effect.statementIds }
    : { ...effect, status, failed: undefined, failures: 0, dueAt: stamp.at }
}

/** @throws Refused `transition-refused` */
export function takenBack(effect: NoticeEffect, reason: string, { at, by }: Stamp): NoticeEffect {
  stateAfter(noticeEffectMachine, effect.status, 'withdraw')
  return { ...withdrawingEffect(effect, undefined, at), decided: { at, by, reason } }
}
