import { CalendarMonth } from '../../domain/calendar-month.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import * as teachings from '../routes/notice-teachings.ts'
import * as verbs from '../routes/notice-verbs.ts'
import * as routes from '../routes/notices.ts'

const at = (text: string) => Instant.parse(text)
const day = (text: string) => CalendarDate.parse(text)
const noticeId = 'ntc_kqlnibu3txvyaquiavi5'
const mailId = 'rcm_kqlnibu3txvyaquiavi5'
const manager = 'stf_kqlnibu3txvyaquiavi5'
const clerk = 'stf_a2lnibu3txvyaquiavi5'
const receivedAt = at('2026-11-23T00:15:00.000Z')
const actedAt = at('2026-11-23T02:10:00.000Z')

const summary: routes.NoticeSummary = {
  noticeId,
  etag: '"1"',
  receivedAt,
  subject: '【召回】部分2023款车型安全气囊召回实施通知',
  manufacturer: '甲汽车',
  fromAddress: 'service@oem-a.example',
  kind: 'recall',
  role: 'service_manager',
  ownerId: manager,
  status: 'received',
  trusted: true,
  answerBy: day('2026-12-05'),
  repeated: 0,
  urgency: 'today',
  urgentBecause: 'acknowledgement',
  distrust: [],
  attachments: 1,
}

const received: routes.NoticeView = {
  ...summary,
  mailId,
  messageIdHeader: '03-recall@oem-a.example',
  fromName: '售后服务部',
  sentAt: at('2026-11-23T00:12:00.000Z'),
  references: [],
  text: '自2026年12月1日起实施召回，请服务站联系车主到店，并在2026年12月5日前反馈备件需求。',
  kindBecause: [{ code: 'rules' }, { code: 'recall:subject', words: '召回', weight: 16.5 }],
  answerByBecause: [{ code: 'one-date', words: '在2026年12月5日前反馈备件需求' }],
  attachments: [{ number: 1, name: '召回车辆清单.csv', mediaType: 'text/csv', bytes: 172, available: true }],
  answersSent: 0,
  holders: [{ staffId: manager, name: '吴站长', because: 'holds', standsInFor: [] }],
  readBy: [],
  related: [],
  repetitions: [],
  allowed: ['correct', 'acknowledge', 'draft', 'close'],
  createdAt: receivedAt,
  createdBy: 'manufacturer-notices',
  updatedAt: receivedAt,
  updatedBy: 'manufacturer-notices',
}

const acted = { etag: '"2"', updatedAt: actedAt, updatedBy: manager } as const
const read: routes.NoticeView = {
  ...received,
  ...acted,
  readBy: [{ staffId: manager, name: '吴站长', at: actedAt }],
  holders: [{ staffId: manager, name: '吴站长', because: 'holds', standsInFor: [], readAt: actedAt }],
}
const acknowledged: routes.NoticeView = {
  ...read,
  status: 'acknowledged',
  urgency: 'later',
  urgentBecause: 'answer',
  acknowledged: { at: actedAt, by: manager, via: 'api' },
  allowed: ['correct', 'draft', 'close'],
}
const answer = { text: '备件需求：气囊总成 5 件。', draftedAt: actedAt, draftedBy: manager }
const drafted: routes.NoticeView = {
  ...acknowledged,
  status: 'drafted',
  answer,
  allowed: ['correct', 'draft', 'withdraw', 'approve', 'close'],
}
const over = { urgency: 'none', urgentBecause: 'over' } as const
const answered: routes.NoticeView = {
  ...drafted,
  ...over,
  etag: '"3"',
  status: 'answered',
  answer: {
    ...answer,
    approved: { at: actedAt, by: manager, late: false, messageId: 'msg_kqlnibu3txvyaquiavi5' },
  },
  answersSent: 1,
  ended: { at: actedAt, by: manager },
  allowed: ['reopen'],
}
const quarantined: routes.NoticeView = {
  ...received,
  manufacturer: undefined,
  fromAddress: 'service@oem-a-parts.example',
  kind: 'unclassified',
  role: 'information_clerk',
  ownerId: clerk,
  status: 'quarantined',
  trusted: false,
  answerBy: undefined,
  urgentBecause: 'quarantine',
  kindBecause: [{ code: 'untrusted' }],
  answerByBecause: [{ code: 'nothing-asked' }],
  distrust: [
    {
      code: 'from-looks-alike',
      zh: '发件域名与厂家域名相似，谨防仿冒',
      en: 'The sender’s domain looks like a manufacturer’s and is not',
    },
  ],
  attachments: [{ number: 1, name: '召回车辆清单.csv', mediaType: 'text/csv', bytes: 172, available: false }],
  holders: [{ staffId: clerk, name: '郑信息', because: 'holds', standsInFor: [] }],
  allowed: ['release', 'discard'],
}
const discarded: routes.NoticeView = {
  ...quarantined,
  ...over,
  ...acted,
  status: 'discarded',
  ended: { at: actedAt, by: clerk, reason: '仿冒邮件' },
  allowed: ['restore'],
}
const download: routes.DownloadView = {
  url: 'https://files.example.com/notices/D001/ntc_kqlnibu3txvyaquiavi5/1?X-Amz-Signature=0f',
  until: at('2026-11-23T02:20:00.000Z'),
}

