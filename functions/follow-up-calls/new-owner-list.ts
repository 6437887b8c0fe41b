import { hasRefusedAnything } from '../../shared/domain/contact-point.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { CalendarDate, type Instant } from '../../shared/domain/time.ts'
import type { NewOwnerListView } from '../../shared/http/routes/new-owner-calls.ts'
import type { CallStore } from '../../shared/store/call-store.ts'
import { callSummary } from './call-view.ts'
import { isCallingHour } from './is-calling-hour.ts'

const ANY_DAY = CalendarDate.parse('9999-12-31')

/** Owners of new cars who are to be called, who was sold first at the top, with all that the caller needs to know. */
export async function newOwnerList(
  store: CallStore,
  dealer: Dealer,
  { now, limit }: { readonly now: Instant; readonly limit: number },
): Promise<NewOwnerListView> {
  const { dealerId, settings } = dealer
  const waiting = (await store.followUpCalls.waiting(dealerId, ANY_DAY))
    .filter(({ kind }) => kind === 'new_owner')
    .sort((a, b) => (a.since < b.since ? -1 : 1))
  const shown = waiting.slice(0, limit)
  const [vehicles, customers] = await Promise.all([
    store.vehicles.byIds(
      dealerId,
      shown.map(({ vehicleId }) => vehicleId),
    ),
    store.customers.byIds(
      dealerId,
      shown.map(({ customerId }) => customerId),
    ),
  ])
  const contacts = await store.contactPoints.byAddresses(
    dealerId,
    [...customers.values()].map(({ mobile }) => mobile),
  )
  const items = shown.flatMap((call): NewOwnerListView['items'] => {
    const vehicle = vehicles.get(call.vehicleId)
    const owner = customers.get(call.customerId)
    // Whoever is erased is called no more.
    if (vehicle === undefined || owner === undefined) return []
    const { plate, vin, brand, model, soldOn } = vehicle
    const { name, mobile } = owner
    // Who has refused since is not rung up either.
    const contactRefused = call.contactRefused === true || hasRefusedAnything(contacts.get(mobile))
    const lastAttemptAt = call.attempts.at(-1)?.at
    return [
      {
        ...callSummary(call),
        contactRefused,
        contact: { name, mobile },
        vehicle: { plate, vin, brand, model, soldOn },
        lastAttemptAt,
      },
    ]
  })
  const open = isCallingHour(dealer, now)
  return { callingHours: { ...settings.callingHours, open }, total: waiting.length, items }
}
