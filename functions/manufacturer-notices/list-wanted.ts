import type { Notice } from '../../shared/domain/notice.ts'
import { noticeRecord } from '../../shared/store/notices.ts'
import { placeIn, type Listed, type Paging } from '../../shared/store/read.ts'

/** What is read at once to be looked through, and how often for one page: then the rest is the next page's. */
const READ_AT_ONCE = 200
const MOST_READS = 5

/**
 * A page of those open notices that are wanted. Where many others stand between them a page may hold fewer than were asked
 * for.
 */
export async function listWanted(
  ask: (paging: Paging) => Promise<Listed<Notice>>,
  { limit, after }: Paging,
  isWanted: (notice: Notice) => boolean,
): Promise<Listed<Notice>> {
  const found: Notice[] = []
  let place = after
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { items, next } = await ask({ limit: READ_AT_ONCE, after: place })
    found.push(...items.filter(isWanted))
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    if (found.length > limit && last !== undefined)
      return { items: shown, next: placeIn(noticeRecord, 'due', last) }
    if (next === undefined) return { items: found, next }
    place = next
  }
  return { items: found, next: place }
}
