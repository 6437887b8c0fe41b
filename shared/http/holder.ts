import * as z from 'zod'
import { StaffId } from '../domain/ids.ts'
import type { Holding } from '../domain/who-holds.ts'

/** Somebody to whom work goes, and why. */
export const Holder = z.object({
  staffId: StaffId,
  name: z.string(),
  because: z.enum(['holds', 'stands-in', 'superior', 'holds-though-away']),
  /** Those who are away and for whom this one stands in. */
  standsInFor: z.array(StaffId),
})

export function holderView({
  staff: { staffId, name },
  because,
  standsInFor,
}: Omit<Holding, 'standsInFor'> & { standsInFor?: readonly string[] }): z.input<typeof Holder> {
  return { staffId, name, because, standsInFor: [...(standsInFor ?? [])] }
}
