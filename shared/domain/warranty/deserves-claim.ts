import { firstDayOf, monthBefore, monthOf } from '../calendar-month.ts'
import { linesOf, type RepairOrder } from '../order.ts'
import { amountsOf, paidBy, type Payer } from '../order-lines.ts'
import type { CalendarDate } from '../time.ts'
import type { ClaimKind } from '../claim-kind.ts'

/** Why no claim is opened from an order. */
export const withheldReasons = [
  /** The car is still here; a claim is opened when it is delivered. */
  'not-delivered',
  /** Cancelled, or the customer did not come. */
  'came-to-nothing',
  /** Delivered before the month before this one: what was to be claimed was claimed elsewhere. */
  'history',
  /** The books say a day that has not come. */
  'delivered-in-future',
  'customer-pays',
  'insurer-pays',
  /** Settled by the manufacturer, but an accident is nobody's fault of make: a person has to look. */
  'accident',
  'nothing-charged',
  /** The car's record is gone, so nobody knows what to claim on. */
  'vehicle-unknown',
] as const
export type WithheldReason = (typeof withheldReasons)[number]

export type ClaimVerdict =
  | {
      readonly deserved: true
      readonly kind: ClaimKind
      /** What the order charges the manufacturer; 0 of a free service whose sum the manufacturer fixes. */
      readonly amountFen: number
      readonly because: 'manufacturer-pays' | 'free-first-service' | 'campaign'
    }
  | { readonly deserved: false; readonly reason: WithheldReason }

/**
 * Whether a claim is opened from an order, of which kind, and why not. Orders that the manufacturer pays, wholly or in
 * part, delivered in this or the previous calendar month; campaigns whoever is said to pay, and free first services as
 * long as nobody else was charged. Pure.
 */
export function deservesClaim(order: RepairOrder, today: CalendarDate): ClaimVerdict {
  const { status, deliveredOn } = order
  if (status === 'cancelled' || status === 'no_show') return withheld('came-to-nothing')
  if (status !== 'delivered' || deliveredOn === undefined) return withheld('not-delivered')
  if (deliveredOn > today) return withheld('delivered-in-future')
  if (monthOf(deliveredOn) < monthBefore(monthOf(today))) return withheld('history')
  return claimedOf(order)
}

/** The first day of the months whose deliveries may still be claimed. */
export function claimedSince(today: CalendarDate): CalendarDate {
  return firstDayOf(monthBefore(monthOf(today)))
}

/**
 * Whether somebody may have to claim an order once its car is gone, whenever that is. The manufacturer is said to pay,
 * or pays unasked: who else pays says that there is nothing to claim, and everything else asks for a claim or a reason.
 */
export function mayBeClaimed(order: RepairOrder): boolean {
  const verdict = claimedOf(order)
  return verdict.deserved || verdict.reason === 'accident' || verdict.reason === 'nothing-charged'
}

/** The same whatever the day is. */
function claimedOf(order: RepairOrder): ClaimVerdict {
  const amountFen = chargedTo(order, 'manufacturer')
  const others = chargedTo(order, 'customer') + chargedTo(order, 'insurer')
  if (order.campaignCode !== undefined) {
    return { deserved: true, kind: 'campaign', amountFen, because: 'campaign' }
  }
  if (order.kind === 'first_service' && others === 0) {
    return { deserved: true, kind: 'free_service', amountFen, because: 'free-first-service' }
  }
  const manufacturerPays = amountFen > 0 || order.settlement === 'manufacturer'
  if (!manufacturerPays) return withheld(order.settlement === 'insurer' ? 'insurer-pays' : 'customer-pays')
  if (order.kind === 'accident') return withheld('accident')
  if (amountFen === 0) return withheld('nothing-charged')
  return { deserved: true, kind: kindOf(order), amountFen, because: 'manufacturer-pays' }
}

function withheld(reason: WithheldReason): ClaimVerdict {
  return { deserved: false, reason }
}

/**
 * 免保: a service that the manufacturer pays is a free one. Where the customer pays for it, what the manufacturer pays is
 * what failed; a first one is free, whatever the customer buys besides.
 */
function kindOf({ kind, settlement }: RepairOrder): ClaimKind {
  switch (kind) {
    case 'first_service':
      return 'free_service'
    case 'maintenance':
      return settlement === 'manufacturer' ? 'free_service' : 'warranty'
    case 'repair':
    case 'warranty':
    case 'accident':
      return 'warranty'
  }
}

/** What a claim on an order opens with in all, whether or not its lines tell of all of it. */
export function claimableFen(order: RepairOrder): number {
  const told = amountsOf(paidBy(linesOf(order), 'manufacturer')).totalFen
  return Math.max(told, chargedTo(order, 'manufacturer'))
}

/** What an order charges one payer: by its invoice, else by its lines and by what an export told of the whole. */
export function chargedTo(order: RepairOrder, payer: Payer): number {
  const { invoice } = order
  if (invoice !== undefined) {
    return invoice.charges
      .filter((charge) => charge.payer === payer)
      .reduce((sum, { totalFen }) => sum + totalFen, 0)
  }
  const lines = linesOf(order)
  const own = amountsOf(paidBy(lines, payer)).totalFen
  // What no line tells of is paid by whom the settlement names.
  const untold = order.totalFen - amountsOf(lines).totalFen
  return own + (order.settlement === payer ? untold : 0)
}
