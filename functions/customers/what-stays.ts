import type * as z from 'zod'
import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { ContactPoint } from '../../shared/domain/contact-point.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import { fieldServiceMachine } from '../../shared/domain/field-service-machine.ts'
import { withoutContactData, type FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import { verdictOn } from '../../shared/domain/machine.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

/** What stays of each kind of record when the person whom it is about is erased. All of it is pure. */

/** Where the word of a number comes from whose holder was erased. */
export const ERASURE = 'erasure'
const CUSTOMER_ERASED = 'customer-erased'

/**
 * The person's number of now: refused for every purpose, so that no import of the old books writes to it again
 * (Personal Information Protection Law, Art. 47 with Art. 15; MIIT Order 31 of 2015, Art. 18), and nothing of what was
 * said before. Who shares the number can agree again, in person.
 */
export function refusedNumber(contact: ContactPoint, { at }: Stamp): ContactPoint {
  return {
    ...contact,
    suppressions: [],
    consents: ContactPurpose.options.map((purpose) => ({
      purpose,
      channel: 'sms',
      state: 'refused',
      history: [{ state: 'refused', source: ERASURE, at }],
    })),
  }
}

/** A number that the person had before: what was refused there stays so; undefined: nothing is worth keeping. */
export function formerNumber(contact: ContactPoint, { at }: Stamp): ContactPoint | undefined {
  const refused = contact.consents
    .filter(({ channel, state }) => channel === 'sms' && state === 'refused')
    .map(({ purpose }) => purpose)
  if (refused.length === 0) return undefined
  const bare = refusedNumber(contact, { at, by: ERASURE })
  return { ...bare, consents: bare.consents.filter(({ purpose }) => refused.includes(purpose)) }
}

/** What was told to whom is not known any more; that something was told, when and with what end, is. */
export function erasedMessage(message: Message): Message {
  const open = message.status === 'planned' || message.status === 'held'
  return {
    ...message,
    text: '',
    address: undefined,
    ...(open ? { status: 'suppressed', reason: CUSTOMER_ERASED } : {}),
  }
}

/** A message without words and address: there is nothing left to erase. */
export function isErasedMessage({ text, address, status }: Message): boolean {
  return text === '' && address === undefined && status !== 'planned' && status !== 'held'
}

/** The delivery without messages that are not to be sent any more. */
export function deliveryWithout(delivery: Delivery, messageIds: readonly string[]): Delivery {
  const pending = delivery.pending.filter((messageId) => !messageIds.includes(messageId))
  return pending.length === 0
    ? { ...delivery, pending, status: 'done', attentionAt: undefined }
    : { ...delivery, pending }
}

/** A visit: it is cancelled where nobody has been there yet, since nobody knows any more where to go. */
export function erasedVisit(order: FieldServiceOrder, { at, by }: Stamp): FieldServiceOrder {
  const bare = withoutContactData(order)
  return verdictOn(fieldServiceMachine, order.status, 'cancel').taken
    ? { ...bare, status: 'cancelled', cancelled: { at, by } }
    : bare
}

/** Who changed something, when and how it is called; not what it said. */
export function erasedEntry({ before, after, ...entry }: AuditEntry): AuditEntry {
  return entry
}

export function saysSomething({ before, after }: AuditEntry): boolean {
  return before !== undefined || after !== undefined
}

/** Where people write what they like, or name somebody. */
export const ownWords: ReadonlySet<string> = new Set(['remark', 'reason'])
/** Where an order names who brought the car; why something was repaired is a fact of the repair. */
export const orderContact: ReadonlySet<string> = new Set(['contact'])

/** An entry without these fields, wherever they stand; what was done stays. */
export function entryWithout(entry: AuditEntry, fields: ReadonlySet<string>): AuditEntry {
  const { before, after } = entry
  return {
    ...entry,
    ...(before === undefined ? {} : { before: without(before, fields) }),
    ...(after === undefined ? {} : { after: without(after, fields) }),
  }
}

function without(said: z.core.util.JSONType, fields: ReadonlySet<string>): z.core.util.JSONType {
  if (Array.isArray(said)) return said.map((each) => without(each, fields))
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      fields.has(name) ? [] : [[name, without(value, fields)]],
    ),
  )
}

/** A vehicle without the words that were written about it in its owner's time; nobody is reminded of it any more. */
export function releasedVehicle(
  vehicle: Vehicle,
  { isTheirs, wasTheirs }: { isTheirs: boolean; wasTheirs: (on: CalendarDate) => boolean },
): Vehicle {
  return {
    ...vehicle,
    status: isTheirs && vehicle.status === 'active' ? 'owner_erased' : vehicle.status,
    statusChanges: vehicle.statusChanges.map(({ reason, ...change }) =>
      reason === undefined || !wasTheirs(change.on) ? { ...change, reason } : change,
    ),
    readings: vehicle.readings.map((reading) =>
      reading.confirmed === undefined || !wasTheirs(reading.on)
        ? reading
        : { ...reading, confirmed: { because: reading.confirmed.because } },
    ),
  }
}

/** A timer without the note of what was said last. */
export function withoutNote({ note, ...item }: DueItem): DueItem {
  return item
}
