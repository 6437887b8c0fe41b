import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownList, mergePages, type Places, type Source } from '../../../functions/vehicles/merge-pages.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { instant } from '../../support/builders.ts'

const start = instant('2026-11-23T01:00:00.000Z')
const at = (minutes: number) => addMinutes(start, minutes)

/** A list as the table gives it: a page ends at the limit, whether or not more follows, or earlier. */
function listOf(name: string, minutes: readonly number[], pageSize = Infinity): Source<string> {
  const all = minutes
    .map((minute, index) => ({ minute, index }))
    .sort((a, b) => b.minute - a.minute || a.index - b.index)
    .map(({ minute, index }, position) => ({
      at: at(minute),
      entry: `${String(minute).padStart(3, '0')} ${name} ${String(index)}`,
      place: [String(position), name, name] as [string, string, string],
    }))
  return ({ limit, after }) => {
    const from = after === undefined ? 0 : Number(after[0]) + 1
    const items = all.slice(from, from + Math.min(limit, pageSize))
    const next = items.length === Math.min(limit, pageSize) ? items.at(-1)?.place : undefined
    return Promise.resolve({ items, next })
  }
}

async function everyPage(sources: readonly Source<string>[], limit: number): Promise<string[]> {
  const found: string[] = []
  let places: Places | undefined = []
  for (let page = 0; places !== undefined; page += 1) {
    if (page > 1_000) throw new Error('it never ends')
    const { items, next }: Awaited<ReturnType<typeof mergePages<string>>> = await mergePages(
      sources,
      places,
      limit,
    )
    expect(items.length).toBeLessThanOrEqual(limit)
    found.push(...items)
    places = next
  }
  return found
}

describe('several lists as one', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })

  it('hold every entry of each once, newest first, however long the pages are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(minutes, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        async (lists, limit, pageSize) => {
          const names = lists.map((_, index) => `list ${String(index)}`)
          const sources = lists.map((each, index) => listOf(names[index]!, each, pageSize))
          const found = await everyPage(sources, limit)
          const wanted = lists.flatMap((each, list) =>
            each.map(
              (minute, index) => `${String(minute).padStart(3, '0')} ${names[list]!} ${String(index)}`,
            ),
          )
          expect(found.toSorted()).toEqual(wanted.toSorted())
          const moments = found.map((entry) => Number(entry.slice(0, 3)))
          expect(moments).toEqual(moments.toSorted((a, b) => b - a))
        },
      ),
    )
  })

  it('put the earlier list first where two are of one moment', async () => {
    const { items } = await mergePages([listOf('b', [5]), listOf('a', [5])], [], 9)
    expect(items).toEqual(['005 b 0', '005 a 0'])
  })

  it('wait for a list whose page has ended before they take what is older in another', async () => {
    const { items, next } = await mergePages([listOf('short', [9, 8, 7], 1), listOf('long', [6])], [], 9)
    expect(items).toEqual(['009 short 0'])
    expect(next).toEqual([['0', 'short', 'short'], null])
  })

  it('go on behind a list that was added since', async () => {
    const first = await mergePages([listOf('a', [9, 5])], [], 1)
    const { items } = await mergePages([listOf('a', [9, 5]), listOf('new', [7])], first.next!, 9)
    expect(items).toEqual(['007 new 0', '005 a 1'])
  })
})

describe('a list that is known whole', () => {
  it('goes on where it was left, although an entry has come meanwhile', async () => {
    const entries = [1, 2, 3].map((minute) => ({ at: at(minute), id: 'x', entry: minute }))
    const { items, next } = await knownList(entries)({ limit: 2 })
    expect([items.map(({ entry }) => entry), next?.[0]]).toEqual([[3, 2], `${at(2)}#x`])
    const more = knownList([...entries, { at: at(4), id: 'x', entry: 4 }])
    expect((await more({ limit: 2, after: next })).items.map(({ entry }) => entry)).toEqual([1])
    expect((await more({ limit: 4 })).next).toBeUndefined()
  })
})
