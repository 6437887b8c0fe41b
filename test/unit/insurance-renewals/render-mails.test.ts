import { describe, expect, it } from 'vitest'
import { bestFirst, type CallListEntry } from '../../../functions/insurance-renewals/call-list.ts'
import { callListMail } from '../../../functions/insurance-renewals/render-call-list.ts'
import { renewalSummaryMail } from '../../../functions/insurance-renewals/render-summary.ts'
import { CalendarDate, addDays } from '../../../shared/domain/time.ts'
import { MailContent } from '../../../shared/messages/mail-content.ts'
import { entry, today } from './list-entries.ts'

const listOf = (entries: CallListEntry[], specialistName = '蔡卿') =>
  callListMail({ dealerName: '长城汽车服务站', specialistName, date: today, entries })
const waiting = { isNew: false, listedSince: addDays(today, -5) } as const

describe('the mail with a call list', () => {
  it('says in its subject how many wait and how many are new', async () => {
    const mail = await listOf(bestFirst([entry(), entry(waiting), entry({ ...waiting, daysLeft: 40 })]))
    expect(mail.subject).toBe('【续保】11月23日待联系名单：共 3 台（今日新增 1 台）')
  })

  it('tells of each entry what the call needs, in HTML as in text', async () => {
    const mail = await listOf([
      entry({
        otherPolicy: { kind: 'compulsory', insurer: '中华联合', endsOn: CalendarDate.parse('2026-12-13') },
        lastVisitOn: CalendarDate.parse('2026-05-30'),
        previousOutcome: { outcome: 'CALL_BACK', on: CalendarDate.parse('2026-11-20'), remark: '下午打' },
        remark: 'VIP',
      }),
    ])
    const needed = [
      '剩 12 天',
      '2026-12-05',
      '武文',
      '138 0013 8000',
      '浙JJDVE2',
      '长城 坦克300',
      'LGWPY2P30N1PH6524',
      '商业险 太平洋产险',
      '¥2,646.01',
      '续转续',
      '15 天节点',
      '交强险 中华联合',
      '2026-12-13 到期',
      '2026-11-20 再联系：下午打',
      '最近进厂 2026-05-30',
      'VIP',
    ]
    for (const words of needed) {
      expect(mail.text).toContain(words)
      expect(withoutTags(mail.html)).toContain(words)
    }
    expect(mail.html).toContain('href="tel:+8613800138000"')
  })

  it('groups by band in the order of the list', async () => {
    const mail = await listOf(bestFirst([61, -1, 31, 5].map((daysLeft) => entry({ daysLeft }))))
    const heads = /0–30 天|已过期|31–60 天|61–90 天/g
    expect(mail.html.match(heads)).toEqual(['0–30 天', '已过期', '31–60 天', '61–90 天'])
    expect(mail.text.match(heads)).toEqual(['0–30 天', '已过期', '31–60 天', '61–90 天'])
  })

  it('leaves no mark-up of the books in its own', async () => {
    const evil = '"><script>alert(1)</script><img src=//evil.example/x>'
    const mail = await listOf(
      [
        entry({
          customerName: evil,
          vehiclePlate: evil,
          vin: evil,
          brand: evil,
          model: evil,
          mobile: evil,
          insurer: evil,
          remark: evil,
          previousOutcome: { outcome: 'THINKING', on: today, remark: evil },
          otherPolicy: { kind: 'compulsory', insurer: evil, endsOn: today },
        }),
      ],
      evil,
    )
    expect(mail.html).not.toMatch(/<script|<img/)
    expect(mail.html.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(11)
  })

  it('loads nothing from outside and needs no style sheet', async () => {
    const { html } = await listOf([entry()])
    expect(html).not.toMatch(/https?:|url\(|<style|<link|<script/)
  })

  it('has no line of text that a value could begin', async () => {
    const mail = await listOf([entry({ customerName: '武文\n99. 伪造', remark: 'a\r\nb\u2028c' })])
    expect(mail.text).not.toMatch(/^\s*99\./m)
    expect(mail.text).toContain('a b c')
  })

  it('shows a hundred and says how many more the spreadsheet has', async () => {
    const many = bestFirst(Array.from({ length: 103 }, (_, index) => entry({ policyNumber: String(index) })))
    const mail = await listOf(many)
    expect(mail.html.match(/href="tel:/g)).toHaveLength(100)
    expect(mail.html).toContain('另有 3 台未在邮件中列出')
    expect(mail.text).toContain('另有 3 台未在邮件中列出')
    expect((await listOf(many.slice(0, 100))).html).not.toContain('另有')
  })

  it('can be kept and sent: its file has a name that every file system takes', async () => {
    const mail = await listOf([entry()], 'A/B:\r\n"*?')
    expect(MailContent.parse(mail)).toEqual(mail)
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['续保名单_2026-11-23_A_B_ ___.xlsx'])
    expect(Buffer.from(mail.attachments[0]!.base64, 'base64').toString('latin1', 0, 2)).toBe('PK')
  })

  it('speaks of today, of the past and of an agreed call in words', async () => {
    const mail = await listOf([entry({ daysLeft: 0 }), entry({ daysLeft: -3, step: undefined })])
    expect(mail.text).toContain('今天到期')
    expect(mail.text).toContain('过期 3 天')
    expect(mail.text).toContain('约定再联系')
  })
})

describe("the manager's summary", () => {
  const summary = {
    dealerName: '长城汽车服务站',
    managerName: '董伟涛',
    date: today,
    specialists: [
      { name: '蔡卿', entries: [entry({ daysLeft: 5 })] },
      {
        name: '周鹏',
        entries: [
          entry({ daysLeft: 40, isNew: false, listedSince: addDays(today, -9) }),
          entry({ daysLeft: 41, isNew: false, listedSince: addDays(today, -2) }),
          entry({ daysLeft: -2, isNew: true }),
        ],
      },
      { name: '闲人', entries: [] },
    ],
    unassigned: [],
  }

  it('adds up each specialist and the whole, the longest list first', () => {
    const lines = renewalSummaryMail(summary)
      .text.split('\n')
      .filter((line) => line.includes('待联系 '))
    expect(lines).toEqual([
      '周鹏：待联系 3 台，今日新增 1 台；0–30 天 0 台，已过期 1 台，31–60 天 2 台，61–90 天 0 台；最久等待 9 天',
      '蔡卿：待联系 1 台，今日新增 1 台；0–30 天 1 台，已过期 0 台，31–60 天 0 台，61–90 天 0 台；最久等待 0 天',
      '闲人：待联系 0 台，今日新增 0 台；0–30 天 0 台，已过期 0 台，31–60 天 0 台，61–90 天 0 台；最久等待 0 天',
      '合计：待联系 4 台，今日新增 2 台；0–30 天 1 台，已过期 1 台，31–60 天 2 台，61–90 天 0 台；最久等待 9 天',
    ])
  })

  it('has the same figures in HTML', () => {
    const cells = withoutTags(renewalSummaryMail(summary).html).replace(/\s+/g, ' ')
    expect(cells).toContain('周鹏 3 1 0 1 2 0 9 天')
    expect(cells).toContain('合计 4 2 1 1 2 0 9 天')
  })

  it('warns of entries that nobody holds, and only then', () => {
    const calm = renewalSummaryMail(summary)
    expect(`${calm.subject}${calm.html}${calm.text}`).not.toContain('未分配')
    const alarm = renewalSummaryMail({ ...summary, unassigned: [entry()] })
    expect(alarm.subject).toBe('【续保汇总】11月23日：待联系 5 台（今日新增 3 台），未分配 1 台')
    expect(alarm.html).toContain('1 台没有专员负责')
    expect(alarm.text).toContain('未分配：待联系 1 台')
  })

  it('can be kept and sent', () => {
    expect(MailContent.safeParse(renewalSummaryMail(summary)).success).toBe(true)
  })

  it('holds a customer nowhere', () => {
    const mail = renewalSummaryMail(summary)
    expect(`${mail.html}${mail.text}`).not.toMatch(/武文|13800138000|LGWPY/)
  })
})

function withoutTags(markup: string): string {
  return markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
