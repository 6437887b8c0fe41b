import { expect, it } from 'vitest'
import type { Route } from '../../../shared/http/contract.ts'
import type { Given } from '../../support/api-client.ts'
import type { Desk } from './desk.ts'
import {
  asText,
  expectNothingOf,
  guarded,
  idsIn,
  isOfRecord,
  nameOf,
  takesId,
  type Theirs,
} from './what-is-theirs.ts'

const idFilters = ({ query }: Route) =>
  Object.keys(query.shape).filter((name) => name.endsWith('Id') || takesId(query.shape[name]!))
const withIds = guarded.filter(
  (route) => isOfRecord(route) || idFilters(route).length > 0 || takesId(route.body),
)

/**
 * In the place of each id stands what is none: the id of something else, one with more behind it, a key of a record.
 * Who made it up is refused, at another dealer and at this one.
 */
export function idsAreBound(desk: () => Desk, theirs: () => Theirs): void {
  it.each(withIds.map((route) => [nameOf(route), route] as const))(
    '%s refuses ids that are made up',
    async (_, route) => {
      const { role, given: told } = desk().answered.get(route)!
      const { idempotencyKey: _key, ...given } = told
      const places = idsIn([given.params, given.query, given.body])
      const forged = [
        ...places.flatMap((id) => forgeriesOf(id).map((forgery) => withInstead(given, id, forgery))),
        ...idFilters(route).flatMap((name) =>
          forgeriesOf(fitting(route, name)).map((forgery) => withFilter(given, name, forgery)),
        ),
      ]
      expect(forged.length).toBeGreaterThan(0)
      for (const request of forged)
        for (const who of ['elsewhere', 'again'] as const) {
          const reply = await desk()[who](role)(route, request)
          expect(reply.status, asText(request)).toBeOneOf([400, 404, 422])
          if (who === 'elsewhere') expectNothingOf(theirs(), request, reply)
        }
      for (const name of idFilters(route)) {
        const request = withFilter(given, name, fitting(route, name))
        expectNothingOf(theirs(), request, await desk().elsewhere(role)(route, request))
      }
    },
  )

  /** An id of this dealer's that the filter takes. */
  function fitting({ query }: Route, name: string): string {
    return theirs().ids.find((id) => query.shape[name]!.safeParse(id).success)!
  }

  function forgeriesOf(id: string): string[] {
    const kind = id.slice(0, 4)
    const another = theirs().ids.find((each) => !each.startsWith(kind))!
    return [another, `${id}#changes`, `${desk().dealerId}#vehicle#${id}`]
  }
}

function withInstead(given: Given<Route>, id: string, forgery: string): Given<Route> {
  return JSON.parse(asText(given).replaceAll(`"${id}"`, JSON.stringify(forgery))) as Given<Route>
}

function withFilter(given: Given<Route>, name: string, id: string): Given<Route> {
  return { ...given, query: { ...given.query, [name]: id } }
}
