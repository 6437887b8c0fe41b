import { consentOn, suppressionOn, type ContactPoint } from '../../shared/domain/contact-point.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { mayContact } from '../../shared/domain/may-contact.ts'
import type { DecisionJournal } from '../../shared/domain/message.ts'
import { readerOf, type OrderReader } from '../../shared/domain/order-reader.ts'
import { promiseStep } from '../../shared/domain/order-papers.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { ContactPurpose } from '../../shared/domain/purpose.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { messageIdFor, type PlannedMessage } from '../../shared/due/apply-decision.ts'
import { writesForMessages } from '../../shared/due/plan-deliveries.ts'
import type { ChangedOrderView } from '../../shared/http/routes/order-views.ts'
import { journalRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { promiseText } from './promise-wording.ts'

const REPAIR_STATUS: ContactPurpose = 'repair-status'

export interface TellingFacts {
  readonly dealer: Dealer
  readonly vehicle: Vehicle | undefined
  /** Who is told. */
  readonly reader: OrderReader | undefined
  /** What is known of the reader's number. */
  readonly contact: ContactPoint | undefined
}

type Told = NonNullable<ChangedOrderView['told']>

/** What becomes of a new promise: the message that tells it, or why there is none. Pure. */
export function tellPromise(
  order: RepairOrder,
  { dealer, vehicle, reader, contact }: TellingFacts,
  stamp: Stamp,
): { readonly told: Told; readonly message: PlannedMessage | undefined } {
  const { promise, orderId } = order
  const withheld = (reason: string) => ({ told: { withheld: reason }, message: undefined })
  if (promise === undefined) return withheld('nothing-promised')
  if (vehicle === undefined) return withheld('vehicle-unknown')
  const verdict = mayContact(REPAIR_STATUS, dealer, {
    customer: reader,
    consent: consentOn(contact, REPAIR_STATUS, 'sms'),
    suppression: suppressionOn(contact, 'sms'),
  })
  if (!verdict.allowed) return withheld(verdict.reason)
  if (reader === undefined) return withheld('customer-unknown')
  const { dealerId } = dealer
  const step = promiseStep(promise)
  const about = { dealerId, purpose: REPAIR_STATUS, subject: `vehicle#${vehicle.vehicleId}`, cycle: orderId }
  const messageId = messageIdFor(about, step, reader.recipient.id, 'sms')
  const after = sendAfter(stamp.at, windowOf(dealer.settings, 'service'), dealer.zone)
  const text = promiseText({
    signature: dealer.signature,
    dealerPhone: dealer.phone,
    readerName: reader.name,
    gender: reader.gender,
    plate: vehicle.plate,
    model: vehicle.model,
    promisedAt: promise.at,
    zone: dealer.zone,
    changed: promise.number > 1,
  })
  return {
    told: { messageId, sendAfter: after },
    message: {
      sendAfter: after,
      row: {
        ...unwritten(stamp),
        ...about,
        ...text,
        messageId,
        step,
        messageClass: 'service',
        channel: 'sms',
        recipient: reader.recipient,
        status: 'planned',
        attempts: [],
      },
    },
  }
}

/**
 * The writes by which the customer hears of the order's new promise, for the transaction that makes it. It stands in
 * the day's journal like every decision to tell somebody something, so the nightly account has it too.
 */
export async function writesForPromise(
  order: RepairOrder,
  {
    store,
    dealer,
    vehicle,
  }: {
    readonly store: Pick<Store, 'customers' | 'contactPoints'>
    readonly dealer: Dealer
    readonly vehicle: Vehicle | undefined
  },
  stamp: Stamp,
): Promise<{ readonly told: Told; readonly writes: readonly Write[] }> {
  const { dealerId } = dealer
  const owner =
    vehicle && (await store.customers.byIds(dealerId, [vehicle.customerId])).get(vehicle.customerId)
  const reader = readerOf(order, vehicle, owner)
  const contacts = await store.contactPoints.byAddresses(
    dealerId,
    reader === undefined ? [] : [reader.mobile],
  )
  const contact = reader && contacts.get(reader.mobile)
  const { told, message } = tellPromise(order, { dealer, vehicle, reader, contact }, stamp)
  return {
    told,
    writes: [
      ...writesForMessages(dealerId, message === undefined ? [] : [message], stamp),
      journalRecord.put(journalOf(order, told, { dealer, vehicle }, stamp), stamp),
    ],
  }
}

function journalOf(
  order: RepairOrder,
  told: Told,
  { dealer, vehicle }: Pick<TellingFacts, 'dealer' | 'vehicle'>,
  stamp: Stamp,
): DecisionJournal {
  const { orderId, promise } = order
  const { vehicleId } = vehicle ?? order
  const step = promiseStep(promise ?? { number: 0 })
  const decided = { subject: `vehicle#${vehicleId}`, cycle: orderId, step }
  return {
    ...unwritten(stamp),
    dealerId: dealer.dealerId,
    purpose: REPAIR_STATUS,
    date: dateIn(stamp.at, dealer.zone),
    journalId: `${stamp.at}#${idFor('journal', dealer.dealerId, REPAIR_STATUS, orderId, step)}`,
    decided: [
      'withheld' in told
        ? { ...decided, outcome: 'suppressed', reason: told.withheld }
        : { ...decided, outcome: 'message', messageId: told.messageId },
    ],
  }
}
