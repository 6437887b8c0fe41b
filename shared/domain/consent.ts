import * as z from 'zod'
import { DealerId } from './ids.ts'
import { Mobile } from './mobile.ts'
import { Channel, PurposeName } from './purpose.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

const ConsentChange = z.object({
  state: z.enum(['given', 'refused']),
  /** Where the customer's word comes from: `import`, `sms`, `desk`, … */
  source: z.string(),
  at: Instant,
})

/** What the holder of a number said to one purpose on one channel; the last change counts. */
export const Consent = z.object({
  dealerId: DealerId,
  mobile: Mobile,
  purpose: PurposeName,
  channel: Channel,
  state: ConsentChange.shape.state,
  history: z.array(ConsentChange).min(1),
  ...recordFields,
})
export type Consent = z.infer<typeof Consent>

/**
 * What an export's word changes. A refusal always counts. A yes never undoes a refusal on record, whoever
 * recorded it: two customers may share a number, and only the customer's own word, taken at the desk, does.
 */
export function afterExport(
  known: Consent['state'] | undefined,
  word: 'given' | 'refused',
): Consent['state'] {
  return known === 'refused' ? 'refused' : word
}
