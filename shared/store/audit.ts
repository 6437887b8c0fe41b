import * as z from 'zod'
import { AuditEntry } from '../domain/audit-entry.ts'
import { CallOutcome } from '../domain/call-list.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { Instant } from '../domain/time.ts'
import { readAll, readPart, readSortsFrom, type Paging } from './read.ts'
import { recordKind, saysTheSame, withoutBookkeeping, type RecordKind, type Stored } from './record-kind.ts'
import type { TableClient, Write } from './table-client.ts'

const entriesOf = (kind: string, id: string) => `audit#${kind}#${id}`
const partition = (dealerId: string, kind: string, id: string) => `${dealerId}#${entriesOf(kind, id)}`

export const auditRecord = recordKind({
  entity: 'AuditEntry',
  schema: AuditEntry,
  key: ({ dealerId, recordKind: kind, recordId, entryId }) => ({
    pk: partition(dealerId, kind, recordId),
    sk: entryId,
  }),
  attributes: outcomeKeys,
})

/** What is done when the outcome of a renewal call is recorded. */
export const CALL_OUTCOME = 'call-outcome'
const OUTCOMES = 'call-outcomes'
const Outcome = z.object({ outcome: CallOutcome })

/** The outcomes of calls are counted by the day; no other entry is asked for but by its record. */
function outcomeKeys({ dealerId, action, createdAt, after }: AuditEntry) {
  const told = action === CALL_OUTCOME ? Outcome.safeParse(after).data : undefined
  if (told === undefined) return {}
  return { lookupPk: `${dealerId}#${OUTCOMES}`, lookupSk: `${createdAt}#${told.outcome}` }
}

/** The outcome of a renewal call, as reports count it. */
export interface CountedCall {
  readonly at: Instant
  readonly outcome: CallOutcome
}

const OutcomeWords = z.tuple([Instant, CallOutcome])

function outcomeIn(sort: string): CountedCall {
  const [at, outcome] = OutcomeWords.parse(sort.split('#'))
  return { at, outcome }
}

export function auditStore(client: TableClient) {
  return {
    /** All that people have changed in a record, oldest first; `kind` is the record's name in the table. */
    of: (dealerId: string, kind: string, id: string) =>
      readAll(client, auditRecord, { pk: partition(dealerId, kind, id) }),
    /** A page of it, newest first. */
    newestOf: (dealerId: string, kind: string, id: string, paging: Paging) =>
      readPart(client, auditRecord, { dealerId, of: entriesOf(kind, id), newestFirst: true, ...paging }),
    /** The outcomes of renewal calls since, the last first, as the index shows them. */
    async callOutcomesSince(dealerId: string, since: Instant): Promise<CountedCall[]> {
      return (await readSortsFrom(client, { dealerId, of: OUTCOMES, from: since })).map(outcomeIn)
    },
  }
}

/** A person's change of one record. */
export interface Change<Value> {
  /** The record's own id. */
  readonly id: string
  /** What was done, as a verb in the past: `created`, `merged`, `delivered`. */
  readonly action: string
  /** As it was read; undefined: it is new. */
  readonly before: Value | undefined
  readonly after: Value
}

/**
 * A record as a person's request leaves it, and who changed what in it: both belong into one transaction. Nothing is
 * written where the request says what the record says already.
 */
export function changeWrites<Value extends Stored & { readonly dealerId: string }>(
  kind: RecordKind<Value>,
  { id, action, before, after }: Change<Value>,
  stamp: Stamp,
): Write[] {
  if (before !== undefined && saysTheSame(before, after)) return []
  const entry: AuditEntry = {
    ...unwritten(stamp),
    dealerId: after.dealerId,
    recordKind: kind.entity,
    recordId: id,
    entryId: `${stamp.at}#${String(after.version)}#${stamp.by}`,
    action,
    ...(before === undefined ? {} : { before: said(before) }),
    after: said(after),
  }
  return [kind.put(after, stamp), auditRecord.put(entry, stamp)]
}

const Said = z.json()

/** The record's own words; what is undefined is not said, and fingerprints of what an export said are no words. */
function said(value: object): z.infer<typeof Said> {
  const { exportSaid, ...words } = withoutBookkeeping(value)
  return Said.parse(JSON.parse(JSON.stringify(words)))
}
