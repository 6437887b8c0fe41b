import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import { samePlaces } from '../../../functions/manufacturer-notices/same-notice.ts'
import { understand } from '../../../functions/manufacturer-notices/understand.ts'
import { receiving } from './receiving.ts'
import expectedJson from './expected.json' with { type: 'json' }

const folder = 'examples/notices'
const Expected = z.array(
  z.object({
    file: z.string(),
    subject: z.string(),
    from: z.string(),
    kind: z.string(),
    role: z.string().nullable(),
    answerBy: z.string().nullable(),
    attachments: z.array(z.string()),
    trusted: z.boolean(),
    duplicateOf: z.string().nullable(),
  }),
)
const expected = Expected.parse(expectedJson)

async function read(file: string) {
  const mail = await readMail(readFileSync(`${folder}/${file}`))
  return { file, mail, ...understand(mail, receiving()) }
}

describe('the sample mails', () => {
  it('are all told of in what is expected', () => {
    expect(expected.map(({ file }) => file)).toEqual(readdirSync(folder).sort())
    expect(expected).toHaveLength(16)
  })

  it('say and are what is expected, field by field', async () => {
    const mails = await Promise.all(expected.map(({ file }) => read(file)))
    const firsts = samePlaces(mails.map(({ mail, trust }) => ({ mail, trusted: trust.trusted })))
    const told = mails.map(({ file, mail, trust, decision, answerBy }, index) => ({
      file,
      subject: mail.subject,
      from: mail.from[0]?.address,
      kind: decision.kind,
      role: decision.role,
      answerBy: answerBy.date,
      attachments: mail.unreadable === undefined ? mail.attachments.map(({ name }) => name) : [],
      trusted: trust.trusted,
      duplicateOf: firsts[index] === undefined ? null : (mails[firsts[index]]?.file ?? null),
    }))
    expect(told).toEqual(expected)
  })
})
