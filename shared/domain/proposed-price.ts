import * as z from 'zod'
import { DealerId, NoticeId } from './ids.ts'
import { MOST_PRICE_FEN, PartNumber } from './part-price.ts'
import { recordFields } from './record.ts'

/** So many prices stand in one record: what a yes makes of them is one transaction. */
export const PRICES_A_PAGE = 90

/** A price limit as a manufacturer's list has it. */
export const ProposedPrice = z.object({
  partNumber: PartNumber,
  name: z.string().max(60).optional(),
  limitFen: z.int().positive().max(MOST_PRICE_FEN),
  /** Where it stands, for people to find it; no file: in the mail itself. */
  file: z.string().max(200).optional(),
  row: z.int().nonnegative(),
})
export type ProposedPrice = z.infer<typeof ProposedPrice>

/** A page of a price list that a notice has brought: shown until a person says yes, and then put down as it was shown. */
export const ProposedPrices = z.object({
  dealerId: DealerId,
  noticeId: NoticeId,
  page: z.int().nonnegative(),
  prices: z.array(ProposedPrice).min(1).max(PRICES_A_PAGE),
  ...recordFields,
})
export type ProposedPrices = z.infer<typeof ProposedPrices>