const stamped = {
  createdAt: actedAt,
  createdBy: clerk,
  updatedAt: actedAt,
  updatedBy: clerk,
  etag: '"1"',
} as const
const rule: teachings.NoticeRuleView = {
  ruleId: 'nrl_kqlnibu3txvyaquiavi5',
  kind: 'training',
  words: '服务技能大赛',
  from: 'service@oem-a.example',
  noticeId,
  ...stamped,
}
const routing: teachings.NoticeRoutingView = { kind: 'training', role: 'trainer', ...stamped }

export const noticeExamples = [
  example(routes.listNotices, { response: { items: [summary] } }),
  example(routes.listReceivedNotices, { response: { items: [summary] } }),
  example(routes.readNotice, { response: received }),
  example(routes.fetchAttachment, { response: download }),
  example(routes.listNoticeChanges, {
    response: {
      items: [
        {
          at: actedAt,
          by: manager,
          action: 'acknowledged',
          before: { status: 'received' },
          after: { status: 'acknowledged' },
        },
      ],
    },
  }),
  example(routes.listReceivedMails, {
    response: {
      items: [
        {
          mailId,
          receivedAt,
          messageIdHeader: '03-recall@oem-a.example',
          subject: summary.subject,
          fromAddress: 'service@oem-a.example',
          trusted: true,
          distrust: [],
          kind: 'recall',
          role: 'service_manager',
          answerBy: day('2026-12-05'),
          noticeId,
          attachments: ['召回车辆清单.csv'],
        },
      ],
    },
  }),
  example(routes.fetchMail, { response: download }),
  example(routes.readNoticeStatistics, {
    response: {
      month: CalendarMonth.parse('2026-11'),
      received: 212,
      quarantined: 3,
      byKind: [
        {
          kind: 'recall',
          zh: '召回',
          en: 'Recall',
          received: 2,
          answered: { onTime: 1, late: 0, owed: 1, overdue: 0, closed: 0 },
        },
      ],
      acknowledged: { sameDay: 201, later: 7, notYet: 1 },
    },
  }),
  example(verbs.markNoticeRead, { response: read }),
  example(verbs.acknowledgeNotice, { response: acknowledged }),
  example(verbs.correctNotice, {
    body: { kind: 'service_campaign', answerBy: day('2026-12-10') },
    response: {
      ...received,
      ...acted,
      kind: 'service_campaign',
      kindBecause: [{ code: 'corrected' }],
      answerBy: day('2026-12-10'),
      answerByBecause: [{ code: 'corrected' }],
      correctedBy: clerk,
    },
  }),
  example(verbs.draftAnswer, { body: { text: answer.text }, response: drafted }),
  example(verbs.withdrawAnswer, { response: acknowledged }),
  example(verbs.approveAnswer, { response: answered }),
  example(verbs.closeNotice, {
    body: { reason: '已电话答复' },
    response: {
      ...acknowledged,
      ...over,
      status: 'closed',
      ended: { at: actedAt, by: manager, reason: '已电话答复' },
      allowed: ['reopen'],
    },
  }),
  example(verbs.reopenNotice, { response: { ...acknowledged, etag: '"4"' } }),
  example(verbs.releaseNotice, {
    response: { ...received, ...acted, trusted: false, releasedAt: actedAt, distrust: quarantined.distrust },
  }),
  example(verbs.discardNotice, { body: { reason: '仿冒邮件' }, response: discarded }),
  example(verbs.restoreNotice, { response: { ...quarantined, ...acted } }),
  example(teachings.listNoticeRules, { response: { items: [rule] } }),
  example(teachings.forgetNoticeRule, { response: rule }),
  example(teachings.listNoticeRoutings, { response: { items: [routing] } }),
  example(teachings.forgetNoticeRouting, { response: routing }),
]
