import { expect } from 'vitest'
import * as z from 'zod'
import type { Route } from '../../../shared/http/contract.ts'
import { routes } from '../../../shared/http/routes.ts'
import type { Given, Reply } from '../../support/api-client.ts'
import type { Desk } from './desk.ts'
import { personalData } from './export.ts'
import type { Content } from './table-content.ts'

const anId = /[a-z]{3}_[a-z2-7]{20}/g
/** When something was written: to the millisecond, as no person says it. */
const aMoment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?!000)\d{3}Z/g

export const nameOf = ({ method, path }: Route) => `${method} ${path}`
/** All that ask for a token: an open route tells nothing of any dealer. */
export const guarded = routes.filter(({ open }) => !open)
export const lists = guarded.filter(({ query }) => 'cursor' in query.shape)
export const asText = (value: unknown) => JSON.stringify(value ?? null)
export const idsIn = (value: unknown) => [...new Set(asText(value).match(anId))]
/** Whether a record is addressed by its id; else what is asked for has a name that another dealer may use too. */
export const isOfRecord = ({ params }: Route) => Object.keys(params.shape).some((name) => name.endsWith('Id'))
/** Whether a list is of something that has a name, of which the other dealer has none. */
export const isOfNamed = (route: Route) =>
  lists.includes(route) && Object.keys(route.params.shape).length > 0 && !isOfRecord(route)

/** Whether an id can stand somewhere in what a JSON Schema takes. */
export const hasId = (schema: unknown) => asText(schema).includes('_[a-z2-7]{20}$')
export const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
export const takesId = (schema: z.ZodType) => hasId(schemaOf(schema))

/** What a dealer has at some time: its records, and the words by which they would be known elsewhere. */
export interface Theirs {
  readonly records: Content
  readonly ids: readonly string[]
  readonly words: ReadonlySet<string>
}

export async function whatIsTheirs(desk: Desk): Promise<Theirs> {
  const { dealerId } = desk
  const records = new Map([...(await desk.everything())].filter(([key]) => key.startsWith(`${dealerId}#`)))
  const all = [...records].join('\n')
  const ids = [...new Set(all.match(anId))]
  return { records, ids, words: new Set([...ids, ...(all.match(aMoment) ?? []), ...personalData]) }
}

/** The answer has nothing of another dealer's but what the question had. */
export function expectNothingOf({ words }: Theirs, given: Given<Route>, reply: Reply<Route>): void {
  const told = asText(reply.ok ? reply.body : reply.problem)
  const sent = asText(given)
  expect([...words].filter((word) => told.includes(word) && !sent.includes(word))).toEqual([])
}

/** Of ids in a body: no such record here, or of each that was named that there is none. */
export function expectRefusal(reply: Reply<Route>, request = ''): void {
  if (!reply.ok) expect(reply.status, request).toBeOneOf([404, 422])
  else {
    expect(Object.keys(reply.body as object), request).toEqual(['messages'])
    const { messages } = reply.body as { messages: { outcome: string; code: string }[] }
    expect(messages.map(({ outcome, code }) => [outcome, code])).toEqual(
      messages.map(() => ['refused', 'not-found']),
    )
  }
}
