import { beforeEach, describe, expect, it } from 'vitest'
import { noticeMachine } from '../../../shared/domain/notice-machine.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import { statesOf, verbsFrom, verbsOf } from '../../../shared/domain/machine.ts'
import * as teachings from '../../../shared/http/routes/notice-teachings.ts'
import * as verbs from '../../../shared/http/routes/notice-verbs.ts'
import * as routes from '../../../shared/http/routes/notices.ts'
import { noticeRecord } from '../../../shared/store/notices.ts'
import { day, local, staffIdOf } from '../../support/builders.ts'
import { noticeOf } from '../../support/notice-builders.ts'
import { puts, save } from '../../support/store.ts'
import { encodedWord, goodStamp, plainMail, rawMail } from '../manufacturer-notices/mails.ts'
import {
  clerk,
  finance,
  machine,
  manager,
  partsHead,
  startNotices,
  stranger,
  trainer,
  type Rig,
} from './notice-rig.ts'

const calendar = (text = '请于11月25日前回复确认。') => plainMail('关于12月配件订货日历的通知', text)
const mailOf = (id: string, subject: string, text = '请查阅。', more: readonly string[] = []) =>
  rawMail(
    [
      ...goodStamp,
      'From: service@oem-a.example',
      'Date: Mon, 23 Nov 2026 08:12:00 +0800',
      `Message-ID: <${id}@oem-a.example>`,
      `Subject: ${encodedWord(subject)}`,
      ...more,
    ],
    text,
  )

let rig: Rig
beforeEach(async () => {
  rig = await startNotices()
})
const idsOf = (reply: { ok: boolean; body?: { items: readonly { noticeId: string }[] } }) => {
  expect(reply.ok).toBe(true)
  return reply.body!.items.map(({ noticeId }) => noticeId)
}

describe('the list of open notices', () => {
  it('has what is to be answered first in front, and says how much each presses', async () => {
    const later = await rig.receive('a', mailOf('a', '关于培训的通知', '请于12月20日前回复。'))
    const soon = await rig.receive('b', calendar())
    const never = await rig.receive('c', mailOf('c', '系统维护公告', '系统升级。'))
    rig.moveTo(local('2026-11-23 10:01'))
    const kept = await rig.receive('d', mailOf('d', '召回通知', '请于11月24日前回复。'), { failed: ['spf'] })
    const reply = await rig.as(clerk)(routes.listNotices)
    expect(idsOf(reply)).toEqual([soon, later, never, kept].map(({ noticeId }) => noticeId))
    expect(reply).toMatchObject({
      body: {
        items: [
          { urgency: 'today', urgentBecause: 'acknowledgement', answerBy: '2026-11-25' },
          { urgency: 'today', urgentBecause: 'acknowledgement', answerBy: '2026-12-20' },
          { urgency: 'today', urgentBecause: 'acknowledgement', distrust: [] },
          {
            urgency: 'today',
            urgentBecause: 'quarantine',
            distrust: [{ code: 'spf-failed', zh: 'SPF 校验失败：发信服务器未经该域名授权' }],
          },
        ],
      },
    })
    expect(JSON.stringify(reply)).not.toContain('请于')
  })

  it.each([
    ['2026-11-23 10:00', 'soon', 'answer'],
    ['2026-11-25 17:59', 'today', 'answer'],
    ['2026-11-25 18:01', 'late', 'answer'],
    ['2026-11-20 10:00', 'later', 'answer'],
  ])(
    'says of one that somebody has taken note of, at %s, that it is %s',
    async (at, urgency, urgentBecause) => {
      const { noticeId } = await rig.receive('a', calendar())
      await rig.verb(verbs.acknowledgeNotice, noticeId)
      rig.moveTo(local(at))
      const reply = await rig.as(clerk)(routes.listNotices, { query: { urgency: urgency as never } })
      expect(reply).toMatchObject({ body: { items: [{ noticeId, urgency, urgentBecause }] } })
      const others = await rig.as(clerk)(routes.listNotices, { query: { urgency: 'none' } })
      expect(idsOf(others)).toEqual([])
    },
  )

  it('shows to others what is theirs alone, and nothing of what is in quarantine', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    await rig.receive('b', calendar(), { failed: ['dkim'] })
    expect(idsOf(await rig.as(partsHead)(routes.listNotices))).toEqual([noticeId])
    expect(idsOf(await rig.as(trainer)(routes.listNotices))).toEqual([])
    expect(idsOf(await rig.as(clerk)(routes.listNotices))).toHaveLength(2)
    expect(idsOf(await rig.as(stranger)(routes.listNotices))).toEqual([])
  })

  it('is filtered, and leaves out what the caller has read where that is asked', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    const other = await rig.receive('b', mailOf('b', '关于培训的通知'))
    const asked = async (query: object) => idsOf(await rig.as(clerk)(routes.listNotices, { query }))
    expect(await asked({ kind: 'training' })).toEqual([other.noticeId])
    expect(await asked({ role: 'parts_supervisor' })).toEqual([noticeId])
    expect(await asked({ owner: staffIdOf('P1') })).toEqual([noticeId])
    expect(await asked({ state: 'drafted' })).toEqual([])
    await rig.as(clerk)(verbs.markNoticeRead, { params: { noticeId } })
    expect(await asked({ unread: 'mine' })).toEqual([other.noticeId])
  })

  it('comes in pages that lead on, also where many of others stand between', async () => {
    await save(
      rig.store,
      ...puts(
        noticeRecord,
        ...Array.from({ length: 450 }, (_, index) =>
          noticeOf(
            `n${String(index)}`,
            index % 100 === 0 ? { role: 'trainer', ownerId: staffIdOf('T1') } : {},
          ),
        ),
      ),
    )
    const found: string[] = []
    let cursor: string | undefined
    do {
      const reply = await rig.as(trainer)(routes.listNotices, {
        query: { limit: 2, ...(cursor && { cursor }) },
      })
      if (!reply.ok) throw new Error('no page')
      found.push(...reply.body.items.map(({ noticeId }) => noticeId))
      cursor = reply.body.next
    } while (cursor !== undefined)
    expect(new Set(found).size).toBe(5)
    expect(found).toHaveLength(5)
  })
})

