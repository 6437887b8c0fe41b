import { createHash } from 'node:crypto'
import * as z from 'zod'
import { Unreadable } from '../runtime/errors.ts'

/** What a cursor belongs to: a dealer's list under its filters. Elsewhere it is refused. */
export interface CursorScope {
  readonly dealerId: string
  /** Method and path of the route. */
  readonly list: string
  /** The query's parameters but the cursor and the limit. */
  readonly filter: Readonly<Record<string, string | undefined>>
}

/**
 * A place in a list, for the caller to hand back: base64url of the place and a hash of what it belongs to. The
 * hash refuses mistakes and needs no secret: partitions are always named from the caller's own token, so a forged
 * cursor leads nowhere that its maker could not read anyway.
 */
export function cursorFor(scope: CursorScope, place: z.core.util.JSONType): string {
  return Buffer.from(JSON.stringify([bindingOf(scope), place])).toString('base64url')
}

const Cursor = z.tuple([z.string(), z.unknown()])

/** @throws Unreadable `cursor-invalid` when it is no cursor of this list, dealer and filter */
export function placeOf<Place>(scope: CursorScope, cursor: string, schema: z.ZodType<Place>): Place {
  try {
    const [binding, place] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (binding === bindingOf(scope)) return schema.parse(place)
  } catch (cause) {
    throw new Unreadable('cursor-invalid', { cause })
  }
  throw new Unreadable('cursor-invalid')
}

function bindingOf({ dealerId, list, filter }: CursorScope): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  const canonical = JSON.stringify([dealerId, list, given.sort(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(canonical).digest('base64url').slice(0, 16)
}
