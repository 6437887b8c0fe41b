import { afterWord, type ConsentChange } from '../../shared/domain/consent.ts'
import { consentOn, withWord, type ContactPoint } from '../../shared/domain/contact-point.ts'
import type { Channel, ContactPurpose } from '../../shared/domain/purpose.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'

/** What the holder of a number said, as a member of staff writes it down. */
export interface SpokenWord {
  readonly purpose: ContactPurpose
  readonly channel: Channel
  readonly state: ConsentChange['state']
  readonly source: string
  readonly saidOn?: CalendarDate | undefined
}

/** The contact after the customer's own word: it counts, and every word before it stays in the history. Pure. */
export function afterSpoken(
  contact: ContactPoint,
  { purpose, channel, state: said, source, saidOn }: SpokenWord,
  { at, by }: Stamp,
): ContactPoint {
  const state = afterWord(consentOn(contact, purpose, channel), said)
  return withWord(contact, { purpose, channel }, { state, source, at, by, saidOn })
}
