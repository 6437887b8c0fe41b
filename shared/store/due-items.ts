import { DueItem, isWaiting } from '../domain/due-item.ts'
import type { PurposeName } from '../domain/purpose.ts'
import type { Instant } from '../domain/time.ts'
import { readFound, readMany, readOne, type Paging } from './read.ts'
import { DamagedRecord, recordKind } from './record-kind.ts'
import { shardOf } from './shards.ts'
import type { Item, TableClient } from './table-client.ts'

const key = (dealerId: string, purpose: PurposeName) => (subject: string) => ({
  pk: `${dealerId}#due#${purpose}#${subject}`,
  sk: 'due',
})

/** Sorts after every key that begins with an instant and `#`. */
const AFTER = '$'

export const dueItemRecord = recordKind({
  entity: 'DueItem',
  schema: DueItem,
  key: ({ dealerId, purpose, subject }) => key(dealerId, purpose)(subject),
  attributes: (item) => ({ ...waitingKeys(item), ...plannedKeys(item) }),
})

function waitingKeys(item: DueItem) {
  return isWaiting(item)
    ? {
        duePk: `${item.purpose}#${String(shardOf(`${item.dealerId}#${item.subject}`))}`,
        dueSk: `${item.dueAt}#${item.dealerId}#${item.subject}`,
      }
    : {}
}

const ofPurpose = (purpose: PurposeName) => `planned#${purpose}`

/** The same for as long as the item lives, in an index of keys alone: it is written there once. */
function plannedKeys({ dealerId, purpose, subject }: DueItem) {
  return { lookupPk: `${dealerId}#${ofPurpose(purpose)}`, lookupSk: subject }
}

export interface DuePage {
  readonly items: readonly DueItem[]
  /** What the schema refuses: told, so that it holds up nothing that stands behind it. */
  readonly damaged: readonly DamagedRecord[]
  readonly next: Item | undefined
}

export function dueItemStore(client: TableClient) {
  return {
    bySubject: (dealerId: string, purpose: PurposeName, subject: string) =>
      readOne(client, dueItemRecord, key(dealerId, purpose)(subject)),
    bySubjects: (dealerId: string, purpose: PurposeName, subjects: Iterable<string>) =>
      readMany(client, dueItemRecord, subjects, key(dealerId, purpose)),
    /** A page of all that a purpose has planned for a dealer's subjects, waiting or not, by subject. */
    ofPurpose: (dealerId: string, purpose: PurposeName, paging: Paging) =>
      readFound(client, dueItemRecord, { dealerId, of: ofPurpose(purpose), ...paging }),
    /** A page of what a shard has due up to now, oldest first, as the index shows it: it may be a little late. */
    async due(purpose: PurposeName, shard: number, now: Instant, after?: Item): Promise<DuePage> {
      const page = await client.query({
        index: 'due',
        pk: `${purpose}#${String(shard)}`,
        upTo: `${now}${AFTER}`,
        limit: 500,
        after,
      })
      const items: DueItem[] = []
      const damaged: DamagedRecord[] = []
      for (const item of page.items) {
        try {
          items.push(dueItemRecord.parse(item))
        } catch (error) {
          if (!(error instanceof DamagedRecord)) throw error
          damaged.push(error)
        }
      }
      return { items, damaged, next: page.next }
    },
    /** The dealers of what is due, one entry for each item: for counting before anything is decided. */
    async dealersOfDue(purpose: PurposeName, shard: number, now: Instant): Promise<Map<string, number>> {
      const counts = new Map<string, number>()
      let after: Item | undefined
      do {
        const page = await client.query({
          index: 'due',
          pk: `${purpose}#${String(shard)}`,
          upTo: `${now}${AFTER}`,
          only: ['dealerId'],
          after,
        })
        for (const { dealerId } of page.items) {
          counts.set(String(dealerId), (counts.get(String(dealerId)) ?? 0) + 1)
        }
        after = page.next
      } while (after !== undefined)
      return counts
    },
  }
}
