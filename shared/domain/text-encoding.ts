export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0x84, 0x31, 0x95, 0x33], encoding: 'gb18030' },
]

/** What a byte order mark at the beginning says, if there is one. */
export function encodingByMark(head: Uint8Array): Encoding | undefined {
  return marks.find(({ bytes }) => startsWith(head, bytes))?.encoding
}

export function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}

/**
 * In UTF-16 each comma, digit and line end has one zero byte, on the same side: over 10 % even of a Chinese header
 * alone. Text in other encodings has none; a stray one (under 5 %) is damage of a row. `no-text`: zeros on either
 * side, as no text has them.
 */
export function utf16ByZeros(head: Uint8Array): 'utf-16le' | 'utf-16be' | 'no-text' | undefined {
  const zeros = [0, 0]
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  if (even + odd <= head.length / 20) return undefined
  // Chinese characters such as 一 (4E00) have a zero on the other side, but rarely.
  if (odd >= even * 4) return 'utf-16le'
  if (even >= odd * 4) return 'utf-16be'
  return 'no-text'
}

/**
 * GB18030 read as UTF-8 is nearly all faults; UTF-8 with a damaged spot nearly none. A character cut off at the
 * end of the sample counts for neither. Without any byte above 0x7F it is UTF-8.
 */
export function utf8OrGb18030(sample: Uint8Array): 'utf-8' | 'gb18030' {
  let good = 0
  let bad = 0
  for (let at = 0; at < sample.length;) {
    const length = sequenceLength(sample[at] ?? 0)
    let following = 1
    while (following < length && ((sample[at + following] ?? 0) & 0xc0) === 0x80) following += 1
    const whole = length !== 0 && following === length
    const cutOff = length !== 0 && at + following >= sample.length
    if (whole && length > 1) good += 1
    if (!whole && !cutOff) bad += 1
    at += whole ? length : following
  }
  return bad * 20 <= good ? 'utf-8' : 'gb18030'
}

/** How many bytes UTF-8 gives the character that begins with this one; 0 where none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first >= 0xc2 && first <= 0xdf) return 2
  if (first >= 0xe0 && first <= 0xef) return 3
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0
}
