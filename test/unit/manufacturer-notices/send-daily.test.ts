import { beforeEach, describe, expect, it } from 'vitest'
import { sendDailyMails } from '../../../functions/manufacturer-notices/send-daily.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { noticeRecord } from '../../../shared/store/notices.ts'
import { day, local, messageRowOf, staffIdOf } from '../../support/builders.ts'
import { noticeEffectOf, noticeOf } from '../../support/notice-builders.ts'
import { puts, save } from '../../support/store.ts'
import { openInbox, type Inbox } from './inbox.ts'

let inbox: Inbox
beforeEach(async () => {
  inbox = await openInbox()
  inbox.moveTo(local('2026-11-25 09:00'))
})
const monday = local('2026-11-23 10:00')
const taken = { at: monday, by: staffIdOf('P1'), via: 'api' } as const
const keep = (...notices: Parameters<typeof noticeOf>[]) =>
  save(
    inbox.store,
    ...puts(
      noticeRecord,
      ...notices.map(([name, more]) => noticeOf(name, { subject: name, receivedAt: monday, ...more })),
    ),
  )
/** The sections of the mail with their notices; undefined: there is none. */
async function told(): Promise<Record<string, string> | undefined> {
  await sendDailyMails(inbox)
  const mail = inbox.messages().find(({ template }) => template.name === 'notices-daily')
  if (mail === undefined) return undefined
  const sections = inbox.body(mail).text.split('\n\n').slice(1)
  return Object.fromEntries(
    sections.map((section) => {
      const [heading = '', ...rows] = section.split('\n')
      return [heading.replace(/（.*/, ''), rows.join('|')]
    }),
  )
}

