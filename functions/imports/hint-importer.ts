import type { Queue } from '../../shared/runtime/queue.ts'
import type { SeenImport } from './change-import.ts'

/** Longer than a function of the API may run: when it passes, the request is recorded or never will be. */
const DELAY_SECONDS = 60

/** A request that could not be queued: nothing was recorded, and the same one may work later. */
export class NotQueued extends Error {
  override readonly name = 'NotQueued'
}

/**
 * Tells the importer that an import has something to do: with a delay before that is recorded, and at once after it. So
 * no request is lost between record and queue. The importer takes the first hint that finds something to do.
 */
export function importerHints(queue: Queue, { dealerId, importId }: SeenImport) {
  const body = { dealerId, importId }
  let sent: Promise<void> | undefined
  const send = async () => {
    const refused = await queue.send([{ body, delaySeconds: DELAY_SECONDS }])
    if (refused.length > 0) throw new NotQueued('the queue of imports did not take a message')
  }
  return {
    /** @throws NotQueued, or what the queue throws */
    before: () => (sent ??= send()),
    /** It only saves the wait for the one that is delayed. */
    after: async (): Promise<void> => {
      await queue.send([{ body }]).catch(() => [])
    },
  }
}
