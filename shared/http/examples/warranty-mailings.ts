import { CalendarMonth } from '../../domain/calendar-month.ts'
import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  approveMailing,
  correctMailing,
  declineMailing,
  listMailings,
  readMailing,
  readMailingPage,
  readMailingWorkbook,
  redraftMailing,
  type MailingLineView,
  type MailingView,
} from '../routes/warranty-mailings.ts'

const instant = (text: string) => Instant.parse(text)
const staffId = 'stf_kqlnibu3txvyaquiavi5'
const mailingId = 'wml_kqlnibu3txvyaquiavi5'

const line: MailingLineView = {
  mailingId,
  etag: '"1"',
  manufacturer: '长城汽车',
  kind: 'documents',
  month: CalendarMonth.parse('2026-11'),
  status: 'awaiting',
  allowed: ['redraft', 'approve', 'decline'],
  manifestNumber: 'BX-202611-01',
  number: 1,
  sums: { lines: 14, claims: 14, cards: 12, vouchers: 14, claimedFen: 420_000, pieces: 0, boxes: 0 },
  draftedAt: instant('2026-11-27T00:30:00.000Z'),
  approveBy: instant('2026-11-27T04:00:00.000Z'),
}
const awaiting: MailingView = { ...line, escalations: [], earlier: [] }
const approved = {
  at: instant('2026-11-27T02:10:00.000Z'),
  by: staffId,
  byRule: false,
  messageId: 'msg_kqlnibu3txvyaquiavi5',
}
const sent: MailingView = {
  ...awaiting,
  etag: '"2"',
  status: 'approved',
  allowed: ['correct'],
  approved,
}

export const warrantyMailingExamples = [
  example(listMailings, { response: { items: [line] } }),
  example(readMailing, {
    response: { ...sent, mail: { status: 'delivered', sentAt: instant('2026-11-27T02:10:04.000Z') } },
  }),
  example(readMailingPage, { response: '<!doctype html><html lang="zh-CN">…</html>' }),
  example(readMailingWorkbook, {
    response: {
      filename: 'BX-202611-01.xlsx',
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      base64: 'UEsDBA==',
    },
  }),
  example(redraftMailing, { response: { ...awaiting, etag: '"2"' } }),
  example(approveMailing, { body: {}, response: sent }),
  example(declineMailing, {
    body: { reason: '缺三张登记卡，补齐后再寄' },
    response: {
      ...awaiting,
      etag: '"2"',
      status: 'declined',
      allowed: ['redraft'],
      declined: {
        reason: '缺三张登记卡，补齐后再寄',
        at: instant('2026-11-27T02:10:00.000Z'),
        by: staffId,
      },
    },
  }),
  example(correctMailing, {
    body: { reason: '漏寄一张登记卡' },
    response: {
      ...awaiting,
      etag: '"3"',
      manifestNumber: 'BX-202611-02',
      number: 2,
      corrects: 'BX-202611-01',
      reason: '漏寄一张登记卡',
      earlier: [
        {
          manifestNumber: 'BX-202611-01',
          number: 1,
          sums: line.sums,
          draftedAt: line.draftedAt,
          approved,
        },
      ],
    },
  }),
]
