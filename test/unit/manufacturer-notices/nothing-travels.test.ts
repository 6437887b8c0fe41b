import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlToText } from '../../../functions/manufacturer-notices/html-text.ts'
import { safeFileName, uniqueNames } from '../../../functions/manufacturer-notices/safe-file-name.ts'
import { oneLine } from '../../../functions/manufacturer-notices/safe-text.ts'
import { csvRow } from '../../../shared/domain/spreadsheet-cell.ts'
import { readable, rawMail, usualHeader } from './mails.ts'

const text = (html: string) => htmlToText(html).text

describe('HTML', () => {
  it.each([
    ['<p>请回复<script>alert(1)</script></p>', '请回复'],
    ['<script >请回复</script x>后', '后'],
    ['<SCRIPT>x</ScRiPt>后', '后'],
    ['<script>x', ''],
    ['<style>p{}</style><p>后</p>', '后'],
    ['<p onclick="alert(1)">x</p>', 'x'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<svg><script>1</script><text>y</text></svg>x', 'x'],
    ['<iframe srcdoc="<script>1</script>">y</iframe>x', 'x'],
    ['<!-- 请回复 -->x', 'x'],
    ['<div style="display:none">请于11月28日前回复<div>y</div></div>x', 'x'],
    ['<span style="font-size:0px">y</span>x', 'x'],
    ['<span hidden>y</span>x', 'x'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['<p title="a>b">x</p>', 'x'],
    ['1 < 2 &amp; 3 &gt; 2', '1 < 2 & 3 > 2'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\n\nc'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<blockquote>请回复</blockquote>x', '> 请回复\nx'],
    ['<p>于<b>11月28日</b>前</p>', '于11月28日前'],
  ])('%s is the text %j', (html, expected) => {
    expect(text(html)).toBe(expected)
  })

  it('never becomes text with an element that was dropped', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</script>',
      'EVIL',
      '<',
      '>',
      '"',
      "'",
      '<p ',
      '<!--',
      '-->',
      'a',
      '<style>',
      '</style>',
      '=',
      '/',
      '</p>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        expect(text(`<script>EVIL${pieces.join('').replaceAll('</script>', '')}</script>`)).toBe('')
      }),
    )
  })
})

describe('a link', () => {
  const link = (html: string) => htmlToText(html).links[0]

  it('is shown with the host that it leads to', () => {
    expect(text('<a href="https://portal.oem-a.example/x">登录</a>')).toBe('登录 [portal.oem-a.example]')
  })

  it.each([
    ['<a href="https://evil.example/">https://www.oem-a.example/login</a>', 'evil.example'],
    ['<a href="https://oem-a.example@evil.example/">oem-a.example</a>', 'evil.example'],
    ['<a href="https://oem-a.example.evil.example/">www.oem-a.example</a>', 'oem-a.example.evil.example'],
    ['<a href="h\nttps://evil.example">点击 oem-a.example 登录</a>', 'evil.example'],
    ['<a href="https://оem-a.example">oem-a.example</a>', 'xn--em-a-z1d.example'],
  ])('that shows another host is disguised: %s', (html, host) => {
    expect(link(html)).toMatchObject({ disguise: 'other-host' })
    expect(link(html)?.host).toBe(host.startsWith('xn--') ? new URL('https://оem-a.example').hostname : host)
    expect(text(html)).toContain(`[${link(html)?.host ?? ''}]`)
  })

  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'file:///c:/x',
    'vbscript:x',
    ' JAVASCRIPT:x',
    '&#106;avascript:x',
  ])('that would run or open something is disguised: %s', (href) => {
    expect(link(`<a href="${href}">x</a>`)).toMatchObject({ disguise: 'scheme', host: undefined })
    expect(text(`<a href="${href}">x</a>`)).toBe('x [!]')
  })

  it.each([
    '<a href="https://portal.oem-a.example/x">oem-a.example</a>',
    '<a href="https://oem-a.example/清单.xlsx">清单.xlsx</a>',
    '<a href="mailto:a@oem-a.example">a@oem-a.example</a>',
    '<a href="https://oem-a.example">点击登录</a>',
  ])('that shows what it is, is none: %s', (html) => {
    expect(link(html)?.disguise).toBeUndefined()
  })

  it('of the mail is told with the mail', async () => {
    const mail = await readable(
      rawMail(
        [...usualHeader, 'Content-Type: text/html'],
        '<a href="https://evil.example">oem-a.example</a>',
      ),
    )
    expect(mail.links).toEqual([{ text: 'oem-a.example', host: 'evil.example', disguise: 'other-host' }])
  })
})

describe('what goes on into headers and files', () => {
  it('is one line, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (written, most) => {
        const line = oneLine(written, most)
        expect(line).not.toMatch(
          /[\r\n\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]/,
        )
        expect(line.length).toBeLessThanOrEqual(most)
        expect(line.isWellFormed()).toBe(true)
      }),
    )
  })

  it('is a file name without folders, devices or tricks, and has one of its own', () => {
    const piece = fc.constantFrom(
      '..',
      '/',
      '\\',
      'CON',
      '.',
      ' ',
      'a',
      '召',
      ':',
      '\u0000',
      '\u202e',
      'aux.',
      '~',
      '%2f',
      'é',
    )
    const written = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(written, { maxLength: 8 }), (all) => {
        const names = uniqueNames(all.map((each, index) => safeFileName(each, 'text/csv', index + 1)))
        for (const name of names) {
          expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^[.\s]|[.\s]$/u)
          expect(name).not.toMatch(/^(?:con|aux|nul|prn)(?:\.|$)/i)
          expect(name.length).toBeGreaterThan(0)
          expect(Buffer.byteLength(name)).toBeLessThan(200)
        }
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
      }),
    )
  })

  it('is no formula in a table that we export', async () => {
    const mail = await readable(rawMail([...usualHeader, 'Subject: =cmd|calc!A1']))
    expect(csvRow([mail.subject, '+1', '-1', '@x', '\t=1'])).toBe("'=cmd|calc!A1,'+1,'-1,'@x,'=1\r\n")
  })
})
