import { createHash } from 'node:crypto'
import * as z from 'zod'
import { DealerId, NoticeId, StaffId } from './ids.ts'
import { recordFields } from './record.ts'
import { addSeconds, epochMilliseconds, Instant } from './time.ts'

/**
 * An address at which one person takes note of one notice without signing in: it stands in the mail to them. The address
 * is the secret, good once and for a week; only its hash is kept.
 */
export const NoticeLink = z.object({
  dealerId: DealerId,
  /** SHA-256 of the secret, in hexadecimal. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  noticeId: NoticeId,
  /** Who was mailed, and takes note by it. */
  staffId: StaffId,
  goodUntil: Instant,
  usedAt: Instant.optional(),
  /** Epoch seconds: then the table forgets it. */
  expiresAt: z.int(),
  ...recordFields,
})
export type NoticeLink = z.infer<typeof NoticeLink>

/** 24 random bytes: nobody finds 192 bits by trying. */
export const LINK_SECRET_BYTES = 24

const DAY_SECONDS = 86_400
/** A notice is read the same day; who was away for a week reads it in the system. */
const GOOD_FOR_SECONDS = 7 * DAY_SECONDS
/** So long a link that was used, or is too old, is told so, and not as one that never was. */
const KEPT_FOR_SECONDS = 60 * DAY_SECONDS

export function linkTimes(at: Instant): Pick<NoticeLink, 'goodUntil' | 'expiresAt'> {
  return {
    goodUntil: addSeconds(at, GOOD_FOR_SECONDS),
    expiresAt: Math.floor(epochMilliseconds(at) / 1000) + KEPT_FOR_SECONDS,
  }
}

/** What an address says of itself: whose it is, and the hash under which it is kept. */
export interface LinkAddress {
  readonly dealerId: string
  readonly secretHash: string
}

/** The last part of the address of that secret. */
export function linkToken(dealerId: string, secret: string): string {
  return `${dealerId}.${secret}`
}

/** A secret is 24 bytes of base64url. */
const form = /^([A-Za-z0-9_-]{2,32})\.([A-Za-z0-9_-]{32})$/

/** What the last part of a path says; undefined: no address of ours looks like this. */
export function readLinkToken(token: string): LinkAddress | undefined {
  const [, dealerId, secret] = form.exec(token) ?? []
  return dealerId === undefined || secret === undefined
    ? undefined
    : { dealerId, secretHash: hashOfSecret(secret) }
}

export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
