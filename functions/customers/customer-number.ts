import { randomInt } from 'node:crypto'

/** Without letters and digits that are mistaken for one another at the telephone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** 31 to the eighth is 850 billion: even a large dealer's numbers meet seldom, and then another one is made. */
const CHARACTERS = 8

/** A customer number of our own, `N-` in front: no number of the dealer's old books that is known begins so. */
export function randomNumber(): string {
  return `N-${Array.from({ length: CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}
