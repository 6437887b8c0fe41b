import type * as z from 'zod'
import type { Route } from './contract.ts'

/** One request to a route and its answer, for people to read; the bundles do not have them. */
export interface Example {
  readonly route: Route
  readonly body?: unknown
  readonly response: unknown
}

/** An example of a route, typed by its contract. */
export function example<R extends Route>(
  route: R,
  { body, response }: { readonly body?: z.input<R['body']>; readonly response: z.input<R['response']> },
): Example {
  return { route, body, response }
}