describe('one notice', () => {
  it('tells its reasons, whose it is and who has read it, its relatives and its repetitions', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    const again = await rig.receive('b', calendar())
    const other = await rig.receive('c', calendar('更正：请于11月27日前回复。'))
    expect(again.noticeId).toBe(noticeId)
    rig.moveTo(local('2026-11-23 11:00'))
    await rig.as(partsHead)(verbs.markNoticeRead, { params: { noticeId } })
    rig.moveTo(local('2026-11-23 12:00'))
    await rig.as(partsHead)(verbs.markNoticeRead, { params: { noticeId } })
    const reply = await rig.as(clerk)(routes.readNotice, { params: { noticeId } })
    const readAt = local('2026-11-23 11:00')
    expect(reply).toMatchObject({
      body: {
        text: '请于11月25日前回复确认。',
        kindBecause: expect.arrayContaining([
          { code: 'rules' },
          expect.objectContaining({ code: 'order-calendar:subject', words: '订货日历' }),
        ]) as object,
        answerByBecause: [{ code: 'one-date', words: '请于11月25日前回复确认。' }],
        holders: [{ staffId: staffIdOf('P1'), name: '钱配件', readAt }],
        readBy: [{ staffId: staffIdOf('P1'), name: '钱配件', at: readAt }],
        related: [other.noticeId],
        repetitions: [{}],
        repeated: 1,
        allowed: verbsFrom(noticeMachine, 'received'),
      },
    })
    expect(await rig.as(clerk)(routes.readNotice, { params: { noticeId: other.noticeId } })).toMatchObject({
      body: { related: [noticeId] },
    })
    expect(JSON.stringify(reply)).not.toMatch(/fileKey|fingerprint|inbox\//)
  })

  it('is nobody’s whose it is not, and is not there for another dealer', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    const ask = (as: typeof clerk) => rig.as(as)(routes.readNotice, { params: { noticeId } })
    expect(await ask(finance)).toMatchObject({ status: 403, problem: { code: 'not-your-notice' } })
    expect(await ask(stranger)).toMatchObject({ status: 404 })
    const verb = await rig.verb(verbs.acknowledgeNotice, noticeId, undefined, finance)
    expect(verb).toMatchObject({ status: 403, problem: { code: 'not-your-notice' } })
    for (const keeper of [clerk, manager]) expect((await ask(keeper)).ok).toBe(true)
  })

  it('hands its files out as downloads by number, and a mail as it came but where a virus was found', async () => {
    const raw = rawMail(
      [
        ...goodStamp,
        'From: service@oem-a.example',
        'Message-ID: <f@oem-a.example>',
        `Subject: ${encodedWord('关于12月配件订货日历的通知')}`,
        'Content-Type: multipart/mixed; boundary=b',
      ],
      '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Disposition: attachment; filename=days.csv\r\n\r\na\r\n--b--',
    )
    const { noticeId, mailId } = await rig.receive('a', raw)
    const fetch = (number: number) =>
      rig.as(partsHead)(routes.fetchAttachment, { params: { noticeId, number } })
    expect(await fetch(1)).toMatchObject({
      body: { url: expect.stringContaining('as=days.csv') as string, until: local('2026-11-23 10:10') },
    })
    expect(await fetch(2)).toMatchObject({ status: 404 })
    const original = (id: string, as = clerk) => rig.as(as)(routes.fetchMail, { params: { mailId: id } })
    expect(await original(mailId)).toMatchObject({
      body: { url: expect.stringContaining(`inbox/a?as=${mailId}.eml`) as string },
    })
    expect(await original(mailId, stranger)).toMatchObject({ status: 404 })
    expect(await original(mailId, partsHead)).toMatchObject({ status: 403 })
    const evil = await rig.receive('b', raw, { failed: ['virus'] })
    expect(await original(evil.mailId)).toMatchObject({ status: 409, problem: { code: 'virus-found' } })
    expect(
      await rig.as(clerk)(routes.fetchAttachment, { params: { noticeId: evil.noticeId, number: 1 } }),
    ).toMatchObject({ status: 404 })
  })

  it('keeps who changed what, and not each reading', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    await rig.as(partsHead)(verbs.markNoticeRead, { params: { noticeId } })
    await rig.verb(verbs.correctNotice, noticeId, { answerBy: day('2026-11-30') })
    const reply = await rig.as(clerk)(routes.listNoticeChanges, { params: { noticeId } })
    expect(reply).toMatchObject({
      body: {
        items: [
          {
            action: 'corrected',
            by: staffIdOf('I1'),
            before: { answerBy: '2026-11-25' },
            after: { answerBy: '2026-11-30' },
          },
        ],
      },
    })
    expect(reply.ok && reply.body.items).toHaveLength(1)
  })
})

