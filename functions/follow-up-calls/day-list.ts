import type { Dealer } from '../../shared/domain/dealer.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import type { CalendarDate, Instant } from '../../shared/domain/time.ts'
import { standingRecalls } from '../../shared/due/standing-recalls.ts'
import type { FollowUpListView } from '../../shared/http/routes/follow-up-calls.ts'
import type { CallStore } from '../../shared/store/call-store.ts'
import { callSummary } from './call-view.ts'
import { isCallingHour } from './is-calling-hour.ts'
import { questionsOf } from './usual-questions.ts'

/** The calls of one customer, what was due first at the top. */
export interface CustomerCalls {
  readonly customerId: string
  readonly calls: readonly FollowUpCall[]
}

/**
 * Each customer once, however many cars of theirs were here; whose oldest call was due first comes first. What is past its
 * last day is over, also where no job has said so yet. Pure.
 * @param waiting what was due first at the top
 * @param customerOf whose a call is now, of records that were merged the one that counts; nobody is called who is erased
 */
export function byCustomer(
  waiting: readonly FollowUpCall[],
  on: CalendarDate,
  customerOf: (call: FollowUpCall) => string | undefined,
): CustomerCalls[] {
  const found = new Map<string, FollowUpCall[]>()
  for (const call of waiting) {
    const customerId = customerOf(call)
    if (customerId === undefined || call.lastOn < on || call.dueOn > on) continue
    found.set(customerId, [...(found.get(customerId) ?? []), call])
  }
  return [...found].map(([customerId, calls]) => ({ customerId, calls }))
}

type Entry = FollowUpListView['entries'][number]

/** Who is to be called on a day, with all that the caller needs to know. */
export async function dayList(
  store: CallStore,
  dealer: Dealer,
  { on, now, limit }: { readonly on: CalendarDate; readonly now: Instant; readonly limit: number },
): Promise<FollowUpListView> {
  const { dealerId, settings } = dealer
  // Owners of new cars stand on a list of their own.
  const waiting = (await store.followUpCalls.waiting(dealerId, on)).filter(({ kind }) => kind !== 'new_owner')
  const recalls = await standingRecalls(
    store,
    dealerId,
    waiting.filter(({ kind }) => kind === 'recall'),
  )
  // Of a recall whoever has the car now is told.
  const ownerOf = ({ kind, followUpCallId, customerId }: FollowUpCall) =>
    kind === 'recall' ? recalls.get(followUpCallId)?.vehicle.customerId : customerId
  const customers = await store.customers.byIds(
    dealerId,
    waiting.flatMap((call) => ownerOf(call) ?? []),
  )
  const customerOf = (call: FollowUpCall) => customers.get(ownerOf(call) ?? '')
  const listed = byCustomer(waiting, on, (call) => customerOf(call)?.customerId)
  const shown = listed.slice(0, limit)
  const calls = shown.flatMap((each) => each.calls)
  const [vehicles, orders, complaints] = await Promise.all([
    store.vehicles.byIds(
      dealerId,
      calls.map(({ vehicleId }) => vehicleId),
    ),
    store.orders.byIds(
      dealerId,
      calls.flatMap(({ orderId }) => orderId ?? []),
    ),
    store.complaints.byIds(
      dealerId,
      calls.flatMap(({ complaintId }) => complaintId ?? []),
    ),
  ])
  const entryOf = (call: FollowUpCall): Entry['calls'] => {
    const recall = recalls.get(call.followUpCallId)
    const vehicle = recall?.vehicle ?? vehicles.get(call.vehicleId)
    const order = call.orderId === undefined ? undefined : orders.get(call.orderId)
    const owner = customerOf(call)
    if (vehicle === undefined || owner === undefined) return []
    const { plate, brand, model } = vehicle
    const told = {
      ...callSummary(call),
      vehicle: { plate, brand, model },
      lastAttemptAt: call.attempts.at(-1)?.at,
    }
    if (recall !== undefined) {
      const { campaignId, number: campaignNumber, title } = recall.campaign
      return [
        {
          ...told,
          contact: { is: 'owner', name: owner.name, mobile: owner.mobile },
          campaign: { campaignId, number: campaignNumber, title },
        },
      ]
    }
    if (order === undefined) return []
    const { number, kind, deliveredOn, intake, contact } = order
    const { name, mobile } = contact?.presenter ?? {}
    const complaint = call.complaintId === undefined ? undefined : complaints.get(call.complaintId)
    return [
      {
        ...told,
        contact:
          name !== undefined && mobile !== undefined
            ? { is: 'presenter', name, mobile }
            : { is: 'owner', name: owner.name, mobile: owner.mobile },
        order: { number, kind, deliveredOn, complaint: intake?.complaint },
        answered: complaint?.answers.at(-1)?.text,
      },
    ]
  }
  return {
    on,
    callingHours: { ...settings.callingHours, open: isCallingHour(dealer, now) },
    questions: [...questionsOf(settings.followUps)],
    total: listed.length,
    entries: shown.map(({ customerId, calls: theirs }) => ({
      customerId,
      dueOn: theirs[0]?.dueOn ?? on,
      calls: theirs.flatMap(entryOf),
    })),
  }
}
