import { createHash } from 'node:crypto'
import type { Mail } from './read-mail.ts'
import { plainText } from './find-words.ts'

/** What a mail says, as one word: SHA-256, hexadecimal. Equal for mails that say and carry the same. */
export type Fingerprint = string

/**
 * Subject, words and attached files; not how it was packed, by whom it went, and when. Of a mail that cannot be read
 * what is known of it.
 */
export function fingerprintOf(mail: Mail): Fingerprint {
  const content = [wordsOf(mail.subject)]
  if (mail.unreadable === undefined) {
    const files = mail.attachments.map(({ name, sha256 }) => `${name}\u0000${sha256}`).sort()
    content.push(wordsOf(mail.text), ...files)
  } else content.push(mail.unreadable, ...mail.fields.map(({ key, value }) => `${key}:${value}`))
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

function wordsOf(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim()
}

export interface SeenNotice<Id> {
  readonly id: Id
  readonly fingerprint: Fingerprint
  readonly trusted: boolean
}

/** What a mail is beside those that came before it with the same Message-ID. */
export type Sameness<Id> =
  | { readonly is: 'new' }
  /** The same notice once more: nothing is made of it. */
  | { readonly is: 'duplicate'; readonly of: Id }
  /** Another content under a known id: kept as a notice of its own, and linked. */
  | { readonly is: 'other-content'; readonly of: Id }

/**
 * The law of sameness. `earlier` are the mails with the same Message-ID, the oldest first. One that cannot be trusted is
 * never the first: whoever guesses an id must not make the manufacturer's own mail a duplicate of theirs. Nor is a mail
 * that cannot be trusted swallowed by one that can.
 */
export function sameNotice<Id>(
  mail: Omit<SeenNotice<Id>, 'id'>,
  earlier: readonly SeenNotice<Id>[],
): Sameness<Id> {
  const peers = earlier.filter(({ trusted }) => trusted === mail.trusted)
  const same = peers.find(({ fingerprint }) => fingerprint === mail.fingerprint)
  if (same !== undefined && mail.trusted) return { is: 'duplicate', of: same.id }
  const [first] = earlier.filter(({ trusted }) => trusted)
  return first === undefined ? { is: 'new' } : { is: 'other-content', of: first.id }
}

/**
 * For mails in the order in which they came: which earlier one (its place) each is the same notice as; undefined where
 * it is none. A mail without Message-ID is the same as no other.
 */
export function samePlaces(
  mails: readonly { readonly mail: Mail; readonly trusted: boolean }[],
): readonly (number | undefined)[] {
  const seen = new Map<string, SeenNotice<number>[]>()
  return mails.map(({ mail, trusted }, place) => {
    if (mail.messageId === undefined) return undefined
    const earlier = seen.get(mail.messageId) ?? []
    const fingerprint = fingerprintOf(mail)
    const sameness = sameNotice({ fingerprint, trusted }, earlier)
    if (sameness.is === 'duplicate') return sameness.of
    seen.set(mail.messageId, [...earlier, { id: place, fingerprint, trusted }])
    return undefined
  })
}
