import * as z from 'zod'
import type { CountedOrder } from '../domain/counted-order.ts'
import { OrderId } from '../domain/ids.ts'
import { RepairKind } from '../domain/order.ts'
import { CalendarDate, Instant } from '../domain/time.ts'

/** Whether the manufacturer may have to be asked for money; keys of before this word was thought of say neither. */
const CLAIM = 'claim'
const NO_CLAIM = 'no-claim'

/**
 * A delivered order as one line of the index of keys: by the day of its delivery, with all that reports count. So a month
 * is read at a few hundred bytes an order, not at the size of its papers.
 */
export function deliveredSort(
  order: CountedOrder & {
    readonly deliveredOn: CalendarDate
    /** What a claim on it opens with; undefined: there is nothing to ask for. */
    readonly claimableFen: number | undefined
  },
): string {
  const { deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen } =
    order
  return [
    deliveredOn,
    orderId,
    kind,
    receivedOn,
    settledAt ?? '',
    promisedAt ?? '',
    laborFen,
    partsFen,
    totalFen,
    ...(order.claimableFen === undefined ? [NO_CLAIM] : [CLAIM, order.claimableFen]),
  ].join('#')
}

const none = z.literal('').transform(() => undefined)
const fen = z.string().regex(/^\d+$/).transform(Number)
const Words = z.tuple([
  CalendarDate,
  OrderId,
  RepairKind,
  CalendarDate,
  z.union([none, Instant]),
  z.union([none, Instant]),
  fen,
  fen,
  fen,
  z.enum([CLAIM, NO_CLAIM]).optional(),
  fen.optional(),
])

/** An order that the manufacturer may have to be asked money for, as the index of keys shows it. */
export interface ClaimableOrder {
  readonly orderId: string
  readonly deliveredOn: CalendarDate
  /** How much; undefined where its key does not say it. */
  readonly claimableFen: number | undefined
}

export function deliveredIn(sort: string): CountedOrder {
  const [deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen] =
    Words.parse(sort.split('#'))
  return { deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen }
}

/** The order behind such a line, if it may have to be claimed; where nobody has said, it may. */
export function claimableIn(sort: string): ClaimableOrder | undefined {
  const words = Words.parse(sort.split('#'))
  const [deliveredOn, orderId] = words
  return words[9] === NO_CLAIM ? undefined : { orderId, deliveredOn, claimableFen: words[10] }
}
