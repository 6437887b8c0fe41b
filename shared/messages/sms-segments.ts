/** An SMS of more units than this is refused by China's gateways, in however many parts. */
export const longestSms = 500

export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** Septets in GSM-7 (an extended character is two), UTF-16 code units in UCS-2 (an emoji is two). */
  readonly units: number
  /** Parts that are sent and paid. */
  readonly segments: number
}

/**
 * How an SMS is cut: 160 septets or 70 UCS-2 units in one part, else 153 or 67 a part, because each then
 * carries a header of 6 bytes (3GPP TS 23.038 and 23.040). A character of two units is never cut in half.
 * One character outside GSM-7, and so every Chinese one, puts the whole text into UCS-2.
 */
export function smsSize(text: string): SmsSize {
  const characters = Array.from(text)
  const septets = characters.map(septetsOf)
  if (septets.every((width) => width !== undefined)) return cut('GSM-7', septets, 160, 153)
  return cut(
    'UCS-2',
    characters.map((character) => character.length),
    70,
    67,
  )
}

function cut(
  encoding: SmsSize['encoding'],
  widths: readonly number[],
  single: number,
  part: number,
): SmsSize {
  const units = widths.reduce((sum, width) => sum + width, 0)
  if (units <= single) return { encoding, units, segments: 1 }
  let segments = 1
  let filled = 0
  for (const width of widths) {
    if (filled + width > part) {
      segments += 1
      filled = 0
    }
    filled += width
  }
  return { encoding, units, segments }
}

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extended = '\f^{}\\[~]|€'
const widths = new Map([
  ...Array.from(basic, (character): [string, number] => [character, 1]),
  ...Array.from(extended, (character): [string, number] => [character, 2]),
])

function septetsOf(character: string): number | undefined {
  return widths.get(character)
}
