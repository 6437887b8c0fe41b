import fc from 'fast-check'
import iconv from 'iconv-lite'
import { encodedWord, goodStamp, usualHeader } from './mails.ts'

/** What texts are made of: words of notices, signs of MIME and HTML, and anything. */
const words = fc.constantFrom(
  ...[
    '请于11月28日前回复。',
    '召回',
    '配件价格',
    '12.5前',
    '每月5日前',
    '发件人：',
    '> ',
    '-- ',
    '--b0',
    '--b0--',
    '--',
    '=',
  ],
  ...[
    '\r\n',
    '\n',
    '\r',
    '\u0000',
    '\u202e',
    '\ufeff',
    '<p>',
    '<a href="http://a.example">',
    '<script>',
    '<!--',
    '&#x0;',
    '<b',
    '"',
    '=?gbk?B?',
    '?=',
  ],
)
const text = fc
  .array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((all) => all.join(''))
const charset = fc.constantFrom(
  'utf-8',
  'gb2312',
  'gbk',
  'gb18030',
  'big5',
  'us-ascii',
  'utf-16le',
  'utf-7',
  'hz-gb-2312',
  'iso-2022-jp',
  'x-none',
  '',
)
const encode = (written: string, name: string): Buffer =>
  iconv.encode(written, iconv.encodingExists(name) ? name : 'gb18030')

const headerValue = fc.oneof(
  text,
  text.map((written) => encodedWord(written)),
  fc.tuple(charset, text, fc.nat(20)).map(([name, written, cut]) => {
    const bytes = encode(written, name)
    const word = (part: Buffer) => `=?${name}?B?${part.toString('base64')}?=`
    return `${word(bytes.subarray(0, cut))}\r\n ${word(bytes.subarray(cut))}`
  }),
)

const fileName = headerValue.chain((value) =>
  fc.constantFrom(
    `; filename="${value}"`,
    `; filename=${value}`,
    `; filename*=utf-8''${encodeURIComponent(value.toWellFormed())}`,
    `; filename*0="${value}"; filename*1*=%`,
    '',
  ),
)

interface Leaf {
  readonly head: string
  readonly body: Buffer
}

const leaf: fc.Arbitrary<Leaf> = fc
  .record({
    type: fc.constantFrom(
      'text/plain',
      'text/html',
      'text/csv',
      'application/octet-stream',
      'image/png',
      'message/delivery-status',
      'text/calendar',
      'TEXT/Plain',
      'nonsense',
      '',
    ),
    disposition: fc.constantFrom('', 'attachment', 'inline', 'form-data'),
    name: fileName,
    charset,
    encoding: fc.constantFrom(
      '',
      '7bit',
      '8bit',
      'base64',
      'quoted-printable',
      'Base64 ',
      'x-uuencode',
      'binary',
    ),
    content: text,
    stray: fc.constantFrom('', 'Content-ID: <a@b>\r\n', 'X-Odd\r\n', ' folded\r\n'),
  })
  .map((part) => {
    const bytes = encode(part.content, part.charset)
    return {
      head:
        `Content-Type: ${part.type}; charset=${part.charset}\r\n${part.stray}` +
        (part.disposition === '' ? '' : `Content-Disposition: ${part.disposition}${part.name}\r\n`) +
        (part.encoding === '' ? '' : `Content-Transfer-Encoding: ${part.encoding}\r\n`),
      body: part.encoding.trim().toLowerCase() === 'base64' ? Buffer.from(bytes.toString('base64')) : bytes,
    }
  })

const { node } = fc.letrec<{ node: Leaf }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc
      .record({
        subtype: fc.constantFrom('mixed', 'alternative', 'related', 'report', 'digest', 'signed'),
        boundary: fc.constantFrom('b0', 'b1', 'b', 'b0 ', 'x--', '', '((', 'b0"'),
        children: fc.array(tie('node'), { maxLength: 4 }),
        closes: fc.boolean(),
      })
      .map(({ subtype, boundary, children, closes }) => ({
        head: `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n`,
        body: Buffer.concat([
          ...children.flatMap(({ head, body }) => [
            Buffer.from(`--${boundary}\r\n${head}\r\n`),
            body,
            Buffer.from('\r\n'),
          ]),
          Buffer.from(closes ? `--${boundary}--\r\n` : ''),
        ]),
      })),
    tie('node').map(({ head, body }) => ({
      head: 'Content-Type: message/rfc822\r\n',
      body: Buffer.concat([Buffer.from(`From: a@b.example\r\nSubject: x\r\n${head}\r\n`), body]),
    })),
  ),
}))

/** Mails of any structure, character set and length: whole, cut off, or with bytes knocked out. */
export const arbitraryMail: fc.Arbitrary<Buffer> = fc
  .record({
    stamp: fc.constantFrom<(readonly string[])[]>(goodStamp, []),
    subject: headerValue,
    from: fc.oneof(fc.constant('service@oem-a.example'), headerValue),
    root: node,
    damage: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.record({ cut: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      {
        weight: 1,
        arbitrary: fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }),
      },
    ),
    lineEnd: fc.constantFrom('\r\n', '\n'),
  })
  .map(({ stamp, subject, from, root, damage, lineEnd }) => {
    const head = [...stamp, ...usualHeader.slice(1), `From: ${from}`, `Subject: ${subject}`].join('\r\n')
    const whole = Buffer.concat([Buffer.from(`${head}\r\n${root.head}\r\n`), root.body])
    const raw =
      lineEnd === '\n' ? Buffer.from(whole.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : whole
    if (damage === undefined) return raw
    if ('cut' in damage) return raw.subarray(0, Math.floor(raw.length * damage.cut))
    raw[Math.floor((raw.length - 1) * damage.at)] = damage.byte
    return raw
  })
