import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import { encodedWord, rawMail, readable, usualHeader } from './mails.ts'

const word = (text: string, charset: string, padded = true) =>
  `=?${charset}?B?${iconv
    .encode(text, charset)
    .toString('base64')
    .replace(padded ? /$^/ : /=+$/, '')}?=`
const bytesWord = (bytes: Uint8Array, charset: string) =>
  `=?${charset}?B?${Buffer.from(bytes).toString('base64')}?=`
const subjectOf = async (written: string) =>
  (await readable(rawMail([...usualHeader, `Subject: ${written}`]))).subject
const textOf = async (body: string | Uint8Array, contentType: string, encoding = '8bit') =>
  (
    await readable(
      rawMail(
        [...usualHeader, `Content-Type: ${contentType}`, `Content-Transfer-Encoding: ${encoding}`],
        body,
      ),
    )
  ).text
const mixed = (parts: readonly string[], subtype = 'mixed') =>
  rawMail(
    [...usualHeader, `Content-Type: multipart/${subtype}; boundary="b 1"`],
    `${parts.map((part) => `--b 1\r\n${part}\r\n`).join('')}--b 1--\r\n`,
  )
const attachmentNames = async (raw: Uint8Array) => (await readable(raw)).attachments.map(({ name }) => name)

describe('a subject', () => {
  it.each(['utf-8', 'gb2312', 'gbk', 'gb18030', 'big5'])('is read in %s', async (charset) => {
    expect(await subjectOf(word('關於12月', charset === 'gb2312' ? 'gbk' : charset))).toBe('關於12月')
  })

  it('is read from folded lines and adjacent words', async () => {
    expect(await subjectOf(`${word('技术', 'gbk')}\r\n ${word('通报TB', 'gbk')}\r\n\t-1`)).toBe(
      '技术通报TB\t-1'.replace('\t', ' '),
    )
  })

  it.each(['utf-8', 'gb18030'])(
    'is read where a character of %s stands in two words, padded or not',
    async (charset) => {
      const bytes = iconv.encode('召回通知', charset)
      for (let cut = 1; cut < bytes.length; cut += 1) {
        const written = `${bytesWord(bytes.subarray(0, cut), charset)} ${bytesWord(bytes.subarray(cut), charset)}`
        expect(await subjectOf(written)).toBe('召回通知')
      }
    },
  )

  it('is read in Q encoding, with a character in two words', async () => {
    const q = (bytes: Uint8Array) =>
      `=?gbk?Q?${Array.from(bytes, (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')}?=`
    const bytes = iconv.encode('召回', 'gbk')
    expect(await subjectOf(`${q(bytes.subarray(0, 3))} ${q(bytes.subarray(3))}`)).toBe('召回')
  })

  it('is read where its character set is told wrongly', async () => {
    expect(await subjectOf(bytesWord(iconv.encode('配件价格', 'gbk'), 'utf-8'))).toBe('配件价格')
    expect(await subjectOf(bytesWord(Buffer.from('配件价格调整'), 'gb2312'))).not.toBe('')
  })

  it('is read where it is not encoded at all, in UTF-8 or GB18030', async () => {
    for (const charset of ['utf-8', 'gb18030']) {
      const raw = Buffer.concat([
        Buffer.from('From: a@b.example\r\nSubject: '),
        iconv.encode('关于召回的通知', charset),
        Buffer.from('\r\n\r\nx'),
      ])
      expect((await readable(raw)).subject).toBe('关于召回的通知')
    }
  })

  it('is the topmost, one line, and short', async () => {
    const raw = rawMail(['Subject: first', 'Subject: second', 'From: a@b.example'])
    expect((await readable(raw)).subject).toBe('first')
    expect(await subjectOf(encodedWord('a\r\nBcc: x@y.example\u2028\u0000b'))).toBe('a Bcc: x@y.example b')
    expect((await subjectOf('长'.repeat(5000))).length).toBe(500)
  })
})

