import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { LocalStack } from '../../local/stack.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { connectTable, type Item, type Key } from '../../shared/store/table-client.ts'
import { benchDealer, sampleVehicle, sweepDay } from './sample-vehicles.ts'

/** What a sweep has left in the table, read past the functions. */
export interface Outcome {
  readonly messagesByStatus: Readonly<Record<string, number>>
  /** Rows that say in plain words what was told to whom and what became of it. */
  readonly readableRows: number
  readonly deliveries: number
  /** Messages of the largest delivery: what one claim covers. */
  readonly largestDelivery: number
  /** As stored: for the lower bounds. */
  readonly items: {
    readonly vehicles: readonly Item[]
    readonly customers: readonly Item[]
    readonly contacts: readonly Item[]
    readonly dueItems: readonly Item[]
    readonly messages: readonly Item[]
    readonly deliveries: readonly Item[]
    readonly dealer: Item
    /** What the journal says of each decision. */
    readonly journalEntries: readonly Item[]
  }
}

const MAINTENANCE = 'maintenance-reminders'
const MOST_KEYS = 100

export async function readOutcome(stack: LocalStack, due: number): Promise<Outcome> {
  const client = new DynamoDBClient(stack.client('dynamodb'))
  try {
    const store = openStore(connectTable(stack.tableName, client))
    const read = (keys: readonly Key[]) => itemsAt(DynamoDBDocumentClient.from(client), stack.tableName, keys)
    const dealer = benchDealer()
    const { dealerId } = dealer
    const subjects = Array.from({ length: due }, (_, index) => sampleVehicle(dealer, index, true))
    const journal = await store.messages.decidedOn(dealerId, MAINTENANCE, sweepDay)
    const entries = journal.flatMap(({ decided }) => decided)
    const messages = await messagesOf(
      store,
      dealerId,
      entries.flatMap(({ messageId }) => messageId ?? []),
    )
    const deliveries = await deliveriesOf(store, dealerId, messages)
    const [dealerItem] = await read([{ pk: `${dealerId}#dealer`, sk: 'dealer' }])
    if (dealerItem === undefined) throw new Error('The dealer is gone')
    return {
      messagesByStatus: Object.fromEntries(
        [...Map.groupBy(messages, ({ status }) => status)].map(([status, rows]) => [status, rows.length]),
      ),
      readableRows: messages.filter(isReadable).length,
      deliveries: deliveries.length,
      largestDelivery: Math.max(0, ...deliveries.map(({ messageIds }) => messageIds.length)),
      items: {
        vehicles: await read(subjects.map(({ vehicle }) => key(dealerId, 'vehicle', vehicle.vehicleId))),
        customers: await read(subjects.map(({ customer }) => key(dealerId, 'customer', customer.customerId))),
        contacts: await read(subjects.map(({ contact }) => key(dealerId, 'contact', contact.address))),
        dueItems: await read(
          subjects.map(({ dueItem }) => ({
            pk: `${dealerId}#due#${MAINTENANCE}#${dueItem.subject}`,
            sk: 'due',
          })),
        ),
        messages: await read(messages.map(({ messageId }) => key(dealerId, 'message', messageId))),
        deliveries: await read(deliveries.map(({ deliveryId }) => key(dealerId, 'delivery', deliveryId))),
        dealer: dealerItem,
        journalEntries: entries,
      },
    }
  } finally {
    client.destroy()
  }
}

/** The list that a person works on. */
export async function heldMessages(stack: LocalStack): Promise<Message[]> {
  const client = new DynamoDBClient(stack.client('dynamodb'))
  try {
    const store = openStore(connectTable(stack.tableName, client))
    return await store.messages.held(benchDealer().dealerId, 1_000)
  } finally {
    client.destroy()
  }
}

async function messagesOf(store: Store, dealerId: string, ids: readonly string[]): Promise<Message[]> {
  return [...(await store.messages.byIds(dealerId, ids)).values()]
}

async function deliveriesOf(
  store: Store,
  dealerId: string,
  messages: readonly Message[],
): Promise<Delivery[]> {
  const ids = new Set(messages.map(({ deliveryId }) => deliveryId))
  return [...(await store.messages.deliveriesByIds(dealerId, ids)).values()]
}

/** A person reads off the row alone what was said, to which address, when, by which attempt. */
function isReadable({ text, address, sentAt, attempts }: Message): boolean {
  return text !== '' && address !== undefined && sentAt !== undefined && attempts.length > 0
}

function key(dealerId: string, kind: string, id: string): Key {
  return { pk: `${dealerId}#${kind}#${id}`, sk: kind }
}

async function itemsAt(client: DynamoDBDocumentClient, table: string, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = []
  for (let start = 0; start < keys.length; start += MOST_KEYS) {
    const asked = keys.slice(start, start + MOST_KEYS).map(({ pk, sk }) => ({ pk, sk }))
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: asked } } }))
    items.push(...(answer.Responses?.[table] ?? []))
  }
  if (items.length < keys.length) throw new Error(`${keys.length - items.length} items are missing`)
  return items
}
