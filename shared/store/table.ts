/**
 * The one table: keys, indexes, stream. Infrastructure builds it from these constants, the store reads and
 * writes through them, tests create it from them: there is no second declaration.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; DynamoDB deletes up to 48 h late, so no rule relies on the deletion. */
  timeToLive: 'expiresAt',
  stream: 'NEW_IMAGE',
  indexes: {
    /** What is due: partition `purpose#shard`, sort `instant#id`. Sparse: only what waits is in it. */
    due: { name: 'due', partitionKey: 'duePk', sortKey: 'dueSk', projection: 'ALL' },
    /** What belongs to a record, by the record that owns it: a vehicle's orders, a customer's vehicles. */
    related: { name: 'related', partitionKey: 'relatedPk', sortKey: 'relatedSk', projection: 'ALL' },
    /**
     * A record by a word that people have for it: a plate, the beginning of a name. It holds keys alone, so a change of
     * the record costs it nothing, and what it finds is read by its key, as it is now.
     */
    lookup: { name: 'lookup', partitionKey: 'lookupPk', sortKey: 'lookupSk', projection: 'KEYS_ONLY' },
  },
} as const

export type IndexName = keyof typeof table.indexes
