import * as z from 'zod'
import { Channel, ContactPurpose } from './purpose.ts'
import { CalendarDate, Instant } from './time.ts'

/** So many words on one purpose fit into the record with room to spare; nobody changes their mind more often. */
export const MOST_WORDS = 200

export const ConsentChange = z.object({
  /** A refusal binds until the customer gives consent again; what is withdrawn is as if it had never been given. */
  state: z.enum(['given', 'refused', 'withdrawn']),
  /** Where the customer's word comes from: `import <importId>`, `sms`, `desk`, … */
  source: z.string(),
  at: Instant,
  /** The day on which the customer said it, where it was written down later. */
  saidOn: CalendarDate.optional(),
  /** Who wrote it down. */
  by: z.string().optional(),
})
export type ConsentChange = z.infer<typeof ConsentChange>

/** What the holder of an address said to one purpose on one channel; the last change counts. */
export const Consent = z.object({
  purpose: ContactPurpose,
  channel: Channel,
  state: ConsentChange.shape.state,
  history: z.array(ConsentChange).min(1),
})
export type Consent = z.infer<typeof Consent>

/** How the source of a word begins that stood in an export and that nobody was told. */
export const FROM_EXPORT = 'import '

/**
 * What an export's cell makes of a consent. A no always counts. A yes never undoes a refusal on record, whoever
 * recorded it: two customers may share a number, and only the customer's own word, taken at the desk, does. Nor does it
 * undo what the customer took back in person: the old books do not know of it. A blank is no consent, so it takes back
 * what an earlier export gave, but never what the customer said elsewhere.
 */
export function afterExport(
  known: Pick<Consent, 'state' | 'history'> | undefined,
  cell: 'yes' | 'no' | 'blank',
): Consent['state'] | undefined {
  if (cell === 'no' || known?.state === 'refused') return 'refused'
  const fromExport = known?.history.at(-1)?.source.startsWith(FROM_EXPORT) ?? false
  if (cell === 'yes') return known?.state === 'withdrawn' && !fromExport ? 'withdrawn' : 'given'
  return known?.state === 'given' && fromExport ? 'withdrawn' : known?.state
}

/**
 * What the customer's own word makes of a consent: it always counts, but to take back a consent says less than to refuse,
 * so a refusal stays one.
 */
export function afterWord(
  known: Pick<Consent, 'state'> | undefined,
  said: Consent['state'],
): Consent['state'] {
  return said === 'withdrawn' && known?.state === 'refused' ? 'refused' : said
}
