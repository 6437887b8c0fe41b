import { createHash } from 'node:crypto'
import * as z from 'zod'
import { customerIdsIn, DealerId } from '../domain/ids.ts'
import { recordFields, unwritten } from '../domain/record.ts'
import { epochMilliseconds, type Instant } from '../domain/time.ts'
import { KeyReused, Refused, Unreadable } from '../runtime/errors.ts'
import { erasedAmong } from '../store/customers.ts'
import { recordKind } from '../store/record-kind.ts'
import type { TableClient, Write } from '../store/table-client.ts'
import type { Caller } from './caller.ts'
import type { Route } from './contract.ts'
import type { ApiResponse } from './respond.ts'

const DAY_SECONDS = 86_400

/** What a request under a key was answered; written in the transaction that did what the request asked for. */
const AnsweredRequest = z.object({
  dealerId: DealerId,
  userId: z.string(),
  key: z.string(),
  /** Of method, path and body: the same key never stands for two requests. */
  fingerprint: z.string(),
  response: z.object({
    statusCode: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  /** Epoch seconds. */
  expiresAt: z.int(),
  ...recordFields,
})
type AnsweredRequest = z.infer<typeof AnsweredRequest>

const recordKey = ({ dealerId, userId, key }: Pick<AnsweredRequest, 'dealerId' | 'userId' | 'key'>) => ({
  pk: `${dealerId}#request#${userId}#${key}`,
  sk: 'request',
})

const answeredRequestRecord = recordKind({
  entity: 'AnsweredRequest',
  schema: AnsweredRequest,
  key: recordKey,
})

/** One request under an `Idempotency-Key`. */
export interface KeyedRequest {
  /**
   * What it was answered before, within 24 hours.
   * @throws KeyReused when the key was given to another request
   * @throws Refused `customer-erased` when the answer tells of somebody who was erased since: nothing of it is told again
   */
  answered(): Promise<ApiResponse | undefined>
  /** Keeps the answer, for the transaction that does the work. */
  remember(response: ApiResponse): Write
}

const Key = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** @throws Unreadable when the header is no key */
export function keyedRequest(
  table: Pick<TableClient, 'get' | 'getMany'>,
  caller: Caller,
  request: { route: Route; key: string; params: unknown; query: unknown; body: unknown },
  now: Instant,
): KeyedRequest {
  const parsed = Key.safeParse(request.key)
  if (!parsed.success) throw new Unreadable('idempotency-key-malformed')
  const { dealerId, userId } = caller
  const name = { dealerId, userId, key: parsed.data }
  const seconds = Math.floor(epochMilliseconds(now) / 1000)
  const stamp = { at: now, by: userId }
  const { route, params, query, body } = request
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([route.method, route.path, params, query, body]))
    .digest('base64url')
  let known: AnsweredRequest | undefined
  return {
    async answered() {
      const item = await table.get(recordKey(name))
      known = item && answeredRequestRecord.parse(item)
      // The table deletes some days late.
      if (known === undefined || known.expiresAt <= seconds) return undefined
      if (known.fingerprint !== fingerprint) throw new KeyReused()
      const { response } = known
      const erased = await erasedAmong(table, dealerId, customerIdsIn(response.body), known.updatedAt)
      if (erased.length > 0) throw new Refused('customer-erased')
      return response
    },
    remember: (response) =>
      answeredRequestRecord.put(
        { ...(known ?? unwritten(stamp)), ...name, fingerprint, response, expiresAt: seconds + DAY_SECONDS },
        stamp,
      ),
  }
}
