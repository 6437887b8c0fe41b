import {
  encodingByMark,
  startsWith,
  utf16ByZeros,
  utf8OrGb18030,
  type Encoding,
} from '../../shared/domain/text-encoding.ts'
import { ImportFileError, type FileFault } from './file-error.ts'

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
  const other = otherFormats.find(({ bytes }) => startsWith(head, bytes))
  if (other !== undefined) throw new ImportFileError(other.fault)
  const encoding = encodingByMark(head) ?? utf16ByZeros(head)
  if (encoding === 'no-text') throw new ImportFileError('not-text')
  return encoding
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
