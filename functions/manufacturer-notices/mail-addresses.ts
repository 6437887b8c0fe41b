import { addressParser } from 'postal-mime'
import { wordsMended } from './encoded-words.ts'
import { MOST_SUBJECT_CHARACTERS } from './mail-bounds.ts'
import { oneLine } from './safe-text.ts'

export interface Mailbox {
  /** What the sender wants to be called: proves nothing. Empty where there is none. */
  readonly name: string
  /** In small letters. */
  readonly address: string
}

/**
 * The mailboxes of address fields (RFC 5322), groups taken apart. An address counts only where it stands as one in the
 * field itself: an encoded word (RFC 2047) that turns into `x <a@b.c>` is a name, as for every mail server.
 */
export function addressesOf(values: readonly string[]): readonly Mailbox[] {
  return values.flatMap((value) =>
    addressParser(wordsMended(value), { flatten: true }).flatMap(({ name, address }) => {
      const written = (address ?? '').trim().toLowerCase()
      const isOne = written !== '' && value.toLowerCase().includes(written)
      return isOne ? [{ name: oneLine(name, MOST_SUBJECT_CHARACTERS), address: oneLine(written, 320) }] : []
    }),
  )
}

/** Behind the last `@`, in small letters. Undefined where the address is none. */
export function domainOf(address: string): string | undefined {
  return /^[^\s@"<>(),;:]+@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,})$/.exec(address)?.[1]
}
