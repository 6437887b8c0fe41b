import * as z from 'zod'
import { DealerId } from './ids.ts'
import { recordFields, type Stamp } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

/** A manufacturer's part number (配件编号), in the one way in which it is a key: narrow, upper case, no blanks. */
export const PartNumber = z
  .string()
  .overwrite((written) =>
    written
      .normalize('NFKC')
      .replace(/[\s\p{Cf}]/gu, '')
      .toUpperCase(),
  )
  .regex(/^[A-Z0-9][A-Z0-9.-]{1,39}$/)

/** 100,000 yuan: no part of a car costs more than a car. */
export const MOST_PRICE_FEN = 10_000_000

/** The prices of a part that are kept: with two changes a year, ten years of them. */
export const MOST_PRICES = 20

const PriceLimit = z.object({
  /** The first day on which it counts. */
  fromOn: CalendarDate,
  /** What the manufacturer lets a customer pay for one piece: neither more nor less is taken. */
  limitFen: z.int().positive().max(MOST_PRICE_FEN),
  /** Where it is known from: the name of a price list, a notice. */
  source: z.string(),
  /** False: the desk named it while quoting; the parts supervisor has not confirmed it. */
  confirmed: z.boolean(),
  setAt: Instant,
  setBy: z.string(),
})
export type PriceLimit = z.infer<typeof PriceLimit>

/** What a part costs this dealer's customers (限价), from when on: one price for all of them. */
export const PartPrice = z.object({
  dealerId: DealerId,
  partNumber: PartNumber,
  name: z.string().optional(),
  /** By their first day, the oldest first, one for each. */
  limits: z.array(PriceLimit).min(1).max(MOST_PRICES),
  ...recordFields,
})
export type PartPrice = z.infer<typeof PartPrice>

/** The limit that counts on a day: the newest that has begun. */
export function limitOn(
  price: Pick<PartPrice, 'limits'> | undefined,
  on: CalendarDate,
): PriceLimit | undefined {
  return price?.limits.findLast(({ fromOn }) => fromOn <= on)
}

/** The limits with this one in the place of any other of the same day; the oldest give way. */
export function withLimit(limits: readonly PriceLimit[], limit: PriceLimit): PriceLimit[] {
  return [...limits.filter(({ fromOn }) => fromOn !== limit.fromOn), limit]
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
    .slice(-MOST_PRICES)
}

type SetLimit = Pick<PriceLimit, 'fromOn' | 'limitFen' | 'source'>

/**
 * The limits of a part with one that the parts supervisor has set. What the desk had named gives way to it as soon as it
 * counts; until then the part keeps its price of today. The same word again changes nothing.
 */
export function limitsWith(
  known: PartPrice['limits'],
  limit: SetLimit,
  today: CalendarDate,
  stamp: Stamp,
): PartPrice['limits'] {
  const kept = known.filter(({ confirmed }) => confirmed || limit.fromOn > today)
  const said = kept.find(({ fromOn }) => fromOn === limit.fromOn)
  const same = said?.confirmed && said.limitFen === limit.limitFen && said.source === limit.source
  return same ? kept : withLimit(kept, { ...limit, confirmed: true, setAt: stamp.at, setBy: stamp.by })
}
