import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import { noticeFacts } from '../../../functions/manufacturer-notices/attachment-facts.ts'
import { understand, sentAt } from '../../../functions/manufacturer-notices/understand.ts'
import { dateIn } from '../../../shared/domain/time.ts'
import { goodStamp, usualHeader } from './mails.ts'
import { receiving } from './receiving.ts'

/*
 * Reads one mail of 30 MB of the kind that is named, in a process of its own, and prints the most memory that it took
 * (bytes, resident set), and what came out.
 */

const SIZE = 30 * 1024 * 1024
const head = [
  ...goodStamp,
  ...usualHeader,
  'Subject: recall',
  'Content-Type: multipart/mixed; boundary=b',
].join('\r\n')
const part = (header: string, line: string): Buffer =>
  Buffer.concat([
    Buffer.from(`${head}\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n${header}\r\n\r\n`),
    Buffer.alloc(SIZE, line),
    Buffer.from('\r\n--b--\r\n'),
  ])
const file =
  'Content-Disposition: attachment; filename=a.csv\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: '

const kinds: Record<string, () => Buffer> = {
  base64: () => part(`${file}base64`, `${'QUJD'.repeat(19)}\r\n`),
  'quoted-printable': () => part(`${file}quoted-printable`, `${'=C7=EB'.repeat(12)}=\r\n`),
  binary: () => part(`${file}8bit`, 'LGWPY2P30N1PH6524,S2026M0117V\r\n'),
  'blank lines': () => part(`${file}8bit`, '\r\n'),
  'blank base64 lines': () => part(`${file}base64`, '\r\n'),
  text: () => part('Content-Type: text/plain; charset=gbk', '\xc7\xeb\r\n'),
  html: () => part('Content-Type: text/html', '<p>x</p><a href=http://a.example>b</a>'),
  marks: () => part('Content-Type: text/plain', '--b\r\n\r\nx\r\n'),
  header: () =>
    Buffer.concat([Buffer.from(`${head}\r\n`), Buffer.alloc(SIZE, 'X-A: b\r\n'), Buffer.from('\r\nx')]),
}

const raw = kinds[process.argv[2] ?? '']!()
const mail = await readMail(raw)
const { receivedAt, zone } = receiving()
understand(mail, receiving())
if (mail.unreadable === undefined) noticeFacts(mail, dateIn(sentAt(mail, receivedAt), zone))
process.stdout.write(
  JSON.stringify({
    rss: process.resourceUsage().maxRSS * 1024,
    subject: mail.subject,
    sizes: mail.unreadable === undefined ? mail.attachments.map(({ size }) => size) : [],
    faults: mail.unreadable ?? mail.faults,
  }),
)
