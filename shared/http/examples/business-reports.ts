import { CalendarMonth } from '../../domain/calendar-month.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  confirmDailyReport,
  confirmMonthlyReport,
  correctDailyReport,
  correctMonthlyReport,
  listDailyReports,
  listMonthlyReports,
  readDailyReport,
  readMonthlyReport,
  redraftDailyReport,
  redraftMonthlyReport,
  type DailyReportView,
  type MonthlyReportView,
} from '../routes/business-reports.ts'

const day = (text: string) => CalendarDate.parse(text)
const instant = (text: string) => Instant.parse(text)
const staffId = 'stf_kqlnibu3txvyaquiavi5'

const none = { visits: 0, settled: 0, laborFen: 0, partsFen: 0, totalFen: 0 }
const turnover = {
  visits: 3,
  settled: 2,
  laborFen: 120_000,
  partsFen: 345_050,
  totalFen: 465_050,
  byKind: {
    first_service: none,
    maintenance: { visits: 2, settled: 2, laborFen: 120_000, partsFen: 345_050, totalFen: 465_050 },
    repair: { ...none, visits: 1 },
    accident: none,
    warranty: none,
  },
  delivered: 2,
  renewals: { policies: 1, premiumFen: 386_200 },
  calls: { RENEWED: 1, NO_ANSWER: 2 },
  sms: { 'maintenance-reminders': { sent: 14, waiting: 0, failed: 0, withheld: 1 } },
}
const figures = { ...turnover, inShop: 5, promised: 3, late: 1 }

const drafted: DailyReportView = {
  date: day('2026-12-07'),
  etag: '"1"',
  status: 'drafted',
  edition: 1,
  figures,
  countedAt: instant('2026-12-07T10:00:00.000Z'),
  earlier: [],
  how: {
    visits: {
      zh: '进厂台次',
      en: 'Visits',
      how: {
        zh: '当天接车的维修工单数；未到店和已取消的不计。',
        en: 'Repair orders whose car came in on the day; cancelled ones and no-shows are not counted.',
      },
    },
  },
}
const confirmation = { at: instant('2026-12-07T10:20:00.000Z'), by: staffId, mailedTo: staffId }
const confirmed: DailyReportView = {
  ...drafted,
  etag: '"2"',
  status: 'confirmed',
  remarks: '下午停电一小时。',
  confirmed: confirmation,
}

export const dailyReportExamples = [
  example(listDailyReports, {
    response: {
      month: CalendarMonth.parse('2026-12'),
      items: [
        {
          date: day('2026-12-07'),
          etag: '"1"',
          status: 'drafted',
          edition: 1,
          countedAt: instant('2026-12-07T10:00:00.000Z'),
          visits: 3,
          delivered: 2,
          laborFen: 120_000,
          partsFen: 345_050,
          totalFen: 465_050,
          inShop: 5,
          late: 1,
          changedSince: false,
        },
      ],
    },
  }),
  example(readDailyReport, { response: drafted }),
  example(redraftDailyReport, {
    response: { ...drafted, etag: '"2"', countedAt: instant('2026-12-07T10:12:00.000Z') },
  }),
  example(confirmDailyReport, { body: { remarks: '下午停电一小时。' }, response: confirmed }),
  example(correctDailyReport, {
    body: { reason: '晚上补录一张结算单。' },
    response: {
      ...drafted,
      etag: '"3"',
      edition: 2,
      corrects: 1,
      reason: '晚上补录一张结算单。',
      countedAt: instant('2026-12-07T16:00:00.000Z'),
      earlier: [
        {
          edition: 1,
          figures,
          countedAt: drafted.countedAt,
          remarks: '下午停电一小时。',
          confirmed: confirmation,
        },
      ],
    },
  }),
]

const month = CalendarMonth.parse('2026-12')
const summed: MonthlyReportView = {
  month,
  etag: '"1"',
  status: 'drafted',
  edition: 1,
  figures: {
    ...turnover,
    days: [
      {
        date: day('2026-12-07'),
        visits: 3,
        settled: 2,
        laborFen: 120_000,
        partsFen: 345_050,
        totalFen: 465_050,
        delivered: 2,
        status: 'confirmed',
        edition: 1,
        changedSince: false,
      },
    ],
    targets: { visits: 600, total_revenue: 90_000_000 },
  },
  countedAt: instant('2027-01-03T00:05:00.000Z'),
  earlier: [],
  how: drafted.how,
}
const sentUp = { at: instant('2027-01-03T02:00:00.000Z'), by: staffId, mailedTo: staffId }

export const monthlyReportExamples = [
  example(listMonthlyReports, {
    response: {
      items: [
        {
          month,
          etag: '"1"',
          status: 'drafted',
          edition: 1,
          countedAt: summed.countedAt,
          visits: 3,
          delivered: 2,
          laborFen: 120_000,
          partsFen: 345_050,
          totalFen: 465_050,
          changedSince: false,
        },
      ],
    },
  }),
  example(readMonthlyReport, { response: summed }),
  example(redraftMonthlyReport, {
    response: { ...summed, etag: '"2"', countedAt: instant('2027-01-03T01:40:00.000Z') },
  }),
  example(confirmMonthlyReport, {
    body: {},
    response: { ...summed, etag: '"2"', status: 'confirmed', confirmed: sentUp },
  }),
  example(correctMonthlyReport, {
    body: { reason: '补导入十二月底的工单。' },
    response: {
      ...summed,
      etag: '"3"',
      edition: 2,
      corrects: 1,
      reason: '补导入十二月底的工单。',
      earlier: [{ edition: 1, figures: summed.figures, countedAt: summed.countedAt, confirmed: sentUp }],
    },
  }),
]
