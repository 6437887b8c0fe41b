import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveFrom } from '../../../functions/manufacturer-notices/effective-from.ts'
import {
  fingerprintOf,
  samePlaces,
  sameNotice,
  type SeenNotice,
} from '../../../functions/manufacturer-notices/same-notice.ts'
import { Instant, Zone } from '../../../shared/domain/time.ts'
import { plainMail, rawMail, readable, usualHeader } from './mails.ts'

const of = async (subject: string, text: string) => fingerprintOf(await readable(plainMail(subject, text)))

describe('the fingerprint of a mail', () => {
  it('is the same for the same words, however they are packed', async () => {
    const plain = await readable(plainMail('关于召回', '请回复。\n谢谢'))
    const html = await readable(
      rawMail(
        [
          ...usualHeader,
          'Subject: =?gb2312?B?udjT2tXZu9g=?=',
          'X-Other: 1',
          'Content-Type: text/html; charset=utf-8',
        ],
        '<p>请回复。</p><p>谢谢</p>',
      ),
    )
    expect(fingerprintOf(html)).toBe(fingerprintOf(plain))
  })

  it('differs with the subject, the words, and the files', async () => {
    const file = (name: string, content: string) =>
      readable(
        rawMail(
          [...usualHeader, 'Content-Type: multipart/mixed; boundary=b'],
          `--b\r\nContent-Disposition: attachment; filename=${name}\r\n\r\n${content}\r\n--b--`,
        ),
      )
    const all = [
      await of('a', 'b'),
      await of('a', 'c'),
      await of('c', 'b'),
      await of('ab', ''),
      fingerprintOf(await file('a.csv', '1')),
      fingerprintOf(await file('a.csv', '2')),
      fingerprintOf(await file('b.csv', '1')),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('a mail with a Message-ID that is known', () => {
  const seen = (id: number, fingerprint: string, trusted: boolean): SeenNotice<number> => ({
    id,
    fingerprint,
    trusted,
  })

  it('is the same notice when it says the same', () => {
    expect(sameNotice({ fingerprint: 'a', trusted: true }, [seen(1, 'a', true)])).toEqual({
      is: 'duplicate',
      of: 1,
    })
  })

  it('is kept and linked when it says something else', () => {
    expect(sameNotice({ fingerprint: 'b', trusted: true }, [seen(1, 'a', true)])).toEqual({
      is: 'other-content',
      of: 1,
    })
    expect(sameNotice({ fingerprint: 'b', trusted: true }, [seen(1, 'a', true), seen(2, 'b', true)])).toEqual(
      { is: 'duplicate', of: 2 },
    )
  })

  it('is new when only untrusted mail came before: nobody takes an id away from the manufacturer', () => {
    expect(sameNotice({ fingerprint: 'a', trusted: true }, [seen(1, 'a', false)])).toEqual({ is: 'new' })
  })

  it('is never swallowed when it cannot be trusted', () => {
    expect(sameNotice({ fingerprint: 'a', trusted: false }, [seen(1, 'a', true)])).toEqual({
      is: 'other-content',
      of: 1,
    })
  })

  it('is a duplicate of a trusted mail of its own content only, whatever came before', () => {
    const notice = fc.record({ fingerprint: fc.constantFrom('a', 'b', 'c'), trusted: fc.boolean() })
    fc.assert(
      fc.property(notice, fc.array(notice, { maxLength: 6 }), (mail, before) => {
        const earlier = before.map((each, id) => ({ ...each, id }))
        const sameness = sameNotice(mail, earlier)
        if (sameness.is !== 'new') expect(earlier[sameness.of]?.trusted).toBe(true)
        if (sameness.is === 'duplicate')
          expect(mail).toEqual({ fingerprint: earlier[sameness.of]?.fingerprint, trusted: true })
        const twin = earlier.some((each) => each.trusted && each.fingerprint === mail.fingerprint)
        expect(sameness.is === 'duplicate').toBe(mail.trusted && twin)
      }),
    )
  })

  it('is found among many, the first of its content', async () => {
    const [a, b] = [await readable(plainMail('a', 'x')), await readable(plainMail('b', 'x'))]
    const other = { ...a, messageId: 'other' }
    const none = { ...a, messageId: undefined }
    const mails = [a, a, b, b, other, none, none, a].map((mail) => ({ mail, trusted: true }))
    expect(samePlaces(mails)).toEqual([undefined, 0, undefined, 2, undefined, undefined, undefined, 0])
    expect(
      samePlaces([
        { mail: a, trusted: false },
        { mail: a, trusted: true },
        { mail: a, trusted: true },
      ]),
    ).toEqual([undefined, undefined, 1])
  })
})

describe('the day from which a notice counts', () => {
  const when = { sentAt: Instant.parse('2026-11-23T00:12:00.000Z'), zone: Zone.parse('Asia/Shanghai') }
  const from = (text: string) => effectiveFrom({ subject: '通知', text }, when)?.date

  it.each([
    ['自2027年1月1日起执行。', '2027-01-01'],
    ['附件为12月起执行的客户限价。', '2026-12-01'],
    ['1月份起执行新价格。', '2027-01-01'],
    ['2027年3月起生效', '2027-03-01'],
    ['自下月起执行', '2026-12-01'],
    ['新价格自11月20日起执行。', '2026-11-20'],
    ['10月起执行新价格。', '2026-10-01'],
    ['8月起执行新价格。', '2027-08-01'],
    ['新价格于12月5日零时起正式实施，请于12月1日前反馈。', '2026-12-05'],
    ['Effective from 1 January 2027 the new prices apply.', '2027-01-01'],
  ])('of %s is %s', (text, date) => {
    expect(from(text)).toBe(date)
  })

  it.each([
    '请于12月5日前执行完毕。',
    '请于12月5日前回复。',
    '价格见附件。',
    '12月5日召开会议，执行情况另行通知。',
  ])('is none of %s', (text) => {
    expect(from(text)).toBeUndefined()
  })
})
