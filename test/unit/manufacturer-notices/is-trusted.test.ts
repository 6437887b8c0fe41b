import { describe, expect, it } from 'vitest'
import { isAutomatic } from '../../../functions/manufacturer-notices/is-automatic.ts'
import { isTrusted } from '../../../functions/manufacturer-notices/is-trusted.ts'
import {
  SesReceipt,
  verdictsOfHeader,
  verdictsOfReceipt,
} from '../../../functions/manufacturer-notices/mail-verdicts.ts'
import { trustReasonWords } from '../../../functions/manufacturer-notices/trust-reasons.ts'
import { understand } from '../../../functions/manufacturer-notices/understand.ts'
import { encodedWord, goodStamp, rawMail, readable } from './mails.ts'
import { oemA, receiving } from './receiving.ts'

const trustOf = async (
  from: readonly string[],
  stamp: readonly string[] = goodStamp,
  manufacturers = [oemA],
) => {
  const mail = await readable(
    rawMail([...stamp, ...from, 'Subject: x', 'Date: Mon, 23 Nov 2026 08:12:00 +0800']),
  )
  return isTrusted(mail, verdictsOfHeader(mail.fields), manufacturers)
}
const reasonsOf = async (...arguments_: Parameters<typeof trustOf>) => (await trustOf(...arguments_)).reasons
const good = 'From: service@oem-a.example'
const results = (text: string) => [`Authentication-Results: ${text}`, ...goodStamp.slice(2)]

describe('a mail is trusted', () => {
  it('when all checks passed and it is from a manufacturer of the dealer', async () => {
    expect(await trustOf([good])).toEqual({
      trusted: true,
      manufacturer: oemA,
      reasons: ['all-checks-passed'],
    })
    expect(await trustOf([`From: ${encodedWord('售后服务部')} <SERVICE@OEM-A.EXAMPLE>`])).toMatchObject({
      trusted: true,
    })
  })

  it('from single addresses of other domains, and from no other of these', async () => {
    const stamp = results('amazonses.com; spf=pass; dkim=pass; dmarc=pass')
    expect(await trustOf(['From: notices@mail-house.example'], stamp)).toMatchObject({ trusted: true })
    expect(await reasonsOf(['From: others@mail-house.example'], stamp)).toEqual(['from-not-manufacturer'])
  })
})

