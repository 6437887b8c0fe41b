import { NoticeEffect, owedEffect } from '../../shared/domain/notice-effect.ts'
import { hashOfSecret, linkTimes, NoticeLink } from '../../shared/domain/notice-link.ts'
import { NoticeRouting, NoticeRule } from '../../shared/domain/notice-teaching.ts'
import { Notice, ReceivedMail, SenderMailId } from '../../shared/domain/notice.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { noticeRuleIdOf } from '../../shared/store/notice-teachings.ts'
import { ProposedPrices } from '../../shared/domain/proposed-price.ts'
import { noticeIdOf, receivedMailIdOf, senderMailIdOf } from '../../shared/store/notices.ts'
import { instant, staffIdOf, stampAt } from './builders.ts'

const longAgo = stampAt(instant('2026-01-01T00:00:00.000Z'))

const ofMail = (name: string) => ({
  dealerId: 'D001',
  mailId: receivedMailIdOf('any', name),
  receivedAt: longAgo.at,
  fileKey: `inbox/${name}`,
  messageIdHeader: `${name}@oem-a.example`,
  subject: '关于配件订货日历的通知',
  fromAddress: 'service@oem-a.example',
  trusted: true,
  distrust: [],
  kind: 'parts_order_calendar',
  role: 'parts_supervisor',
  attachments: [],
  ...unwritten(longAgo),
})

export function noticeOf(name: string, more: Partial<Notice> = {}): Notice {
  return Notice.parse({
    ...ofMail(name),
    noticeId: noticeIdOf('any', { mailId: name, trusted: true, messageIdHeader: name, fingerprint: name }),
    manufacturer: '样例厂家',
    references: [],
    text: '请于11月25日前回复确认。',
    fingerprint: name,
    kindBecause: [],
    answerByBecause: [],
    ownerId: staffIdOf('P1'),
    status: 'received',
    repeated: 0,
    answersSent: 0,
    readBy: [],
    ...more,
  })
}

export function receivedMailOf(name: string, more: Partial<ReceivedMail> = {}): ReceivedMail {
  return ReceivedMail.parse({ ...ofMail(name), noticeId: noticeOf(name).noticeId, ...more })
}

export function senderMailIdRecordOf(name: string, more: Partial<SenderMailId> = {}): SenderMailId {
  return SenderMailId.parse({
    dealerId: 'D001',
    senderMailId: senderMailIdOf(`${name}@oem-a.example`),
    notices: [noticeOf(name).noticeId],
    ...unwritten(longAgo),
    ...more,
  })
}

/** The link to a notice whose secret is its name, filled up to the length of one. */
export function noticeLinkOf(name: string, more: Partial<NoticeLink> = {}): NoticeLink {
  return NoticeLink.parse({
    dealerId: 'D001',
    secretHash: hashOfSecret(secretOf(name)),
    noticeId: noticeOf(name).noticeId,
    staffId: staffIdOf('P1'),
    ...linkTimes(longAgo.at),
    ...unwritten(longAgo),
    ...more,
  })
}

export function secretOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '-').padEnd(32, '-')
}

export function noticeRuleOf(words: string, more: Partial<NoticeRule> = {}): NoticeRule {
  const from = 'service@oem-a.example'
  return NoticeRule.parse({
    dealerId: 'D001',
    ruleId: noticeRuleIdOf('any', { from, words }),
    kind: 'training',
    words,
    from,
    noticeId: noticeOf('received').noticeId,
    ...unwritten(longAgo),
    ...more,
  })
}

export function noticeRoutingOf(
  kind: NoticeRouting['kind'],
  more: Partial<NoticeRouting> = {},
): NoticeRouting {
  return NoticeRouting.parse({ dealerId: 'D001', kind, role: 'trainer', ...unwritten(longAgo), ...more })
}

/** What the notice of that name brings. */
export function noticeEffectOf(name: string, more: Partial<NoticeEffect> = {}): NoticeEffect {
  const { noticeId } = noticeOf(name)
  const owed = owedEffect({ dealerId: 'D001', noticeId, kind: 'claim_settlement' }, longAgo)
  return NoticeEffect.parse({ ...owed, ...more })
}

/** The first page of a price list that the notice of that name has brought. */
export function proposedPricesOf(
  name: string,
  partNumbers: readonly string[],
  more: Partial<ProposedPrices> = {},
): ProposedPrices {
  return ProposedPrices.parse({
    dealerId: 'D001',
    noticeId: noticeOf(name).noticeId,
    page: 0,
    prices: partNumbers.map((partNumber, index) => ({ partNumber, limitFen: 8600, row: index + 2 })),
    ...unwritten(longAgo),
    ...more,
  })
}
