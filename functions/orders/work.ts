import type * as z from 'zod'
import { amountsOf, type Lines, type Payer } from '../../shared/domain/order-lines.ts'
import { linesOf, withBrought, type RepairOrder } from '../../shared/domain/order.ts'
import {
  MOST_CHECKS,
  MOST_EXTRA_WORK,
  type AdditionalRepairItem,
  type ExtraWorkDecision,
} from '../../shared/domain/order-papers.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import type { authorizeOrder, refuseExtraWork } from '../../shared/http/routes/order-steps.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { timeAheadFaults, withPromise } from './promise.ts'

const after = (order: RepairOrder, verb: keyof typeof repairOrderMachine.transitions) =>
  stateAfter(repairOrderMachine, order.status, verb)

/** A new quote; what the customer has signed was another one. */
export function estimate(order: RepairOrder, { labor, parts }: Lines): RepairOrder {
  const { authorization: _, ...rest } = order
  return { ...rest, status: after(order, 'estimate'), labor: [...labor], parts: [...parts] }
}

export function authorize(
  order: RepairOrder,
  { reference, signedBy, promisedAt }: z.infer<typeof authorizeOrder.body>,
  stamp: Stamp,
): RepairOrder {
  const status = after(order, 'authorize')
  refuseTime(promisedAt, stamp)
  const { totalFen } = withBrought(amountsOf(linesOf(order)), order)
  const signed = { ...order, status, authorization: { reference, signedBy, totalFen, ...stamp } }
  return withPromise(signed, promisedAt, stamp)
}

export function startWork(order: RepairOrder): RepairOrder {
  return { ...order, status: after(order, 'start-work') }
}

export function finishWork(order: RepairOrder): RepairOrder {
  return { ...order, status: after(order, 'finish-work') }
}

export function promise(
  order: RepairOrder,
  promisedAt: Instant,
  reason: string | undefined,
  stamp: Stamp,
): RepairOrder {
  const status = after(order, 'promise')
  refuseTime(promisedAt, stamp)
  return withPromise({ ...order, status }, promisedAt, stamp, reason)
}

/** @throws FieldsInvalid when an order has more proposals than it can hold */
export function proposeExtraWork(
  order: RepairOrder,
  reason: string,
  { labor, parts }: Lines,
  stamp: Stamp,
): RepairOrder {
  const status = after(order, 'propose-extra-work')
  const known = order.extraWork ?? []
  if (known.length >= MOST_EXTRA_WORK) throw new FieldsInvalid([{ path: 'body.reason', reason: 'too-large' }])
  const item: AdditionalRepairItem = {
    extraWorkId: `x${String(known.length + 1)}`,
    reason,
    labor: [...labor],
    parts: [...parts],
    ...stamp,
  }
  return { ...order, status, extraWork: [...known, item] }
}

/** Work goes on once nothing that was proposed still waits for an answer. */
export function decideExtraWork(
  order: RepairOrder,
  outcome: 'agreed' | 'refused',
  decided: z.infer<typeof refuseExtraWork.body> & { readonly promisedAt?: Instant | undefined },
  stamp: Stamp,
): RepairOrder {
  const { extraWorkId, promisedAt, decidedAt = stamp.at, ...how } = decided
  const extraWork = (order.extraWork ?? []).map((item) =>
    item.extraWorkId === extraWorkId && item.decision === undefined
      ? { ...item, decision: { ...how, outcome, decidedAt, ...stamp } }
      : item,
  )
  const item = order.extraWork?.find((each) => each.extraWorkId === extraWorkId && !each.decision)
  const waits = extraWork.some(({ decision }) => decision === undefined)
  const verb = outcome === 'agreed' ? 'agree-extra-work' : 'refuse-extra-work'
  const status = stateAfter(repairOrderMachine, order.status, verb, waits ? 'awaiting_customer' : 'in_work')
  if (item === undefined) throw new FieldsInvalid([{ path: 'body.extraWorkId', reason: 'not-a-choice' }])
  if (outcome === 'agreed' && !bindsPayers(item, how.decidedBy))
    throw new FieldsInvalid([{ path: 'body.decidedBy', reason: 'not-a-choice' }])
  if (decidedAt > stamp.at) throw new FieldsInvalid([{ path: 'body.decidedAt', reason: 'too-far-ahead' }])
  refuseTime(promisedAt, stamp)
  return withPromise({ ...order, status, extraWork }, promisedAt, stamp)
}

/** For whom each one speaks. */
const speaksFor: Readonly<Record<ExtraWorkDecision['decidedBy'], Payer>> = {
  owner: 'customer',
  presenter: 'customer',
  insurer: 'insurer',
  manufacturer: 'manufacturer',
}

/**
 * Extra work is done only if its payer agrees. Of several it is the customer who must, as what others pay they have
 * promised to the customer; refusing is open to anybody.
 */
function bindsPayers({ labor, parts }: Lines, decidedBy: ExtraWorkDecision['decidedBy']): boolean {
  const payers = new Set([...labor, ...parts].map(({ payer }) => payer))
  const payer = speaksFor[decidedBy]
  return payers.size === 0 || (payers.has('customer') ? payer === 'customer' : payers.has(payer))
}

export function checkQuality(
  order: RepairOrder,
  result: 'passed' | 'failed',
  remark: string | undefined,
  stamp: Stamp,
): RepairOrder {
  const status = after(order, result === 'passed' ? 'pass-quality-check' : 'fail-quality-check')
  const check = { result, remark, ...stamp }
  return { ...order, status, qualityChecks: [...(order.qualityChecks ?? []), check].slice(-MOST_CHECKS) }
}

function refuseTime(promisedAt: Instant | undefined, stamp: Stamp): void {
  const faults = timeAheadFaults('body.promisedAt', promisedAt, stamp.at)
  if (faults.length > 0) throw new FieldsInvalid(faults)
}