describe('a mail is not trusted', () => {
  it.each([
    ['a subdomain', 'From: service@mail.oem-a.example'],
    ['a longer domain', 'From: service@oem-a.example.com'],
    ['a domain that ends alike', 'From: service@xoem-a.example'],
    ['a look-alike', 'From: service@oem-a-example.com'],
    ['letters of another script', `From: service@оem-a.example`],
    ['another domain', 'From: service@evil.example'],
    ['an address within a name', `From: "service@oem-a.example" <x@evil.example>`],
    ['an encoded name', `From: ${encodedWord('service@oem-a.example')} <x@evil.example>`],
    ['an encoded word that becomes an address', `From: ${encodedWord('x <service@oem-a.example>')}`],
    ['a comment', 'From: x@evil.example (service@oem-a.example)'],
    ['two senders', 'From: service@oem-a.example, x@evil.example'],
    ['a group', 'From: all: service@oem-a.example, x@evil.example;'],
    ['a quoted at-sign', 'From: "a@oem-a.example"@evil.example'],
    ['two addresses in one pair of brackets', 'From: <x@evil.example,service@oem-a.example>'],
    ['two in brackets, parted otherwise', 'From: <x@evil.example service@oem-a.example>'],
    ['two at-signs', 'From: x@evil.example@oem-a.example'],
    ['a quoted address before the at-sign', 'From: <"x@evil.example, "@oem-a.example>'],
    ['a way by another server', 'From: <@evil.example:service@oem-a.example>'],
    ['nothing', 'From:'],
    ['no From field', 'X-From: service@oem-a.example'],
  ])('from %s', async (_, from) => {
    expect(await trustOf([from], results('amazonses.com; spf=pass; dkim=pass; dmarc=pass'))).toMatchObject({
      trusted: false,
      manufacturer: undefined,
    })
  })

  it('of two From fields, whichever is on top', async () => {
    expect(await reasonsOf([good, 'From: x@evil.example'])).toContain('from-several')
    expect(await reasonsOf(['From: x@evil.example', good])).toContain('from-several')
  })

  it('of a header that is longer than is read: another From may stand behind it', async () => {
    const many = Array.from({ length: 600 }, (_, nth) => `X-${String(nth)}: x`)
    expect(await reasonsOf([good, ...many, 'From: x@evil.example'])).toEqual(['header-cut'])
    expect(await reasonsOf([`${good},${' '.repeat(40_000)}x@evil.example`])).toEqual(['header-cut'])
    const folded = [`${good},`, ' '.repeat(20_000), ' '.repeat(20_000), ' x@evil.example']
    expect(await reasonsOf(folded)).toEqual(['header-cut'])
    const receivers = Array.from({ length: 2000 }, (_, nth) => ` dealer${String(nth)}@dealers.example,`)
    expect(await reasonsOf([good, 'To:', ...receivers])).toEqual(['all-checks-passed'])
  })

  it('of a manufacturer that is switched off, or another dealer’s', async () => {
    expect(await reasonsOf([good], goodStamp, [{ ...oemA, enabled: false }])).toEqual([
      'from-not-manufacturer',
    ])
    expect(await reasonsOf([good], goodStamp, [])).toEqual(['from-not-manufacturer'])
  })

  it('which looks like a manufacturer’s, and says so', async () => {
    for (const from of ['service@oem-a-example.com', 'service@oem-b.example', 'service@oema.example']) {
      expect(await reasonsOf([`From: ${from}`])).toContain('from-looks-alike')
    }
    expect(await reasonsOf(['From: x@evil.example'])).not.toContain('from-looks-alike')
  })

  it.each([
    ['spf=fail; dkim=pass; dmarc=pass', 'spf-failed'],
    ['spf=softfail; dkim=pass; dmarc=pass', 'spf-unknown'],
    ['spf=pass; dkim=fail; dmarc=pass', 'dkim-failed'],
    ['spf=pass; dkim=none; dmarc=pass', 'dkim-unknown'],
    ['spf=pass; dkim=pass; dmarc=fail', 'dmarc-failed'],
    ['spf=pass; dkim=pass', 'dmarc-unknown'],
    ['spf=pass; dkim=pass; dmarc=pass; dmarc=fail', 'dmarc-failed'],
    ['spf=pass smtp.mailfrom="x; dmarc=pass"; dkim=pass', 'dmarc-unknown'],
    ['spf=pass; dkim=pass (; dmarc=pass)', 'dmarc-unknown'],
    ['spf=pass; dkim=pass; dmarc=pass header.from=evil.example', 'dmarc-of-other-domain'],
  ])('with %s: %s', async (text, reason) => {
    expect(await reasonsOf([good], results(`amazonses.com; ${text}`))).toEqual([reason])
  })

  it('by what further fields of its own say: only the topmost count', async () => {
    const bad = results('amazonses.com; spf=fail; dkim=fail; dmarc=fail')
    expect(await reasonsOf([...goodStamp, good], bad)).toEqual(['spf-failed', 'dkim-failed', 'dmarc-failed'])
    const virus = [...goodStamp.slice(0, 3), 'X-SES-Virus-Verdict: FAIL', 'X-SES-Virus-Verdict: PASS']
    expect(await reasonsOf([good], virus)).toEqual(['virus-failed'])
    expect(await reasonsOf([good], results('mx.evil.example; spf=pass; dkim=pass; dmarc=pass'))).toEqual([
      'spf-unknown',
      'dkim-unknown',
      'dmarc-unknown',
    ])
  })

  it('without any checks', async () => {
    expect(await reasonsOf([good], [])).toEqual([
      'spf-unknown',
      'dkim-unknown',
      'dmarc-unknown',
      'spam-unknown',
      'virus-unknown',
    ])
  })

  it('where one good signature of several is enough', async () => {
    expect(
      await trustOf([good], results('amazonses.com; spf=pass; dkim=fail; dkim=pass; dmarc=pass')),
    ).toMatchObject({ trusted: true })
  })

  it('by the event of SES, whatever stands in the mail', async () => {
    const verdict = (status: string) => ({ status })
    const receipt = SesReceipt.parse({
      spfVerdict: verdict('PASS'),
      dkimVerdict: verdict('PASS'),
      dmarcVerdict: verdict('GRAY'),
      spamVerdict: verdict('PASS'),
      virusVerdict: verdict('PROCESSING_FAILED'),
    })
    const mail = await readable(rawMail([...goodStamp, good]))
    const { trust } = understand(mail, receiving({ verdicts: verdictsOfReceipt(receipt) }))
    expect(trust.reasons).toEqual(['dmarc-unknown', 'virus-unknown'])
  })

  it('and says why in both languages', () => {
    for (const { zh, en } of Object.values(trustReasonWords)) expect(zh !== '' && en !== '').toBe(true)
  })
})

