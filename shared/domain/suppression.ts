import * as z from 'zod'
import { DealerId } from './ids.ts'
import { Channel } from './purpose.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/** An address that a provider refused for good: nothing is sent there until somebody mends it. */
export const Suppression = z.object({
  dealerId: DealerId,
  channel: Channel,
  address: z.string(),
  /** The provider's code: `invalid-number`, `opted-out`, … */
  code: z.string(),
  since: Instant,
  ...recordFields,
})
export type Suppression = z.infer<typeof Suppression>
