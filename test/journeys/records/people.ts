import * as z from 'zod'
import type { LocalStack } from '../../../local/stack.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Route } from '../../../shared/http/contract.ts'
import { apiClient, overHttp, type Given, type Reply } from '../../support/api-client.ts'
import type { Content } from './table-content.ts'
import { idsIn, takesId } from './what-is-theirs.ts'

export type Ask = <R extends Route>(route: R, given?: Given<R>) => Promise<Reply<R>>

/** A request that was answered with what its route declares. */
export interface Asked {
  readonly role: RoleCode
  readonly given: Given<Route>
  /** The records that a change named, as they were. */
  readonly before?: Content
}

export interface People {
  /** Asks over HTTP as somebody of that role, under the staff id given with `seat`. */
  as(role: RoleCode): Ask
  seat(role: RoleCode, staffId: string): void
  /** Asks as the same, and nothing is noted down of it. */
  again(role: RoleCode): Ask
  /** Asks as somebody of that role at the other dealer. */
  elsewhere(role: RoleCode): Ask
  /** Routes that have answered, and what each was asked last. */
  readonly answered: ReadonlyMap<Route, Asked>
  /** Lists that had more than one entry, and the cursor behind the first. */
  readonly paged: ReadonlyMap<Route, Asked & { readonly next: string }>
}

const Page = z.object({ next: z.string().optional() }).catch({})

/** The people of two dealers, each with a token of their own. */
export function peopleOf(
  stack: LocalStack,
  everything: () => Promise<Content>,
  dealers: { readonly dealerId: string; readonly otherDealerId: string },
): People {
  const seats = new Map<RoleCode, string>()
  const answered = new Map<Route, Asked>()
  const paged = new Map<Route, Asked & { next: string }>()
  const tokens = new Map<string, Promise<string>>()
  /** One for each person and hour: signing takes longer than most answers. */
  const tokenOf = (dealerId: string, role: RoleCode, staffId: string | undefined): Promise<string> => {
    const name = [dealerId, role, staffId, stack.clock.now().slice(0, 13)].join(' ')
    const token = tokens.get(name) ?? stack.token({ dealerId, roles: [role], sub: role, staffId })
    tokens.set(name, token)
    return token
  }
  const asking =
    (dealerId: string, role: RoleCode, staffId: string | undefined): Ask =>
    async (route, given = {}) => {
      const token = await tokenOf(dealerId, role, staffId)
      return apiClient(overHttp(stack.url, route.open ? undefined : token))(route, given)
    }
  const again = (role: RoleCode) => asking(dealers.dealerId, role, seats.get(role))

  const namedIn = async (route: Route, { params, body }: Given<Route>): Promise<Content | undefined> => {
    if (!takesId(route.body)) return undefined
    const ids = idsIn([params, body])
    return new Map(
      [...(await everything())].filter(
        ([key]) => key.startsWith(`${dealers.dealerId}#`) && ids.some((id) => key.includes(id)),
      ),
    )
  }
  const turnPage = async (route: Route, { role, given }: Asked): Promise<void> => {
    if (!('cursor' in route.query.shape) || paged.has(route)) return
    const limit = 'limit' in route.query.shape ? { limit: '1' } : {}
    const first = await again(role)(route, { ...given, query: { ...given.query, ...limit } })
    const { next } = Page.parse(first.ok ? first.body : undefined)
    if (next !== undefined) paged.set(route, { role, given, next })
  }
  return {
    as: (role) => async (route, given) => {
      const sent = { ...given } as Given<Route>
      const before = await namedIn(route, sent)
      const reply = await again(role)(route, given)
      if (reply.ok && reply.status === route.status) {
        const asked = { role, given: sent, ...(before === undefined ? {} : { before }) }
        answered.set(route, asked)
        await turnPage(route, asked)
      }
      return reply
    },
    seat: (role, staffId) => void seats.set(role, staffId),
    again,
    elsewhere: (role) => asking(dealers.otherDealerId, role, idFor('staff', dealers.otherDealerId, role)),
    answered,
    paged,
  }
}