describe('a text', () => {
  it.each([
    ['gb2312', 'gb2312'],
    ['gbk', 'gbk'],
    ['gb18030', 'gb18030'],
    ['utf-8', 'utf-8'],
    ['cp936', 'gbk'],
    ['"GB2312"', 'gbk'],
    ['big5', 'big5'],
    ['us-ascii', 'gbk'],
    ['iso-8859-1', 'utf-8'],
    ['utf-8', 'gbk'],
    ['gb2312', 'utf-8'],
    ['x-unknown', 'gbk'],
  ])('told to be %s is read where it is %s', async (told, charset) => {
    const text = charset === 'big5' ? '請於11月28日前回覆確認' : '请于11月28日前回复确认。旧件返厂'
    const bytes = iconv.encode(text, charset)
    expect(await textOf(bytes, `text/plain; charset=${told}`)).toBe(text)
    expect(await textOf(bytes.toString('base64'), `text/plain; charset=${told}`, 'base64')).toBe(text)
  })

  it('has the rare characters of GB18030 where GB2312 is told', async () => {
    expect(await textOf(iconv.encode('朱镕基 㐂', 'gb18030'), 'text/plain; charset=gb2312')).toBe('朱镕基 㐂')
  })

  it('of western letters stays as it is', async () => {
    expect(await textOf(iconv.encode('Für Rückfragen', 'latin1'), 'text/plain; charset=iso-8859-1')).toBe(
      'Für Rückfragen',
    )
  })

  it('is read from quoted-printable with soft line breaks', async () => {
    expect(await textOf('=C7=EB=BB=D8=\r\n=B8=B4', 'text/plain; charset=gbk', 'Quoted-Printable')).toBe(
      '请回复',
    )
  })

  it('is the plain one of two, and the HTML where the plain one says nothing', async () => {
    const html =
      'Content-Type: text/html; charset=utf-8\r\n\r\n<p>请于<b>11月28日</b>前提交报名表，参训人员须完成网络课程，逾期不候。请各站按时安排人员参加本次认证培训，谢谢配合。</p><p>附：培训地点为总部，食宿自理，请提前预订车票，并自带笔记本电脑及工作服，培训期间请遵守纪律，服从安排。培训结束后统一颁发证书。</p>'
    const alternative = (plain: string) =>
      mixed([`Content-Type: text/plain; charset=utf-8\r\n\r\n${plain}`, html], 'alternative')
    expect(
      (
        await readable(
          alternative(
            '请回复。请于11月28日前提交报名表，参训人员须完成网络课程，逾期不候，请各站按时安排，谢谢支持与配合，特此通知。',
          ),
        )
      ).text,
    ).toContain('特此通知')
    expect((await readable(alternative(''))).text).toContain('请于11月28日前')
    expect((await readable(alternative('您的邮件程序不支持HTML'))).text).toContain('请于11月28日前')
  })

  it('of an attached mail stands below the sender’s own, or alone where there is none', async () => {
    const inner = `Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: ${encodedWord('原通知')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请于11月28日前回复。`
    const alone = await readable(mixed([inner]))
    expect(alone.text).toBe('请于11月28日前回复。')
    expect(alone.attachments.map(({ name }) => name)).toEqual(['原通知.eml'])
    const both = await readable(mixed(['Content-Type: text/plain; charset=utf-8\r\n\r\n请看附件。', inner]))
    expect(both.text).toBe('请看附件。\n\n-----Original Message-----\n请于11月28日前回复。')
  })
})

describe('attachments', () => {
  const file = (disposition: string, type = 'application/octet-stream') =>
    mixed([
      `Content-Type: ${type}\r\nContent-Disposition: ${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\neA==`,
    ])

  it.each([
    [`attachment; filename="${word('召回车辆清单.csv', 'gbk')}"`, '召回车辆清单.csv'],
    [`attachment; filename=${word('召回 清单(1).csv', 'gb18030')}`, '召回 清单(1).csv'],
    ["attachment; filename*=utf-8''%E4%BB%B7%E6%A0%BC.csv", '价格.csv'],
    ["attachment; filename*=gb2312''%BC%DB%B8%F1.csv", '价格.csv'],
    ["attachment; filename*0*=utf-8''%E4%BB%B7%E6; filename*1*=%A0%BC; filename*2=.csv", '价格.csv'],
    ['attachment; filename="C:\\\\Users\\\\x\\\\a.csv"', 'a.csv'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\..\\run.bat"', 'run.bat'],
    ["attachment; filename*=utf-8''..%2F..%2Fx.csv", 'x.csv'],
    [`attachment; filename="${encodedWord('a\r\nX-Evil: 1.csv')}"`, 'a X-Evil_ 1.csv'],
    [`attachment; filename="${encodedWord('invoice\u202Efdp.exe')}"`, 'invoicefdp.exe'],
    ['attachment; filename=".htaccess"', 'htaccess'],
    ['attachment; filename="CON.csv"', '_CON.csv'],
    ['attachment; filename="nul"', '_nul'],
    ['attachment; filename="a<b>|?.csv"', 'a_b___.csv'],
    ['attachment; filename="  ..  "', '附件1'],
    ['attachment', '附件1'],
  ])('of %s are called %s', async (disposition, name) => {
    expect(await attachmentNames(file(disposition))).toEqual([name])
  })

  it('without a name are called by their type', async () => {
    expect(await attachmentNames(file('attachment', 'text/csv'))).toEqual(['附件1.csv'])
    expect(
      await attachmentNames(file('inline', `application/pdf; name="${word('通知.pdf', 'gbk')}"`)),
    ).toEqual(['通知.pdf'])
  })

  it('have names that are not longer than a file system takes, with their extension', async () => {
    const [name = ''] = await attachmentNames(
      file(`attachment; filename="${encodedWord(`${'召'.repeat(300)}.csv`)}"`),
    )
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
    expect(name).toMatch(/^召+\.csv$/)
  })

  it('have one name each', async () => {
    const part = (name: string) =>
      `Content-Type: text/csv\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\nx`
    expect(
      await attachmentNames(mixed([part('A.csv'), part('a.CSV'), part('a (2).csv'), part('A.csv')])),
    ).toEqual(['A.csv', 'a (2).CSV', 'a (2) (2).csv', 'A (3).csv'])
  })

  it('are the very bytes that were sent, whatever their encoding', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256)
    const part = `Content-Type: application/zip\r\nContent-Disposition: attachment; filename=a.zip\r\nContent-Transfer-Encoding: `
    const b64 = Buffer.from(bytes)
      .toString('base64')
      .replace(/(.{76})/g, '$1\r\n')
    const [encoded] = (await readable(mixed([`${part}base64\r\n\r\n${b64}`]))).attachments
    expect(Buffer.compare(encoded!.bytes, bytes)).toBe(0)
    const head = Buffer.from(
      `${usualHeader.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n${part}binary\r\n\r\n`,
    )
    const [plain] = (await readable(Buffer.concat([head, bytes, Buffer.from('\r\n--bb--')]))).attachments
    expect(Buffer.compare(plain!.bytes, bytes)).toBe(0)
    expect(plain).toMatchObject({ size: 5000, sha256: encoded!.sha256 })
  })
})

