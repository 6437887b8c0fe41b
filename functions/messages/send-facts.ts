import type { Delivery, Message } from '../../shared/domain/message.ts'
import { subjectId } from '../../shared/domain/due-item.ts'
import { PurposeName } from '../../shared/domain/purpose.ts'
import { smsFactsOf } from '../../shared/due/contact-facts.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import type { Store } from '../../shared/store/store.ts'
import type { SendFacts } from './may-send-now.ts'

export interface ToSend {
  readonly message: Message
  readonly facts: SendFacts
}

/** What one dealer's deliveries have still to send, with the facts of now: batched reads for all of them. */
export async function readToSend(
  store: Store,
  dealerId: string,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, readonly ToSend[]>> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
  const messages = await store.messages.byIds(
    dealerId,
    deliveries.flatMap(({ pending }) => pending),
  )
  const rows = [...messages.values()]
  const vehicles = await store.vehicles.byIds(dealerId, rows.filter(isAboutVehicle).map(aboutId))
  const staff = await store.staff.byIds(dealerId, recipients(rows, 'staff'))
  const mails = [...staff.values()].flatMap(({ email }) => email ?? [])
  const bounced = await store.consents.suppressionsOf(dealerId, 'mail', mails)
  const contacts = new Map<string, Awaited<ReturnType<typeof smsFactsOf>>>()
  for (const purpose of PurposeName.options) {
    const customers = recipients(
      rows.filter((row) => row.purpose === purpose),
      'customer',
    )
    contacts.set(purpose, await smsFactsOf(store, dealerId, purpose, customers))
  }

  const factsOf = (message: Message): SendFacts => {
    const { recipient } = message
    const vehicle = vehicles.get(aboutId(message))
    if (recipient.kind === 'staff') {
      const member = staff.get(recipient.id)
      const suppression = bounced.get(member?.email ?? '')
      return { dealer, vehicle, staff: member, customer: undefined, consent: undefined, suppression }
    }
    const contact = contacts.get(message.purpose)?.get(recipient.id)
    return {
      dealer,
      vehicle,
      staff: undefined,
      customer: contact?.customer,
      consent: contact?.consent,
      suppression: contact?.suppression,
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
