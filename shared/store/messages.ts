import { DecisionJournal, Delivery, Message } from '../domain/message.ts'
import type { CalendarDate, Instant } from '../domain/time.ts'
import { readAll, readMany, readOne } from './read.ts'
import { DamagedRecord, recordKind } from './record-kind.ts'
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

export const messageRecord = recordKind({
  entity: 'Message',
  schema: Message,
  key: ({ dealerId, messageId }) => messageKey(dealerId)(messageId),
})

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

export function messageStore(client: TableClient) {
  return {
    byId: (dealerId: string, messageId: string) =>
      readOne(client, messageRecord, messageKey(dealerId)(messageId)),
    byIds: (dealerId: string, messageIds: Iterable<string>) =>
      readMany(client, messageRecord, messageIds, messageKey(dealerId)),
    deliveriesByIds: (dealerId: string, deliveryIds: Iterable<string>) =>
      readMany(client, deliveryRecord, deliveryIds, deliveryKey(dealerId)),
    /** Deliveries of all dealers that need looking after by now; `onDamaged` hears of those that cannot be read. */
    async deliveriesNeedingAttention(
      now: Instant,
      onDamaged?: (damage: DamagedRecord) => void,
    ): Promise<Delivery[]> {
      const readable = {
        parse(item: Item): Delivery[] {
          try {
            return [deliveryRecord.parse(item)]
          } catch (error) {
            if (onDamaged === undefined || !(error instanceof DamagedRecord)) throw error
            onDamaged(error)
            return []
          }
        },
      }
      const shards = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          readAll(client, readable, { index: 'due', pk: `deliver#${String(shard)}`, upTo: `${now}$` }),
        ),
      )
      return shards.flat(2)
    },
    /** What a day's sweeps decided for a dealer, in the order of the commits. */
    decidedOn: (dealerId: string, purpose: string, date: CalendarDate) =>
      readAll(client, journalRecord, { pk: journalPartition(dealerId, purpose, date) }),
  }
}
