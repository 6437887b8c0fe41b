import { consentOn, suppressionOn } from '../../shared/domain/contact-point.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { subjectId } from '../../shared/domain/due-item.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import { PurposeName } from '../../shared/domain/purpose.ts'
import type { Store } from '../../shared/store/store.ts'
import type { SendFacts } from './may-send-now.ts'

export interface ToSend {
  readonly message: Message
  readonly facts: SendFacts
}

/**
 * What one dealer's deliveries have still to send, with the facts of now: three rounds of batched reads for all
 * of them, since the rows name the people, and the people's records their addresses.
 */
export async function readToSend(
  store: Store,
  dealer: Dealer,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, readonly ToSend[]>> {
  const { dealerId } = dealer
  const messages = await store.messages.byIds(
    dealerId,
    deliveries.flatMap(({ pending }) => pending),
  )
  const rows = [...messages.values()]
  const [vehicles, staff, customers] = await Promise.all([
    store.vehicles.byIds(dealerId, rows.filter(isAboutVehicle).map(aboutId)),
    store.staff.byIds(dealerId, recipients(rows, 'staff')),
    store.customers.byIds(dealerId, recipients(rows, 'customer')),
  ])
  const contacts = await store.contactPoints.byAddresses<string>(dealerId, [
    ...[...staff.values()].flatMap(({ email }) => email ?? []),
    ...[...customers.values()].map(({ mobile }) => mobile),
  ])

  const factsOf = (message: Message): SendFacts => {
    const { recipient } = message
    const vehicle = vehicles.get(aboutId(message))
    if (recipient.kind === 'staff') {
      const member = staff.get(recipient.id)
      const suppression = suppressionOn(contacts.get(member?.email ?? ''), 'mail')
      return { dealer, vehicle, staff: member, customer: undefined, consent: undefined, suppression }
    }
    const customer = customers.get(recipient.id)
    const contact = contacts.get(customer?.mobile ?? '')
    const purpose = PurposeName.safeParse(message.purpose)
    return {
      dealer,
      vehicle,
      staff: undefined,
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

function isAboutVehicle({ subject }: Message): boolean {
  return subject.startsWith('vehicle#')
}

function aboutId({ subject }: Message): string {
  return subjectId(subject)
}

function recipients(rows: readonly Message[], kind: Message['recipient']['kind']): string[] {
  return rows.flatMap(({ recipient }) => (recipient.kind === kind ? [recipient.id] : []))
}
