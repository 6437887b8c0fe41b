import type { Item } from '../../shared/store/table-client.ts'
import {
  indexReadUnits,
  indexWriteUnits,
  itemBytes,
  pooledReadUnits,
  readUnits,
  sum,
  writeUnits,
  type StoredItem,
} from './capacity.ts'
import type { Outcome } from './outcome.ts'

/*
 * The least that any system with these records and these promises would consume. A record is read by its key, so
 * one unit is the least for each; what must change together is written in a transaction, which costs twice.
 */

/** Most messages of one claim. */
const CHUNK = 25

export interface LowerBound {
  /** By record: one unit at least for each, however small it is. */
  readonly readUnits: number
  /** By bytes: due items and needed facts over the unit's size, as if all of them could be read as one. */
  readonly pooledReadUnits: number
  /** The records themselves, and the entries of the index by which they are found to be due. */
  readonly writeUnits: number
  /** Entries of further indexes, which this design has chosen to keep: no bound, but its own price. */
  readonly furtherIndexUnits: number
}

export function lowerBound({ items }: Pick<Outcome, 'items'>): LowerBound {
  return { ...reads(items), writeUnits: writes(items), furtherIndexUnits: furtherIndexes(items) }
}

function reads(items: Outcome['items']): Pick<LowerBound, 'readUnits' | 'pooledReadUnits'> {
  const dueEntries = sum(items.dueItems.map(itemBytes))
  const facts = [...items.vehicles, ...items.customers, ...items.contacts].map(itemBytes)
  const rows = [...items.messages, ...items.deliveries].map(itemBytes)
  const dealer = itemBytes(items.dealer)
  // Facts twice: at the decision and at the moment of sending. The dealer's record once for each of the two.
  const records = [...facts, ...facts, ...rows, dealer, dealer]
  return {
    readUnits: indexReadUnits(dueEntries) + sum(records.map(readUnits)),
    pooledReadUnits: indexReadUnits(dueEntries) + pooledReadUnits(sum(records)),
  }
}

function writes({ dueItems, messages, deliveries, journalEntries }: Outcome['items']): number {
  const decided = sum(dueItems.map((item) => writeUnits(itemBytes(item), 'transaction')))
  // The entry of the step that was decided goes, that of the next step comes.
  const moved = sum(
    dueItems.map((item) => indexWriteUnits(itemBytes(item)) * (isInIndex(item, 'duePk') ? 2 : 1)),
  )
  const planned = sum(messages.map((item) => writeUnits(itemBytes(asPlanned(item)), 'transaction')))
  const recorded = sum(messages.map((item) => writeUnits(itemBytes(item), 'transaction')))
  const told = writeUnits(sum(journalEntries.map(itemBytes)), 'transaction')
  return decided + moved + planned + recorded + told + carried(messages.length, deliveries)
}

/** What a message's row is found by, beside its id. */
function furtherIndexes({ messages }: Outcome['items']): number {
  // By its number and minute a receipt finds the row.
  const findable = sum(
    messages.map((item) => (isInIndex(item, 'relatedPk') ? indexWriteUnits(itemBytes(item)) : 0)),
  )
  // Under what it is about, in an index of keys: once, when it is planned.
  const listed = sum(
    messages.map((item) => (isInIndex(item, 'lookupPk') ? indexWriteUnits(itemBytes(lookupEntry(item))) : 0)),
  )
  return findable + listed
}

/** Deliveries, as few as can be: planned with their messages, claimed alone, done with the results. */
function carried(messages: number, deliveries: readonly Item[]): number {
  const bytes = Math.max(0, ...deliveries.map(itemBytes))
  const record = 2 * writeUnits(bytes, 'transaction') + writeUnits(bytes, 'alone')
  // In the index when it is planned, under another instant when it is claimed, out of it when it is done.
  const index = 4 * indexWriteUnits(bytes)
  return Math.ceil(messages / CHUNK) * (record + index)
}

/** A row before anything was tried. */
function asPlanned(message: Item): StoredItem {
  const later = new Set(['address', 'providerId', 'sentAt', 'heard', 'relatedPk', 'relatedSk'])
  return {
    ...Object.fromEntries(Object.entries(message).filter(([name]) => !later.has(name))),
    attempts: [],
  }
}

/** What an index of keys alone holds of an item. */
function lookupEntry({ pk, sk, lookupPk, lookupSk }: Item): StoredItem {
  return { pk, sk, lookupPk, lookupSk }
}

function isInIndex(item: Item, partitionKey: string): boolean {
  return item[partitionKey] !== undefined
}
