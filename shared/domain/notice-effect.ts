import * as z from 'zod'
import { CampaignId, ClaimStatementId, DealerId, NoticeId } from './ids.ts'
import { statesOf } from './machine.ts'
import { noticeEffectMachine } from './notice-effect-machine.ts'
import { KindOfNotice } from './notice.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

/** The kinds of notices that bring something which is to be done about them by itself. */
export const EffectKind = KindOfNotice.extract([
  'parts_order_calendar',
  'parts_price',
  'claim_settlement',
  'recall',
  'service_campaign',
])
export type EffectKind = z.infer<typeof EffectKind>

export const NoticeEffectStatus = z.enum(statesOf(noticeEffectMachine))
export type NoticeEffectStatus = z.infer<typeof NoticeEffectStatus>

/** So many are shown; of the others it is said how many they are. */
export const MOST_EFFECT_FAULTS = 50

/** One notice names a campaign, or a few. */
export const MOST_CAMPAIGNS = 50

export const EffectFault = z.object({
  code: z.string().max(60),
  /** Absent: the text of the mail, whose lines `row` counts. */
  file: z.string().max(200).optional(),
  row: z.int().nonnegative(),
  column: z.string().max(500).optional(),
})
export type EffectFault = z.infer<typeof EffectFault>

const count = z.int().nonnegative()

/** An ordering day of a calendar, and what became of it here. */
export const EffectDate = z.object({
  date: CalendarDate,
  /** As the calendar writes it: `M`. */
  orderClass: z.string().max(64).optional(),
  use: z.enum(['ordering-day', 'past', 'other-class', 'without-class', 'too-far-ahead']),
})
export type EffectDate = z.infer<typeof EffectDate>

/** A year of ordering days; a calendar is of a month. */
export const MOST_EFFECT_DATES = 366

/** In which state it failed; what had not been said yes to is tried from its beginning. */
const FailedDuring = NoticeEffectStatus.extract(['owed', 'working', 'applying', 'withdrawing'])

/**
 * What a notice brings, and how far that is done: written with the notice, and worked off by a job. One a notice: of
 * another kind it is once what was done under the one before is undone.
 */
export const NoticeEffect = z.object({
  dealerId: DealerId,
  noticeId: NoticeId,
  kind: EffectKind,
  status: NoticeEffectStatus,
  /** What the notice is instead, to be done once this is undone. */
  next: EffectKind.optional(),
  /** How many of the facts, in their order, are worked through in this state: where the next step begins. */
  done: count,
  /** Of what the notice lists: how much it is, what it has changed here, and what was left as it is. */
  found: count,
  applied: count,
  skipped: count,
  faults: z.array(EffectFault).max(MOST_EFFECT_FAULTS),
  moreFaults: count,
  failed: z.object({ code: z.string().max(60), during: FailedDuring, at: Instant }).optional(),
  /** The job looks at it from then on; absent: it waits for nobody but, maybe, a person. */
  dueAt: Instant.optional(),
  /** Steps that broke off one after the other. */
  failures: count,
  /** A person's yes, no, or taking back. */
  decided: z.object({ at: Instant, by: z.string(), reason: z.string().max(500).optional() }).optional(),
  /** The first day on which it counts, as the notice says or a person has set it. */
  fromOn: CalendarDate.optional(),
  /** What of other records it has made. */
  statementIds: z.array(ClaimStatementId).max(100),
  dates: z.array(EffectDate).max(MOST_EFFECT_DATES),
  /** The campaigns on which it has listed cars. */
  campaignIds: z.array(CampaignId).max(MOST_CAMPAIGNS),
  ...recordFields,
})
export type NoticeEffect = z.infer<typeof NoticeEffect>

/** The effect's kind of a notice's; undefined: such a notice is read and answered, and that is all. */
export function effectKindOf(kind: KindOfNotice): EffectKind | undefined {
  return EffectKind.safeParse(kind).data
}

/** From its beginning. */
const untouched = {
  status: 'owed',
  next: undefined,
  done: 0,
  found: 0,
  applied: 0,
  skipped: 0,
  faults: [],
  moreFaults: 0,
  failed: undefined,
  failures: 0,
  decided: undefined,
  fromOn: undefined,
  statementIds: [],
  dates: [],
  campaignIds: [],
} as const satisfies Partial<NoticeEffect>

/** An effect from its beginning, in the place of what may stand there. */
export function owedEffect(
  of: Pick<NoticeEffect, 'dealerId' | 'noticeId' | 'kind'> & Partial<NoticeEffect>,
  stamp: Stamp,
): NoticeEffect {
  return {
    ...unwritten(stamp),
    ...of,
    ...untouched,
    faults: [],
    statementIds: [],
    dates: [],
    campaignIds: [],
    dueAt: stamp.at,
  }
}

/** An effect whose undoing begins. */
export function withdrawingEffect(
  effect: NoticeEffect,
  next: EffectKind | undefined,
  at: Instant,
): NoticeEffect {
  return { ...effect, status: 'withdrawing', next, done: 0, failed: undefined, failures: 0, dueAt: at }
}

/**
 * The effect of a notice that has become one of another kind: undone first, where anything may have been done. Undefined:
 * there is none, and none is owed.
 */
export function effectOfKind(
  effect: NoticeEffect | undefined,
  notice: { readonly dealerId: string; readonly noticeId: string; readonly kind: KindOfNotice },
  stamp: Stamp,
): NoticeEffect | undefined {
  const kind = effectKindOf(notice.kind)
  switch (effect?.status) {
    case undefined:
    case 'withdrawn':
      return kind === undefined
        ? effect
        : owedEffect({ ...effect, dealerId: notice.dealerId, noticeId: notice.noticeId, kind }, stamp)
    case 'owed':
      return kind === undefined
        ? withdrawingEffect(effect, undefined, stamp.at)
        : owedEffect({ ...effect, kind }, stamp)
    case 'withdrawing':
      return { ...effect, next: kind }
    case 'working':
    case 'proposed':
    case 'applying':
    case 'applied':
    case 'nothing_found':
    case 'failed':
    case 'declined':
      return withdrawingEffect(effect, kind, stamp.at)
  }
}

/** Whether the job has something to do about it. */
export function isEffectWaiting({ status }: Pick<NoticeEffect, 'status'>): boolean {
  switch (status) {
    case 'owed':
    case 'working':
    case 'applying':
    case 'withdrawing':
      return true
    case 'proposed':
    case 'applied':
    case 'nothing_found':
    case 'failed':
    case 'declined':
    case 'withdrawn':
      return false
  }
}

/** With faults beside those that it has: the first are kept, the others counted. */
export function withFaults(effect: NoticeEffect, more: readonly EffectFault[]): NoticeEffect {
  const faults = [...effect.faults, ...more]
  return {
    ...effect,
    faults: faults.slice(0, MOST_EFFECT_FAULTS),
    moreFaults: effect.moreFaults + Math.max(0, faults.length - MOST_EFFECT_FAULTS),
  }
}
