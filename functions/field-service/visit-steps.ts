import { fieldServiceMachine } from '../../shared/domain/field-service-machine.ts'
import {
  MOST_APPOINTMENTS,
  MOST_ATTEMPTS,
  type FieldServiceOrder,
} from '../../shared/domain/field-service-order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import type { CompletedVisit, HandedInCard } from '../../shared/http/routes/field-service.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, type FieldFault } from '../../shared/runtime/errors.ts'

/*
 * The steps of a visit, each a pure function of the order and what is told of the step. All throw Refused where the
 * order's state does not take the step, and FieldsInvalid where what is told cannot be.
 */

/** The customer was reached: the time within which to make contact ends here. */
export function contacted(order: FieldServiceOrder, { at }: Stamp): FieldServiceOrder {
  return { ...order, status: stateAfter(fieldServiceMachine, order.status, 'contact'), contactedAt: at }
}

/** A call reached nobody; the customer still waits to be called. */
export function notReached(
  order: FieldServiceOrder,
  remark: string | undefined,
  { at, by }: Stamp,
): FieldServiceOrder {
  const status = stateAfter(fieldServiceMachine, order.status, 'could-not-reach')
  assertRoom(order.attempts, MOST_ATTEMPTS)
  return { ...order, status, attempts: [...order.attempts, { at, by, remark }] }
}

/** A visit more than so many days ahead is a slip of the pen. */
const MOST_DAYS_AHEAD = 366

/** A time is agreed, or another one; a visit that was begun for nothing begins anew. */
export function scheduled(
  order: FieldServiceOrder,
  { scheduledFor, reason }: { readonly scheduledFor: Instant; readonly reason?: string | undefined },
  { at, by }: Stamp,
): FieldServiceOrder {
  const status = stateAfter(fieldServiceMachine, order.status, 'schedule')
  const fault = scheduleFault(scheduledFor, at)
  if (fault !== undefined) throw new FieldsInvalid([fault])
  assertRoom(order.appointments, MOST_APPOINTMENTS)
  return {
    ...order,
    status,
    scheduledFor,
    appointments: [...order.appointments, { at, by, scheduledFor, reason }],
    onSiteAt: undefined,
  }
}

function scheduleFault(scheduledFor: Instant, now: Instant): FieldFault | undefined {
  const path = 'body.scheduledFor'
  if (scheduledFor <= now) return { path, reason: 'in-the-past' }
  return scheduledFor > addMinutes(now, MOST_DAYS_AHEAD * 24 * 60)
    ? { path, reason: 'too-far-ahead' }
    : undefined
}

export function arrived(order: FieldServiceOrder, { at }: Stamp): FieldServiceOrder {
  return { ...order, status: stateAfter(fieldServiceMachine, order.status, 'arrive'), onSiteAt: at }
}

/** The work is done, and of each line as much as is told, all of it if nothing is: the feedback card is owed from here. */
export function completed(
  order: FieldServiceOrder,
  { result, lines }: CompletedVisit,
  { at }: Stamp,
): FieldServiceOrder {
  const status = stateAfter(fieldServiceMachine, order.status, 'complete')
  const faults = doneFaults(order, lines)
  if (faults.length > 0) throw new FieldsInvalid(faults)
  const done = new Map(lines.map(({ line, doneQuantity }) => [line, doneQuantity]))
  return {
    ...order,
    status,
    result,
    completedAt: at,
    lines: order.lines.map((line) => ({ ...line, doneQuantity: done.get(line.line) ?? line.quantity })),
  }
}

function doneFaults(order: FieldServiceOrder, told: CompletedVisit['lines']): FieldFault[] {
  return told.flatMap(({ line, doneQuantity }, index): FieldFault[] => {
    const path = `body.lines.${String(index)}`
    const known = order.lines.find((each) => each.line === line)
    if (known === undefined) return [{ path: `${path}.line`, reason: 'not-a-choice' }]
    if (told.findIndex((each) => each.line === line) < index)
      return [{ path: `${path}.line`, reason: 'invalid' }]
    return doneQuantity > known.quantity ? [{ path: `${path}.doneQuantity`, reason: 'too-large' }] : []
  })
}

export function cardHandedIn(
  order: FieldServiceOrder,
  card: HandedInCard,
  { at, by }: Stamp,
): FieldServiceOrder {
  const status = stateAfter(fieldServiceMachine, order.status, 'hand-in-card')
  return { ...order, status, feedback: { ...card, handedInAt: at, handedInBy: by } }
}

export function cancelled(order: FieldServiceOrder, reason: string, { at, by }: Stamp): FieldServiceOrder {
  const status = stateAfter(fieldServiceMachine, order.status, 'cancel')
  return { ...order, status, cancelled: { at, by, reason } }
}

function assertRoom(list: readonly unknown[], most: number): void {
  if (list.length >= most) throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
}
