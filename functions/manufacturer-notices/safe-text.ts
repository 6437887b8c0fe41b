/**
 * Text of one line that may travel on in headers, subjects and keys of tables: no line breaks and control characters,
 * nothing invisible or that turns the direction of writing, no halves of characters; cut at `most` characters.
 */
export function oneLine(text: string, most: number): string {
  return shorten(withoutTricks(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')).trim(), most)
}

/** Text of several lines for people and rules: tabs and line feeds stay, everything else as in `oneLine`. */
export function manyLines(text: string, most: number): string {
  const lines = text.replace(/\r\n?|[\p{Zl}\p{Zp}\v\f\u0085]/gu, '\n').replace(/(?![\n\t])\p{Cc}/gu, '')
  return shorten(withoutTricks(lines).trim(), most)
}

/** \p{Cf}: zero-width characters that split a word unseen, and marks that show `gpj.exe` as `exe.jpg`. */
function withoutTricks(text: string): string {
  return text.toWellFormed().replace(/\p{Cf}+/gu, '')
}

/** At most so many UTF-16 units, never half a character. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return text.slice(0, end)
}
