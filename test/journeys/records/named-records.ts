import { expect, it } from 'vitest'
import * as z from 'zod'
import type { Route } from '../../../shared/http/contract.ts'
import type { Given, Reply } from '../../support/api-client.ts'
import type { Desk } from './desk.ts'
import {
  asText,
  expectNothingOf,
  expectRefusal,
  guarded,
  hasId,
  idsIn,
  nameOf,
  schemaOf,
  type Theirs,
} from './what-is-theirs.ts'

/** Fields whose ids are only compared with what the dealer's own records say, and never looked up. */
const compared = new Set(['vinWasOf'])

const Body = z.record(z.string(), z.unknown())
const Shape = z.object({ properties: Body.default({}) })
const Union = z.union([
  z.object({ anyOf: z.array(Shape) }).transform(({ anyOf }) => anyOf),
  z.object({ oneOf: z.array(Shape) }).transform(({ oneOf }) => oneOf),
  Shape.transform((shape) => [shape]),
])

/** Fields of a body in which ids can stand. */
function idFields({ body }: Route): string[] {
  const shapes = Union.parse(schemaOf(body))
  const fields = shapes.flatMap(({ properties }) => Object.entries(properties))
  const names = fields.flatMap(([name, field]) => (hasId(field) && !compared.has(name) ? [name] : []))
  return [...new Set(names)]
}

const naming = guarded.filter((route) => idFields(route).length > 0)

/**
 * What a change names is not there for another dealer who has all else that it is about, under the very ids: the
 * record itself, but not the owner, the deputy, the duplicate.
 */
export function namedRecordsAreBound(desk: () => Desk, theirs: () => Theirs): void {
  it.each(naming.map((route) => [nameOf(route), route] as const))(
    '%s finds nothing that it names',
    async (_, route) => {
      const { given, before = new Map<string, string>() } = desk().answered.get(route)!
      const requests = idFields(route).flatMap((name) => namingBy(route, given, name))
      expect(requests.length).toBeGreaterThan(0)
      for (const { request, named } of requests) {
        const others = new Map([...before].filter(([key]) => !named.some((id) => key.includes(id))))
        const reply = await desk().lent(others, () => askedByWhoMay(route, request))
        expectNothingOf(theirs(), request, reply)
        expectRefusal(reply, asText(request.body))
      }
    },
  )

  /** Some roles may change their own records alone: the first answer that is not theirs. */
  async function askedByWhoMay(route: Route, request: Given<Route>): Promise<Reply<Route>> {
    for (const role of route.roles) {
      const reply = await desk().elsewhere(role)(route, request)
      if (reply.status !== 403) return reply
    }
    throw new Error(`nobody may ask ${nameOf(route)}`)
  }

  /** The request as it was where it named something in that field; else with something of the first dealer's in it. */
  function namingBy(route: Route, { idempotencyKey: _key, ...given }: Given<Route>, name: string) {
    const body = Body.parse(given.body ?? {})
    const named = idsIn(body[name])
    if (named.length > 0) return [{ request: given, named }]
    const about = idsIn([given.params, body])
    const id = theirs().ids.find((each) => {
      return !about.includes(each) && route.body.safeParse({ ...body, [name]: each }).success
    })
    return id === undefined ? [] : [{ request: { ...given, body: { ...body, [name]: id } }, named: [id] }]
  }
}
