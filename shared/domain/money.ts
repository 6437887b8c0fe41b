import * as z from 'zod'

/** Money: whole fen, hundredths of a yuan. */
export const Fen = z.int().brand<'Fen'>()
export type Fen = z.infer<typeof Fen>

const amount = /^([+-]?)(?:¥|RMB|CNY)? *([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))? *元?$/i

/** Ten million million yuan: far above any amount, far below where whole numbers end. */
const MOST_DIGITS = 15

/**
 * Reads an amount of yuan as people write it: `￥1,571.76`, `1571.76元`, full-width digits. Undefined when it is
 * none: other words, commas at odd places, fractions of a fen. Digits become fen without passing a float.
 */
export function toFen(written: string): Fen | undefined {
  const match = amount.exec(
    written
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .replace('−', '-')
      .trim(),
  )
  if (match === null) return undefined
  const [, before = '', after = '', whole = '', fraction = ''] = match
  const cents = fraction.replace(/0+$/, '')
  if (cents.length > 2 || (before !== '' && after !== '')) return undefined
  const digits = `${whole.replaceAll(',', '')}${cents.padEnd(2, '0')}`.replace(/^0+(?=\d)/, '')
  if (digits.length > MOST_DIGITS) return undefined
  const fen = Number(digits)
  return Fen.parse(`${before}${after}` === '-' && fen !== 0 ? -fen : fen)
}

/** Yuan with two digits after the point and commas between thousands: `1,571.76`. */
export function formatFen(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
}
