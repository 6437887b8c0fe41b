import { Contested } from '../runtime/errors.ts'
import type { Store } from './store.ts'
import type { Write } from './table-client.ts'

/** A job or another person may touch the same records at the same moment: the change is then worked out anew, so often. */
const MOST_ATTEMPTS = 4

/**
 * Works out a person's change on the records as they are and writes it whole; when somebody else was faster it is
 * worked out anew on what they wrote, and a change of a version that is gone is refused there.
 * @param plan reads what it needs, each time; what it throws ends the attempt
 * @throws Contested when others were faster each time
 */
export async function untilCommitted<Planned extends { readonly writes: readonly Write[] }>(
  store: Pick<Store, 'commit'>,
  plan: () => Promise<Planned>,
): Promise<Planned> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const planned = await plan()
    if (planned.writes.length === 0) return planned
    const { kind } = await store.commit(planned.writes)
    if (kind === 'committed') return planned
  }
  throw new Contested()
}
