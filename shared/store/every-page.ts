import type { Listed, Paging, Place } from './read.ts'

/** Of an index that names records these are read in one batch. */
const AT_ONCE = 100

/** All of a list, page by page: where everything has to be looked at. */
export async function everyPage<Value>(
  ask: (paging: Paging) => Promise<Pick<Listed<Value>, 'items' | 'next'>>,
): Promise<Value[]> {
  const found: Value[] = []
  let after: Place | undefined
  do {
    const page = await ask({ limit: AT_ONCE, after })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}
