import type { FieldServiceOrder } from '../../domain/field-service-order.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, handOnTimer, type TimerContext } from './running-timers.ts'
import { cardOf, contactOf, provedBy, visitWord } from './timer-names.ts'
import { startTimer } from './timers.ts'

/**
 * What a visit's change means for its timers: the customer is to be called back from the request on, and the feedback card
 * handed in from the completion on. Both are the specialist's who goes.
 */
export async function visitTimerWrites(
  before: FieldServiceOrder | undefined,
  after: FieldServiceOrder,
  context: TimerContext,
): Promise<readonly Write[]> {
  const { assignedTo, completedAt, number: about } = after
  if (before === undefined) {
    return startTimer({ ...contactOf(after), startedAt: after.requestedAt, about, assignedTo }, context)
  }
  const [was, is] = [waitsFor(before), waitsFor(after)]
  const proof = provedBy(visitWord(after))
  if (was === is) {
    const timer = is === 'contact' ? contactOf(after) : is === 'card' ? cardOf(after) : undefined
    return timer === undefined || before.assignedTo === assignedTo
      ? []
      : handOnTimer(timer, { assignedTo }, context)
  }
  const end = after.status === 'cancelled' ? { reason: after.status } : proof
  const ended =
    was === undefined ? [] : endTimer(was === 'contact' ? contactOf(after) : cardOf(after), end, context)
  const started =
    is === 'card' && completedAt !== undefined
      ? startTimer({ ...cardOf(after), startedAt: completedAt, about, assignedTo }, context)
      : []
  return [...(await ended), ...(await started)]
}

/** What is owed to the customer or of the visit, as far as a timer says by when. */
function waitsFor({ status }: FieldServiceOrder): 'contact' | 'card' | undefined {
  switch (status) {
    case 'requested':
    case 'unreachable':
      return 'contact'
    case 'completed':
      return 'card'
    case 'contacted':
    case 'scheduled':
    case 'on_site':
    case 'closed':
    case 'cancelled':
      return undefined
  }
}
