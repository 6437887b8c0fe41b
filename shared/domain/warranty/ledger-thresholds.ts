import * as z from 'zod'

const times = z.int().min(1).max(20)

/** From how many on each warning is given; of a smaller number a higher one never comes first. */
const rising = (of: z.ZodInt, defaults: { yellow: number; orange: number; red: number }) =>
  z
    .object({ yellow: of, orange: of, red: of })
    .refine(({ yellow, orange, red }) => yellow <= orange && orange <= red, {
      error: 'yellow comes before orange, and orange before red',
    })
    .default(defaults)

/** From when on the ledger warns. What the law itself says is met whatever stands here. */
export const LedgerThresholds = z.object({
  /** Days of repair, of 30; of the older law's 35 as many more, rounded down so that they come early. */
  repairDays: rising(z.int().min(1).max(35), { yellow: 15, orange: 20, red: 25 }),
  /** Repairs of the same problem. */
  sameProblem: rising(times, { yellow: 2, orange: 3, red: 4 }),
  /** Replacements of one assembly, or of one main part, from which on it is red. */
  assemblyReplaced: times.default(1),
  mainPartReplaced: times.default(1),
  /** Repairs of serious safety faults: after the second one the next fault meets the condition. */
  seriousRepairs: z
    .object({ orange: times, red: times })
    .refine(({ orange, red }) => orange <= red, { error: 'orange comes before red' })
    .default({ orange: 1, red: 2 }),
  /** A repair that lasts more days than these. */
  openRepairDays: z.int().min(1).max(30).default(3),
})
export type LedgerThresholds = z.infer<typeof LedgerThresholds>

/** The days that the thresholds for days of repair are given for. */
const DAYS_OF = 30

/** The thresholds for days of repair as they stand to the days of a law. */
export function repairDaysThresholds(
  { repairDays }: LedgerThresholds,
  moreThan: number,
): LedgerThresholds['repairDays'] {
  const scaled = (days: number) => Math.floor((days * moreThan) / DAYS_OF)
  return {
    yellow: scaled(repairDays.yellow),
    orange: scaled(repairDays.orange),
    red: scaled(repairDays.red),
  }
}
