import { deadlineIdOf } from '../../domain/deadline.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import { createFeed, listFeeds, revokeFeed, type FeedView } from '../routes/calendar-feeds.ts'
import {
  adoptDuties,
  changeDuty,
  createDuty,
  listDuties,
  listDutyChanges,
  readCalendar,
  readCatalogue,
  readDuty,
  restoreDuty,
  type DutyView,
} from '../routes/duties.ts'

const day = (text: string) => CalendarDate.parse(text)
const instant = (text: string) => Instant.parse(text)
const staffId = 'stf_kqlnibu3txvyaquiavi5'

const rule = {
  code: 'service-monthly-report',
  role: 'information_clerk',
  zh: '服务部月报与统计',
  en: 'Service department monthly report and statistics',
  rrule: 'FREQ=MONTHLY;BYMONTHDAY=3',
  dueTime: '18:00',
  remindBefore: ['P2D', 'P1D', 'PT0S'],
  escalateTo: 'service_manager',
  escalateAfter: 'PT2H',
  shift: 'none',
  dayIs: 'default',
} as const
const monthly: DutyView = {
  ...rule,
  remindBefore: [...rule.remindBefore],
  etag: '"1"',
  adoptedOn: day('2026-12-01'),
  ofCatalogue: true,
  on: true,
}
const typed = {
  code: 'fire-drill',
  role: 'workshop_supervisor',
  zh: '消防演练',
  en: 'Fire drill',
  rrule: 'FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU',
  dueTime: '16:00',
  remindBefore: ['P7D', 'PT0S'],
  escalateTo: 'service_manager',
  escalateAfter: 'PT2H',
  shift: 'later',
} as const
const drill: DutyView = {
  ...typed,
  remindBefore: [...typed.remindBefore],
  etag: '"1"',
  adoptedOn: day('2026-12-01'),
  ofCatalogue: false,
  on: true,
}
const feed: FeedView = {
  feedId: 'cal_kqlnibu3txvyaquiavi5',
  etag: '"1"',
  staffId,
  createdAt: instant('2026-12-01T02:10:00.000Z'),
  createdBy: staffId,
}

export const dutyExamples = [
  example(readCatalogue, {
    response: { items: [{ ...rule, remindBefore: [...rule.remindBefore], adopted: false }] },
  }),
  example(adoptDuties, {
    body: { codes: ['service-monthly-report'], adoptedOn: day('2026-12-01') },
    response: { adoptedOn: day('2026-12-01'), adopted: ['service-monthly-report'], already: [] },
  }),
  example(listDuties, { response: { items: [drill, monthly] } }),
  example(createDuty, { body: { ...typed, remindBefore: [...typed.remindBefore] }, response: drill }),
  example(readDuty, { response: monthly }),
  example(changeDuty, {
    body: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=5', shift: 'earlier' },
    response: { ...monthly, etag: '"2"', rrule: 'FREQ=MONTHLY;BYMONTHDAY=5', shift: 'earlier' },
  }),
  example(restoreDuty, { response: { ...monthly, etag: '"3"' } }),
  example(listDutyChanges, {
    response: {
      items: [
        {
          at: instant('2026-12-08T02:10:00.000Z'),
          by: staffId,
          action: 'switched-off',
          before: { code: 'fire-drill', rests: [] },
          after: { code: 'fire-drill', rests: [{ from: '2026-12-08T02:10:00.000Z' }] },
        },
      ],
    },
  }),
  example(readCalendar, {
    response: {
      items: [
        {
          occurrence: '2026-12-03T18:00',
          code: rule.code,
          role: rule.role,
          zh: rule.zh,
          en: rule.en,
          dueOn: day('2026-12-03'),
          dueAt: instant('2026-12-03T10:00:00.000Z'),
          owner: { staffId, name: '李娜', because: 'holds', standsInFor: [] },
          deadline: {
            deadlineId: deadlineIdOf('D001', {
              kind: 'duty',
              code: rule.code,
              occurrence: '2026-12-03T18:00',
            }),
            state: 'done',
            late: false,
            doneAt: instant('2026-12-03T08:40:00.000Z'),
          },
        },
      ],
      calendarMissing: [],
    },
  }),
  example(listFeeds, { response: { items: [feed] } }),
  example(createFeed, {
    body: { staffId },
    response: { ...feed, address: '/calendars/D001.5nVq2M0Jr8cXyT3LkEw9sZbHfUoGaQdP.ics' },
  }),
  example(revokeFeed, {
    response: { ...feed, etag: '"2"', revokedAt: instant('2026-12-08T02:10:00.000Z') },
  }),
]
