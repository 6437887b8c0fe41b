import { isOpen, type RepairOrder } from '../../domain/order.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, handOnTimer, type TimerContext } from './running-timers.ts'
import { orderWord, promiseOf, provedBy, stayOf } from './timer-names.ts'
import { startTimer } from './timers.ts'

/**
 * What an order's change means for its timers: what was promised has one, and the car's stay in the workshop one from the
 * reception on. Both are the advisor's, and end when the car is fetched or the order is cancelled. An order that only
 * exports tell of has none.
 */
export async function orderTimerWrites(
  before: RepairOrder | undefined,
  after: RepairOrder,
  context: TimerContext,
): Promise<readonly Write[]> {
  const names = [promiseOf(after), stayOf(after)]
  if (!isOpen(after)) {
    if (before === undefined || !isOpen(before)) return []
    const end = after.status === 'delivered' ? provedBy(orderWord(after)) : { reason: after.status }
    return (await Promise.all(names.map((timer) => endTimer(timer, end, context)))).flat()
  }
  const { advisorId: assignedTo } = after
  const handed =
    before === undefined || before.advisorId === assignedTo
      ? []
      : names.filter((timer) => !startsWith(timer.code, before, after))
  const writes = await Promise.all([
    startWrites(before, after, context),
    ...handed.map((timer) => handOnTimer(timer, { assignedTo }, context)),
  ])
  return writes.flat()
}

async function startWrites(
  before: RepairOrder | undefined,
  after: RepairOrder,
  context: TimerContext,
): Promise<readonly Write[]> {
  const { advisorId: assignedTo, promise, receivedAt, number: about } = after
  const { at } = context.stamp
  const promised =
    promise !== undefined && startsWith('promised-delivery', before, after)
      ? startTimer({ ...promiseOf(after), startedAt: at, dueAt: promise.at, about, assignedTo }, context)
      : []
  const stays =
    receivedAt !== undefined && startsWith('stranded-vehicle', before, after)
      ? startTimer({ ...stayOf(after), startedAt: receivedAt, about, assignedTo }, context)
      : []
  return [...(await promised), ...(await stays)]
}

/** Whether a change brings a new promise, or the car. */
function startsWith(code: string, before: RepairOrder | undefined, after: RepairOrder): boolean {
  return code === 'promised-delivery'
    ? after.promise?.number !== before?.promise?.number
    : after.receivedAt !== before?.receivedAt
}
