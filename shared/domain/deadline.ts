import * as z from 'zod'
import { DutyCode, DutySpan } from './duty.ts'
import { DealerId, DeadlineId, StaffId, idFor } from './ids.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { CalendarDate, Instant } from './time.ts'

/**
 * `open` until the due moment is over, `late` after it, `escalated` once somebody above has been told. `done` says by
 * itself whether it was late; `dropped` is not owed any more.
 */
export const DeadlineState = z.enum(['open', 'late', 'escalated', 'done', 'dropped'])
export type DeadlineState = z.infer<typeof DeadlineState>

/** What a deadline comes from: an occurrence of a duty, or a timer that a fact has started. */
export const DeadlineCause = z.discriminatedUnion('kind', [
  /** `occurrence`: the local day and time that the rule names, `2026-02-28T17:00`. */
  z.object({ kind: z.literal('duty'), code: DutyCode, occurrence: z.string().max(16) }),
  /** `record`: what the fact stands in, `complaint#cmp_…`. */
  z.object({ kind: z.literal('timer'), code: DutyCode, record: z.string().max(100) }),
])
export type DeadlineCause = z.infer<typeof DeadlineCause>

/** What shows that something was done. */
export const Proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().min(1).max(2000) }),
  /** Where the paper, photo or file is kept. */
  z.object({ kind: z.literal('file'), reference: z.string().min(1).max(500) }),
  /** `complaint#cmp_…`, `order#ord_…`: the record in which it stands. */
  z.object({ kind: z.literal('record'), record: z.string().min(1).max(100) }),
  /** Of duties with a target: how many, and where they are fewer, why. */
  z.object({
    kind: z.literal('count'),
    count: z.int().min(0).max(100_000),
    reason: z.string().min(1).max(200).optional(),
  }),
])
export type Proof = z.infer<typeof Proof>

/** How it ended. */
const Ended = z.object({
  at: Instant,
  /** A staff id, or the name of the job or fact that ended it. */
  by: z.string(),
  /** Of what was done. */
  proof: Proof.optional(),
  /** It was done after its due moment, or given up after it. */
  late: z.boolean(),
  /** Of what was dropped. */
  reason: z.string().max(200).optional(),
})

/** Somebody above who was told that it is late. */
const Escalation = z.object({ role: RoleCode, staffId: StaffId, at: Instant })
export type Escalation = z.infer<typeof Escalation>

/** While it is paused no time passes, and nobody is told of it. */
export const Pause = z.object({
  from: Instant,
  until: Instant.optional(),
  by: z.string(),
  reason: z.string().min(1).max(200),
})
export type Pause = z.infer<typeof Pause>

export const MOST_PAUSES = 20

/** One time that something is owed: who owes it, by when, and what became of it. */
export const Deadline = z.object({
  dealerId: DealerId,
  deadlineId: DeadlineId,
  cause: DeadlineCause,
  /** What staff read, as it was named when it was opened. */
  zh: z.string().max(200),
  en: z.string().max(200),
  /** Of timers: which of many, by the word that people have for it: an order's number. Nothing of and about customers. */
  about: z.string().max(100).optional(),
  /** Whose it is: the first who holds the role owns it, all see it, any may close it. */
  role: RoleCode,
  /** Who owns it by name, where the fact says so; else whoever holds the role. */
  assignedTo: StaffId.optional(),
  /** The local day of the due moment. */
  dueOn: CalendarDate,
  /** By then; what is done at that very moment is in time. */
  dueAt: Instant,
  /** Of timers: since when, and the moment at which the same time has passed in opening hours alone. */
  startedAt: Instant.optional(),
  openHoursDueAt: Instant.optional(),
  /** Of timers: the first due moment that was over when the fact named another one. What is done then is done late. */
  missedAt: Instant.optional(),
  /** How often its due moment or its reminders were changed: each change is a new round of them. */
  moves: z.int().nonnegative(),
  remindBefore: z.array(DutySpan).max(5),
  /** Who hears of it first when it is late, so long after the due moment; then up `reportsTo`. */
  escalateTo: RoleCode,
  escalateAfter: DutySpan,
  /** How many are owed; absent: it is done or not. */
  target: z.int().min(1).optional(),
  state: DeadlineState,
  escalations: z.array(Escalation).max(10),
  /** Somebody above has taken note: nobody further up is told. */
  acknowledged: z.object({ by: StaffId, at: Instant }).optional(),
  pauses: z.array(Pause).max(MOST_PAUSES),
  ended: Ended.optional(),
  ...recordFields,
})
export type Deadline = z.infer<typeof Deadline>

/** The deadline of a cause: the same for ever, so it is opened once. */
export function deadlineIdOf(dealerId: string, cause: DeadlineCause): string {
  return idFor('deadline', dealerId, cause.code, whichOf(cause))
}

/** Which of those of its code: the occurrence or the record. */
export function whichOf(cause: DeadlineCause): string {
  return cause.kind === 'duty' ? cause.occurrence : cause.record
}

export function hasEnded({ state }: Pick<Deadline, 'state'>): boolean {
  return state === 'done' || state === 'dropped'
}

/** The pause in which it stands still; undefined while its time passes. */
export function pauseOf({ pauses }: Pick<Deadline, 'pauses'>): Pause | undefined {
  const last = pauses.at(-1)
  return last?.until === undefined ? last : undefined
}

export function isPaused(deadline: Pick<Deadline, 'pauses'>): boolean {
  return pauseOf(deadline) !== undefined
}

/**
 * Something that a person is to be told of a deadline by their next mail. It waits there, in the order of what it is
 * about, until the mail that tells it is written.
 */
export const DeadlineNotice = z.object({
  dealerId: DealerId,
  staffId: StaffId,
  deadlineId: DeadlineId,
  step: z.string(),
  kind: z.enum(['reminder', 'late', 'escalation']),
  /** The ten minutes in which it was decided; they name the mail. */
  slot: Instant,
  ...recordFields,
})
export type DeadlineNotice = z.infer<typeof DeadlineNotice>
