import * as z from 'zod'

/** What an hour of one kind of work costs, whoever the customer is. */
export const LaborRate = z.object({
  /** How a line names it: `general`, `paint`. */
  code: z.string(),
  name: z.string(),
  rateFen: z.int().min(0).max(1_000_000),
})
export type LaborRate = z.infer<typeof LaborRate>
