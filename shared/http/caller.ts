import * as z from 'zod'
import { DealerId, StaffId } from '../domain/ids.ts'
import { RoleCode } from '../domain/roles.ts'
import { NotAllowed, NotSignedIn } from '../runtime/errors.ts'
import type { Stamp } from '../domain/record.ts'
import type { Instant } from '../domain/time.ts'
import type { ApiEvent } from './event.ts'

/** Who asks, by the token alone: nothing of this is ever taken from a body or a parameter. */
export interface Caller {
  /** The account in the user pool. */
  readonly userId: string
  readonly dealerId: string
  readonly roles: readonly RoleCode[]
  /** The account's member of staff; not every account is one. */
  readonly staffId: string | undefined
}

/** API Gateway writes a list as `[a b]`. */
const Groups = z
  .union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/))])
  .transform((names) => names.flatMap((name) => RoleCode.safeParse(name).data ?? []))

const Claims = z.object({
  sub: z.string().min(1),
  'cognito:groups': Groups.default([]),
  'custom:dealerId': DealerId.optional().catch(undefined),
  'custom:staffId': StaffId.optional().catch(undefined),
})

/**
 * The caller of a route for these roles.
 * @throws NotSignedIn without a token's claims, NotAllowed without a dealer or one of the roles
 */
export function callerOf(event: ApiEvent, roles: readonly RoleCode[]): Caller {
  const claims = Claims.safeParse(event.requestContext.authorizer?.jwt.claims)
  if (!claims.success) throw new NotSignedIn()
  const {
    sub: userId,
    'cognito:groups': held,
    'custom:dealerId': dealerId,
    'custom:staffId': staffId,
  } = claims.data
  if (dealerId === undefined) throw new NotAllowed('no-dealer')
  if (!held.some((role) => roles.includes(role))) throw new NotAllowed('role-not-allowed')
  return { userId, dealerId, roles: held, staffId }
}

/** Who writes, in the caller's name: the member of staff, else the account. */
export function stampOf({ staffId, userId }: Caller, at: Instant): Stamp {
  return { at, by: staffId ?? userId }
}
