/** Why a target is missed and what comes next: shown only when it is. */
export const reasons = {
  'reads-flat': {
    reason: 'what a sweep reads depends on what is stored: some question goes past the sparse index',
    next: 'find the function whose read units differ between the two tables and the question that it asks',
  },
  'reads-bytes': {
    reason:
      'a consistent read of a record costs a whole unit of 4 KB however small it is, a record here has half a ' +
      'kilobyte, and each fact is read twice: when it is decided and when it is sent',
    next:
      'see [0027](decisions/0027-reads-by-record.md): keep the facts that a decision needs in the due item, so that ' +
      'the index brings them at half the price, and read records at the sending alone',
  },
  'reads-bound': {
    reason: 'a record is read more often than once per decision and once per sending',
    next: 'begin reads that need nothing of each other together, so that they share a batch',
  },
  'writes-bound': {
    reason:
      'beside the index of what is due a message stands in two more: by its number and minute, for receipts, and by ' +
      'what it is about, for people',
    next: 'see whether receipts can find an SMS by the claim that they fall into, which is written anyway',
  },
  'writes-all': {
    reason: 'records are written that carry nothing, or index entries are moved that could stay',
    next: 'compare the write units of each function with the records named in the bound',
  },
  requests: {
    reason: 'batches are not full: hints come to the deliverer as the stream shows them, a few at a time',
    next: 'let the stream’s mapping wait a second for a fuller batch',
  },
  chunk: { reason: 'a claim covers more messages than planned', next: 'mend the grouping of deliveries' },
  doubt: {
    reason: 'a worker had more than one chunk claimed and unrecorded when it was killed',
    next: 'claim the next chunk only in the transaction that records the one before',
  },
  readable: {
    reason: 'some rows lack text, address, time or attempt',
    next: 'look the rows up in the table: each must stand for itself',
  },
  memory: {
    reason: 'the sweep holds what it has read, or the collector happened to run later in the larger run',
    next: 'run again; if it stays, look at what a page of the due index keeps alive',
  },
  'start-bytes': {
    reason: 'the rules themselves, the schema library and the second client are not in the floor',
    next: 'see in `build/meta.json` what the largest bundle is made of',
  },
  'start-load': {
    reason:
      'an engine reads the whole text before it runs any of it, and the kinds of schema, the log and the rules come ' +
      'on top of the client, which is all of the floor',
    next: 'see in `build/meta.json` what makes the slowest one’s text long; leave out what never runs',
  },
  'deliverer-bytes': {
    reason: 'the deliverer carries two providers’ clients and a composer of mails',
    next: 'see in `build/meta.json` what it is made of',
  },
  'deliverer-load': {
    reason:
      'the text of both senders and of the composer is read before the first message says which one it needs',
    next: 'have mails composed where they are written, so that the deliverer needs no composer',
  },
  'crash-missing': {
    reason:
      'messages were not sent, or not recorded as sent, within 75 s of the last kill: those in doubt wait for the end ' +
      'of their claim, for a round of the sweep of deliveries, and then for a receipt or for a release',
    next: 'run again with `--only crash` on an idle machine; of what is still open see its row’s attempts in the table',
  },
  'crash-doubled': {
    reason: 'a message was sent whose fate was not known',
    next: 'replay with the same number due and follow one of them through the table',
  },
  'crash-recovery': {
    reason:
      'each killed process had up to 24 chunks claimed, nearly 600 messages; receipts are recorded one by one, a ' +
      'transaction each, while those that never left are released 25 at a time in one delivery',
    next: 'record the receipts of one delivery’s messages in one transaction',
  },
} as const satisfies Readonly<Record<string, { readonly reason: string; readonly next: string }>>

export type TargetId = keyof typeof reasons
