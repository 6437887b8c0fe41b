import { subjectId } from '../domain/due-item.ts'
import { DecisionJournal, Delivery, lastTriedAt, Message } from '../domain/message.ts'
import type { CalendarDate, Instant } from '../domain/time.ts'
import { readAll, readFound, readMany, readOne, type Paging } from './read.ts'
import { DamagedRecord, readable, recordKind } from './record-kind.ts'
import { SHARDS, shardOf } from './shards.ts'
import type { Item, TableClient } from './table-client.ts'

const messageKey = (dealerId: string) => (messageId: string) => ({
  pk: `${dealerId}#message#${messageId}`,
  sk: 'message',
})
const deliveryKey = (dealerId: string) => (deliveryId: string) => ({
  pk: `${dealerId}#delivery#${deliveryId}`,
  sk: 'delivery',
})
const journalPartition = (dealerId: string, purpose: string, date: string) =>
  `${dealerId}#journal#${purpose}#${date}`

const heldPartition = (dealerId: string) => `held#${dealerId}`
const numberPartition = (number: string) => `sms#${number}`

/**
 * While it is held a message stands in the due index, in a list that a person works on. A tried SMS stands in the
 * index of what is related, under its number: SNS's delivery log names no other thing of ours. What it is about finds
 * it in the index of keys: one entry when it is planned, and none for all that becomes of it.
 */
export const messageRecord = recordKind({
  entity: 'Message',
  schema: Message,
  key: ({ dealerId, messageId }) => messageKey(dealerId)(messageId),
  attributes: (message) => ({ ...subjectKeys(message), ...heldKeys(message), ...numberKeys(message) }),
})

/**
 * Index keys are part of the row, and a write costs twice beyond a kilobyte: these are as short as they can be (an id
 * tells its kind, and in an index two rows may have one sort key), so that a row of usual length stays below it.
 */
function subjectKeys({ dealerId, subject, createdAt }: Message) {
  return { lookupPk: `${dealerId}#${subjectId(subject)}`, lookupSk: createdAt }
}

function heldKeys(message: Message) {
  if (message.status !== 'held') return {}
  const { dealerId, messageId } = message
  return { duePk: heldPartition(dealerId), dueSk: `${lastTriedAt(message)}#${messageId}` }
}

function numberKeys({ channel, address, attempts }: Message) {
  const last = attempts.at(-1)
  if (channel !== 'sms' || address === undefined || last === undefined) return {}
  return { relatedPk: numberPartition(address), relatedSk: last.at }
}

/** Few numbers get more SMS in the minutes that a delivery log can mean; a fleet's number does. */
const USUAL_TO_NUMBER = 10

/** Until it is done a delivery stands in the due index, under the instant when somebody must look after it. */
export const deliveryRecord = recordKind({
  entity: 'Delivery',
  schema: Delivery,
  key: ({ dealerId, deliveryId }) => deliveryKey(dealerId)(deliveryId),
  attributes: ({ dealerId, deliveryId, attentionAt }) =>
    attentionAt === undefined
      ? {}
      : {
          duePk: `deliver#${String(shardOf(deliveryId))}`,
          dueSk: `${attentionAt}#${dealerId}#${deliveryId}`,
        },
})

export const journalRecord = recordKind({
  entity: 'DecisionJournal',
  schema: DecisionJournal,
  key: ({ dealerId, purpose, date, journalId }) => ({
    pk: journalPartition(dealerId, purpose, date),
    sk: journalId,
  }),
})

/** A place in the list of what is held. */
export interface HeldPlace {
  readonly lastTriedAt: Instant
  readonly messageId: string
}

/** Rows of the ledger by id, and those of them that cannot be read. */
export interface ReadableRows {
  readonly rows: ReadonlyMap<string, Message>
  readonly damaged: ReadonlyMap<string, DamagedRecord>
}

