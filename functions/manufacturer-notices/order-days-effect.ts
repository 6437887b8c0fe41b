import { STOCK_ORDERS, type Duty } from '../../shared/domain/duty.ts'
import { withNamedDays, withoutNamedDays } from '../../shared/domain/named-days.ts'
import {
  MOST_EFFECT_DATES,
  withFaults,
  type EffectDate,
  type EffectFault,
} from '../../shared/domain/notice-effect.ts'
import { openingHoursOf } from '../../shared/domain/working-time.ts'
import { dutyWrites } from '../../shared/due/plans/duty-writes.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import type { Write } from '../../shared/store/table-client.ts'
import {
  applied,
  effectFault,
  failed,
  noListFound,
  nowhere,
  undone,
  type EffectContext,
  type EffectWork,
  type StepOf,
} from './effect-step.ts'
import { daysToName, orderDaysIn } from './order-days.ts'

/**
 * The ordering days of a calendar become those of the planner's duty in its months: what was opened by the days of the
 * rule and is still to come is dropped, and calendar, feeds and reminders follow, all in the transaction of one step.
 */
export const orderDaysEffect: EffectWork = { work: nameDays, undo: takeBack }

async function nameDays(...[effect, context]: Parameters<StepOf>): ReturnType<StepOf> {
  const { facts, dealer, today, stamp, store, notice } = context
  const classes = dealer.settings.partsOrderClasses
  const dates = orderDaysIn(facts, { today, classes })
  if (dates.length === 0) return { effect: noListFound(effect, context), writes: [] }
  const known = { ...effect, found: dates.length, dates: dates.slice(0, MOST_EFFECT_DATES) }
  const duty = await store.duties.byCode(dealer.dealerId, STOCK_ORDERS)
  if (duty === undefined) return { effect: failed(known, 'duty-missing', stamp), writes: [] }
  const { noticeId, manufacturer } = notice
  const days = daysToName(dates, today)
  const namedDays = withNamedDays(duty.namedDays ?? [], days, { noticeId, manufacturer, at: stamp.at })
  const counted = dates.filter(({ use }) => use === 'ordering-day').length
  const left = dates.flatMap((date) => leftFault(date, context))
  return {
    effect: applied(
      withFaults({ ...known, applied: counted, skipped: dates.length - counted, done: dates.length }, left),
    ),
    writes: await dutyChange(duty, { ...duty, namedDays }, 'days-named', context),
  }
}

function leftFault({ date, orderClass, use }: EffectDate, { facts }: EffectContext): EffectFault[] {
  if (use === 'ordering-day') return []
  const at = facts.orderDates.find((each) => each.date === date && each.orderClass === orderClass)?.at
  return [effectFault({ code: `date-${use}`, at: at ?? nowhere })]
}

/** In its months count again the days that were named before, or those of the rule. */
async function takeBack(...[effect, context]: Parameters<StepOf>): ReturnType<StepOf> {
  const { dealer, notice, stamp, store } = context
  const after = undone(effect, stamp)
  const duty = await store.duties.byCode(dealer.dealerId, STOCK_ORDERS)
  if (duty?.namedDays === undefined) return { effect: after, writes: [] }
  const { noticeId } = notice
  const namedDays = withoutNamedDays(duty.namedDays, { noticeId, at: stamp.at })
  return { effect: after, writes: await dutyChange(duty, { ...duty, namedDays }, 'days-taken-back', context) }
}

async function dutyChange(
  before: Duty,
  after: Duty,
  action: string,
  { dealer, stamp, store }: EffectContext,
): Promise<Write[]> {
  const record = changeWrites(dutyRecord, { id: before.code, action, before, after }, stamp)
  if (record.length === 0) return []
  // Deadlines that cannot be read stay as they are: the job of deadlines rings of them.
  const waiting = await dutyWrites(store, { before, after }, openingHoursOf(dealer), stamp, () => undefined)
  return [...record, ...waiting]
}
