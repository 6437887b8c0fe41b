import * as z from 'zod'
import { Channel, PurposeName } from './purpose.ts'
import { Instant } from './time.ts'

const ConsentChange = z.object({
  /** A refusal binds until the customer gives consent again; what is withdrawn is as if it had never been given. */
  state: z.enum(['given', 'refused', 'withdrawn']),
  /** Where the customer's word comes from: `import <importId>`, `sms`, `desk`, … */
  source: z.string(),
  at: Instant,
})

/** What the holder of an address said to one purpose on one channel; the last change counts. */
export const Consent = z.object({
  purpose: PurposeName,
  channel: Channel,
  state: ConsentChange.shape.state,
  history: z.array(ConsentChange).min(1),
})
export type Consent = z.infer<typeof Consent>

/**
 * What an export's cell makes of a consent. A no always counts. A yes never undoes a refusal on record, whoever
 * recorded it: two customers may share a number, and only the customer's own word, taken at the desk, does. A
 * blank is no consent, so it takes back what an earlier export gave, but never what the customer said elsewhere.
 */
export function afterExport(
  known: Pick<Consent, 'state' | 'history'> | undefined,
  cell: 'yes' | 'no' | 'blank',
): Consent['state'] | undefined {
  if (cell === 'no' || known?.state === 'refused') return 'refused'
  if (cell === 'yes') return 'given'
  const fromExport = known?.history.at(-1)?.source.startsWith('import ') ?? false
  return known?.state === 'given' && fromExport ? 'withdrawn' : known?.state
}
