import { ImportFileError, type FileFault } from './file-error.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** Enough bytes to tell encodings apart: some 500 rows. Also what is held back at most. */
const SAMPLE = 65_536

/**
 * Decodes a file whose encoding nobody declared. A byte order mark decides; else zero bytes show UTF-16; else
 * UTF-8 and GB18030 are alike up to the first byte above 0x7F, however far into the file it is: what is ASCII
 * passes, and the 64 KB from that byte on decide. Bytes that make no character become U+FFFD, so that damage
 * costs the rows it is in. GB18030 needs a Node with full ICU data, as Lambda's and the official builds are;
 * iconv-lite in its place would add 495 KB to the bundle (measured).
 *
 * Throws ImportFileError for what is no text. `onEncoding` is called once, before the end.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  onEncoding?: (encoding: Encoding) => void,
): AsyncGenerator<string, void, undefined> {
  const source = new ByteSource(bytes)
  try {
    const head = await source.peek(SAMPLE)
    const known = encodingByHead(head)
    if (known === undefined) {
      for (let chunk = await source.read(); chunk !== undefined; chunk = await source.read()) {
        const end = chunk.findIndex((byte) => byte > 0x7f)
        yield Buffer.from(end === -1 ? chunk : chunk.subarray(0, end)).toString('latin1')
        if (end === -1) continue
        source.unread(chunk.subarray(end))
        break
      }
    }
    const encoding = known ?? utf8OrGb18030(await source.peek(SAMPLE))
    onEncoding?.(encoding)
    const decoder = new TextDecoder(encoding)
    for (let chunk = await source.read(); chunk !== undefined; chunk = await source.read()) {
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } finally {
    await source.close()
  }
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0x84, 0x31, 0x95, 0x33], encoding: 'gb18030' },
]

const otherFormats: readonly { readonly bytes: readonly number[]; readonly fault: FileFault }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], fault: 'spreadsheet' }, // zip, which an .xlsx is
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], fault: 'spreadsheet' }, // .xls
  { bytes: [0x25, 0x50, 0x44, 0x46], fault: 'not-text' }, // PDF
  { bytes: [0x89, 0x50, 0x4e, 0x47], fault: 'not-text' }, // PNG
  { bytes: [0xff, 0xd8, 0xff], fault: 'not-text' }, // JPEG
  { bytes: [0x47, 0x49, 0x46, 0x38], fault: 'not-text' }, // GIF
  { bytes: [0x1f, 0x8b], fault: 'not-text' }, // gzip
  { bytes: [0x52, 0x61, 0x72, 0x21], fault: 'not-text' }, // RAR
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], fault: 'not-text' }, // 7z
]

function encodingByHead(head: Uint8Array): Encoding | undefined {
  if (head.length === 0) throw new ImportFileError('empty')
  const startsWith = (bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte)
  const other = otherFormats.find(({ bytes }) => startsWith(bytes))
  if (other !== undefined) throw new ImportFileError(other.fault)
  return marks.find(({ bytes }) => startsWith(bytes))?.encoding ?? utf16ByZeros(head)
}

/**
 * In UTF-16 each comma, digit and line end has one zero byte, on the same side: over 10 % even of a Chinese header
 * alone. Text in other encodings has none; a stray one (under 5 %) is damage of a row.
 */
function utf16ByZeros(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0]
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  if (even + odd <= head.length / 20) return undefined
  // Chinese characters such as 一 (4E00) have a zero on the other side, but rarely.
  if (odd >= even * 4) return 'utf-16le'
  if (even >= odd * 4) return 'utf-16be'
  throw new ImportFileError('not-text')
}

/**
 * GB18030 read as UTF-8 is nearly all faults; UTF-8 with a damaged spot nearly none. A character cut off at the
 * end of the sample counts for neither. Without any byte above 0x7F it is UTF-8.
 */
function utf8OrGb18030(sample: Uint8Array): Encoding {
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

/** Chunks that can be looked at before they are read, and given back. */
class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>
  #waiting: Uint8Array[] = []

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]()
  }

  async read(): Promise<Uint8Array | undefined> {
    const waiting = this.#waiting.shift()
    if (waiting !== undefined) return waiting
    const next = await this.#iterator.next()
    return next.done === true ? undefined : next.value
  }

  unread(chunk: Uint8Array): void {
    this.#waiting.unshift(chunk)
  }

  /** The next `size` bytes, fewer at the end of the file; they are still there to be read. */
  async peek(size: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    let length = 0
    while (length < size) {
      const chunk = await this.read()
      if (chunk === undefined) break
      chunks.push(chunk)
      length += chunk.length
    }
    const bytes = Buffer.concat(chunks)
    if (bytes.length > 0) this.unread(bytes)
    return bytes.subarray(0, size)
  }

  /** Lets go of the file when reading stops early. */
  async close(): Promise<void> {
    await this.#iterator.return?.()
  }
}
