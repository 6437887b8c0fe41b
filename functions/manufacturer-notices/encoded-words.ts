import { decodeWords } from 'postal-mime'

const run = /=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=(?:\s*=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=)*/gi
const word = /=\?([^?\s*]{1,60})[^?\s]*\?([bq])\?([^?]*)\?=/gi

/**
 * A header value with its encoded words (RFC 2047) read. Beyond the standard, and as they arrive: a character whose
 * bytes stand in two words, also in words that are padded each; and a character set told wrongly, where the bytes
 * are GB18030 or UTF-8.
 */
export function readWords(value: string): string {
  return value.replace(run, (words) => decodeWords(wordsMended(words)))
}

/** The same value with each run of words as one word of UTF-8, for a reader that knows only the standard. */
export function wordsMended(value: string): string {
  return value.replace(run, (words) => {
    const text = bestOf(words)
    return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
  })
}

function bestOf(words: string): string {
  const asStandard = decodeWords(words)
  if (!asStandard.includes('\ufffd')) return asStandard
  const joined = joinedWord(words)
  const attempts = [
    ...(joined === undefined ? [] : [decodeWords(joined)]),
    ...['gb18030', 'utf-8'].map((charset) => decodeWords(relabelled(joined ?? words, charset))),
  ]
  return attempts.find((text) => !text.includes('\ufffd')) ?? asStandard
}

function relabelled(words: string, charset: string): string {
  return words.replace(/=\?[^?\s]{1,60}\?/g, `=?${charset}?`)
}

/** All words of one character set as one word; undefined when they are of several. */
function joinedWord(words: string): string | undefined {
  const parts = [...words.matchAll(word)]
  const charset = parts[0]?.[1]
  if (charset === undefined) return undefined
  if (parts.some((part) => part[1]?.toLowerCase() !== charset.toLowerCase())) return undefined
  const bytes = parts.map(([, , encoding = '', text = '']) =>
    encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedBytes(text),
  )
  return `=?${charset}?B?${Buffer.concat(bytes).toString('base64')}?=`
}

function quotedBytes(text: string): Buffer {
  const unquoted = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(unquoted, 'latin1')
}
