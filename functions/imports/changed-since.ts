import type { ChangedSince } from '../../shared/domain/import-run.ts'
import type { Key } from '../../shared/store/table-client.ts'
import { namedByKey } from './named-by-key.ts'

/** Enough to look into; more would not be read. */
const MOST_TOLD = 20

/** Kinds whose keys are made of what people are called or called by. */
const named: ReadonlySet<string> = new Set(['contact', 'guard'])

/** Records that were changed since an import, as its clerk is told of them: how many of which kind, and the first. */
export function changedSince(keys: readonly Key[]): ChangedSince {
  const told = keys.map(namedByKey)
  const kinds: Record<string, number> = {}
  for (const { kind } of told) kinds[kind] = (kinds[kind] ?? 0) + 1
  // Numbers are not to be kept in an import's record, which nobody thinks of when a customer is to be forgotten.
  const first = told.slice(0, MOST_TOLD).map(({ kind, id }) => (named.has(kind) ? { kind } : { kind, id }))
  return { count: keys.length, kinds, first }
}
