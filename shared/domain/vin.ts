import * as z from 'zod'

const LENGTH = 17
const CHECK_POSITION = 8

/** ISO 3779 and GB 16735: what each character counts. I, O and Q do not occur in a VIN. */
const values: ReadonlyMap<string, number> = new Map([
  ...Array.from('0123456789', (digit, value) => [digit, value] as const),
  ...Array.from('ABCDEFGH', (letter, index) => [letter, index + 1] as const),
  ...Array.from('JKLMN', (letter, index) => [letter, index + 1] as const),
  ['P', 7] as const,
  ['R', 9] as const,
  ...Array.from('STUVWXYZ', (letter, index) => [letter, index + 2] as const),
])
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const

/** The check digit that the other sixteen characters call for: 0–9 or X; undefined where one is not of a VIN. */
export function vinCheckDigit(text: string): string | undefined {
  let sum = 0
  for (const [position, weight] of weights.entries()) {
    const value = weight === 0 ? 0 : values.get(text.charAt(position))
    if (value === undefined) return undefined
    sum += value * weight
  }
  const remainder = sum % 11
  return remainder === 10 ? 'X' : String(remainder)
}

function faultOf(text: string): VinFault | undefined {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(text)) {
    return Array.from(text).length === LENGTH ? 'vin-characters' : 'vin-length'
  }
  if (text === text.charAt(0).repeat(LENGTH)) return 'vin-all-equal'
  if (text.charAt(CHECK_POSITION) !== vinCheckDigit(text)) return 'vin-check-digit'
  return undefined
}

/** VINs of Chinese makers begin with L and must carry a check digit (GB 16735); imported cars may lack it. */
function mustHaveCheckDigit(text: string): boolean {
  return text.startsWith('L')
}

/** Seventeen characters in upper case; the check digit is right wherever it is owed. */
export const Vin = z
  .string()
  .refine(
    (text) => {
      const fault = faultOf(text)
      return fault === undefined || (fault === 'vin-check-digit' && !mustHaveCheckDigit(text))
    },
    { error: 'a VIN (ISO 3779, GB 16735)' },
  )
  .brand<'Vin'>()
export type Vin = z.infer<typeof Vin>

export type VinFault = 'vin-length' | 'vin-characters' | 'vin-all-equal' | 'vin-check-digit'
export type VinCheck =
  | { readonly ok: true; readonly vin: Vin; readonly warning?: 'vin-check-digit' }
  | { readonly ok: false; readonly code: VinFault }

/**
 * Reads a VIN as people and old systems write it: small letters, full-width characters, spaces. A wrong
 * check digit is an error for a VIN that begins with L and a warning for every other one.
 */
export function checkVin(written: string): VinCheck {
  const text = written
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
  const code = faultOf(text)
  if (code === undefined) return { ok: true, vin: Vin.parse(text) }
  if (code === 'vin-check-digit' && !mustHaveCheckDigit(text)) {
    return { ok: true, vin: Vin.parse(text), warning: code }
  }
  return { ok: false, code }
}

/** A VIN in a request, written as people write it; whether its check digit is wrong is told by `checkVin`, too. */
export const WrittenVin = z
  .string()
  .max(60)
  .transform((written, context) => {
    const check = checkVin(written)
    if (check.ok) return check.vin
    const reason = check.code === 'vin-check-digit' ? 'wrong-check-digit' : 'wrong-format'
    context.issues.push({ code: 'custom', input: written, params: { reason } })
    return z.NEVER
  })
