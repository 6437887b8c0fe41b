import { randomInt } from 'node:crypto'
import type { CalendarDate } from './time.ts'

/** Without 0, O, 1 and I, which people take for each other on paper. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** A million for each day: two orders of a dealer hardly meet, and if they do the second one is numbered anew. */
const LENGTH = 4

/**
 * A number for something that came without one: `PO20261123-7KQF`. It is drawn and not counted: a counter would be one
 * item that all who make an order at the same moment have to write.
 */
export function ownNumber(prefix: string, on: CalendarDate): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length)))
  return `${prefix}${on.replaceAll('-', '')}-${letters.join('')}`
}
