import { readMail, type Mail, type ReadMail } from '../../../functions/manufacturer-notices/read-mail.ts'

/** What our receiving server writes on top of a mail that it found to be in order. */
export const goodStamp = [
  'Return-Path: <service@oem-a.example>',
  'Authentication-Results: amazonses.com; spf=pass smtp.mailfrom=oem-a.example; dkim=pass header.d=oem-a.example; dmarc=pass header.from=oem-a.example',
  'X-SES-Spam-Verdict: PASS',
  'X-SES-Virus-Verdict: PASS',
]

export const usualHeader = [
  'From: service@oem-a.example',
  'To: aftersales@dealer.example',
  'Date: Mon, 23 Nov 2026 08:12:00 +0800',
  'Message-ID: <1@oem-a.example>',
  'MIME-Version: 1.0',
]

export function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
}

/** A raw mail of header lines and a body, with CRLF. */
export function rawMail(lines: readonly string[], body: string | Uint8Array = ''): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)])
}

/** A trusted mail of a subject and a plain text. */
export function plainMail(subject: string, text: string, header: readonly string[] = []): Buffer {
  return rawMail(
    [
      ...goodStamp,
      ...header,
      ...usualHeader,
      `Subject: ${encodedWord(subject)}`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
    ],
    Buffer.from(text).toString('base64'),
  )
}

export async function readable(raw: Uint8Array): Promise<ReadMail> {
  const mail: Mail = await readMail(raw)
  if (mail.unreadable !== undefined) throw new Error(`unreadable: ${mail.unreadable}`)
  return mail
}
