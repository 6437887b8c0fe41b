import * as z from 'zod'
import { DealerId } from './ids.ts'
import { PurposeName } from './purpose.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/**
 * The walk over a dealer's vehicles, appointments and duties after a change of what their dates are planned by: one a
 * dealer, begun anew with each such change. It says how far it has come, so that it goes on there after a crash.
 */
export const Replan = z.object({
  dealerId: DealerId,
  requestedAt: Instant,
  /** Whose dates are walked now; absent: the walk is over. */
  purpose: PurposeName.optional(),
  /** The place behind the last vehicle that was looked at, as the store's lists know places. */
  place: z.tuple([z.string(), z.string(), z.string()]).optional(),
  /** Looked at, and of them those for whom something has moved. */
  looked: z.int().nonnegative(),
  moved: z.int().nonnegative(),
  finishedAt: Instant.optional(),
  ...recordFields,
})
export type Replan = z.infer<typeof Replan>
