import { expect, it } from 'vitest'
import * as z from 'zod'
import type { Route } from '../../../shared/http/contract.ts'
import { cursorFor } from '../../../shared/http/cursor.ts'
import type { Given } from '../../support/api-client.ts'
import type { Desk } from './desk.ts'
import {
  asText,
  expectNothingOf,
  isOfNamed,
  isOfRecord,
  lists,
  nameOf,
  type Theirs,
} from './what-is-theirs.ts'

/** Lists of which no second page is seen on such a small day, and a place that stands for its beginning. */
const onePage: Readonly<Record<string, z.core.util.JSONType>> = {
  // Its pages are a megabyte each.
  'GET /imports/{importId}/report.csv': 1,
}

/**
 * A cursor needs no secret, so anybody can make one. Those of this dealer are refused at another; one that says that it
 * is the other's, with a place of this dealer's in it, leads into the other's own list.
 */
export function cursorsAreBound(desk: () => Desk, theirs: () => Theirs): void {
  it.each(lists.map((route) => [nameOf(route), route] as const))(
    '%s leads nowhere by a cursor of this dealer’s, by a mangled one, nor by a forged one',
    async (name, route) => {
      const { role, given, next } = desk().paged.get(route) ?? { ...desk().answered.get(route)!, next: '' }
      const bound = (dealerId: string) => cursorFor(scopeOf(route, given, dealerId), placeIn(next, name))
      const own = bound(desk().dealerId)
      if (!(name in onePage)) expect(own).toBe(next)
      const ask = (who: 'again' | 'elsewhere', cursor: string) =>
        desk()[who](role)(route, { ...given, query: { ...given.query, cursor } })
      expect((await ask('again', own)).status).toBeOneOf([200, 404, 409])

      const isMissing = isOfRecord(route) || isOfNamed(route)
      const missing = isMissing ? [404, 400] : [400]
      const stranger = lists.filter((other) => other !== route).map((other) => desk().paged.get(other)?.next)
      const mangled = [own.slice(0, -4), `A${own}`, own.toUpperCase(), '-']
      for (const cursor of [own, ...mangled, stranger.find((each) => each !== undefined)!]) {
        const reply = await ask('elsewhere', cursor)
        expect(reply.status).toBeOneOf(missing)
        if (reply.status === 400) expect(reply).toMatchObject({ problem: { code: 'cursor-invalid' } })
      }
      const forged = await ask('elsewhere', bound(desk().otherDealerId))
      expect(forged.status).toBe(isMissing ? 404 : 200)
      expectNothingOf(theirs(), given, forged)
    },
  )
}

function scopeOf(route: Route, { params, query }: Given<Route>, dealerId: string) {
  const {
    cursor: _,
    limit: __,
    ...filter
  } = z.record(z.string(), z.json()).parse(route.query.parse(query ?? {}))
  return {
    dealerId,
    list: route.path,
    filter: { ...(params as object), ...filter } as Record<string, string>,
  }
}

function placeIn(cursor: string, name: string): z.core.util.JSONType {
  if (name in onePage) return onePage[name]!
  const [, place] = z
    .tuple([z.string(), z.json()])
    .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  expect(asText(place)).not.toBe('')
  return place
}
