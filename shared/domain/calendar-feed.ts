import { createHash } from 'node:crypto'
import * as z from 'zod'
import { CalendarFeedId, DealerId, idFor, StaffId } from './ids.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { Instant } from './time.ts'

/**
 * An address at which calendar programs read what a person or a role owes. They bring no token, so the address itself is
 * the secret; only its hash is kept.
 */
export const CalendarFeed = z.object({
  dealerId: DealerId,
  feedId: CalendarFeedId,
  /** Of whom it tells: exactly one of the two. */
  staffId: StaffId.optional(),
  role: RoleCode.optional(),
  /** SHA-256 of the secret, in hexadecimal. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Since then it is nobody's address any more. */
  revokedAt: Instant.optional(),
  ...recordFields,
})
export type CalendarFeed = z.infer<typeof CalendarFeed>

/** What an address says of itself: whose feed it is, and the hash to compare. */
export interface FeedAddress {
  readonly dealerId: string
  readonly feedId: string
  readonly secretHash: string
}

/** 24 random bytes: nobody finds 192 bits by trying. */
export const FEED_SECRET_BYTES = 24

/** An address of that secret: `D001.`, the secret, and the ending by which calendar programs know what it is. */
export function feedAddress(dealerId: string, secret: string): FeedAddress & { readonly token: string } {
  return { ...addressOf(dealerId, secret), token: `${dealerId}.${secret}.ics` }
}

/** A secret is 24 bytes of base64url. */
const form = /^([A-Za-z0-9_-]{2,32})\.([A-Za-z0-9_-]{32})(?:\.ics)?$/

/** What the last part of a path says; undefined: no address of ours looks like this. */
export function readFeedAddress(token: string): FeedAddress | undefined {
  const [, dealerId, secret] = form.exec(token) ?? []
  return dealerId === undefined || secret === undefined ? undefined : addressOf(dealerId, secret)
}

/** The id is told to staff and the hash stands in the table: from neither is there a way back to the secret. */
function addressOf(dealerId: string, secret: string): FeedAddress {
  const secretHash = createHash('sha256').update(secret).digest('hex')
  return { dealerId, feedId: idFor('calendarFeed', dealerId, secretHash), secretHash }
}
