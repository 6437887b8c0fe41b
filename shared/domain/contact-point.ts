import * as z from 'zod'
import { Consent, MOST_WORDS, type ConsentChange } from './consent.ts'
import { DealerId } from './ids.ts'
import { Channel, type ContactPurpose } from './purpose.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { Instant } from './time.ts'

/** A provider refused the address for good: nothing is sent there until somebody mends it. */
export const Suppression = z.object({
  channel: Channel,
  /** The provider's code: `invalid-number`, `opted-out`, … */
  code: z.string(),
  since: Instant,
})
export type Suppression = z.infer<typeof Suppression>

/**
 * All that is known of an address, in one record, so that a single read says whether it may be used: the word of
 * who reads there, and whether anything arrives.
 */
export const ContactPoint = z.object({
  dealerId: DealerId,
  /** A mobile number in E.164, or a mail address. */
  address: z.string(),
  /** One for each purpose and channel. */
  consents: z.array(Consent),
  /** One for each channel. */
  suppressions: z.array(Suppression),
  ...recordFields,
})
export type ContactPoint = z.infer<typeof ContactPoint>

/** What was said to a purpose on a channel; undefined when nothing was. */
export function consentOn(
  contact: ContactPoint | undefined,
  purpose: ContactPurpose,
  channel: Channel,
): Consent | undefined {
  return contact?.consents.find((each) => each.purpose === purpose && each.channel === channel)
}

/** Whether somebody has refused anything at an address: then nobody rings them up unasked either. */
export function hasRefusedAnything(contact: Pick<ContactPoint, 'consents'> | undefined): boolean {
  return contact?.consents.some(({ state }) => state === 'refused') ?? false
}

/** Why nothing more is sent to the address on a channel; undefined when something may be. */
export function suppressionOn(contact: ContactPoint | undefined, channel: Channel): Suppression | undefined {
  return contact?.suppressions.find((each) => each.channel === channel)
}

/** The contact with this consent in the place of what was said before. */
export function withConsent(contact: ContactPoint, consent: Consent): ContactPoint {
  const others = contact.consents.filter(
    ({ purpose, channel }) => purpose !== consent.purpose || channel !== consent.channel,
  )
  return { ...contact, consents: [...others, consent] }
}

/** An address of which nothing is known yet. */
export function unheardOf(of: Pick<ContactPoint, 'dealerId' | 'address'>, stamp: Stamp): ContactPoint {
  return { ...unwritten(stamp), dealerId: of.dealerId, address: of.address, consents: [], suppressions: [] }
}

/** The contact after a word on a purpose and channel, behind all that was said before. */
export function withWord(
  contact: ContactPoint,
  on: Pick<Consent, 'purpose' | 'channel'>,
  word: ConsentChange,
): ContactPoint {
  const before = consentOn(contact, on.purpose, on.channel)?.history ?? []
  const { purpose, channel } = on
  const history = [...before, word].slice(-MOST_WORDS)
  return withConsent(contact, { purpose, channel, state: word.state, history })
}

/** The contact with this suppression in the place of what was known before: the newest word stands. */
export function withSuppression(contact: ContactPoint, suppression: Suppression): ContactPoint {
  const others = contact.suppressions.filter(({ channel }) => channel !== suppression.channel)
  return { ...contact, suppressions: [...others, suppression] }
}
