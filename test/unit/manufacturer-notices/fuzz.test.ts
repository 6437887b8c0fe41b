import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noticeFacts } from '../../../functions/manufacturer-notices/attachment-facts.ts'
import { effectiveFrom } from '../../../functions/manufacturer-notices/effective-from.ts'
import { MOST_TEXT_CHARACTERS } from '../../../functions/manufacturer-notices/mail-bounds.ts'
import { readMail, type Mail } from '../../../functions/manufacturer-notices/read-mail.ts'
import { fingerprintOf } from '../../../functions/manufacturer-notices/same-notice.ts'
import { sentAt, understand } from '../../../functions/manufacturer-notices/understand.ts'
import { dateIn } from '../../../shared/domain/time.ts'
import { arbitraryMail } from './arbitrary-mail.ts'
import { receiving } from './receiving.ts'

/** `MAIL_FUZZ=20000` for a long run; what is found is told with its seed. */
const numRuns = Number(process.env['MAIL_FUZZ'] ?? 200)

/** Nothing that comes out of a mail may run, travel in a header, leave a folder, or be half a character. */
function judge(mail: Mail, size: number): void {
  const lines = [
    mail.subject,
    ...mail.from.flatMap(({ name, address }) => [name, address]),
    ...mail.references,
  ]
  for (const { value } of mail.fields) expect(value).not.toMatch(/\p{Cc}/u)
  if (mail.unreadable === undefined) {
    const names = mail.attachments.map(({ name }) => name)
    lines.push(...names)
    for (const name of names) {
      expect(name).not.toMatch(/[/\\:]|^[.\s]|[.\s]$|^$/)
      expect(Buffer.byteLength(name)).toBeLessThan(200)
    }
    expect(new Set(names.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(names.length)
    expect(mail.text.length).toBeLessThanOrEqual(MOST_TEXT_CHARACTERS)
    expect(mail.text.isWellFormed()).toBe(true)
    expect(mail.text).not.toMatch(/(?![\n\t])\p{Cc}|\p{Cf}/u)
    for (const { bytes, size: told } of mail.attachments) {
      expect(bytes.length).toBe(told)
      expect(bytes.length).toBeLessThanOrEqual(size)
    }
  }
  for (const line of lines) {
    expect(line).not.toMatch(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u)
    expect(line.isWellFormed()).toBe(true)
  }
}

async function take(raw: Uint8Array): Promise<Mail> {
  const mail = await readMail(raw)
  judge(mail, raw.length)
  const told = understand(mail, receiving())
  const when = { sentAt: sentAt(mail, receiving().receivedAt), zone: receiving().zone }
  if (mail.unreadable === undefined) {
    noticeFacts(mail, dateIn(when.sentAt, when.zone))
    effectiveFrom(mail, when)
  }
  expect(fingerprintOf(mail)).toHaveLength(64)
  expect(told.trust.trusted && told.decision.kind !== 'automatic' ? null : told.answerBy.date).toBeNull()
  return mail
}

describe('every input', () => {
  it('of any structure gives a mail, or one that is unreadable with its reason', async () => {
    const unreadable = new Set<string>()
    await fc.assert(
      fc.asyncProperty(arbitraryMail, async (raw) => {
        const mail = await take(raw)
        if (mail.unreadable !== undefined) unreadable.add(mail.unreadable)
      }),
      { numRuns },
    )
    expect([...unreadable].filter((reason) => reason !== 'empty' && reason !== 'no-header')).toEqual([])
  })

  it('of any bytes, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        await take(bytes)
      }),
      { numRuns },
    )
  })

  it('cut off at any byte keeps the head that is there', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMail, fc.double({ min: 0, max: 1, noNaN: true }), async (raw, part) => {
        const head = Buffer.from('Subject: kept\r\nFrom: a@b.example\r\n')
        const mail = await take(Buffer.concat([head, raw.subarray(0, Math.floor(raw.length * part))]))
        expect(mail.subject).toBe('kept')
      }),
      { numRuns },
    )
  })

  // What is quadratic in these lengths takes a quarter of an hour.
  it.each([
    ['blank lines', '\r\n'.repeat(200_000)],
    ['marks', '--b\r\n'.repeat(200_000)],
    ['open tags', '<a '.repeat(200_000)],
    ['open comments', '<!--'.repeat(200_000)],
    ['open scripts', '<script>'.repeat(100_000)],
    ['quotes', '<a href="'.repeat(100_000)],
    ['links', '<a href=http://a.example>b.example</a>'.repeat(20_000)],
    ['hidden blocks', '<p style=display:none>'.repeat(50_000)],
    ['entities', '&amp'.repeat(200_000)],
    ['dates', '请于12月5日前，'.repeat(40_000)],
    ['numbers', '1.'.repeat(300_000)],
    ['words', '=?gbk?B?'.repeat(100_000)],
    ['quote marks', '> '.repeat(300_000)],
    ['brackets', '('.repeat(500_000)],
  ])('of a great many %s is read, before the test’s time is up', { timeout: 30_000 }, async (_, piece) => {
    for (const type of ['text/plain', 'text/html', 'multipart/mixed; boundary=b']) {
      await take(
        Buffer.from(
          `Subject: ${piece.slice(0, 20_000).replace(/[\r\n]/g, '')}\r\nContent-Type: ${type}\r\n\r\n${piece}`,
        ),
      )
    }
  })
})
