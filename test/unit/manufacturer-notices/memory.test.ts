import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const Outcome = z.object({
  rss: z.number(),
  subject: z.string(),
  sizes: z.array(z.number()),
  faults: z.unknown(),
})
const MB = 1024 * 1024

/** The function has 1024 MB; what is around reading (the AWS SDK, the store) takes some 150. */
const MOST = 600 * MB

function read(kind: string): z.infer<typeof Outcome> {
  const printed = execFileSync(process.execPath, ['test/unit/manufacturer-notices/big-mail.ts', kind], {
    encoding: 'utf8',
  })
  return Outcome.parse(JSON.parse(printed))
}

const kinds: readonly (readonly [kind: string, megabytes: readonly number[] | undefined])[] = [
  ['base64', [22]],
  ['blank lines', [30]],
  ['quoted-printable', [10]],
  ['binary', [30]],
  ['blank base64 lines', undefined],
  ['text', []],
  ['html', []],
  ['marks', undefined],
  ['header', []],
]

describe('a mail of 30 MB', () => {
  // Each is a process of its own: `MAIL_FUZZ=1` reads those, too, that only the longer form does.
  it.each(process.env['MAIL_FUZZ'] === undefined ? kinds.slice(0, 2) : kinds)(
    'of %s is read within the memory of its function',
    (kind, megabytes) => {
      const outcome = read(kind)
      expect(outcome.rss).toBeLessThan(MOST)
      expect(outcome.subject).toBe('recall')
      if (megabytes !== undefined)
        expect(outcome.sizes.map((size) => Math.round(size / MB))).toEqual(megabytes)
    },
  )
})
