import type { Instant } from '../../shared/domain/time.ts'
import type { Listed, Paging, Place } from '../../shared/store/read.ts'

/** An entry of one list, and where it stands in it. */
export interface Placed<Entry> {
  readonly at: Instant
  readonly entry: Entry
  readonly place: Place
}

/** A list that can be read page by page, newest first. */
export type Source<Entry> = (paging: Paging) => Promise<Listed<Placed<Entry>>>

/** How far each list has been read; null: not at all. */
export type Places = readonly (Place | null)[]

export interface MergedPage<Entry> {
  readonly items: readonly Entry[]
  /** Undefined: nothing is left in any list. */
  readonly next: Places | undefined
}

/**
 * A page of several lists as one, newest first. Each list is read as far as the page could reach; what the page does not
 * reach is read again with the next one. Of one moment the entries of an earlier list come first.
 */
export async function mergePages<Entry>(
  sources: readonly Source<Entry>[],
  places: Places,
  limit: number,
): Promise<MergedPage<Entry>> {
  const read = await Promise.all(
    sources.map(async (source, index) => {
      const before = places[index] ?? null
      const page = await source({ limit, after: before ?? undefined })
      return { page, taken: 0, before }
    }),
  )
  const items: Entry[] = []
  while (items.length < limit) {
    // What follows in a list whose page has ended may be newer than anything in the others.
    if (read.some(({ page, taken }) => taken === page.items.length && page.next !== undefined)) break
    const [newest] = read
      .flatMap((each) => {
        const head = each.page.items[each.taken]
        return head === undefined ? [] : [{ each, head }]
      })
      .sort((a, b) => (a.head.at === b.head.at ? 0 : a.head.at > b.head.at ? -1 : 1))
    if (newest === undefined) break
    items.push(newest.head.entry)
    newest.each.taken += 1
  }
  const isLeft = read.some(({ page, taken }) => taken < page.items.length || page.next !== undefined)
  return {
    items,
    next: isLeft
      ? read.map(({ page, taken, before }) =>
          taken === page.items.length && page.next !== undefined
            ? page.next
            : (page.items[taken - 1]?.place ?? before),
        )
      : undefined,
  }
}

/** A list that is known whole. */
export function knownList<Entry>(
  entries: readonly (Omit<Placed<Entry>, 'place'> & { id: string })[],
): Source<Entry> {
  const placed = entries
    .map(({ at, entry, id }): Placed<Entry> => ({ at, entry, place: [`${at}#${id}`, '-', '-'] }))
    .sort((a, b) => (a.place[0] > b.place[0] ? -1 : 1))
  return ({ limit, after }) => {
    const rest = placed.filter(({ place: [key] }) => after === undefined || key < after[0])
    const items = rest.slice(0, limit)
    const last = items.at(-1)
    return Promise.resolve({ items, next: rest.length > limit ? last?.place : undefined })
  }
}
