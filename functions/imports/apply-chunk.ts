import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { ImportStore } from './import-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { RefusalCode, WarningCode } from './refusals.ts'

export interface NumberedRow<Row> {
  readonly line: number
  readonly values: Row
}

export interface ApplyContext {
  readonly store: ImportStore
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/** What a chunk of rows changes, and which of its rows refer to something that does not exist. */
export interface ChunkPlan<Row> {
  readonly writes: readonly Write[]
  /** Rows that were new or brought something new. */
  readonly changed: number
  /** Of these, rows that no record was there for. */
  readonly created: number
  readonly refused: readonly { line: number; field: keyof Row & string; code: RefusalCode }[]
  /** Rows that were taken without something. */
  readonly warned?: readonly { line: number; field: keyof Row & string; code: WarningCode }[]
}

/** How rows of one table become records: references are looked up, what is known already is left alone. */
export interface TableApplier<Row> {
  /** Rows in one transaction, so that all they write stays below its limit of 100. */
  readonly chunkSize: number
  readonly plan: (rows: readonly NumberedRow<Row>[], context: ApplyContext) => Promise<ChunkPlan<Row>>
}

/** Somebody keeps writing what the import writes. */
export class ImportContended extends Error {
  override readonly name = 'ImportContended'
}

const MOST_TRIES = 8

/** Writes a chunk whole; when somebody else's write stands against it, it is planned anew on what they wrote. */
export async function applyChunk<Row>(
  applier: TableApplier<Row>,
  rows: readonly NumberedRow<Row>[],
  context: ApplyContext,
): Promise<ChunkPlan<Row>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const plan = await applier.plan(rows, context)
    if (plan.writes.length === 0) return plan
    if ((await context.store.commit(plan.writes)).kind === 'committed') return plan
  }
  throw new ImportContended('the records of a chunk were changed by others again and again')
}
