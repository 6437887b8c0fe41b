import { oneLine } from './safe-text.ts'

/** Bytes of UTF-8: file systems take 255; a number for uniqueness and the suffix of a download come on top. */
const MOST_NAME_BYTES = 180
/** Longer than any known extension; what is longer is part of the name. */
const MOST_EXTENSION_CHARACTERS = 10

/** Names of devices, which Windows opens instead of the file, whatever their extension. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

const extensions: ReadonlyMap<string, string> = new Map([
  ['text/csv', '.csv'],
  ['text/plain', '.txt'],
  ['text/html', '.html'],
  ['text/calendar', '.ics'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['application/vnd.ms-excel', '.xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.xlsx'],
  ['application/msword', '.doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.docx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', '.pptx'],
  ['image/png', '.png'],
  ['image/jpeg', '.jpg'],
  ['image/gif', '.gif'],
  ['message/rfc822', '.eml'],
  ['message/delivery-status', '.txt'],
])

/**
 * The name under which an attachment is kept: its own as far as it is one. Without folders, control characters,
 * marks that turn the direction of writing, and characters that Windows refuses; not hidden, not a device, at most
 * 180 bytes with its extension kept. `附件1.pdf` where nothing is left; `nth` is counted from 1.
 */
export function safeFileName(written: string | undefined, mediaType: string, nth: number): string {
  const last = (written ?? '').split(/[/\\]/).findLast((piece) => piece.trim() !== '') ?? ''
  const name = oneLine(last.normalize('NFC'), 1000)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  if (!/[\p{L}\p{N}]/u.test(name)) return `附件${String(nth)}${extensions.get(mediaType) ?? ''}`
  return shortened(reserved.test(name) ? `_${name}` : name, MOST_NAME_BYTES)
}

/** The names in their order, each once (also where upper case and width do not count): `清单.csv`, `清单 (2).csv`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  const again = new Map<string, number>()
  return names.map((name) => {
    let unique = name
    for (let count = again.get(alike(name)) ?? 2; taken.has(alike(unique)); count += 1) {
      again.set(alike(name), count + 1)
      const [stem, extension] = split(name)
      unique = `${stem} (${String(count)})${extension}`
    }
    taken.add(alike(unique))
    return unique
  })
}

function alike(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || name.length - dot > MOST_EXTENSION_CHARACTERS) return [name, '']
  return [name.slice(0, dot), name.slice(dot)]
}

function shortened(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name
  const [stem, extension] = split(name)
  let room = most - Buffer.byteLength(extension)
  let kept = ''
  for (const character of stem) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    kept += character
  }
  return `${kept.trimEnd()}${extension}`
}
