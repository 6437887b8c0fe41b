import * as z from 'zod'
import { CalendarDate } from './time.ts'
import { PartNumber } from './part-price.ts'

const fen = z.int().nonnegative()

/** Who pays a line of a repair order. */
export const Payer = z.enum(['customer', 'insurer', 'manufacturer'])
export type Payer = z.infer<typeof Payer>

/** Hours of work are counted in hundredths: 0.25 is a quarter of an hour. */
export const LaborHours = z
  .number()
  .positive()
  .max(500)
  // Not `multipleOf`: a client that checks 1.15 by dividing finds that it is no multiple of 0.01.
  .refine((hours) => hours === Math.round(hours * 100) / 100, { params: { reason: 'wrong-format' } })

/** 维修项目: one operation and its hours (工时). */
export const LaborOperation = z.object({
  /** The operation's code in the manufacturer's or the dealer's list. */
  code: z.string(),
  name: z.string(),
  laborHours: LaborHours,
  /** For an hour. */
  rateFen: fen,
  payer: Payer,
  amountFen: fen,
})
export type LaborOperation = z.infer<typeof LaborOperation>

export const PartLine = z.object({
  partNumber: PartNumber,
  name: z.string(),
  quantity: z.int().positive(),
  payer: Payer,
  /** The manufacturer's limit for the customer's price on the day of the quote, and where it is known from. */
  limit: z.object({
    fen,
    source: z.string(),
    fromOn: CalendarDate,
    /** False: the desk has named it, and the parts supervisor has not said that it is right. */
    confirmed: z.boolean(),
  }),
  /** For one piece; of an insurer's the handling is in it. */
  unitPriceFen: fen,
  amountFen: fen,
})
export type PartLine = z.infer<typeof PartLine>

/** Labour and parts, apart. */
export interface Lines {
  readonly labor: readonly LaborOperation[]
  readonly parts: readonly PartLine[]
}

export interface Amounts {
  readonly laborFen: number
  readonly partsFen: number
  readonly totalFen: number
}

/** What lines come to. Each line is whole fen, so the sums are exact. */
export function amountsOf({ labor, parts }: Lines): Amounts {
  const laborFen = total(labor)
  const partsFen = total(parts)
  return { laborFen, partsFen, totalFen: laborFen + partsFen }
}

/** The lines that one of them pays. */
export function paidBy({ labor, parts }: Lines, payer: Payer): Lines {
  return {
    labor: labor.filter((line) => line.payer === payer),
    parts: parts.filter((line) => line.payer === payer),
  }
}

function total(lines: readonly { readonly amountFen: number }[]): number {
  return lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
}
