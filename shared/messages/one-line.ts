/**
 * A value from other people's books as one visible line: control characters, line breaks and all kinds of
 * space become one space; invisible marks (Cf, some turn the direction of reading) go.
 */
export function oneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim()
}
