import type { Zone } from '../shared/domain/time.ts'
import type { Outbox } from './outbox-store.ts'
import { outboxRoute } from './outbox-routes.ts'
import type { HttpAnswer } from './payload.ts'
import type { TokenClaims } from './tokens.ts'

/**
 * What the local server answers beside the API: the outbox, and `/token?dealerId=D001&roles=a,b`, which stands for
 * signing in: an ID token as text, for `curl -H "authorization: Bearer $(curl -s …)"`.
 */
export function ownPages(options: {
  outbox: Outbox
  zone: Zone
  token: (claims: TokenClaims) => Promise<string>
}): (url: URL) => Promise<HttpAnswer | undefined> {
  return async (url) => {
    if (url.pathname !== '/token') return outboxRoute(url, options.outbox, options.zone)
    const dealerId = url.searchParams.get('dealerId')
    const roles = (url.searchParams.get('roles') ?? '').split(',').filter((role) => role !== '')
    if (dealerId === null) return text(400, 'Use /token?dealerId=D001&roles=service_manager')
    const sub = url.searchParams.get('sub') ?? undefined
    const staffId = url.searchParams.get('staffId') ?? undefined
    return text(200, await options.token({ dealerId, roles, sub, staffId }))
  }
}

function text(status: number, body: string): HttpAnswer {
  return {
    status,
    headers: [
      ['content-type', 'text/plain;charset=utf-8'],
      ['cache-control', 'no-store'],
    ],
    body: Buffer.from(body),
  }
}