describe('every mail that came in', () => {
  it('is listed with what became of it: notices, repetitions, automatic and unreadable ones', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    rig.moveTo(local('2026-11-23 10:01'))
    await rig.receive('b', calendar())
    rig.moveTo(local('2026-11-23 10:02'))
    await rig.receive('c', Buffer.from(''))
    const query = { from: local('2026-11-23 00:00'), until: local('2026-11-24 00:00') }
    const reply = await rig.as(clerk)(routes.listReceivedMails, { query })
    expect(reply).toMatchObject({
      body: {
        items: [
          { unreadable: 'empty', trusted: false },
          { noticeId, repeats: expect.any(String) as string },
          { noticeId },
        ],
      },
    })
    expect(await rig.as(partsHead)(routes.listReceivedMails, { query })).toMatchObject({ status: 403 })
    expect(
      await rig.as(clerk)(routes.listReceivedMails, { query: { ...query, until: query.from } }),
    ).toMatchObject({
      problem: { errors: [{ path: 'query.until', reason: 'too-small' }] },
    })
    const received = await rig.as(clerk)(routes.listReceivedNotices, {
      query: { ...query, kind: 'parts_order_calendar' },
    })
    expect(idsOf(received)).toEqual([noticeId])
  })
})

describe('a correction', () => {
  it('puts kind, owner and day right in one call: it goes to whose work it is, with its mail and its timers', async () => {
    const { noticeId } = await rig.receive('a', mailOf('a', '关于金秋关怀行动的公告', '请于11月25日前回复。'))
    const before = rig.messages().length
    const reply = await rig.verb(verbs.correctNotice, noticeId, {
      kind: 'training',
      answerBy: day('2026-11-27'),
    })
    expect(reply).toMatchObject({
      body: {
        kind: 'training',
        role: 'trainer',
        ownerId: staffIdOf('T1'),
        answerBy: '2026-11-27',
        kindBecause: [{ code: 'corrected' }],
        answerByBecause: [{ code: 'corrected' }],
        correctedBy: staffIdOf('I1'),
        status: 'received',
      },
    })
    const told = rig.messages().slice(before)
    expect(told).toMatchObject([{ recipient: { id: staffIdOf('T1') } }])
    expect(told[0]!.text).toMatch(/培训认证.*11月27日前反馈/)
    expect(rig.deadlines().map(({ cause, dueAt, assignedTo }) => [cause.code, dueAt, assignedTo])).toEqual(
      expect.arrayContaining([
        ['manufacturer-notice-acknowledge', local('2026-11-23 18:00'), staffIdOf('T1')],
        ['manufacturer-notice-feedback', local('2026-11-27 18:00'), staffIdOf('T1')],
      ]),
    )
  })

  it('mails also whom it hands on what somebody has taken note of, without a link to take note by', async () => {
    const { noticeId } = await rig.receive('a', mailOf('a', '关于金秋关怀行动的公告', '请于11月25日前回复。'))
    await rig.verb(verbs.acknowledgeNotice, noticeId)
    await rig.verb(verbs.correctNotice, noticeId, { kind: 'training' })
    const mails = rig.messages().filter(({ recipient }) => recipient.id === staffIdOf('T1'))
    expect(mails).toHaveLength(1)
    expect(rig.body(mails[0]!).text).toContain('此通知转交给您处理，于 11月25日 前反馈厂家')
    expect(rig.body(mails[0]!).html).not.toContain('notice-links')
    expect(rig.table.all().filter(({ entity }) => entity === 'NoticeLink')).toHaveLength(1)
  })

  it('teaches: the next mail that reads alike is of that kind, whatever its month; it can be forgotten', async () => {
    const first = await rig.receive('a', mailOf('a', '关于2026年11月金秋关怀行动的公告'))
    expect(first.kind).not.toBe('parts_price')
    await rig.verb(verbs.correctNotice, first.noticeId, { kind: 'parts_price' })
    expect((await rig.receive('b', mailOf('b', '关于2026年12月金秋关怀行动的公告'))).kind).toBe('parts_price')
    // The last word counts.
    await rig.verb(verbs.correctNotice, first.noticeId, { kind: 'training' })
    expect((await rig.receive('c', mailOf('c', '关于2027年1月金秋关怀行动的公告'))).kind).toBe('training')
    const rules = await rig.as(clerk)(teachings.listNoticeRules)
    if (!rules.ok) throw new Error('no rules')
    const [rule, ...more] = rules.body.items
    expect(more).toEqual([])
    expect(rule).toMatchObject({ kind: 'training', from: 'service@oem-a.example', noticeId: first.noticeId })
    const params = { ruleId: rule!.ruleId }
    await rig.as(clerk)(teachings.forgetNoticeRule, { params, ifMatch: rule!.etag })
    expect((await rig.receive('d', mailOf('d', '关于2027年2月金秋关怀行动的公告'))).kind).toBe(first.kind)
    expect(await rig.as(stranger)(teachings.forgetNoticeRule, { params, ifMatch: '"1"' })).toMatchObject({
      status: 404,
    })
  })

  it('keeps the newest two hundred rules', async () => {
    const { noticeId } = await rig.receive('a', mailOf('a', '关于金秋关怀行动的公告'))
    const name = (index: number) => `n${String(index).padStart(3, 'x')}`
    await save(
      rig.store,
      ...puts(
        noticeRecord,
        ...Array.from({ length: 201 }, (_, index) =>
          noticeOf(name(index), {
            subject: `关于${'甲'.repeat((index % 40) + 1)}${'乙'.repeat(Math.floor(index / 40) + 3)}的通知`,
          }),
        ),
      ),
    )
    for (let index = 0; index < 201; index += 1) {
      rig.moveTo(
        local(
          `2026-11-24 ${String(8 + Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
        ),
      )
      await rig.verb(verbs.correctNotice, noticeOf(name(index)).noticeId, { kind: 'training' })
    }
    await rig.verb(verbs.correctNotice, noticeId, { kind: 'parts_price' })
    const rules = await rig.store.noticeTeachings.rules('D001')
    expect(rules).toHaveLength(200)
    expect(rules[0]).toMatchObject({ kind: 'parts_price' })
    expect(rules.some((rule) => rule.noticeId === noticeOf(name(0)).noticeId)).toBe(false)
  })

  it('of a mail that nobody has proven teaches nothing', async () => {
    const { noticeId } = await rig.receive('a', mailOf('a', '关于金秋关怀行动的公告'), { failed: ['dmarc'] })
    await rig.verb(verbs.releaseNotice, noticeId)
    await rig.verb(verbs.correctNotice, noticeId, { kind: 'parts_price' })
    expect(await rig.store.noticeTeachings.rules('D001')).toEqual([])
  })

  it('for always sends the kind to that person from then on, and to the role again when it is forgotten', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    await rig.verb(verbs.correctNotice, noticeId, {
      role: 'information_clerk',
      ownerId: staffIdOf('F1'),
      always: true,
    })
    const next = await rig.receive('b', mailOf('b', '关于1月配件订货日历的通知'))
    expect(next).toMatchObject({ role: 'information_clerk', ownerId: staffIdOf('F1') })
    const reply = await rig.as(clerk)(teachings.listNoticeRoutings)
    if (!reply.ok) throw new Error('no routings')
    const [{ kind, etag } = { kind: 'unclassified' as const, etag: '' }] = reply.body.items
    expect(kind).toBe('parts_order_calendar')
    await rig.as(clerk)(teachings.forgetNoticeRouting, { params: { kind }, ifMatch: etag })
    expect(await rig.receive('c', mailOf('c', '关于2月配件订货日历的通知'))).toMatchObject({
      role: 'parts_supervisor',
      ownerId: staffIdOf('P1'),
    })
  })

  it('names nobody who does not work here, and for always says where', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    expect(await rig.verb(verbs.correctNotice, noticeId, { ownerId: staffIdOf('X9') })).toMatchObject({
      problem: { errors: [{ path: 'body.ownerId', reason: 'not-a-choice' }] },
    })
    expect(await rig.verb(verbs.correctNotice, noticeId, { kind: 'recall', always: true })).toMatchObject({
      problem: { errors: [{ path: 'body.role', reason: 'required' }] },
    })
    expect(await rig.verb(verbs.correctNotice, noticeId, { kind: 'recall' }, partsHead)).toMatchObject({
      status: 403,
    })
  })
})

describe('quarantine', () => {
  const kept = () => rig.receive('a', calendar(), { failed: ['dmarc'] })

  it('is left when a person vouches for the sender: understood, owed and mailed like any other', async () => {
    const { noticeId } = await kept()
    rig.moveTo(local('2026-11-24 09:00'))
    const reply = await rig.verb(verbs.releaseNotice, noticeId)
    expect(reply).toMatchObject({
      body: {
        status: 'received',
        trusted: false,
        kind: 'parts_order_calendar',
        ownerId: staffIdOf('P1'),
        answerBy: '2026-11-25',
        releasedAt: local('2026-11-24 09:00'),
      },
    })
    expect(rig.messages()).toMatchObject([{ recipient: { kind: 'staff', id: staffIdOf('P1') } }])
    const { html } = rig.body(rig.messages()[0]!)
    expect(html).toContain('发件人未通过校验，由本店人员担保后放行')
    expect(html).not.toContain('The sender was verified')
    expect(rig.deadlines()).toHaveLength(2)
  })

  it('is not left by a machine, nor where a virus was found', async () => {
    const { noticeId } = await kept()
    expect(await rig.verb(verbs.releaseNotice, noticeId, undefined, machine)).toMatchObject({
      status: 403,
      problem: { code: 'no-staff-record' },
    })
    const evil = await rig.receive('b', calendar(), { failed: ['virus', 'dmarc'] })
    // The same content, not trusted either: it is the same notice, of the first mail's checks.
    expect(evil.noticeId).toBe(noticeId)
    const other = await rig.receive('c', calendar('另一封'), { failed: ['virus'] })
    expect(await rig.verb(verbs.releaseNotice, other.noticeId)).toMatchObject({
      status: 409,
      problem: { code: 'virus-found' },
    })
    expect(rig.messages()).toEqual([])
  })

  it.each(['quarantined', 'discarded'] as const)(
    'of one that is %s is seen by keepers alone, whosever its role is',
    async (status) => {
      const notice = noticeOf('kept', {
        status,
        trusted: false,
        role: 'parts_supervisor',
        ownerId: staffIdOf('P1'),
      })
      await save(rig.store, ...puts(noticeRecord, notice))
      const ask = (by: typeof clerk) =>
        rig.as(by)(routes.readNotice, { params: { noticeId: notice.noticeId } })
      expect(await ask(partsHead)).toMatchObject({ status: 403, problem: { code: 'not-your-notice' } })
      expect((await ask(clerk)).ok).toBe(true)
    },
  )

  it('is emptied with a reason, and that can be taken back', async () => {
    const { noticeId } = await kept()
    expect(await rig.verb(verbs.discardNotice, noticeId, { reason: '仿冒' })).toMatchObject({
      body: { status: 'discarded', ended: { reason: '仿冒', by: staffIdOf('I1') } },
    })
    expect(idsOf(await rig.as(clerk)(routes.listNotices))).toEqual([])
    const back = await rig.verb(verbs.restoreNotice, noticeId)
    expect(back).toMatchObject({ body: { status: 'quarantined' } })
    expect(back.ok && back.body).not.toHaveProperty('ended')
  })
})

describe('an answer', () => {
  const answerable = () =>
    rig.receive(
      'a',
      mailOf('a', 'Re: 转发：关于12月配件订货日历的通知', '请于11月25日前回复确认。', [
        'References: <r1@oem-a.example> <r2@oem-a.example>',
      ]),
    )

  it('is written, taken back, written again and said yes to: it goes to the manufacturer in the thread', async () => {
    const { noticeId } = await answerable()
    await rig.verb(verbs.draftAnswer, noticeId, { text: '第一稿' }, partsHead)
    expect(await rig.verb(verbs.withdrawAnswer, noticeId, undefined, partsHead)).toMatchObject({
      body: { status: 'acknowledged', acknowledged: { by: staffIdOf('P1'), via: 'api' } },
    })
    await rig.verb(verbs.draftAnswer, noticeId, { text: '已确认\n<b>按日历</b>提交' }, partsHead)
    const reply = await rig.verb(verbs.approveAnswer, noticeId, undefined, manager)
    expect(reply).toMatchObject({
      body: {
        status: 'answered',
        answer: { draftedBy: staffIdOf('P1'), approved: { by: staffIdOf('M1'), late: false } },
        answersSent: 1,
        ended: { by: staffIdOf('M1') },
        urgency: 'none',
      },
    })
    const message = rig.messages().find(({ recipient }) => recipient.kind === 'manufacturer')!
    expect(message).toMatchObject({ recipient: { id: noticeId }, channel: 'mail', status: 'planned' })
    expect(reply.ok && reply.body.answer?.approved?.messageId).toBe(message.messageId)
    const { subject, html, text, answers } = rig.body(message)
    expect(subject).toBe('回复：关于12月配件订货日历的通知')
    expect(html).toContain('&lt;b&gt;按日历&lt;/b&gt;')
    expect(text).toBe('已确认\n<b>按日历</b>提交\n\n测试汽车销售服务有限公司\n吴站长')
    expect(answers).toEqual({
      replyTo: 'D001@inbox.test',
      thread: {
        inReplyTo: 'a@oem-a.example',
        references: ['r1@oem-a.example', 'r2@oem-a.example', 'a@oem-a.example'],
      },
    })
    expect(rig.deadlines().map(({ state }) => state)).toEqual(['done', 'done'])
  })

  it('after the day that was asked for says that it is late', async () => {
    const { noticeId } = await answerable()
    await rig.verb(verbs.draftAnswer, noticeId, { text: '好' })
    rig.moveTo(local('2026-11-25 18:01'))
    expect(await rig.verb(verbs.approveAnswer, noticeId)).toMatchObject({
      body: { answer: { approved: { late: true } } },
    })
  })

  it('needs a named person’s yes, and a manufacturer to go to', async () => {
    const { noticeId } = await answerable()
    await rig.verb(verbs.draftAnswer, noticeId, { text: '好' })
    expect(await rig.verb(verbs.approveAnswer, noticeId, undefined, machine)).toMatchObject({
      status: 403,
      problem: { code: 'no-staff-record' },
    })
    const foreign = await rig.receive(
      'b',
      rawMail(['From: x@elsewhere.example', 'Message-ID: <x@x>', 'Subject: 召回', '', '']),
    )
    await rig.verb(verbs.releaseNotice, foreign.noticeId)
    await rig.verb(verbs.draftAnswer, foreign.noticeId, { text: '好' })
    expect(await rig.verb(verbs.approveAnswer, foreign.noticeId)).toMatchObject({
      status: 409,
      problem: { code: 'answer-unaddressed' },
    })
    expect(rig.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')).toEqual([])
  })

  it('goes once, whoever says yes at the same moment, and again only after it was opened again', async () => {
    const { noticeId } = await answerable()
    await rig.verb(verbs.draftAnswer, noticeId, { text: '好' })
    const { version } = await rig.noticeById(noticeId)
    const yes = (by = manager) =>
      rig.as(by)(verbs.approveAnswer, { params: { noticeId }, ifMatch: `"${String(version)}"` })
    const both = await Promise.all([yes(), yes(clerk)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const sent = () => rig.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')
    expect(sent()).toHaveLength(1)
    await rig.verb(verbs.reopenNotice, noticeId)
    await rig.verb(verbs.draftAnswer, noticeId, { text: '补充' })
    await rig.verb(verbs.approveAnswer, noticeId)
    expect(sent()).toHaveLength(2)
  })
})

describe('a notice', () => {
  it('in every state takes the verbs that its machine lists, and refuses the others with them', async () => {
    const asked: Record<string, [object, object?]> = {
      correct: [verbs.correctNotice, { answerBy: day('2026-12-01') }],
      acknowledge: [verbs.acknowledgeNotice],
      draft: [verbs.draftAnswer, { text: '好' }],
      withdraw: [verbs.withdrawAnswer],
      approve: [verbs.approveAnswer],
      close: [verbs.closeNotice, { reason: '已电话答复' }],
      reopen: [verbs.reopenNotice],
      release: [verbs.releaseNotice],
      discard: [verbs.discardNotice, { reason: '仿冒' }],
      restore: [verbs.restoreNotice],
    }
    expect(Object.keys(asked).sort()).toEqual(verbsOf(noticeMachine).sort())
    rig.files.stored.set('inbox/it', calendar())
    let count = 0
    for (const status of statesOf(noticeMachine)) {
      for (const [name, [route, body]] of Object.entries(asked)) {
        const answer = { text: '好', draftedAt: local('2026-11-23 10:00'), draftedBy: 'x' }
        const notice: Notice = noticeOf(`it-${String((count += 1))}`, {
          status,
          fileKey: 'inbox/it',
          ...(status === 'drafted' || status === 'answered' ? { answer } : {}),
        })
        await save(rig.store, ...puts(noticeRecord, notice))
        const reply = await rig.verb(route as typeof verbs.acknowledgeNotice, notice.noticeId, body)
        const allowed = verbsFrom(noticeMachine, status)
        const what = `${status} ${name}`
        if ((allowed as string[]).includes(name)) expect([what, reply.ok]).toEqual([what, true])
        else
          expect([what, reply]).toMatchObject([
            what,
            { status: 409, problem: { code: 'transition-refused', allowed } },
          ])
      }
    }
  })

  it('changes only as it was seen, once under its key, and whoever was faster is not written over', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    const params = { noticeId }
    expect(await rig.as(clerk)(verbs.acknowledgeNotice, { params })).toMatchObject({ status: 428 })
    expect(await rig.as(clerk)(verbs.acknowledgeNotice, { params, ifMatch: '"7"' })).toMatchObject({
      status: 412,
    })
    const ask = () =>
      rig.as(clerk)(verbs.closeNotice, {
        params,
        ifMatch: '"1"',
        idempotencyKey: 'close-0001',
        body: { reason: '已办' },
      })
    const [first, again] = [await ask(), await ask()]
    expect(first.ok).toBe(true)
    expect(again).toEqual(first)
  })

  it('whose reading is noted while somebody changes it has both', async () => {
    const { noticeId } = await rig.receive('a', calendar())
    let raced = false
    rig.table.onCommit = (writes) => {
      if (raced || !writes.some(({ key }) => key.pk.includes(noticeId))) return undefined
      raced = true
      return { kind: 'conflict', contested: [0] }
    }
    const [reading, note] = await Promise.all([
      rig.as(partsHead)(verbs.markNoticeRead, { params: { noticeId } }),
      rig.as(clerk)(verbs.acknowledgeNotice, { params: { noticeId }, ifMatch: '"1"' }),
    ])
    expect([reading.ok, note.ok || note.status === 412]).toEqual([true, true])
    expect((await rig.noticeById(noticeId)).readBy.map(({ staffId }) => staffId)).toContain(staffIdOf('P1'))
    expect(await rig.as(machine)(verbs.markNoticeRead, { params: { noticeId } })).toMatchObject({
      problem: { code: 'no-staff-record' },
    })
  })
})

describe('a month', () => {
  it('is added up by kind: on time, late, not at all, and read the same day', async () => {
    const [a, b, c, d] = [
      await rig.receive('a', mailOf('a', '关于1月配件订货日历的通知', '请于11月25日前回复。')),
      await rig.receive('b', mailOf('b', '关于2月配件订货日历的通知', '请于11月25日前回复。')),
      await rig.receive('c', mailOf('c', '关于3月配件订货日历的通知', '请于11月25日前回复。')),
      await rig.receive('d', mailOf('d', '关于培训的通知', '请于12月25日前回复。')),
      await rig.receive('e', mailOf('e', '召回'), { failed: ['spf'] }),
    ]
    for (const { noticeId } of [a, b]) await rig.verb(verbs.draftAnswer, noticeId, { text: '好' })
    await rig.verb(verbs.approveAnswer, a.noticeId)
    rig.moveTo(local('2026-11-26 10:00'))
    await rig.verb(verbs.approveAnswer, b.noticeId)
    await rig.verb(verbs.acknowledgeNotice, d.noticeId)
    const ask = (month: string) => rig.as(clerk)(routes.readNoticeStatistics, { query: { month: month } })
    const none = { onTime: 0, late: 0, owed: 0, overdue: 0, closed: 0 }
    expect(await ask('2026-11')).toMatchObject({
      body: {
        month: '2026-11',
        received: 5,
        quarantined: 1,
        byKind: [
          {
            kind: 'parts_order_calendar',
            received: 3,
            answered: { ...none, onTime: 1, late: 1, overdue: 1 },
          },
          { kind: 'training', received: 1, answered: { ...none, owed: 1 } },
        ],
        acknowledged: { sameDay: 2, later: 1, notYet: 1 },
      },
    })
    expect(await ask('2026-10')).toMatchObject({ body: { received: 0, byKind: [] } })
    expect(c.answerBy).toBe('2026-11-25')
  })
})
