import { inflateRawSync } from 'node:zlib'

/** The files inside an .xlsx, which is a zip: by its central directory (APPNOTE 4.3.12). */
export function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const compressed = zip.readUInt16LE(at + 10) === 8
    const size = zip.readUInt32LE(at + 20)
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const name = zip.toString('utf8', at + 46, at + 46 + nameSize!)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(start, start + size)
    files.set(name, (compressed ? inflateRawSync(content) : content).toString('utf8'))
    at += 46 + nameSize! + extraSize! + commentSize!
  }
  return files
}

export interface Cell {
  readonly type: 'text' | 'number' | 'empty' | 'formula'
  readonly value: string
  readonly format: string
}

/** Cells of a sheet by address, as Excel would see them. */
export function cellsOf(files: Map<string, string>, sheet: string): Map<string, Cell> {
  const strings = [...files.get('xl/sharedStrings.xml')!.matchAll(/<si>(.*?)<\/si>/gs)].map((match) =>
    unescape(match[1]!.replace(/<[^>]+>/g, '')),
  )
  const formats = formatsOf(files.get('xl/styles.xml')!)
  const cells = new Map<string, Cell>()
  for (const [, attributes, content] of files.get(sheet)!.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes!)?.[1]
    const value = /<v>(.*?)<\/v>/s.exec(content ?? '')?.[1]
    const isText = attribute('t') === 's'
    cells.set(attribute('r')!, {
      type: content?.includes('<f') ? 'formula' : value === undefined ? 'empty' : isText ? 'text' : 'number',
      value: value === undefined ? '' : isText ? strings[Number(value)]! : value,
      format: formats[Number(attribute('s') ?? 0)] ?? 'General',
    })
  }
  return cells
}

function formatsOf(styles: string): string[] {
  const own = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map((match) => [
      match[1]!,
      unescape(match[2]!),
    ]),
  )
  const cells = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles)![1]!
  return [...cells.matchAll(/<xf [^>]*?>/g)].map(([xf]) => {
    const id = /numFmtId="(\d+)"/.exec(xf)?.[1] ?? '0'
    return own.get(id) ?? 'General'
  })
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, '&')
}
