import * as z from 'zod'
import { DutyCode } from '../../domain/duty.ts'
import { DeadlineId, MeetingId, StaffId } from '../../domain/ids.ts'
import {
  Meeting,
  MeetingKind,
  MOST_ACTIONS,
  MOST_MEETING_PHOTOS,
  MOST_PEOPLE,
  TrainingResult,
} from '../../domain/meeting.ts'
import { RoleCode } from '../../domain/roles.ts'
import { line, text } from '../../domain/text.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'team-records-api'

/** Minutes are passed on to everybody. */
const everybody: readonly [RoleCode, ...RoleCode[]] = [
  'general_manager',
  ...RoleCode.exclude(['general_manager']).options,
]
/** Who holds meetings, teaches, or takes the minutes. */
export const meetingLeaders = [
  'service_manager',
  'general_manager',
  'information_clerk',
  'front_desk_supervisor',
  'workshop_supervisor',
  'team_leader',
  'technical_supervisor',
  'trainer',
  'parts_supervisor',
  'accessories_supervisor',
  'insurance_manager',
] as const satisfies readonly RoleCode[]
const auditors = ['service_manager', 'general_manager'] as const

const { meetingId, kind, dutyCode, deadlineId, topic, heldAt, durationMinutes, ledBy } = Meeting.shape
const { attended, absent, minutes, actions, photos, results } = Meeting.shape
const { createdAt, createdBy, updatedAt, updatedBy } = Meeting.shape

const Body = z.object({
  meetingId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  kind,
  dutyCode,
  deadlineId,
  topic,
  heldAt,
  durationMinutes,
  ledBy,
  attended,
  absent,
  minutes,
  actions,
  photos,
  /** Of a training: everybody's to those who hold them, else the caller's own. */
  results,
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
})
export type MeetingView = z.input<typeof Body>

const people = z.array(StaffId).max(MOST_PEOPLE)

const told = {
  topic: line(200),
  /** When it began. */
  heldAt: Instant,
  durationMinutes: z.int().min(1).max(1440),
  ledBy: StaffId,
  attended: people.min(1),
  absent: z.array(z.strictObject({ staffId: StaffId, reason: line(200) })).max(MOST_PEOPLE),
  minutes: text(5000),
  actions: z
    .array(
      z.strictObject({
        action: line(200),
        ownerId: StaffId,
        dueOn: BookDate,
        doneOn: BookDate.optional(),
      }),
    )
    .max(MOST_ACTIONS),
  /** A file's key or address where it is kept. */
  photos: z.array(line(200)).max(MOST_MEETING_PHOTOS),
  results: z
    .array(
      z.strictObject({
        staffId: StaffId,
        score: TrainingResult.shape.score,
        passed: TrainingResult.shape.passed,
        remark: line(200).optional(),
      }),
    )
    .max(MOST_PEOPLE),
}

export const RecordedMeeting = z.strictObject({
  kind: MeetingKind,
  /** The duty of which it is one; of the deadline that it closes when it is not given. */
  dutyCode: DutyCode.optional(),
  /** The deadline of a duty that it closes: with the record as its proof, by somebody who may. */
  closesDeadline: DeadlineId.optional(),
  ...told,
  absent: told.absent.default([]),
  minutes: told.minutes.optional(),
  actions: told.actions.default([]),
  photos: told.photos.default([]),
  results: told.results.default([]),
})
export type RecordedMeeting = z.output<typeof RecordedMeeting>

export const recordMeeting = defineRoute({
  method: 'POST',
  path: '/meetings',
  functionName,
  roles: meetingLeaders,
  idempotent: true,
  params: {},
  query: {},
  body: RecordedMeeting,
  response: Body,
  status: 201,
  refuses: ['not-found', 'already-exists', 'not-your-deadline', 'transition-refused'],
  summary: {
    zh: '登记一次会议或培训，可同时完成对应的期限',
    en: 'Records a meeting or a training, and closes the deadline of which it is the proof',
  },
})

/** Longer periods would have more keys than one request can look through. */
export const MOST_MEETING_DAYS = 400

const period = {
  /** Absent: thirty days before the last. */
  from: BookDate.optional(),
  /** Absent: today. */
  until: BookDate.optional(),
}

export const listMeetings = defineRoute({
  method: 'GET',
  path: '/meetings',
  functionName,
  roles: everybody,
  params: {},
  query: { ...period, kind: MeetingKind.optional(), dutyCode: DutyCode.optional(), ...pageQuery },
  body: noBody,
  response: pageOf(Body),
  refuses: ['not-found'],
  summary: {
    zh: '一段日子里的会议和培训，按类别或对应的职责，从近到远',
    en: 'Meetings and trainings of a period, by kind or duty, the last first',
  },
})

const params = { meetingId: MeetingId }

export const readMeeting = defineRoute({
  method: 'GET',
  path: '/meetings/{meetingId}',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: Body,
  summary: { zh: '一次会议或培训的记录', en: 'The record of a meeting or a training' },
})

export const ChangedMeeting = z.strictObject({ ...told, minutes: told.minutes.nullable() }).partial()
export type ChangedMeeting = z.output<typeof ChangedMeeting>

export const changeMeeting = defineRoute({
  method: 'PATCH',
  path: '/meetings/{meetingId}',
  functionName,
  roles: meetingLeaders,
  ifMatch: true,
  params,
  query: {},
  body: ChangedMeeting,
  response: Body,
  refuses: ['not-found'],
  summary: {
    zh: '更正会议或培训记录，登记改善项完成',
    en: 'Puts a record right, or says what of its plan is done',
  },
})

export const readMeetingChanges = defineRoute({
  method: 'GET',
  path: '/meetings/{meetingId}/changes',
  functionName,
  roles: auditors,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '会议或培训记录的修改记录', en: 'Who changed what in a record, newest first' },
})

export const readTrainings = defineRoute({
  method: 'GET',
  path: '/staff/{staffId}/trainings',
  functionName,
  roles: everybody,
  params: { staffId: StaffId },
  query: period,
  body: noBody,
  response: z.object({
    staffId: StaffId,
    from: CalendarDate,
    until: CalendarDate,
    attended: z.int().nonnegative(),
    missed: z.int().nonnegative(),
    /** Of those attended. */
    minutes: z.int().nonnegative(),
    trainings: z.array(
      z.object({
        meetingId: MeetingId,
        dutyCode,
        topic,
        heldAt,
        durationMinutes,
        attended: z.boolean(),
        /** Why somebody was not there. */
        reason: z.string().optional(),
        result: TrainingResult.omit({ staffId: true }).optional(),
      }),
    ),
  }),
  refuses: ['not-your-staff'],
  summary: {
    zh: '某员工一段日子里的培训：学时、缺席原因和成绩（本人或主管）',
    en: "Somebody's trainings of a period: how long, why they were missed, with what result",
  },
})
export type TrainingsView = z.input<(typeof readTrainings)['response']>

export const meetingRoutes = [
  recordMeeting,
  listMeetings,
  readMeeting,
  changeMeeting,
  readMeetingChanges,
  readTrainings,
] as const
