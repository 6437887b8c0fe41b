import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Duty } from '../../shared/domain/duty.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { openingHoursOf, type OpeningHours } from '../../shared/domain/working-time.ts'
import type { OnDamaged } from '../../shared/due/leave-out-damaged.ts'
import { asRuled } from '../../shared/due/plans/duty-deadlines.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { dutySubject, planDuty } from '../../shared/due/plans/duty-occurrences.ts'
import { dutyWrites } from '../../shared/due/plans/duty-writes.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'

interface ReplanContext {
  readonly store: Store
  readonly dealer: Dealer
  readonly stamp: Stamp
  /** Hears of deadlines that cannot be read, which stay as they are. */
  readonly onDamaged: OnDamaged
}

/**
 * Plans anew when the dealer's duties are owed, by its zone and working days as they are: their timers, and what is open
 * and still to come. A duty that has no timer yet gets one. Returns how many duties there are, and for how many
 * something has moved.
 * @throws Contested when others are faster with one of them each time
 */
export async function replanDuties(context: ReplanContext): Promise<{ looked: number; moved: number }> {
  const { store, dealer, stamp } = context
  const { dealerId } = dealer
  const hours = openingHoursOf(dealer)
  const duties = await store.duties.ofDealer(dealerId)
  if (duties.length === 0) return { looked: 0, moved: 0 }
  const subjects = duties.map(({ code }) => dutySubject(code))
  const [items, open] = await Promise.all([
    store.dueItems.bySubjects(dealerId, REPORT_DEADLINES, subjects),
    openByCode(context),
  ])
  const moving = duties.filter(
    (duty) =>
      planDuty(duty, items.get(dutySubject(duty.code)), hours, stamp) !== undefined ||
      open.get(duty.code)?.some((each) => !saysTheSame(each, asRuled(each, duty, hours, stamp))),
  )
  let moved = 0
  for (const { code } of moving) if (await replanDuty(code, hours, context)) moved += 1
  return { looked: duties.length, moved }
}

async function openByCode({
  store,
  dealer,
  stamp,
  onDamaged,
}: ReplanContext): Promise<Map<string, Deadline[]>> {
  const found = await everyPage((paging) =>
    store.deadlines.unfinished(dealer.dealerId, { from: stamp.at, ...paging }, onDamaged),
  )
  return Map.groupBy(found, ({ cause }) => cause.code)
}

/**
 * Held to the duty as it was read, so nothing is planned over a rule that somebody has changed meanwhile. False when
 * nothing moves any more.
 */
async function replanDuty(
  code: Duty['code'],
  hours: OpeningHours,
  { store, dealer: { dealerId }, stamp }: ReplanContext,
): Promise<boolean> {
  const { writes } = await untilCommitted(store, async () => {
    const duty = await store.duties.byCode(dealerId, code)
    if (duty === undefined) return { writes: [] }
    // What cannot be read was told of with the list.
    const waiting = await dutyWrites(store, { before: duty, after: duty }, hours, stamp, () => undefined)
    return { writes: waiting.length === 0 ? [] : [dutyRecord.check(duty), ...waiting] }
  })
  return writes.length > 0
}