describe('the mail of the day', () => {
  it('has a line for each price list that waits for a yes, and for each notice whose effect has failed', async () => {
    await keep(
      ['prices', { status: 'closed', kind: 'parts_price' }],
      ['days', { status: 'closed' }],
      ['done', { status: 'closed' }],
    )
    const kind = 'parts_price'
    await save(
      inbox.store,
      ...puts(
        noticeEffectRecord,
        noticeEffectOf('prices', { kind, status: 'proposed', found: 812, fromOn: day('2026-12-01') }),
        noticeEffectOf('days', {
          status: 'failed',
          failed: { code: 'duty-missing', during: 'working', at: monday },
        }),
        noticeEffectOf('done', { status: 'applied' }),
      ),
    )
    expect(await told()).toEqual({
      '落实失败，请处理': '- 配件订货日历：days（本店尚未采用“每月三次M订单”职责，请采用后重试）',
      待确认的限价: '- 配件价格：prices（812 项限价，自12月1日起，确认后才生效）',
    })
  })

  it('tells for two weeks of answers that the manufacturer did not get, and of no other', async () => {
    const approved = (name: string, at = monday) => ({
      at,
      by: 'M',
      late: false,
      messageId: messageRowOf(name).messageId,
    })
    const answered = (name: string, at = monday) => ({
      status: 'answered' as const,
      fromAddress: 'service@oem-a.example',
      answer: { text: '好', draftedAt: at, draftedBy: 'P', approved: approved(name, at) },
    })
    await keep(
      ['lost', answered('lost')],
      ['arrived', answered('arrived')],
      ['long ago', answered('long ago', local('2026-11-10 09:00'))],
    )
    const status = { lost: 'bounced', arrived: 'delivered', 'long ago': 'bounced' } as const
    await save(
      inbox.store,
      ...puts(
        messageRecord,
        ...Object.entries(status).map(([name, status]) => ({
          ...messageRowOf(name, { status }),
          deliveryId: idFor('delivery', name),
        })),
      ),
    )
    expect(await told()).toEqual({
      答复未送达:
        '- 配件订货日历：lost（发往 service@oem-a.example 的答复被退回，请另行送达，或重新打开通知再答复）',
    })
  })

  it('tells each open notice once, where it presses most, with what the clerk has to know of it', async () => {
    await keep(
      ['late', { answerBy: day('2026-11-24'), status: 'acknowledged', acknowledged: taken }],
      ['today', { answerBy: day('2026-11-25'), status: 'acknowledged', acknowledged: taken }],
      ['tomorrow', { answerBy: day('2026-11-26'), status: 'drafted', acknowledged: taken }],
      [
        'forged',
        {
          status: 'quarantined',
          trusted: false,
          distrust: [{ code: 'dkim-failed' }, { code: 'spf-failed' }],
        },
      ],
      ['broken', { unreadable: 'reader-failed', kind: 'unclassified', role: 'information_clerk' }],
      ['fresh', { receivedAt: local('2026-11-25 08:00') }],
      ['done', { status: 'acknowledged', acknowledged: taken }],
      ['over', { status: 'closed', answerBy: day('2026-11-24') }],
    )
    expect(await told()).toEqual({
      已逾期: '- 配件订货日历：late（11月24日前反馈，负责人 钱配件）',
      下一工作日及之前到期:
        '- 配件订货日历：today（11月25日前反馈，负责人 钱配件）|- 配件订货日历：tomorrow（11月26日前反馈，负责人 钱配件）',
      '已隔离，请核实发件人':
        '- 配件订货日历：forged（DKIM 校验失败：签名无效；SPF 校验失败：发信服务器未经该域名授权）',
      '无法读取，请下载原件': '- 未分类：broken（邮件无法解析）',
      新收到: '- 配件订货日历：fresh（11月25日08:00 收到，负责人 钱配件）',
    })
    expect(inbox.messages()).toMatchObject([{ recipient: { kind: 'staff', id: staffIdOf('I1') } }])
  })

  it('tells before days off of what is due on them, and on the first day after them', async () => {
    inbox.moveTo(local('2026-11-27 09:00'))
    const known = { status: 'acknowledged', acknowledged: taken } as const
    await keep(
      ['sunday', { ...known, answerBy: day('2026-11-29') }],
      ['monday', { ...known, answerBy: day('2026-11-30') }],
      ['tuesday', { ...known, answerBy: day('2026-12-01') }],
    )
    const { 下一工作日及之前到期: rows } = (await told())!
    expect(rows).toContain('sunday')
    expect(rows).toContain('monday')
    expect(rows).not.toContain('tuesday')
  })

  it('has what can be neither trusted nor read in quarantine, with both reasons', async () => {
    const distrust = [{ code: 'dkim-failed' }]
    const unreadable = 'reader-failed'
    await keep(['forged', { status: 'quarantined', trusted: false, distrust, unreadable }])
    expect(await told()).toEqual({
      '已隔离，请核实发件人': '- 配件订货日历：forged（DKIM 校验失败：签名无效；邮件无法解析）',
    })
  })

  it('has of the quarantine the newest first', async () => {
    const distrust = { status: 'quarantined', trusted: false } as const
    await keep(['old', distrust], ['new', { ...distrust, receivedAt: local('2026-11-24 10:00') }])
    expect((await told())!['已隔离，请核实发件人']).toMatch(/new.*old/)
  })

  it('has what came in though strangers have filled the quarantine', async () => {
    await keep(
      ...Array.from({ length: 2100 }, (_, nth): [string, object] => [
        `n${String(nth).padStart(4, 'x')}`,
        {
          status: 'quarantined',
          trusted: false,
          receivedAt: monday,
        },
      ]),
      ['real', { receivedAt: local('2026-11-25 08:00') }],
    )
    const sections = (await told())!
    expect(sections['新收到']).toContain('real')
  })

  it('makes no link of what stands in the subject of what is in quarantine', async () => {
    const subject = '请登录 https://oem-a.evil.example/x 更新账户 2026.12'
    await keep(['forged', { status: 'quarantined', trusted: false, subject }])
    expect(Object.values((await told())!).join()).toContain(
      '请登录 https[:]//oem-a[.]evil[.]example/x 更新账户 2026.12',
    )
  })

  it('says of what asks for something back that no day was read', async () => {
    const answerByBecause = [{ code: 'asked-without-date' }]
    await keep(['fresh', { receivedAt: local('2026-11-25 08:00'), answerByBecause }])
    const { 新收到: row } = (await told())!
    expect(row).toContain('要求反馈但未读出日期，请更正，11月25日08:00 收到')
  })

  it('names who has not read what waits since before the mail of yesterday', async () => {
    inbox.moveTo(local('2026-11-25 09:00'))
    await keep(
      ['unread', { receivedAt: local('2026-11-23 18:30'), releasedAt: local('2026-11-24 19:00') }],
      [
        'opened',
        {
          receivedAt: local('2026-11-23 18:30'),
          releasedAt: local('2026-11-24 19:00'),
          readBy: [{ staffId: staffIdOf('P1'), at: monday }],
        },
      ],
    )
    const { 尚未查阅: rows } = (await told())!
    expect(rows).toContain('unread（未阅：钱配件）')
    expect(rows).toContain('opened（已打开，未确认）')
  })

  it('comes once a day, however often the job runs, and not on a day off', async () => {
    await keep(['it', {}])
    await sendDailyMails(inbox)
    await sendDailyMails(inbox)
    expect(inbox.messages()).toHaveLength(1)
    inbox.moveTo(local('2026-11-28 09:00'))
    expect(await sendDailyMails(inbox)).toEqual({ mails: 0 })
    inbox.moveTo(local('2026-11-30 09:00'))
    expect(await sendDailyMails(inbox)).toEqual({ mails: 1 })
  })

  it('counts from the last working day on what is new', async () => {
    inbox.moveTo(local('2026-11-30 09:00'))
    await keep(
      ['friday', { receivedAt: local('2026-11-27 09:30') }],
      ['sunday', { receivedAt: local('2026-11-29 12:00') }],
      [
        'thursday',
        { receivedAt: local('2026-11-26 12:00'), answerBy: day('2026-12-05'), status: 'acknowledged' },
      ],
    )
    const sections = await told()
    expect(Object.keys(sections!).sort()).toEqual(['已逾期', '新收到'].sort())
    expect(sections!['新收到']).toContain('sunday')
    expect(sections!['已逾期']).toContain('friday')
  })

  it('does not come where there is nothing to tell, nor to another dealer', async () => {
    await keep(['done', { status: 'acknowledged', acknowledged: taken }])
    expect(await told()).toBeUndefined()
    await keep(['it', {}])
    await sendDailyMails(inbox)
    expect(inbox.messages().map(({ dealerId }) => dealerId)).toEqual(['D001'])
  })

  it('tells nothing in the log but the dealer, and one dealer that fails keeps no other from its mail', async () => {
    await keep(['秘密主题', {}])
    await sendDailyMails(inbox)
    expect(inbox.log.lines).toEqual([
      { level: 'info', code: 'NOTICES_OF_THE_DAY_PLANNED', fields: { dealerId: 'D001' } },
    ])
  })
})
