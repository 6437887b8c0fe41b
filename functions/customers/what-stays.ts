import * as z from 'zod'
import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { ContactPoint } from '../../shared/domain/contact-point.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import { fieldServiceMachine } from '../../shared/domain/field-service-machine.ts'
import { withoutContactData, type FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import { verdictOn } from '../../shared/domain/machine.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { CalendarDate, dateIn, Instant, type Zone } from '../../shared/domain/time.ts'
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
export const ownWords: ReadonlySet<string> = new Set(['remark', 'reason', 'note'])
/** The same of a policy: why it ended is one of a few reasons. */
export const policyWords: ReadonlySet<string> = new Set(['remark', 'note'])

/** A field of an entry; `on` is the day beside or above it, if there is one: whose day it was, its word is. */
interface Field {
  readonly name: string
  readonly value: Said
  readonly on: CalendarDate | undefined
  /** The moment beside or above it. */
  readonly at: Instant | undefined
}

/** Whether a field of an entry goes. */
export type Dropped = (field: Field, entry: AuditEntry) => boolean

/**
 * Drops fields of a person's time. An entry tells the record whole, so what was said in one owner's time stands in the
 * entries of the next one's too: the day with which it stands counts, and only without one that of the entry.
 */
export function wordsOf(
  fields: ReadonlySet<string>,
  wasTheirs: (on: CalendarDate) => boolean,
  zone: Zone,
): Dropped {
  return ({ name, on }, { createdAt }) => fields.has(name) && wasTheirs(on ?? dateIn(createdAt, zone))
}

/** The same where the moment stands beside a word in which it was written. */
export function wordsWritten(
  fields: ReadonlySet<string>,
  wasTheirs: (on: CalendarDate) => boolean,
  zone: Zone,
): Dropped {
  return ({ name, at }, { createdAt }) => fields.has(name) && wasTheirs(dateIn(at ?? createdAt, zone))
}

const Brought = z.object({ presenter: z.object({ mobile: z.string().optional() }) })

/** Drops who brought the car: whoever it was, or only who has one of these numbers. */
export function contactOf(mobiles: ReadonlySet<string> | undefined): Dropped {
  return ({ name, value }) => {
    if (name !== 'contact' || mobiles === undefined) return name === 'contact'
    return mobiles.has(Brought.safeParse(value).data?.presenter.mobile ?? '')
  }
}

/** An entry without the fields that are dropped, wherever they stand; what was done stays. */
export function entryWithout(entry: AuditEntry, isDropped: Dropped): AuditEntry {
  const { before, after } = entry
  const without = (said: Said) =>
    saidWithout(said, { on: undefined, at: undefined }, (field) => isDropped(field, entry))
  return {
    ...entry,
    ...(before === undefined ? {} : { before: without(before) }),
    ...(after === undefined ? {} : { after: without(after) }),
  }
}

type Said = z.core.util.JSONType

function saidWithout(
  said: Said,
  above: Pick<Field, 'on' | 'at'>,
  isDropped: (field: Field) => boolean,
): Said {
  if (Array.isArray(said)) return said.map((each) => saidWithout(each, above, isDropped))
  if (typeof said !== 'object' || said === null) return said
  const on = CalendarDate.safeParse(said['on']).data ?? above.on
  const at = Instant.safeParse(said['at']).data ?? above.at
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      isDropped({ name, value, on, at }) ? [] : [[name, saidWithout(value, { on, at }, isDropped)]],
    ),
  )
}

type OfDay = (on: CalendarDate) => boolean

/** A vehicle without the words that were written about it in its owner's time; nobody is reminded of it any more. */
export function releasedVehicle(
  vehicle: Vehicle,
  { isTheirs, wasTheirs }: { isTheirs: boolean; wasTheirs: OfDay },
): Vehicle {
  return {
    ...vehicleWithout(vehicle, wasTheirs),
    status: isTheirs && vehicle.status === 'active' ? 'owner_erased' : vehicle.status,
  }
}

/** A vehicle without the words of these days. */
export function vehicleWithout(vehicle: Vehicle, isDropped: OfDay): Vehicle {
  return {
    ...vehicle,
    statusChanges: vehicle.statusChanges.map(({ reason, ...change }) =>
      reason === undefined || !isDropped(change.on) ? { ...change, reason } : change,
    ),
    readings: vehicle.readings.map((reading) =>
      reading.confirmed === undefined || !isDropped(reading.on)
        ? reading
        : { ...reading, confirmed: { because: reading.confirmed.because } },
    ),
  }
}

/** A policy without what was noted of accidents on these days, and of why it ended on one of them. */
export function policyWithout(policy: Policy, isDropped: OfDay): Policy {
  const { claims, ended } = policy
  return {
    ...policy,
    claims: claims?.map(({ note, ...claim }) => (isDropped(claim.on) ? claim : { ...claim, note })),
    ended: ended && isDropped(ended.on) ? { ...ended, remark: undefined } : ended,
  }
}

/** A timer without the note of what was said last. */
export function withoutNote({ note, ...item }: DueItem): DueItem {
  return item
}
