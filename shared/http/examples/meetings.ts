import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  changeMeeting,
  listMeetings,
  readMeeting,
  readMeetingChanges,
  readTrainings,
  recordMeeting,
  type MeetingView,
} from '../routes/meetings.ts'

const day = (text: string) => CalendarDate.parse(text)
const heldAt = Instant.parse('2026-11-19T08:30:00.000Z')
const at = Instant.parse('2026-11-19T09:40:00.000Z')
const ledBy = 'stf_a2lnibu3txvyaquiavi5'
const mechanic = 'stf_kqlnibu3txvyaquiavi5'
const colleague = 'stf_q3txvyaquiavi5kqlnib'
const meetingId = 'mtg_kqlnibu3txvyaquiavi5'

const told = {
  kind: 'training',
  topic: '双离合变速器常见故障',
  heldAt,
  durationMinutes: 60,
  ledBy,
  attended: [ledBy, mechanic],
  absent: [{ staffId: colleague, reason: '年假' }],
  minutes: '讲解油路与电磁阀检查步骤，现场拆装一次。',
  photos: ['trainings/2026-11-19/dct-1.jpg'],
  results: [{ staffId: mechanic, score: 86, passed: true }],
} as const
const plan = { action: '补训缺席人员', ownerId: ledBy, dueOn: day('2026-11-26') }
const actions = [plan]

const recorded: MeetingView = {
  ...told,
  attended: [...told.attended],
  absent: [...told.absent],
  photos: [...told.photos],
  results: [...told.results],
  meetingId,
  etag: '"1"',
  dutyCode: 'workshop-training',
  deadlineId: 'dln_kqlnibu3txvyaquiavi5',
  actions,
  createdAt: at,
  createdBy: ledBy,
  updatedAt: at,
  updatedBy: ledBy,
}
const done = [{ ...plan, doneOn: day('2026-11-25') }]

export const meetingExamples = [
  example(recordMeeting, {
    body: {
      ...told,
      attended: [...told.attended],
      absent: [...told.absent],
      photos: [...told.photos],
      results: [...told.results],
      actions,
      closesDeadline: 'dln_kqlnibu3txvyaquiavi5',
    },
    response: recorded,
  }),
  example(listMeetings, { response: { items: [recorded] } }),
  example(readMeeting, { response: recorded }),
  example(changeMeeting, { body: { actions: done }, response: { ...recorded, etag: '"2"', actions: done } }),
  example(readMeetingChanges, {
    response: {
      items: [
        { at, by: ledBy, action: 'changed', before: { topic: '变速器' }, after: { topic: told.topic } },
      ],
    },
  }),
  example(readTrainings, {
    response: {
      staffId: mechanic,
      from: day('2026-11-01'),
      until: day('2026-11-30'),
      attended: 1,
      missed: 0,
      minutes: 60,
      trainings: [
        {
          meetingId,
          dutyCode: 'workshop-training',
          topic: told.topic,
          heldAt,
          durationMinutes: 60,
          attended: true,
          result: { score: 86, passed: true },
        },
      ],
    },
  }),
]
