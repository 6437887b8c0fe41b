import { isImporting } from '../../shared/domain/dealer.ts'
import { isEffectWaiting, type NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes, dateIn, type Zone } from '../../shared/domain/time.ts'
import { Contested } from '../../shared/runtime/errors.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { EffectStore } from '../../shared/store/effect-store.ts'
import type { Files } from '../../shared/store/files.ts'
import { noticeEffectRecord } from '../../shared/store/notice-effects.ts'
import { noticeFacts } from './attachment-facts.ts'
import { bytesAt } from './bytes-at.ts'
import { begun, failed, type EffectContext, type EffectStep } from './effect-step.ts'
import { effectWorks } from './effect-works.ts'
import type { NoticeFacts } from './fact-sheet.ts'

const lines = {
  ended: { code: 'EFFECT_ENDED', sentence: 'what a notice brings was worked off' },
  waits: { code: 'EFFECT_WAITS', sentence: 'an import is half in: what a notice brings is done later' },
  brokeOff: { code: 'EFFECT_BROKE_OFF', sentence: 'a step of what a notice brings broke off' },
  damaged: { code: 'EFFECT_DAMAGED', sentence: 'what is kept of a notice’s effect cannot be read' },
} as const satisfies Record<string, LogLine>

/** The job, and who writes where notices take effect. */
export const NOTICE_EFFECTS = 'notice-effects'

/** What breaks off so many times one after the other is for a person: more tries would not mend it. */
const MOST_FAILURES = 5
const MINUTES_BETWEEN_TRIES = 10
/** People and other runs are faster now and then; who is so each time has it to themselves. */
const MOST_CONFLICTS = 5
/** Left for a step's reads and writes, the reading of the files among them. */
const MOST_STEP_MS = 30_000

export interface EffectDependencies {
  readonly store: EffectStore
  readonly files: Pick<Files, 'open'>
  readonly clock: Clock
  readonly log: Log
  /** Milliseconds that are left to this run. */
  readonly remaining: () => number
}

/** Some effects broke off: they are tried again later, and those of the others are done. */
export class EffectsFailed extends Error {
  override readonly name = 'EffectsFailed'
}

/**
 * Works off what notices bring, step by step, each in one transaction with how far it has come: a run that ends early is
 * gone on with by the next, and two at once do the work once.
 */
export async function runEffects(dependencies: EffectDependencies): Promise<{ readonly ended: number }> {
  const { store, clock, log, remaining } = dependencies
  let ended = 0
  let failures = 0
  const waiting = await store.noticeEffects.waiting(clock.now(), (damage) => {
    failures += 1
    log.error(lines.damaged, damage)
  })
  for (const { dealerId, noticeId } of waiting) {
    if (remaining() < MOST_STEP_MS) break
    try {
      if (await workOff(dealerId, noticeId, dependencies)) ended += 1
    } catch (error) {
      failures += 1
      log.error(lines.brokeOff, error, { dealerId, noticeId })
      await putOff(dealerId, noticeId, dependencies)
    }
  }
  if (failures > 0) throw new EffectsFailed(`${String(failures)} effects`)
  return { ended }
}

/** True when this run has brought it to an end. */
async function workOff(
  dealerId: string,
  noticeId: string,
  dependencies: EffectDependencies,
): Promise<boolean> {
  const { store, clock, log, remaining } = dependencies
  let facts: NoticeFacts | undefined
  let conflicts = 0
  for (;;) {
    // All anew for each step: people correct notices and take them back meanwhile.
    const [effect, notice, dealer] = await Promise.all([
      store.noticeEffects.ofNotice(dealerId, noticeId),
      store.notices.byId(dealerId, noticeId),
      store.dealers.byId(dealerId),
    ])
    if (effect === undefined || notice === undefined || dealer === undefined) return false
    if (!isEffectWaiting(effect)) return false
    const now = clock.now()
    if (isImporting(dealer, now)) {
      log.info(lines.waits, { dealerId, noticeId })
      return false
    }
    if (remaining() < MOST_STEP_MS) return false
    facts ??= await factsOf(notice, dealer.zone, dependencies)
    const stamp: Stamp = { at: now, by: NOTICE_EFFECTS }
    const today = dateIn(now, dealer.zone)
    const step = await stepOf(effect, { notice, facts, dealer, stamp, today, store })
    const after = { ...step.effect, failures: 0 }
    const { kind } = await store.commit([noticeEffectRecord.put(after, stamp), ...step.writes])
    conflicts = kind === 'conflict' ? conflicts + 1 : 0
    if (conflicts > MOST_CONFLICTS) throw new Contested()
    if (kind === 'conflict' || isEffectWaiting(after)) continue
    const { status, found, applied, skipped } = after
    log.info(lines.ended, { dealerId, noticeId, effect: after.kind, status, found, applied, skipped })
    return true
  }
}

async function stepOf(effect: NoticeEffect, context: EffectContext): Promise<EffectStep> {
  const { work, undo } = effectWorks[effect.kind]
  if (effect.status === 'withdrawing') return undo(effect, context)
  return work(effect.status === 'owed' ? begun(effect, context.facts) : effect, context)
}

/** What the notice lists, as it was laid out when its mail came in or was let out of quarantine. */
async function factsOf(
  { subject, text, attachments, sentAt, receivedAt }: Notice,
  zone: Zone,
  { files }: Pick<EffectDependencies, 'files'>,
): Promise<NoticeFacts> {
  const read = []
  for (const { name, mediaType, fileKey } of attachments) {
    if (fileKey !== undefined) read.push({ name, mediaType, bytes: await bytesAt(fileKey, files) })
  }
  return noticeFacts({ subject, text, attachments: read }, dateIn(sentAt ?? receivedAt, zone))
}

/** What broke off waits for longer each time, and is a person's in the end. Where somebody was faster it is theirs. */
async function putOff(
  dealerId: string,
  noticeId: string,
  { store, clock }: Pick<EffectDependencies, 'store' | 'clock'>,
): Promise<void> {
  const effect = await store.noticeEffects.ofNotice(dealerId, noticeId)
  if (effect === undefined || !isEffectWaiting(effect)) return
  const stamp: Stamp = { at: clock.now(), by: NOTICE_EFFECTS }
  const failures = effect.failures + 1
  const after =
    failures >= MOST_FAILURES
      ? failed(effect, 'broke-off', stamp)
      : { ...effect, failures, dueAt: addMinutes(stamp.at, MINUTES_BETWEEN_TRIES * failures) }
  await store.commit([noticeEffectRecord.put(after, stamp)])
}
