import * as z from 'zod'

/**
 * A mobile number of mainland China in E.164: `+8613800138000`. The pattern is the numbering plan's own; the
 * ranges that libphonenumber knows on top cost 194 KB in a bundle (measured, `/max`, minified), refuse nothing
 * in real exports that the pattern lets through, and lag behind newly opened ranges.
 */
export const Mobile = z
  .string()
  .regex(/^\+861[3-9]\d{9}$/)
  .brand<'Mobile'>()
export type Mobile = z.infer<typeof Mobile>

/**
 * Reads a mobile as people write it: full-width digits, spaces, dashes, brackets, +86, 0086 or 86 in front.
 * Undefined for everything else, two numbers in one cell and fixed lines among it: an SMS goes to mobiles only.
 */
export function toMobile(written: string): Mobile | undefined {
  const text = written.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}−()]/gu, '')
  const digits = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(text)?.[1]
  return digits === undefined ? undefined : Mobile.parse(`+86${digits}`)
}

/** A mobile in a request, written as people write it: a plus in a query is a blank by the time it arrives. */
export const WrittenMobile = z
  .string()
  .max(40)
  .transform((written, context) => {
    const mobile = toMobile(written)
    if (mobile !== undefined) return mobile
    context.issues.push({ code: 'custom', input: written, params: { reason: 'wrong-format' } })
    return z.NEVER
  })
