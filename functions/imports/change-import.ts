import { movesFrom, type ImportMove, type ImportRun } from '../../shared/domain/import-run.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'

/** An import of the caller's dealer, in the version that the caller has seen. */
export interface SeenImport {
  readonly dealerId: string
  readonly importId: string
  readonly version: number
}

/**
 * The import, if this may be done with it.
 * @throws NotFound, Stale, Refused `transition-refused`
 */
export async function movable(
  store: Pick<Store, 'imports'>,
  { dealerId, importId, version }: SeenImport,
  move: ImportMove,
): Promise<ImportRun> {
  const run = asSeen(await store.imports.byId(dealerId, importId), version)
  const allowed = movesFrom(run.status)
  if (!allowed.includes(move)) throw new Refused('transition-refused', { allowed })
  return run
}
