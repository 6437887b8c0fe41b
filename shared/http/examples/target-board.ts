import { CalendarMonth } from '../../domain/calendar-month.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import { readTargetBoard, readTargets, setTargets, type TargetsView } from '../routes/target-board.ts'

const month = CalendarMonth.parse('2026-12')
const targets = { visits: 600, total_revenue: 90_000_000, renewals: 40 }
const set: TargetsView = {
  month,
  etag: '"1"',
  targets,
  setAt: Instant.parse('2026-11-30T01:30:00.000Z'),
  setBy: 'stf_kqlnibu3txvyaquiavi5',
  before: [],
}

export const targetExamples = [
  example(readTargets, { response: set }),
  example(setTargets, { body: { targets }, response: set }),
  example(readTargetBoard, {
    response: {
      month,
      on: CalendarDate.parse('2026-12-07'),
      workingDays: { all: 23, gone: 5 },
      timeGonePercent: 21.7,
      calendarMissing: false,
      unconfirmedDays: 1,
      measures: [
        {
          measure: 'visits',
          zh: '进厂台次',
          en: 'Visits',
          unit: 'count',
          actual: 152,
          target: 600,
          reachedPercent: 25.3,
          standing: 'ahead',
        },
        {
          measure: 'renewal_premium',
          zh: '续保保费',
          en: 'Premium of renewals',
          unit: 'fen',
          actual: 1_830_000,
          standing: 'no-target',
        },
      ],
    },
  }),
]