export function messageStore(client: TableClient) {
  return {
    byId: (dealerId: string, messageId: string) =>
      readOne(client, messageRecord, messageKey(dealerId)(messageId)),
    byIds: (dealerId: string, messageIds: Iterable<string>) =>
      readMany(client, messageRecord, messageIds, messageKey(dealerId)),
    /** The same; where a row is damaged, the others without it, and which it was. */
    async readableByIds(dealerId: string, messageIds: readonly string[]): Promise<ReadableRows> {
      const damaged = new Map<string, DamagedRecord>()
      try {
        return {
          rows: await readMany(client, messageRecord, messageIds, messageKey(dealerId)),
          damaged,
        }
      } catch (error) {
        if (!(error instanceof DamagedRecord)) throw error
      }
      // Begun together, they share their requests.
      const found = await Promise.all(
        messageIds.map(async (messageId) => {
          try {
            return await readOne(client, messageRecord, messageKey(dealerId)(messageId))
          } catch (error) {
            if (!(error instanceof DamagedRecord)) throw error
            damaged.set(messageId, error)
            return undefined
          }
        }),
      )
      const rows = found.flatMap((row) => (row === undefined ? [] : [[row.messageId, row] as const]))
      return { rows: new Map<string, Message>(rows), damaged }
    },
    /** A page of what was planned to be told about a subject (`vehicle#veh_…`), the newest first, each as it is now. */
    ofSubject: (dealerId: string, subject: string, paging: Paging) =>
      readFound(client, messageRecord, {
        dealerId,
        of: subjectId(subject),
        newestFirst: true,
        ...paging,
      }),
    /**
     * What is held, longest first, as the index shows it: it may be a little late.
     * @param onDamaged hears of those that cannot be read, which are left out
     */
    async held(
      dealerId: string,
      limit: number,
      after?: HeldPlace,
      onDamaged?: (damage: DamagedRecord) => void,
    ): Promise<Message[]> {
      const rows = readable(messageRecord, onDamaged)
      const found: Message[] = []
      let start: Item | undefined = after && {
        ...messageKey(dealerId)(after.messageId),
        duePk: heldPartition(dealerId),
        dueSk: `${after.lastTriedAt}#${after.messageId}`,
      }
      do {
        const wanted = limit - found.length
        const page = await client.query({
          index: 'due',
          pk: heldPartition(dealerId),
          limit: wanted,
          after: start,
        })
        found.push(...page.items.flatMap((item) => rows.parse(item)))
        start = page.next
      } while (start !== undefined && found.length < limit)
      return found
    },
    /**
     * The SMS that were last tried to a number at that time or since, of any dealer, as the index shows them.
     * @param onDamaged hears of those that cannot be read, which are left out
     */
    async triedTo(
      number: string,
      since: Instant,
      onDamaged?: (damage: DamagedRecord) => void,
    ): Promise<Message[]> {
      const rows = readable(messageRecord, onDamaged)
      const found: Message[] = []
      let after: Item | undefined
      do {
        const page = await client.query({
          index: 'related',
          pk: numberPartition(number),
          limit: USUAL_TO_NUMBER,
          newestFirst: true,
          after,
        })
        const messages = page.items.flatMap((item) => rows.parse(item))
        const recent = messages.filter((message) => lastTriedAt(message) >= since)
        found.push(...recent)
        after = recent.length < messages.length ? undefined : page.next
      } while (after !== undefined)
      return found
    },
    deliveriesByIds: (dealerId: string, deliveryIds: Iterable<string>) =>
      readMany(client, deliveryRecord, deliveryIds, deliveryKey(dealerId)),
    /** Deliveries of all dealers that need looking after by now; `onDamaged` hears of those that cannot be read. */
    async deliveriesNeedingAttention(
      now: Instant,
      onDamaged?: (damage: DamagedRecord) => void,
    ): Promise<Delivery[]> {
      const rows = readable(deliveryRecord, onDamaged)
      const shards = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          readAll(client, rows, { index: 'due', pk: `deliver#${String(shard)}`, upTo: `${now}$` }),
        ),
      )
      return shards.flat(2)
    },
    /** What a day's sweeps decided for a dealer, in the order of the commits. */
    decidedOn: (dealerId: string, purpose: string, date: CalendarDate) =>
      readAll(client, journalRecord, { pk: journalPartition(dealerId, purpose, date) }),
  }
}
