import * as z from 'zod'
import type { DealerSettings } from '../dealer.ts'

/** How long the department has, in days after the day on which it begins. */
export const ClaimDeadlines = z.object({
  /** 0: the same day (同日上传). */
  submitWithinDays: z.int().min(0).max(60),
  resubmitWithinDays: z.int().min(0).max(365),
  appealWithinDays: z.int().min(0).max(365),
})
export type ClaimDeadlines = z.infer<typeof ClaimDeadlines>

/** On the same day; the rest is common practice, unverified. */
export const defaultClaimDeadlines: ClaimDeadlines = {
  submitWithinDays: 0,
  resubmitWithinDays: 7,
  appealWithinDays: 15,
}

/** The dealer's own days. Apart from its other settings of warranty, which few who deliver a car need. */
export function claimDaysOf({ warranty }: Pick<DealerSettings, 'warranty'>): ClaimDeadlines {
  return Days.parse(warranty).deadlines
}

const Days = z.object({ deadlines: ClaimDeadlines.default(defaultClaimDeadlines) })