describe('a broken mail', () => {
  it.each([
    ['', 'empty'],
    ['no header here at all', 'no-header'],
    ['\r\n\r\ntext', 'no-header'],
  ])('that is %j is unreadable: %s', async (raw, reason) => {
    expect(await readMail(Buffer.from(raw))).toMatchObject({ unreadable: reason })
  })

  it('larger than SES takes is unreadable, and its header is told', async () => {
    const raw = Buffer.alloc(40 * 1024 * 1024 + 1, 'x')
    raw.write('Subject: big\r\nFrom: a@oem-a.example\r\n\r\n')
    expect(await readMail(raw)).toMatchObject({ unreadable: 'too-large', subject: 'big' })
  })

  it('without its marks is read as one text', async () => {
    const mail = await readable(rawMail([...usualHeader, 'Content-Type: multipart/mixed'], '请回复'))
    expect(mail).toMatchObject({ text: '请回复', faults: ['boundary-missing'] })
  })

  it('that ends in the middle gives what is there', async () => {
    const whole = mixed([
      'Content-Type: text/plain; charset=utf-8\r\n\r\n请回复',
      'Content-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n1,2,3',
    ])
    const mail = await readable(whole.subarray(0, whole.length - 14))
    expect(mail.text).toBe('请回复')
    expect(mail.attachments.map(({ name }) => name)).toEqual(['a.csv'])
    expect(mail.faults).toContain('not-closed')
  })

  it('with more parts than are read gives the first, and says so', async () => {
    const parts = Array.from({ length: 500 }, () => 'Content-Disposition: attachment; filename=a\r\n\r\nx')
    const mail = await readable(mixed(parts))
    expect(mail.attachments.length).toBeLessThan(210)
    expect(mail.faults).toContain('parts-left-out')
  })

  it('nested without end gives a file where reading stops', async () => {
    let raw = 'Content-Type: text/plain\r\n\r\nx'
    for (let depth = 0; depth < 100; depth += 1) {
      raw = `Content-Type: multipart/mixed; boundary=b${String(depth)}\r\n\r\n--b${String(depth)}\r\n${raw}\r\n--b${String(depth)}--`
    }
    expect((await readable(Buffer.from(`Subject: x\r\n${raw}`))).faults).toContain('nested-too-deep')
  })

  it('without Message-ID or date is told so', async () => {
    expect((await readable(rawMail(['Subject: x']))).faults).toEqual([
      'date-unreadable',
      'message-id-missing',
    ])
  })
})

describe('the head', () => {
  it('tells the thread, the senders and the receivers', async () => {
    const mail = await readable(
      rawMail([
        `From: ${encodedWord('售后服务部')} <Service@OEM-A.example>`,
        'To: a@b.example, "B, C" <c@d.example>',
        'Message-ID: <1@x>',
        'In-Reply-To: <0@x>',
        'References: <a@x>\r\n <0@x>',
        'Date: Mon, 23 Nov 2026 08:12:00 +0800 (CST)',
      ]),
    )
    expect(mail).toMatchObject({
      messageId: '1@x',
      inReplyTo: '0@x',
      references: ['a@x', '0@x'],
      from: [{ name: '售后服务部', address: 'service@oem-a.example' }],
      to: [{ address: 'a@b.example' }, { name: 'B, C', address: 'c@d.example' }],
      date: '2026-11-23T00:12:00.000Z',
    })
  })

  it.each([
    ['23 Nov 2026 08:12 +0800', '2026-11-23T00:12:00.000Z'],
    ['Mon, 23 Nov 26 08:12:05 GMT', '2026-11-23T08:12:05.000Z'],
    ['Mon, 23 Nov 2026 08:12:00 EST', '2026-11-23T13:12:00.000Z'],
    ['Mon, 23 Nov 2026 08:12:00 -0030', '2026-11-23T08:42:00.000Z'],
    ['Mon, 30 Feb 2026 08:12:00 +0800', undefined],
    ['yesterday', undefined],
  ])('has the date %s: %s', async (written, date) => {
    expect((await readable(rawMail(['Subject: x', `Date: ${written}`]))).date).toBe(date)
  })
})
