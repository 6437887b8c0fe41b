import type { ProblemCode } from '../runtime/problems.ts'
import { noBody, type Route } from './contract.ts'

/** What a route may refuse with, told from its contract. */
export function problemsOf({ open, query, body, path, ifMatch, idempotent, refuses }: Route): ProblemCode[] {
  const told: ProblemCode[] = [
    ...(open ? [] : (['not-signed-in', 'no-dealer', 'role-not-allowed'] as const)),
    ...(body === noBody ? [] : (['json-malformed', 'body-too-large', 'not-json'] as const)),
    ...('cursor' in query.shape ? (['cursor-invalid'] as const) : []),
    ...('staffId' in query.shape ? (['no-staff-record', 'not-your-list'] as const) : []),
    ...(path.includes('{') || 'staffId' in query.shape ? (['not-found'] as const) : []),
    ...(ifMatch ? (['if-match-malformed', 'version-missing', 'version-stale', 'contested'] as const) : []),
    // A twin of the request may be under way, and the first one may have told of somebody who was erased since.
    ...(idempotent
      ? (['idempotency-key-malformed', 'idempotency-key-reused', 'contested', 'customer-erased'] as const)
      : []),
    ...refuses,
    'fields-invalid',
    'internal',
  ]
  return [...new Set(told)]
}
