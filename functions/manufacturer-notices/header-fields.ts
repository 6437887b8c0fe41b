import { MOST_FIELD_CHARACTERS, MOST_FIELDS, MOST_HEADER_BYTES } from './mail-bounds.ts'
import type { MailFault } from './mail-faults.ts'

/** A field of a header: its name in small letters, its value on one line and without control characters. */
export interface HeaderField {
  readonly key: string
  readonly value: string
}

export interface Header {
  readonly fields: readonly HeaderField[]
  /** Where the body begins. */
  readonly bodyAt: number
  readonly faults: readonly MailFault[]
}

const LF = 0x0a
const CR = 0x0d
const fieldName = /^[!-9;-~]{1,100}$/

/**
 * Reads the header at the beginning of a mail or part (RFC 5322), from the top, folded lines joined. Characters
 * beyond ASCII are UTF-8 (RFC 6532) or, where they are none, GB18030, as old mail programs write them unencoded.
 */
export function readHeader(bytes: Uint8Array): Header {
  const faults = new Set<MailFault>()
  const lines: string[][] = []
  let at = 0
  let bodyAt = bytes.length
  while (at < bytes.length) {
    const feed = bytes.indexOf(LF, at)
    const end = feed === -1 ? bytes.length : feed
    const next = feed === -1 ? bytes.length : feed + 1
    if (end === at || (end === at + 1 && bytes[at] === CR)) {
      bodyAt = next
      break
    }
    if (at > MOST_HEADER_BYTES || lines.length > MOST_FIELDS) faults.add('header-cut')
    else {
      if (end - at > MOST_FIELD_CHARACTERS) faults.add('header-cut')
      takeLine(lines, lineOf(bytes.subarray(at, Math.min(end, at + MOST_FIELD_CHARACTERS))))
    }
    at = next
  }
  const whole = lines.map((parts) => parts.join(''))
  // A long list of receivers loses nothing that counts; a From would lose who else it names.
  if (whole.some((line) => line.length > MOST_FIELD_CHARACTERS && /^from[ \t]*:/i.test(line)))
    faults.add('header-cut')
  const fields = whole.flatMap((line) => fieldOf(line) ?? [])
  if (fields.some(({ value }) => value.includes('\ufffd'))) faults.add('header-damaged')
  return { fields, bodyAt, faults: [...faults] }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gb18030 = new TextDecoder('gb18030')

function lineOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return gb18030.decode(bytes)
  }
}

function takeLine(lines: string[][], line: string): void {
  const last = lines.at(-1)
  if (last !== undefined && /^[ \t]/.test(line)) last.push(line)
  else lines.push([line])
}

/** Undefined for what is no field: a stray line costs itself only. */
function fieldOf(line: string): HeaderField | undefined {
  const colon = line.indexOf(':')
  if (colon === -1) return undefined
  const name = line.slice(0, colon).replace(/[ \t]+$/, '')
  if (!fieldName.test(name)) return undefined
  return { key: name.toLowerCase(), value: oneLine(line.slice(colon + 1, colon + 1 + MOST_FIELD_CHARACTERS)) }
}

/** What a line break within a value would become: the beginning of a field of its own. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ').trim()
}

/** The topmost field of that name, and no other: whoever sent a mail can write further ones below. */
export function topmost(fields: readonly HeaderField[], key: string): string | undefined {
  return fields.find((field) => field.key === key)?.value
}

export function allOf(fields: readonly HeaderField[], key: string): readonly string[] {
  return fields.filter((field) => field.key === key).map(({ value }) => value)
}

/** The first word of a structured value, in small letters: `text/plain`, `attachment`, `base64`. */
export function firstWord(value: string | undefined): string {
  const withoutComment = (value ?? '').replace(/^\s*\([^()]*\)/, '')
  return /^[\s"]*([^\s;"()]+)/.exec(withoutComment)?.[1]?.toLowerCase() ?? ''
}

/** A parameter of a structured value (`charset`, `boundary`), also in the pieces of RFC 2231; the first of that name. */
export function parameterOf(value: string | undefined, name: string): string | undefined {
  const found = new Map<string, string>()
  for (const match of (value ?? '').matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
    const key = match[1]?.toLowerCase() ?? ''
    const written = match[2]?.replace(/\\(.)/g, '$1') ?? /^[^\s(]*/.exec(match[3] ?? '')?.[0] ?? ''
    if (!found.has(key)) found.set(key, written)
  }
  const whole = found.get(name) ?? found.get(`${name}*`)?.replace(/^[^']*'[^']*'/, '')
  if (whole !== undefined) return whole
  const pieces: string[] = []
  for (
    let piece = found.get(`${name}*0`);
    piece !== undefined;
    piece = found.get(`${name}*${pieces.length}`)
  ) {
    pieces.push(piece)
  }
  return pieces.length === 0 ? undefined : pieces.join('')
}
