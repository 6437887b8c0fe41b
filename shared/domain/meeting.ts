import * as z from 'zod'
import { DutyCode } from './duty.ts'
import { DeadlineId, DealerId, MeetingId, StaffId } from './ids.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

/** 会议、培训. */
export const MeetingKind = z.enum(['meeting', 'training'])
export type MeetingKind = z.infer<typeof MeetingKind>

/** More come together of no after-sales department. */
export const MOST_PEOPLE = 200
export const MOST_ACTIONS = 50
export const MOST_MEETING_PHOTOS = 20
export const BEST_RESULT = 100

/** What is to be done after a meeting. */
export const MeetingAction = z.object({
  action: z.string().max(200),
  ownerId: StaffId,
  dueOn: CalendarDate,
  doneOn: CalendarDate.optional(),
})
export type MeetingAction = z.infer<typeof MeetingAction>

/** What somebody took from a training: a mark of a hundred, or whether they know it now. */
export const TrainingResult = z.object({
  staffId: StaffId,
  score: z.int().min(0).max(BEST_RESULT).optional(),
  passed: z.boolean().optional(),
  remark: z.string().max(200).optional(),
})
export type TrainingResult = z.infer<typeof TrainingResult>

/** A meeting or a training that took place: who was there, what was said, what follows. */
export const Meeting = z.object({
  dealerId: DealerId,
  meetingId: MeetingId,
  kind: MeetingKind,
  /** The duty of which it is one, and the deadline that it closed. */
  dutyCode: DutyCode.optional(),
  deadlineId: DeadlineId.optional(),
  topic: z.string().max(200),
  heldAt: Instant,
  durationMinutes: z.int().min(1).max(1440),
  ledBy: StaffId,
  attended: z.array(StaffId).min(1).max(MOST_PEOPLE),
  absent: z.array(z.object({ staffId: StaffId, reason: z.string().max(200) })).max(MOST_PEOPLE),
  minutes: z.string().max(5000).optional(),
  actions: z.array(MeetingAction).max(MOST_ACTIONS),
  /** Where the photos are kept. */
  photos: z.array(z.string().max(200)).max(MOST_MEETING_PHOTOS),
  /** Of trainings. */
  results: z.array(TrainingResult).max(MOST_PEOPLE),
  ...recordFields,
})
export type Meeting = z.infer<typeof Meeting>