describe('a mail that nobody wrote', () => {
  const ours = receiving().ours
  const automatic = async (lines: readonly string[], subject = '通知') =>
    isAutomatic(await readable(rawMail([...goodStamp, ...lines, `Subject: ${encodedWord(subject)}`])), ours)

  it.each([
    [['Auto-Submitted: auto-replied'], 'auto-replied'],
    [['Auto-Submitted: auto-replied; owner-email="a@b"'], 'auto-replied'],
    [['Precedence: auto_reply'], 'auto-reply-field'],
    [['X-Autoreply: yes'], 'auto-reply-field'],
    [['Content-Type: multipart/report; report-type=delivery-status; boundary=b'], 'delivery-report'],
    [['From: MAILER-DAEMON@oem-a.example'], 'bounce-address'],
    [['From: noreply@dealer.example'], 'our-own-mail'],
    [['Message-ID: <x@mail.dealer.example>'], 'our-own-mail'],
    [['X-After-Sales-Mail: 1'], 'our-own-mail'],
    [['Auto-Submitted: auto-generated', 'In-Reply-To: <1@x>'], 'automatic-answer-in-thread'],
    [['Precedence: bulk', 'References: <1@x>'], 'automatic-answer-in-thread'],
  ])('is told by %j: %s', async (lines, reason) => {
    expect(await automatic(lines)).toBe(reason)
  })

  it('is told by an empty return path', async () => {
    const mail = await readable(rawMail(['Return-Path: <>', 'From: a@b.example', 'Subject: x']))
    expect(isAutomatic(mail, ours)).toBe('bounce-address')
  })

  it.each([
    '自动回复：关于召回',
    'Automatic reply: recall',
    'Out of Office: x',
    'Undeliverable: x',
    '退信：x',
    '退信',
    '未送达: 召回通知',
    '投递失败通知',
    '已读: 召回通知',
    'Re: 自动回复: x',
  ])('is told by the subject %s', async (subject) => {
    expect(await automatic(['From: a@b.example'], subject)).toBe('auto-reply-subject')
  })

  it.each([
    ['Precedence: bulk'],
    ['Precedence: list'],
    ['Auto-Submitted: auto-generated'],
    ['Auto-Submitted: no'],
    ['X-Auto-Response-Suppress: All'],
    ['In-Reply-To: <1@x>'],
    ['List-Unsubscribe: <mailto:a@b.example>'],
  ])('is not what a manufacturer sends to all its dealers, or as an answer: %s', async (line) => {
    expect(await automatic([line])).toBeUndefined()
  })

  it.each([
    '未送达旧件清单通知',
    '无法送达配件订单的处理通知',
    '退信管理要求',
    '休假通知：春节期间订货安排',
    '已读未回复站点通报',
  ])('is not told by the subject %s, which a notice has', async (subject) => {
    expect(await automatic(['From: service@oem-a.example'], subject)).toBeUndefined()
  })

  it('is not what a manufacturer’s system adds to its own notice', async () => {
    const reminder = ['From: service@oem-a.example', 'Precedence: bulk']
    expect(await automatic([...reminder, 'In-Reply-To: <1@OEM-A.example>'])).toBeUndefined()
    expect(
      await automatic([...reminder, 'References: <0@email.amazonses.com> <1@oem-a.example>']),
    ).toBeUndefined()
    expect(await automatic([...reminder, 'References: <1@oem-a.example> <2@email.amazonses.com>'])).toBe(
      'automatic-answer-in-thread',
    )
  })

  it('is automatic though it cannot be trusted: a bounce is of no manufacturer', async () => {
    const mail = await readable(rawMail(['From: mailer-daemon@x.example', 'Subject: recall']))
    expect(understand(mail, receiving()).decision).toMatchObject({ kind: 'automatic', role: null })
  })
})
