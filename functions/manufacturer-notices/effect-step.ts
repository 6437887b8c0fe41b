import type { Dealer } from '../../shared/domain/dealer.ts'
import { noticeEffectMachine } from '../../shared/domain/notice-effect-machine.ts'
import {
  owedEffect,
  withFaults,
  type EffectFault,
  type NoticeEffect,
} from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import type { EffectStore } from '../../shared/store/effect-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { EffectFailure, EffectFaultCode } from './effect-words.ts'
import type { FactPlace, NoticeFacts } from './fact-sheet.ts'

/**
 * One step of an effect: the effect as it leaves it, and what it writes besides into the same transaction, 90 writes at
 * most. The transaction is held to the version of the effect that the step was given, so a step that is made twice
 * counts once; it may be made again on the same state, and must then come to the same.
 */
export interface EffectStep {
  readonly effect: NoticeEffect
  readonly writes: readonly Write[]
}

/** What a step rests on. */
export interface EffectContext {
  readonly notice: Notice
  /** What the notice lists, out of its text and files as they are laid out. */
  readonly facts: NoticeFacts
  readonly dealer: Dealer
  readonly stamp: Stamp
  /** In the dealer's zone. */
  readonly today: CalendarDate
  readonly store: EffectStore
}

export type StepOf = (effect: NoticeEffect, context: EffectContext) => Promise<EffectStep>

/** How a kind of notice takes effect. Each step leaves the effect further on (`done`), or in another state. */
export interface EffectWork {
  /** The next of what is `working`, or `applying` after a person's yes. */
  readonly work: StepOf
  /** The next of what is `withdrawing`: ends with `undone`. */
  readonly undo: StepOf
}

/** All is done. */
export function applied(effect: NoticeEffect): NoticeEffect {
  return ended({ ...effect, status: stateAfter(noticeEffectMachine, effect.status, 'finish', 'applied') })
}

/**
 * There is nothing to do: nothing is listed. Where something is and cannot be read, it has failed: a person has to look,
 * not to believe that there was nothing.
 */
export function nothingFound(effect: NoticeEffect, stamp: Stamp): NoticeEffect {
  if (effect.faults.length > 0) return failed(effect, 'lists-unreadable', stamp)
  const status = stateAfter(noticeEffectMachine, effect.status, 'finish', 'nothing_found')
  return ended({ ...effect, status })
}

const table = /\.(?:csv|tsv|xlsx?|xlsm|et)$/i

/** The same of a notice whose tables are what it brings: one of which no column is known has a list all the same. */
export function noListFound(
  effect: NoticeEffect,
  { stamp, notice }: Pick<EffectContext, 'stamp' | 'notice'>,
): NoticeEffect {
  const isUnknown = effect.faults.length === 0 && notice.attachments.some(({ name }) => table.test(name))
  return isUnknown ? failed(effect, 'columns-unknown', stamp) : nothingFound(effect, stamp)
}

/** It cannot be done as things are. */
export function failed(effect: NoticeEffect, code: EffectFailure, { at }: Stamp): NoticeEffect {
  const { status: during } = effect
  switch (during) {
    case 'owed':
    case 'working':
    case 'applying':
    case 'withdrawing': {
      const status = stateAfter(noticeEffectMachine, during, 'fail')
      return ended({ ...effect, status, failed: { code, during, at } })
    }
    case 'proposed':
    case 'applied':
    case 'nothing_found':
    case 'failed':
    case 'declined':
    case 'withdrawn':
      return effect
  }
}

/** All that can be undone is; what the notice is instead begins. */
export function undone(effect: NoticeEffect, stamp: Stamp): NoticeEffect {
  const { next } = effect
  if (next !== undefined) return owedEffect({ ...effect, kind: next }, stamp)
  const status = stateAfter(noticeEffectMachine, effect.status, 'undo', 'withdrawn')
  return ended({ ...effect, status })
}

/** It waits for the job no more. */
export function ended(effect: NoticeEffect): NoticeEffect {
  return { ...effect, dueAt: undefined, failures: 0 }
}

/** An effect that begins: with what could not be read of what the notice lists. */
export function begun(effect: NoticeEffect, facts: NoticeFacts): NoticeEffect {
  const status = stateAfter(noticeEffectMachine, effect.status, 'begin')
  return withFaults({ ...effect, status }, facts.faults.map(effectFault))
}

/** Something of what is listed that is wrong or left as it is, with its place. */
export function effectFault({
  code,
  at: { file, row, column },
}: {
  readonly code: EffectFaultCode
  readonly at: FactPlace
}): EffectFault {
  return { code, file: file?.slice(0, 200) ?? undefined, row, column: column === '' ? undefined : column }
}

/** No place of a list. */
export const nowhere: FactPlace = { file: null, sheet: '', row: 0, column: '' }
