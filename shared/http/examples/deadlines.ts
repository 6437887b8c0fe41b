import { deadlineIdOf } from '../../domain/deadline.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  acknowledgeDeadline,
  closeDeadline,
  listDeadlineChanges,
  listDeadlines,
  listMyDeadlines,
  pauseDeadline,
  readDeadline,
  readOnTime,
  reopenDeadline,
  resumeDeadline,
  type DeadlineSummary,
  type DeadlineView,
} from '../routes/deadlines.ts'

const instant = (text: string) => Instant.parse(text)
const clerkId = 'stf_kqlnibu3txvyaquiavi5'
const managerId = 'stf_mzxw6ytboi2damrtgqzd'
const owner = {
  staffId: clerkId,
  name: '周敏',
  because: 'holds' as const,
  standsInFor: [],
}

const cause = { kind: 'duty', code: 'service-monthly-report', occurrence: '2026-12-03T18:00' } as const
const summary: DeadlineSummary = {
  deadlineId: deadlineIdOf('D001', cause),
  etag: '"3"',
  cause,
  zh: '服务部月报与统计',
  en: 'Service department monthly report and statistics',
  role: 'information_clerk',
  dueOn: CalendarDate.parse('2026-12-03'),
  dueAt: instant('2026-12-03T10:00:00.000Z'),
  state: 'escalated',
  late: true,
  paused: false,
  owner,
}
const report: DeadlineView = {
  ...summary,
  holders: [owner],
  moves: 0,
  escalateTo: 'service_manager',
  escalateAfter: 'PT2H',
  reminders: [
    { before: 'P2D', dueAt: instant('2026-12-01T10:00:00.000Z'), fate: 'told' },
    { before: 'P1D', dueAt: instant('2026-12-02T10:00:00.000Z'), fate: 'told' },
    { before: 'PT0S', dueAt: instant('2026-12-03T10:00:00.000Z'), fate: 'told' },
  ],
  escalations: [
    { role: 'service_manager', staffId: managerId, name: '陈立', at: instant('2026-12-03T12:00:00.000Z') },
  ],
  pauses: [],
  next: { what: 'escalation', at: instant('2026-12-04T02:30:00.000Z') },
  allowed: ['done', 'acknowledge'],
  createdAt: instant('2026-12-01T00:00:00.000Z'),
  updatedAt: instant('2026-12-03T12:00:00.000Z'),
  updatedBy: 'report-deadlines',
}
const proof = { kind: 'file', reference: 'reports/2026-11-service.xlsx' } as const
const ended = { at: instant('2026-12-03T12:20:00.000Z'), by: clerkId, late: true, proof }
const finished: DeadlineView = {
  ...report,
  etag: '"4"',
  state: 'done',
  ended,
  next: undefined,
  allowed: ['reopen'],
  updatedAt: instant('2026-12-03T12:20:00.000Z'),
  updatedBy: clerkId,
}

const complaint = {
  kind: 'timer',
  code: 'complaint-reply',
  record: 'complaint#cmp_h3vq6ytboi2damrtgqzd',
} as const
const pause = { from: instant('2026-12-03T03:00:00.000Z'), by: clerkId, reason: '客户出差，约定周五回电' }
const answer: DeadlineView = {
  ...report,
  deadlineId: deadlineIdOf('D001', complaint),
  etag: '"2"',
  cause: complaint,
  zh: '客户抱怨单24小时内处理并交还',
  en: 'Answer the complaint and hand it back within 24 hours',
  role: 'front_desk_supervisor',
  startedAt: instant('2026-12-03T02:00:00.000Z'),
  dueOn: CalendarDate.parse('2026-12-04'),
  dueAt: instant('2026-12-04T02:00:00.000Z'),
  openHoursDueAt: instant('2026-12-05T07:00:00.000Z'),
  state: 'open',
  late: false,
  paused: true,
  reminders: [
    { before: 'PT4H', dueAt: instant('2026-12-03T22:00:00.000Z'), fate: 'not-told' },
    { before: 'PT0S', dueAt: instant('2026-12-04T02:00:00.000Z'), fate: 'not-told' },
  ],
  escalations: [],
  pauses: [pause],
  next: undefined,
  allowed: ['done', 'resume'],
}
const counts = {
  owed: 24,
  inTime: 21,
  late: 2,
  notDone: 1,
  dropped: 1,
  percentInTime: 87.5,
  averageLateMinutes: 95,
}

export const deadlineExamples = [
  example(listDeadlines, { response: { items: [summary] } }),
  example(listMyDeadlines, {
    response: { items: [{ ...summary, because: 'owns' }], older: { count: 0, isAll: true } },
  }),
  example(readOnTime, {
    response: {
      month: '2026-11',
      roles: [
        {
          role: 'information_clerk',
          zh: '信息员',
          en: 'Information clerk',
          ...counts,
          duties: [{ code: cause.code, zh: summary.zh, en: summary.en, ...counts }],
        },
      ],
    },
  }),
  example(readDeadline, { response: report }),
  example(closeDeadline, { body: { proof }, response: finished }),
  example(reopenDeadline, { response: { ...report, etag: '"5"' } }),
  example(acknowledgeDeadline, {
    response: {
      ...report,
      etag: '"4"',
      acknowledged: { by: managerId, at: instant('2026-12-03T12:10:00.000Z') },
      next: undefined,
      allowed: ['done'],
    },
  }),
  example(pauseDeadline, { body: { reason: pause.reason }, response: answer }),
  example(resumeDeadline, {
    response: {
      ...answer,
      etag: '"3"',
      paused: false,
      moves: 1,
      dueAt: instant('2026-12-04T06:00:00.000Z'),
      openHoursDueAt: instant('2026-12-05T09:30:00.000Z'),
      reminders: [
        { before: 'PT4H', dueAt: instant('2026-12-04T02:00:00.000Z'), fate: 'to-come' },
        { before: 'PT0S', dueAt: instant('2026-12-04T06:00:00.000Z'), fate: 'to-come' },
      ],
      pauses: [{ ...pause, until: instant('2026-12-03T07:00:00.000Z') }],
      next: { what: 'reminder', at: instant('2026-12-04T02:00:00.000Z') },
      allowed: ['done', 'pause'],
    },
  }),
  example(listDeadlineChanges, {
    response: {
      items: [
        {
          at: instant('2026-12-03T12:20:00.000Z'),
          by: clerkId,
          action: 'done',
          before: { state: 'escalated' },
          after: { state: 'done', ended },
        },
      ],
    },
  }),
]
