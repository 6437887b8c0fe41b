import { consentOn, suppressionOn } from '../../shared/domain/contact-point.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { subjectId } from '../../shared/domain/due-item.ts'
import { writesFrom } from '../../shared/domain/manufacturer.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import { NoticeId } from '../../shared/domain/ids.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import { DamagedRecord } from '../../shared/store/record-kind.ts'
import type { DeliveryStore } from '../../shared/store/delivery-store.ts'
import { readRecalls } from './recalls-of-rows.ts'
import { mailingReaders } from './mailing-reader.ts'
import type { SendFacts } from './may-send-now.ts'

export interface ToSend {
  readonly message: Message
  readonly facts: SendFacts
}

/** What a delivery has still to send. */
export interface Contents {
  readonly toSend: readonly ToSend[]
  /** Messages of which nobody can say what or to whom: their row, or a record that they need, cannot be read. */
  readonly damaged: ReadonlyMap<string, DamagedRecord>
}

/**
 * What each of one dealer's deliveries has still to send, by delivery. A damaged record keeps its own messages back
 * and nobody else's: where a read for all of them meets one, each message is read for by itself. Those reads begin
 * together and so share their requests.
 */
export async function contentsOf(
  store: DeliveryStore,
  dealer: Dealer,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, Contents>> {
  try {
    const toSend = await readToSend(store, dealer, deliveries)
    return new Map(
      [...toSend].map(([deliveryId, messages]) => [deliveryId, { toSend: messages, damaged: new Map() }]),
    )
  } catch (error) {
    if (!(error instanceof DamagedRecord)) throw error
    return new Map(
      await Promise.all(
        deliveries.map(
          async (delivery) => [delivery.deliveryId, await readOneByOne(store, dealer, delivery)] as const,
        ),
      ),
    )
  }
}

async function readOneByOne(store: DeliveryStore, dealer: Dealer, delivery: Delivery): Promise<Contents> {
  const damaged = new Map<string, DamagedRecord>()
  const found = await Promise.all(
    delivery.pending.map(async (messageId) => {
      try {
        return [...(await readToSend(store, dealer, [{ ...delivery, pending: [messageId] }])).values()]
      } catch (error) {
        if (!(error instanceof DamagedRecord)) throw error
        damaged.set(messageId, error)
        return []
      }
    }),
  )
  return { toSend: found.flat(2), damaged }
}

/**
 * What one dealer's deliveries have still to send, with the facts of now: three rounds of batched reads for all
 * of them, since the rows name the people, and the people's records their addresses.
 */
async function readToSend(
  store: DeliveryStore,
  dealer: Dealer,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, readonly ToSend[]>> {
  const { dealerId } = dealer
  const messages = await store.messages.byIds(
    dealerId,
    deliveries.flatMap(({ pending }) => pending),
  )
  const rows = [...messages.values()]
  const [vehicles, orders, staff, customers, notices, mailings] = await Promise.all([
    store.vehicles.byIds(dealerId, rows.filter(isAboutVehicle).map(aboutId)),
    store.orders.byIds(
      dealerId,
      rows.flatMap((row) => orderAbout(row) ?? []),
    ),
    store.staff.byIds(dealerId, recipients(rows, 'staff')),
    store.customers.byIds(dealerId, recipients(rows, 'customer')),
    store.notices.byIds(
      dealerId,
      recipients(rows, 'manufacturer').filter((id) => NoticeId.safeParse(id).success),
    ),
    mailingReaders(store, dealer, recipients(rows, 'manufacturer')),
  ])
  const recallOf = await readRecalls(store, dealerId, rows, (row) => vehicles.get(aboutId(row)))
  const contacts = await store.contactPoints.byAddresses<string>(dealerId, [
    ...[...staff.values()].flatMap(({ email }) => email ?? []),
    ...[...notices.values()].flatMap((notice) => manufacturerOf(notice, dealer) ?? []),
    ...[...mailings.values()].flatMap(({ address }) => address ?? []),
    ...[...customers.values()].map(({ mobile }) => mobile),
    ...[...orders.values()].flatMap(({ contact }) => contact?.presenter.mobile ?? []),
  ])
  const readerOf = ({ recipient }: Message): SendFacts['customer'] => {
    if (recipient.kind === 'customer') return customers.get(recipient.id)
    const mobile = orders.get(recipient.id)?.contact?.presenter.mobile
    return mobile && { mobile }
  }

  const factsOf = (message: Message): SendFacts => {
    const { recipient } = message
    const vehicle = vehicles.get(aboutId(message))
    const order = orders.get(orderAbout(message) ?? '')
    const nobody = {
      dealer,
      vehicle,
      order,
      staff: undefined,
      customer: undefined,
      manufacturer: undefined,
      recall: recallOf(message),
      consent: undefined,
    }
    if (recipient.kind === 'staff') {
      const member = staff.get(recipient.id)
      return {
        ...nobody,
        staff: member,
        suppression: suppressionOn(contacts.get(member?.email ?? ''), 'mail'),
      }
    }
    if (recipient.kind === 'manufacturer') {
      const mailing = mailings.get(recipient.id)
      const manufacturer = mailing?.address ?? manufacturerOf(notices.get(recipient.id), dealer)
      return {
        ...nobody,
        manufacturer,
        mailing,
        suppression: suppressionOn(contacts.get(manufacturer ?? ''), 'mail'),
      }
    }
    const customer = readerOf(message)
    const contact = contacts.get(customer?.mobile ?? '')
    const purpose = ContactPurpose.safeParse(message.purpose)
    return {
      ...nobody,
      customer,
      consent: purpose.success ? consentOn(contact, purpose.data, 'sms') : undefined,
      suppression: suppressionOn(contact, 'sms'),
    }
  }
  return new Map(
    deliveries.map(({ deliveryId, pending }) => [
      deliveryId,
      pending.flatMap((messageId) => {
        const message = messages.get(messageId)
        return message === undefined ? [] : [{ message, facts: factsOf(message) }]
      }),
    ]),
  )
}

/** Where the answer to a notice goes: to its sender, as long as that is one of the dealer's manufacturers. */
function manufacturerOf(
  notice: Notice | undefined,
  { settings: { manufacturers } }: Dealer,
): string | undefined {
  const address = notice?.fromAddress
  if (address === undefined) return undefined
  return manufacturers.some((each) => each.enabled && writesFrom(each, address)) ? address : undefined
}

function isAboutVehicle({ subject }: Message): boolean {
  return subject.startsWith('vehicle#')
}

function aboutId({ subject }: Message): string {
  return subjectId(subject)
}

const ofOrders: ReadonlySet<string> = new Set<ContactPurpose>(['appointment-reminders', 'repair-status'])

/** The order of which a message tells: what caused it. */
function orderAbout({ purpose, cycle }: Message): string | undefined {
  return ofOrders.has(purpose) ? cycle : undefined
}

function recipients(rows: readonly Message[], kind: Message['recipient']['kind']): string[] {
  return rows.flatMap(({ recipient }) => (recipient.kind === kind ? [recipient.id] : []))
}
