import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import type { Holding } from '../../shared/domain/who-holds.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import { whoseItIs } from '../../shared/due/who-owns.ts'

/** Who works at a dealer, as a request finds them. */
export interface Team {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
  readonly now: Instant
  readonly today: CalendarDate
  /** To whom a deadline belongs today, the owner first; asked of many, each answer is found once. */
  whose(deadline: Pick<Deadline, 'assignedTo' | 'role'>): readonly Holding[]
}

export function teamOf(dealer: Dealer, staff: readonly Staff[], now: Instant): Team {
  const today = dateIn(now, dealer.zone)
  const known = new Map<string, Holding[]>()
  return {
    dealer,
    staff,
    now,
    today,
    whose(deadline) {
      const name = `${deadline.role} ${deadline.assignedTo ?? ''}`
      const holding = known.get(name) ?? whoseItIs(deadline, staff, today)
      known.set(name, holding)
      return holding
    },
  }
}

/** @throws NotFound when there is no such dealer */
export async function readTeam(
  { store, clock }: { readonly store: Pick<DutyStore, 'dealers' | 'staff'>; readonly clock: Clock },
  dealerId: string,
): Promise<Team> {
  const [dealer, staff] = await Promise.all([store.dealers.byId(dealerId), store.staff.ofDealer(dealerId)])
  if (dealer === undefined) throw new NotFound()
  return teamOf(dealer, staff, clock.now())
}
